#include "web_push.hpp"

#include "jwt.hpp"
#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"
#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <stdexcept>

namespace {

using namespace std::string_view_literals;

constexpr std::size_t auth_bytes = 16, salt_bytes = 16, key_bytes = 16, nonce_bytes = 12, tag_bytes = 16;
constexpr std::string_view record_size("\0\0\x10\0", 4); // 4096
constexpr std::string_view last_record = "\x02";

std::optional<std::string> decoded(std::string_view text)
{
    while (text.ends_with('=')) text.remove_suffix(1);
    return base64url_decoded(text);
}

EvpKey key_of(const PushTarget& target)
{
    auto point = decoded(target.p256dh);
    return point ? p256_public_key(*point) : EvpKey();
}

std::optional<std::string> auth_of(const PushTarget& target)
{
    auto auth = decoded(target.auth);
    return auth && auth->size() == auth_bytes ? auth : std::nullopt;
}

// HKDF with SHA-256 (RFC 5869), of up to 32 bytes.
std::string hkdf(std::string_view salt, std::string_view secret, std::string_view info, std::size_t size)
{
    return mac(mac(salt, secret), std::string(info) + '\x01').substr(0, size);
}

std::string aes_128_gcm(const std::string& key, const std::string& nonce, std::string_view text)
{
    auto bytes = [](auto& t) { return reinterpret_cast<const unsigned char*>(t.data()); };
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::string out(text.size() + tag_bytes, '\0');
    auto into = reinterpret_cast<unsigned char*>(out.data());
    int size = 0, rest = 0;
    if (EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes(key), bytes(nonce)) != 1 ||
        EVP_EncryptUpdate(context.get(), into, &size, bytes(text), static_cast<int>(text.size())) != 1 ||
        EVP_EncryptFinal_ex(context.get(), into + size, &rest) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, into + text.size()) != 1)
        throw std::runtime_error("OpenSSL cannot encrypt");
    return out;
}

struct Claims {
    std::string aud, sub;
    long long exp{};
    static constexpr auto fields =
        std::tuple{field("aud", &Claims::aud), field("exp", &Claims::exp), field("sub", &Claims::sub)};
};

struct Shown {
    std::string title, body, url, id;
    static constexpr auto fields = std::tuple{field("title", &Shown::title), field("body", &Shown::body),
        field("url", &Shown::url), field("id", &Shown::id)};
};

struct Browsers {
    EvpKey key;
    std::string subject;
    OutboundClient client;

    PushAnswer send(const PushTarget& target, const PushMessage& m)
    {
        auto text = json_text(Shown{m.title, m.body, m.url, m.id});
        if (text.size() > longest_push) return {PushVerdict::refused, "the message is too long"};
        if (!key_of(target) || !auth_of(target))
            return {PushVerdict::refused, "the subscription's keys are none"};
        if (!parse_url(target.address)) return {PushVerdict::refused, "no address of HTTP"};
        auto answer = client.send({.method = "POST",
            .url = target.address,
            .headers = {{"Authorization", vapid_authorization(key, subject, target.address, now())},
                {"Content-Encoding", "aes128gcm"}, {"Content-Type", "application/octet-stream"},
                {"TTL", "86400"}, {"Urgency", "normal"}},
            .body = encrypted_push(target, text)});
        auto out = push_answer(answer);
        if (answer.trouble.empty() && (answer.status == 404 || answer.status == 410))
            out.verdict = PushVerdict::gone;
        return out;
    }
};

} // namespace

std::optional<Key> subscription_trouble(const PushTarget& target, const AddressGuard& guard)
{
    if (auto trouble = url_trouble(target.address, guard)) return trouble;
    if (!key_of(target)) return "push.bad_key"_s;
    return auth_of(target) ? std::nullopt : std::optional("push.bad_auth"_s);
}

std::string encrypted_push(const PushTarget& target, std::string_view text)
{
    return encrypted_push(target, text, random_bytes(salt_bytes), new_p256_key());
}

std::string encrypted_push(
    const PushTarget& target, std::string_view text, std::string_view salt, const EvpKey& once)
{
    auto theirs = key_of(target);
    auto auth = auth_of(target);
    if (!theirs || !auth || text.size() > longest_push)
        throw std::invalid_argument("A push has wrong keys or is too long.");
    auto ours = point_of(once);
    auto info = std::string("WebPush: info\0"sv) + point_of(theirs) + ours;
    auto secret = hkdf(*auth, shared_secret(once, theirs), info, 32);
    auto key = hkdf(salt, secret, "Content-Encoding: aes128gcm\0"sv, key_bytes);
    auto nonce = hkdf(salt, secret, "Content-Encoding: nonce\0"sv, nonce_bytes);
    auto sealed = aes_128_gcm(key, nonce, std::string(text).append(last_record));
    return std::string(salt).append(record_size) + static_cast<char>(ours.size()) + ours + sealed;
}

std::string vapid_public_key(const EvpKey& key)
{
    return base64url(point_of(key));
}

std::string vapid_authorization(
    const EvpKey& key, std::string_view subject, std::string_view address, Time now)
{
    auto url = parse_url(address);
    if (!url) throw std::invalid_argument("A push has no address.");
    auto until = std::chrono::floor<std::chrono::seconds>(now + std::chrono::hours(12)).time_since_epoch();
    Claims claims{.aud = url->origin(), .sub = std::string(subject), .exp = until.count()};
    return fmt::format("vapid t={}, k={}", signed_jwt(key, "", json_text(claims)), vapid_public_key(key));
}

PushService web_push(const Secret& vapid_key, std::string subject, OutboundOptions options)
{
    auto browsers = std::make_shared<Browsers>(
        Browsers{read_p256_key(vapid_key), std::move(subject), OutboundClient(std::move(options))});
    return [browsers](const PushTarget& target, const PushMessage& m) { return browsers->send(target, m); };
}
