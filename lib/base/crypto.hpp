// Message authentication by OpenSSL.
#pragma once

#include <string>
#include <string_view>

// HMAC-SHA-256 of text under key: 32 bytes.
std::string mac(std::string_view key, std::string_view text);

// Compares in a time that does not depend on where they differ.
bool equal_secrets(std::string_view, std::string_view);

// SHA-1 in hexadecimal: the name Redis gives a script. It secures nothing.
std::string sha1_hex(std::string_view text);
