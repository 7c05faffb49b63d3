// Message authentication, digests and randomness by OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

// HMAC-SHA-256 of text under key: 32 bytes.
std::string mac(std::string_view key, std::string_view text);

// Bytes in hexadecimal, in lower case.
std::string hex_text(std::string_view bytes);

// Compares in a time that does not depend on where they differ.
bool equal_secrets(std::string_view, std::string_view);

// SHA-1 in hexadecimal: the name Redis gives a script. It secures nothing.
std::string sha1_hex(std::string_view text);

// SHA-256 in hexadecimal: by which a secret is found of which no more is kept.
std::string sha256_hex(std::string_view text);

// So many random bytes, and the same in hexadecimal. Both throw std::runtime_error when the system has no
// randomness to give.
std::string random_bytes(std::size_t count);
std::string random_hex(std::size_t bytes);

// SHA-256 of what comes in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    void add(std::string_view);
    std::string hex(); // of everything added; call it once, at the end

private:
    struct State;
    std::unique_ptr<State> state;
};
