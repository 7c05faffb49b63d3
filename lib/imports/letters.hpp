// Text letter by letter: cases, and characters that went through the wrong decoding.
#pragma once

#include <string>
#include <string_view>

// Clean text as code points, and back.
std::u32string letters_of(std::string_view clean);
std::string utf8_of(std::u32string_view);

// Latin letters, with or without accents. Every letter and digit of any script is a word letter.
bool is_upper(char32_t);
bool is_lower(char32_t);
bool is_word_letter(char32_t);
char32_t to_lower(char32_t);
char32_t to_upper(char32_t);

// Undoes a UTF-8 text having been read as Windows-1252: "Ã³" becomes "ó", "â€™" and its remains "€™" become
// "’". Characters that do not fit such a mistake stay.
std::u32string characters_repaired(const std::u32string&);
