#include "identity_provider.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"
#include "lib/base/text.hpp"
#include "lib/base/time.hpp"
#include "lib/outside/push/jwt.hpp"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

// Neither is the same once it is encoded.
const std::string client_id = "the board", client_secret = "s3cret: 100%+";

std::string number_of(const EvpKey& key, const char* name)
{
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &number);
    std::string out(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(out.data()));
    BN_free(number);
    return base64url(out);
}

std::string digest_of(const std::string& text)
{
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
        reinterpret_cast<unsigned char*>(out.data()));
    return base64url(out);
}

// A parameter of a query or a form; empty when there is none.
std::string parameter(const std::string& text, const std::string& name)
{
    auto whole = '&' + text.substr(text.find('?') == text.npos ? 0 : text.find('?') + 1) + '&';
    auto at = whole.find('&' + name + '=');
    if (at == whole.npos) return "";
    at += name.size() + 2;
    return percent_decoded(whole.substr(at, whole.find('&', at) - at), true).value_or("");
}

std::string seconds_from_now(int more)
{
    auto at = std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count();
    return '=' + std::to_string(at + more);
}

// Of hexadecimal digits; empty when there are others.
std::string bytes_of(const std::string& digits)
{
    std::string out;
    if (digits.find_first_not_of("0123456789abcdef") != digits.npos) return out;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        out += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return out;
}

std::string text_of(const JsonValue& object, std::string_view name)
{
    const auto* found = object.member(name);
    return found ? found->text : "";
}

std::string error(const std::string& code)
{
    return object({{"error", code}, {"error_description", "as it is"}});
}

} // namespace

std::string jwk_of(const EvpKey& key, const std::string& id)
{
    Variables members;
    if (EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA)
        members = {{"kty", "RSA"}, {"n", number_of(key, OSSL_PKEY_PARAM_RSA_N)},
            {"e", number_of(key, OSSL_PKEY_PARAM_RSA_E)}};
    else
        members = {{"kty", "EC"}, {"crv", "P-256"}, {"x", base64url(point_of(key).substr(1, 32))},
            {"y", base64url(point_of(key).substr(33))}};
    if (!id.empty()) members.emplace_back("kid", id);
    return object(members);
}

FakeProvider::FakeProvider() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    take_key(new_p256_key(), "key-1");
    sockaddr_in at{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof at;
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&at), size) < 0 || listen(listener_, 64) < 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) < 0)
        throw std::runtime_error("the provider of the tests cannot listen");
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { work(); });
}

FakeProvider::~FakeProvider()
{
    {
        std::lock_guard lock(guard_);
        over_ = true;
    }
    honest_again_.notify_all();
    shutdown(listener_, SHUT_RDWR); // wakes accept()
    thread_.join();
    close(listener_);
}

ProviderSettings FakeProvider::settings(const std::string& name) const
{
    return {.name = name,
        .label = "The test",
        .issuer = issuer(),
        .client_id = client_id,
        .client_secret = Secret(client_secret)};
}

std::string FakeProvider::setting(const std::string& name) const
{
    return '[' +
           object({{"name", name}, {"label", "The test"}, {"issuer", issuer()}, {"client_id", client_id},
               {"client_secret", client_secret}}) +
           ']';
}

// The code says itself what the token will.
std::string FakeProvider::code_for(const std::string& oauth_url, const Variables& claims) const
{
    Variables all{{"iss", issuer()}, {"aud", parameter(oauth_url, "client_id")}, {"sub", "subject-1"},
        {"exp", seconds_from_now(300)}, {"iat", seconds_from_now(0)},
        {"nonce", parameter(oauth_url, "nonce")}, {"email", "eve@provider.example"},
        {"email_verified", "=true"}, {"given_name", "Eve"}, {"family_name", "Lee"}};
    for (const auto& [name, value] : claims) {
        std::erase_if(all, [&name = name](const auto& claim) { return claim.first == name; });
        if (!value.empty()) all.emplace_back(name, value);
    }
    return hex_text(object({{"claims", object(all)}, {"redirect_uri", parameter(oauth_url, "redirect_uri")},
        {"challenge", parameter(oauth_url, "code_challenge")}}));
}

void FakeProvider::take_key(EvpKey key, const std::string& id, bool published)
{
    std::lock_guard lock(guard_);
    if (published) keys_ = R"({"keys":[)" + jwk_of(key, id) + "]}";
    key_ = std::move(key);
    key_id_ = id;
}

void FakeProvider::lie(const std::string& path, Lie lie)
{
    std::lock_guard lock(guard_);
    lies_[path] = std::move(lie);
    honest_again_.notify_all();
}

void FakeProvider::be_honest()
{
    std::lock_guard lock(guard_);
    lies_.clear();
    honest_again_.notify_all();
}

int FakeProvider::asked(const std::string& path) const
{
    std::lock_guard lock(guard_);
    auto found = asked_.find(path);
    return found == asked_.end() ? 0 : found->second;
}

bool FakeProvider::is_silent(const std::string& path) const
{
    auto found = lies_.find(path);
    return found != lies_.end() && found->second.silent;
}

void FakeProvider::work()
{
    std::list<std::jthread> clients;
    while (!over_) {
        int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        clients.emplace_back([this, client] {
            answer(client);
            close(client);
        });
    }
}

void FakeProvider::answer(int client)
{
    timeval patience{.tv_sec = 5, .tv_usec = 0};
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::string request;
    char bytes[8192];
    auto whole = [&] {
        auto end = request.find("\r\n\r\n");
        if (end == request.npos) return false;
        auto head = lowered(request.substr(0, end)), name = std::string("content-length: ");
        auto at = head.find(name);
        auto length = at == head.npos ? 0 : std::stoul(head.substr(at + name.size()));
        return request.size() >= end + 4 + length;
    };
    while (!whole()) {
        auto got = recv(client, bytes, sizeof bytes, 0);
        if (got <= 0) return;
        request.append(bytes, static_cast<std::size_t>(got));
    }
    auto end = request.find("\r\n\r\n");
    auto out = answer_to(request.substr(0, end + 2), request.substr(end + 4));
    auto text = "HTTP/1.1 " + std::to_string(out.status) +
                " As it is\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                std::to_string(out.body.size()) + "\r\n\r\n" + out.body;
    for (std::size_t sent = 0; sent < text.size();) {
        auto more = send(client, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (more <= 0) return;
        sent += static_cast<std::size_t>(more);
    }
}

FakeProvider::Lie FakeProvider::answer_to(const std::string& head, const std::string& body)
{
    auto target = head.substr(head.find(' ') + 1);
    auto path = target.substr(0, target.find(' '));
    std::unique_lock lock(guard_);
    ++asked_[path];
    honest_again_.wait(lock, [&] { return over_ || !is_silent(path); });
    if (auto lie = lies_.find(path); lie != lies_.end()) return lie->second;
    if (path == "/.well-known/openid-configuration") return {200, discovery()};
    if (path == "/keys") return {200, keys_};
    if (path == "/token" && head.starts_with("POST ")) return token(head, body);
    if (path == "/userinfo") return userinfo(head);
    return {404, error("not_found")};
}

std::string FakeProvider::discovery() const
{
    return object({{"issuer", issuer()}, {"authorization_endpoint", issuer() + "/authorize?tenant=1"},
        {"token_endpoint", issuer() + "/token"}, {"jwks_uri", issuer() + "/keys"},
        {"userinfo_endpoint", issuer() + "/userinfo"},
        {"id_token_signing_alg_values_supported", R"(=["none","HS256","RS256","ES256"])"},
        {"token_endpoint_auth_methods_supported", R"(=["client_secret_basic","client_secret_post"])"}});
}

FakeProvider::Lie FakeProvider::token(const std::string& head, const std::string& form)
{
    auto credentials = base64(percent_encoded(client_id) + ':' + percent_encoded(client_secret));
    bool in_body =
             parameter(form, "client_id") == client_id && parameter(form, "client_secret") == client_secret,
         in_head = head.find("Authorization: Basic " + credentials + "\r\n") != head.npos;
    if (in_body) ++asked_["with a secret in the body"];
    if (in_body == in_head) return {401, error("invalid_client")};
    if (parameter(form, "grant_type") != "authorization_code") return {400, error("unsupported_grant_type")};
    auto bytes = bytes_of(parameter(form, "code"));
    if (!bytes.starts_with('{')) return {400, error("invalid_grant")};
    auto code = parse_json(bytes);
    auto verifier = parameter(form, "code_verifier");
    if (text_of(code, "redirect_uri") != parameter(form, "redirect_uri") ||
        text_of(code, "challenge") != (verifier.empty() ? "" : digest_of(verifier)))
        return {400, error("invalid_grant")};
    auto claims = code.member("claims")->text;
    auto access = hex_text(text_of(parse_json(claims), "sub"));
    return {200, object({{"access_token", access}, {"token_type", "Bearer"}, {"expires_in", "=300"},
                     {"id_token", signed_jwt(key_, key_id_, claims)}})};
}

// It knows no more of anybody than the token said.
FakeProvider::Lie FakeProvider::userinfo(const std::string& head)
{
    const std::string before = "Authorization: Bearer ";
    auto at = head.find(before);
    if (at == head.npos) return {401, error("invalid_token")};
    at += before.size();
    return {200, object({{"sub", bytes_of(head.substr(at, head.find('\r', at) - at))}})};
}

FakeProvider& known_provider()
{
    static FakeProvider only;
    return only;
}
