// Documents for tests: whole ones of every kind we take, and ones put together wrongly on purpose.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace papers {

// One part of an archive; what is not given is as it should be.
struct Part {
    std::string name, content;
    bool packed = true;
    unsigned flags = 0;
    std::optional<std::uint32_t> told_size = {};        // in both headers, instead of the true one
    std::optional<std::uint32_t> told_size_before = {}; // in the local header alone
    std::optional<std::uint32_t> told_crc = {};
};

std::string zip(const std::vector<Part>& parts, const std::string& comment = "");

// The parts of a small Word document, for changing some of them.
std::vector<Part> docx_parts();

// An entry of a compound file's directory: 1 storage, 2 stream. A stream's content stands in whole sectors.
struct Entry {
    std::string name;
    int kind = 2;
    std::string content = {};
};
std::string compound(const std::vector<Entry>& entries);

// Word's own stream, with a text.
std::string word_stream(bool encrypted = false);

std::string pdf();
std::string doc();
std::string docx();

// As JSON carries a file.
std::string base64(const std::string& content);

// What a page shows, as a whole PDF with one page; `stream` is its drawing, `filter` how that is packed.
std::string pdf_of(const std::string& stream, const std::string& filter = "");
// One that says that.
std::string pdf_saying(const std::string& text);

} // namespace papers
