// User names and e-mail addresses as accounts know them: what looks the same is the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Unicode NFKC case-folding without the white space around it: "  ＡＮＮ" and "Ann" both become "ann".
// Valid UTF-8 is expected.
std::string folded_name(std::string_view);

// An address, folded, its domain as the network has it: "Ann@BÜCHER.example" is "ann@xn--bcher-kva.example"
// (UTS #46, as browsers do). One whose domain cannot be a name stays as it is, and is no address.
std::string folded_email(std::string_view);

// What somebody signs in with: a user name, or an address.
std::string folded_login(std::string_view);

// 3 to 150 letters, digits, dots and underscores; of a folded name. Not what emptied accounts are called.
bool is_username(std::string_view);

// Of a folded address: one @ between a dotted local part and a domain name, 254 characters at most (the
// rule of HTML's e-mail field, which also wants a dot in the domain here). Not below deleted.invalid.
bool is_email(std::string_view);

// + and 9 to 15 digits, as E.164 writes them.
bool is_phone_number(std::string_view);
