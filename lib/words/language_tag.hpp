// Languages by their tags.
#pragma once

#include <string_view>

// Whether it is a well-formed BCP 47 tag of a language that ISO 639 has: "de", "pt-BR", "zh-Hant".
bool is_language_tag(std::string_view);
