// User names and e-mail addresses as accounts know them: what looks the same is the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Unicode NFKC case-folding without the white space around it: "  ＡＮＮ" and "Ann" both become "ann".
// Valid UTF-8 is expected.
std::string folded_name(std::string_view);

// 3 to 150 letters, digits, dots and underscores; of a folded name.
bool is_username(std::string_view);

// Of a folded address: one @ between a dotted local part and a domain name, 254 characters at most (the
// rule of HTML's e-mail field, which also wants a dot in the domain here).
bool is_email(std::string_view);

// + and 9 to 15 digits, as E.164 writes them.
bool is_phone_number(std::string_view);
