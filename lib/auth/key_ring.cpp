#include "key_ring.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

#include <sodium.h>
#include <stdexcept>

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                      tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

} // namespace

KeyRing::KeyRing(const std::vector<std::string>& secrets)
{
    for (const auto& secret : secrets)
        keys.push_back({fingerprint(mac(secret, "name of a key")).substr(0, 8), mac(secret, "sealing")});
    if (keys.empty()) throw std::invalid_argument("A ring needs a key.");
}

std::string KeyRing::seal(std::string_view text, std::string_view purpose) const
{
    const auto& key = keys.front();
    auto nonce = random_bytes(nonce_bytes);
    std::string sealed(text.size() + tag_bytes, '\0');
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed), &length, bytes_of(text), text.size(),
        bytes_of(purpose), purpose.size(), nullptr, bytes_of(nonce), bytes_of(key.bytes));
    return key.name + '.' + base64url(nonce + sealed);
}

std::optional<std::string> KeyRing::open(std::string_view sealed, std::string_view purpose) const
{
    auto dot = sealed.find('.');
    if (dot == sealed.npos) return std::nullopt;
    auto whole = base64url_decoded(sealed.substr(dot + 1));
    if (!whole || whole->size() < nonce_bytes + tag_bytes) return std::nullopt;
    auto nonce = std::string_view(*whole).substr(0, nonce_bytes),
         text = std::string_view(*whole).substr(nonce_bytes);
    for (const auto& key : keys) {
        if (key.name != sealed.substr(0, dot)) continue;
        std::string out(text.size() - tag_bytes, '\0');
        unsigned long long length = 0;
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(out), &length, nullptr, bytes_of(text),
                text.size(), bytes_of(purpose), purpose.size(), bytes_of(nonce), bytes_of(key.bytes)) == 0)
            return out;
    }
    return std::nullopt;
}

bool KeyRing::is_current(std::string_view sealed) const
{
    return sealed.substr(0, sealed.find('.')) == keys.front().name;
}
