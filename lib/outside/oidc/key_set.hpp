// A provider's public keys (RFC 7517), and the tokens that they verify (RFC 7515), by cjose.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Those algorithms that a public key verifies: never "none", nor HS256, whose secret would be a key that
// everybody knows.
bool is_public_key_algorithm(std::string_view);

class KeySet {
public:
    // Keys of kinds that are not known, weak ones, and those that are not for signatures are left out.
    // Nothing for what is no set of keys.
    static std::optional<KeySet> read(std::string_view json);

    // The payload of a token that one of these keys has signed by one of those algorithms. The key is the one
    // that the token names; a token that names none is verified where the set has one key alone for it.
    std::optional<std::string> verified(
        std::string_view token, const std::vector<std::string>& algorithms) const;

private:
    struct Key {
        std::string id, kind, curve, algorithm; // what it does not say is empty
        std::shared_ptr<struct _cjose_jwk_int> key;
    };
    std::vector<Key> keys;

    static std::optional<Key> read_key(const struct JsonValue&);
    const Key* find(std::string_view algorithm, const std::optional<std::string>& id) const;
};
