// Places as job advertisements write them, brought into one form.
#pragma once

#include <string>
#include <string_view>

// "US, TX, HOUSTON" as "Houston, TX, US", "toronto, ON m4y1t5" as "Toronto, ON": the smallest part first, no
// postal codes, capitals at the beginning of words, at most 100 characters. Empty when no place is left.
std::string normal_place(std::string_view text);

// A name written in capitals or in small letters only, with a capital at the beginning of each word; other
// names are left as they are.
std::string with_capitals(std::string_view name);
