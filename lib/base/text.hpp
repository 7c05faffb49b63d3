// Small rules about text that have one home: what is clean, what is blank, how it is counted and encoded.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Without the white space around it, of any script (Unicode White_Space); empty as well when nothing else is
// in it than what is not seen, such as U+200B.
std::string_view trimmed(std::string_view);

// The parts of a list separated by commas, trimmed; empty ones are left out.
std::vector<std::string> split_list(std::string_view);

// ASCII letters in lower case; everything else untouched.
std::string lowered(std::string_view);

// Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates) without a NUL character.
bool is_clean_text(std::string_view);

// How many characters (code points) clean text has: what length bounds count, as PostgreSQL counts.
std::size_t characters(std::string_view);

// %XX and, in queries and forms, + decoded. Nothing when an escape is malformed or the result is no clean
// text.
std::optional<std::string> percent_decoded(std::string_view, bool plus_is_space);

// Everything but RFC 3986's unreserved characters as %XX.
std::string percent_encoded(std::string_view);

// As people read it: 1234567 is 1,234,567.
std::string grouped(long long);

// A LIKE pattern that matches text containing this very text: %, _ and \ stand for themselves.
std::string like_containing(std::string_view);

// Each of & < > " ' as its character reference, safe between tags and in quoted attributes.
std::string html_escaped(std::string_view);

std::string base64url(std::string_view bytes);
std::optional<std::string> base64url_decoded(std::string_view text);

// The usual alphabet, filled up by = to a multiple of four.
std::string base64(std::string_view bytes);
// With or without what fills it up.
std::optional<std::string> base64_decoded(std::string_view text);

// The first 16 bytes of SHA-256 in hexadecimal: names content, proves nothing.
std::string fingerprint(std::string_view);

// 128 bits of XXH3 in hexadecimal, at a tenth of the cost: tells versions of an answer apart. Whoever wants
// to can make two texts with one of these.
std::string quick_fingerprint(std::string_view);
