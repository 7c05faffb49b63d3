#include "language_tag.hpp"

#include <string>
#include <unicode/uloc.h>

bool is_language_tag(std::string_view text)
{
    char locale[ULOC_FULLNAME_CAPACITY];
    auto status = U_ZERO_ERROR;
    int32_t read = 0;
    const std::string tag(text);
    uloc_forLanguageTag(tag.c_str(), locale, sizeof locale, &read, &status);
    return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING &&
           read == static_cast<int32_t>(tag.size()) && *uloc_getISO3Language(locale) != 0;
}
