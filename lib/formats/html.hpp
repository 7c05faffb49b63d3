// Plain text out of HTML.
#pragma once

#include <string>
#include <string_view>

// Character references (&amp; &#8217; &#x2019;) as the characters they stand for. What is no reference stays,
// and so does one that would give a control character.
std::string entities_decoded(std::string_view);

// Without tags and comments, and without what stands in script and style. Paragraphs, line breaks and
// headings become line ends, list items lines that begin with "- ". Only names of real elements count as
// tags: "a < b" and "<your name>" stay.
std::string tags_removed(std::string_view);

// Appends a character in UTF-8.
void append_utf8(std::string& out, char32_t c);
