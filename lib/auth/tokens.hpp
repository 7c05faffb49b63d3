// Access and refresh tokens, and tickets: JWTs signed by HMAC-SHA-256 (RFC 7515, 7519).
#pragma once

#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"

#include <variant>

enum class TokenType { access, refresh, listen }; // listen: good for nothing but listening to what is new
template <>
inline constexpr std::array<std::string_view, 3> names_of<TokenType>{"access", "refresh", "listen"};

struct Token {
    TokenType type{};
    Uuid id;                  // jti
    Uuid user;                // user_id
    Uuid session;             // sid
    Time issued{}, expires{}; // whole seconds in the token
};

enum class TokenFault { not_valid, expired };

// At most three keys: the first signs, all of them verify, so that a new key can go in front without
// signing anybody out. A key's id is derived from it.
class TokenKeys {
public:
    explicit TokenKeys(const std::vector<std::string>& secrets);

    std::string sign(const Token&) const;

    // Nothing of a token is believed before its signature is checked, and its header never: it must be, byte
    // for byte, the one these keys write.
    std::variant<Token, TokenFault> verify(std::string_view text, TokenType wanted, Time now) const;

    // An id that follows from another one and is known to nobody without the keys. The same for as long as
    // the first key stays; see the rotation of refresh tokens.
    Uuid successor_of(const Uuid&) const;

private:
    struct Key {
        std::string secret, header; // the header already encoded
    };
    std::vector<Key> keys;
};
