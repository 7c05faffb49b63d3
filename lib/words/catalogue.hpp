// The catalogue of sentences: the one place where what people read is worded. The general ones stand in
// sentences.cpp, those of an area of handlers beside its handlers.
#pragma once

#include "sentence.hpp"

#include <span>
#include <unordered_map>

// In the text stand arguments in braces, {max}; a word that follows a number gives both its forms:
// "{jobs} {jobs|job is|jobs are} left" takes the first when jobs is 1.
struct Sentence {
    std::string_view key, text;
};

// What any program here says, whatever its areas are.
std::span<const Sentence> general_sentences();

class Catalogue {
public:
    // The tables must outlive it. Throws std::logic_error naming a key that is there twice or is none, or a
    // text whose braces nobody can read: a program with such a table does not start.
    explicit Catalogue(std::span<const std::span<const Sentence>> tables);

    // The sentence in words. One that is not in the catalogue is worded as its key, and an argument that is
    // missing as its name in braces; both are logged as errors.
    std::string word(const Said&) const;
    // The same for a sentence that has a problem's code for its key.
    std::string word(std::string_view code) const;

    bool has(std::string_view key) const { return texts.contains(key); }

private:
    std::unordered_map<std::string_view, std::string_view> texts; // by key

    std::string worded(std::string_view key, std::span<const Said::Arg> args) const;
};
