// Makes the texts of foreign job advertisements readable.
#pragma once

#include <string>
#include <string_view>

// A text of several lines: tags and character references resolved, wrongly decoded characters repaired, odd
// spaces and control characters gone, masked contact data neutral ("[link]"), list marks at the beginning of
// lines, and words that lost the line end between them on lines of their own where that is certain. Takes and
// gives clean text.
std::string readable_text(std::string_view);

// The same on one line, without masked contact data.
std::string readable_line(std::string_view);

// At most `longest` characters, cut between words where possible.
std::string shortened(std::string_view, std::size_t longest);

// Whether it has at least one letter or digit.
bool says_something(std::string_view);
