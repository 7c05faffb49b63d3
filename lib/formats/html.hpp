// Plain text out of HTML, read by the parser of the HTML 5 standard (Gumbo).
#pragma once

#include <string>
#include <string_view>

// What was left out of a text when it was read, beyond its tags.
struct HtmlText {
    std::string text;
    bool markup = false;   // it was HTML; line ends in it are as HTML means them
    bool escaped = false;  // the HTML was itself escaped, "&lt;p&gt;…", once or more
    bool pictures = false; // left out
    bool links = false;    // left out: places on a page that is not here
    bool too_long = false; // more than most_tags; the text is as it was
};

// Nesting costs time by its square, so longer texts are not read.
inline constexpr std::size_t most_tags = 5000;

// Character references (&amp; &#8217; &hellip;) as the characters they stand for; what is no reference stays,
// and so does one that would give a control character.
std::string references_decoded(std::string_view clean);

// References decoded, twice where all of them were escaped. Where the text is HTML beyond doubt, it is read
// as such: paragraphs, line breaks and rows become line ends, list items lines that begin with "- ", cells
// stand apart, an address follows the words that link to it: "here (https://example.com/)". Scripts and
// styles go. What only looks like a tag stays: "a < b", "<your name>".
HtmlText read_html(std::string_view clean);
