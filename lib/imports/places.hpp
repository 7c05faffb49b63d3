// Places as job advertisements write them, brought into one form.
#pragma once

#include "text.hpp"

// "US, TX, HOUSTON" as "Houston, TX, United States", "toronto, ON m4y1t5" as "Toronto, ON": the smallest part
// first, countries by their English names, capitals at the beginning of words, at most 100 characters. Postal
// codes, codes of regions that say little and what is said twice are left out, each with a remark. Empty when
// no place is left.
std::string normal_place(std::string_view text, Remarks&);

// A name written in capitals or in small letters only, with a capital at the beginning of each word; other
// names are left as they are.
std::string with_capitals(std::string_view name);
