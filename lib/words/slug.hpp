// Names as plain ASCII: for addresses of pages, usernames and comparisons.
#pragma once

#include <string>
#include <string_view>

// Every script spelt in the letters of ASCII: é is e, ß is ss, Ø is O, Москва is Moskva, 日本 is "ri ben".
// The same text for the same name, always. Signs without a spelling, such as emoji, are left out.
std::string ascii_folded(std::string_view text);

// Lower-case ASCII letters and digits, everything else as single dashes between them: "R&D, Café" is
// "r-d-cafe". Empty when nothing is left. At most `longest` characters, cut at a dash where there is one.
std::string slug_of(std::string_view name, std::size_t longest = 120);
