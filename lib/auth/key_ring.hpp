// Keys that keep what the database must not know in the clear: seeds of second factors, secrets of far ends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The first key seals, all of them open, so that a new one can go in front; `jobboard keys rotate` then seals
// anew what an older one has sealed.
class KeyRing {
public:
    explicit KeyRing(const std::vector<std::string>& secrets);

    // The text sealed by XChaCha20-Poly1305, so that only these keys open it, and only for the same purpose:
    // "totp 0192f0c1-…" says whose row it stands in. The name of its key comes first.
    std::string seal(std::string_view text, std::string_view purpose) const;

    // Nothing when no key of the ring fits, or it was sealed for something else, or changed.
    std::optional<std::string> open(std::string_view sealed, std::string_view purpose) const;

    // Whether the first key has sealed it.
    bool is_current(std::string_view sealed) const;

private:
    struct Key {
        std::string name, bytes;
    };
    std::vector<Key> keys;
};
