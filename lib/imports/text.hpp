// Makes the texts of foreign job advertisements readable. Letters and digits stay as they are, unless a
// remark says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

// What was guessed, changed or left out. Remarks of one reason are counted together; the detail is the row's
// own.
struct Remark {
    std::string_view reason; // outlives everything
    std::string detail = {};
};
using Remarks = std::vector<Remark>;

// A text of several lines: HTML and character references read, wrongly decoded characters repaired where that
// is proved, every kind of blank a space, masked contact data neutral ("[link]"), list marks at the beginning
// of lines, and line ends put back where they were lost for certain. Takes and gives clean text.
std::string readable_text(std::string_view, Remarks&);

// The same on one line, without masked contact data.
std::string readable_line(std::string_view, Remarks&);

// At most `longest` characters, cut between words where possible.
std::string shortened(std::string_view, std::size_t longest);

// The same, for a remark: what it is about, in quotation marks.
std::string in_quotes(std::string_view);

// Whether it has at least one letter or digit, of any script.
bool says_something(std::string_view);
