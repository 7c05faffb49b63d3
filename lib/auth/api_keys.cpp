#include "api_keys.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

namespace {

constexpr std::string_view mark = "jb_";
constexpr std::size_t prefix_bytes = 4, secret_bytes = 32;
constexpr std::size_t length = mark.size() + 2 * prefix_bytes + 1 + (secret_bytes * 8 + 5) / 6;

} // namespace

NewApiKey new_api_key()
{
    NewApiKey out{.text = {}, .prefix = std::string(mark) + random_hex(prefix_bytes), .digest = {}};
    out.text = out.prefix + '_' + base64url(random_bytes(secret_bytes));
    out.digest = sha256_hex(out.text);
    return out;
}

std::optional<std::string> digest_of_api_key(std::string_view text)
{
    if (!text.starts_with(mark) || text.size() != length) return std::nullopt;
    return sha256_hex(text);
}
