// Regular expressions over Unicode text, by ICU.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class Pattern {
public:
    // Cases make no difference, blanks and line ends in the expression mean nothing, \d is a digit of
    // ASCII. Throws std::logic_error when it is none.
    explicit Pattern(std::string_view expression);
    ~Pattern();
    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;

    struct Found {
        std::vector<std::string> groups; // the first is all that was found; empty where a group took no part
        std::string before, after;
    };

    // The first match in clean text. Nothing either when it takes too long, which expressions may for hostile
    // texts.
    std::optional<Found> find(std::string_view text) const;

private:
    struct Compiled;
    std::unique_ptr<const Compiled> compiled;
};
