// Messages to browsers: encrypted so that only the browser can read them, signed so that its maker knows
// whose they are.
#include "lib/outside/push/web_push.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/push/p256.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/evp.h>

namespace {

// RFC 8291, appendix A.
const std::string text = "When I grow up, I want to be a watermelon", salt = "DGv6ra1nlYgDCS1FRnbzlw",
                  once = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
                  receiver = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const PushTarget browser{.address = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    .p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    .auth = "BTBZMqHH6r4Tts7J_aSIgg"};
const std::string sealed = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_"
                           "c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
                           "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

std::string from_base64url(const std::string& encoded)
{
    return base64url_decoded(encoded).value();
}

std::string hkdf(
    const std::string& salt, const std::string& secret, const std::string& info, std::size_t size)
{
    return mac(mac(salt, secret), info + '\x01').substr(0, size);
}

// As the browser with that private key does it.
std::string opened(const std::string& body, const std::string& private_key)
{
    auto own = read_p256_key(Secret(private_key));
    auto sender = body.substr(21, 65), salt = body.substr(0, 16), rest = body.substr(86);
    auto zero = std::string(1, '\0');
    auto secret = hkdf(from_base64url(browser.auth), shared_secret(own, p256_public_key(sender)),
        "WebPush: info" + zero + point_of(own) + sender, 32);
    auto key = hkdf(salt, secret, "Content-Encoding: aes128gcm" + zero, 16);
    auto nonce = hkdf(salt, secret, "Content-Encoding: nonce" + zero, 12);
    auto bytes = [](std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); };
    std::string out(rest.size() - 16, '\0'), tag = rest.substr(rest.size() - 16);
    int size = 0;
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    EVP_DecryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes(key), bytes(nonce));
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, 16, tag.data());
    EVP_DecryptUpdate(context.get(), bytes(out), &size, bytes(rest), static_cast<int>(out.size()));
    BOOST_TEST(EVP_DecryptFinal_ex(context.get(), bytes(out) + size, &size) == 1);
    BOOST_TEST(out.ends_with('\x02'));
    return out.substr(0, out.size() - 1);
}

std::string trouble(const PushTarget& target)
{
    auto key = subscription_trouble(target, AddressGuard());
    return key ? std::string(key->name) : "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(web_push_)

BOOST_AUTO_TEST_CASE(the_known_message_is_encrypted_as_known)
{
    auto body = encrypted_push(browser, text, from_base64url(salt), read_p256_key(Secret(once)));
    BOOST_TEST(base64url(body) == sealed);
    BOOST_TEST(opened(body, receiver) == text);
}

BOOST_AUTO_TEST_CASE(every_message_has_a_key_of_its_own_and_can_be_read)
{
    auto one = encrypted_push(browser, text), other = encrypted_push(browser, text);
    BOOST_TEST(one.substr(0, 16) != other.substr(0, 16));
    BOOST_TEST(one.substr(21, 65) != other.substr(21, 65));
    for (auto size : {0u, 1u, 3'992u, 3'993u}) {
        auto body = encrypted_push(browser, std::string(size, 'x'));
        BOOST_TEST(body.size() == size + 103);
        BOOST_TEST((opened(body, receiver) == std::string(size, 'x')));
    }
    BOOST_CHECK_THROW(encrypted_push(browser, std::string(3'994, 'x')), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(subscriptions_are_looked_through)
{
    BOOST_TEST(trouble(browser) == "");
    auto padded = browser;
    padded.p256dh += '=', padded.auth += "==";
    BOOST_TEST(trouble(padded) == "");
    auto point = from_base64url(browser.p256dh);
    auto with = [&](std::size_t place, char byte) {
        auto out = point;
        out[place] = byte;
        return base64url(out);
    };
    for (const auto& bad : {std::string(), std::string("x"), std::string("!!"), browser.p256dh.substr(1),
             base64url(point.substr(0, 64)), base64url(point + '\0'), base64url(point.substr(0, 33)),
             with(0, 2), with(0, 6), with(0, 0), with(64, 0x0f), with(1, 0x26),
             base64url('\x04' + std::string(64, '\0')), base64url('\x04' + std::string(64, '\xff'))}) {
        auto target = browser;
        target.p256dh = bad;
        BOOST_TEST(trouble(target) == "push.bad_key", bad);
        BOOST_CHECK_THROW(encrypted_push(target, text), std::invalid_argument);
    }
    for (const auto& bad : {std::string(), std::string("x"), std::string("!!!!"),
             base64url(std::string(15, 'a')), base64url(std::string(17, 'a'))}) {
        auto target = browser;
        target.auth = bad;
        BOOST_TEST(trouble(target) == "push.bad_auth", bad);
        BOOST_CHECK_THROW(encrypted_push(target, text), std::invalid_argument);
    }
    auto inside = browser;
    inside.address = "https://10.0.0.1/push";
    BOOST_TEST(trouble(inside) == "url.not_public");
}

BOOST_AUTO_TEST_CASE(keys_are_read_in_both_forms_or_refused)
{
    auto key = read_p256_key(Secret(once));
    BOOST_TEST(base64url(scalar_of(key)) == once);
    BOOST_TEST(base64url(point_of(key)) ==
               "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    auto order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
    std::string too_large;
    for (std::size_t i = 0; i < 64; i += 2)
        too_large += static_cast<char>(std::stoi(std::string(order).substr(i, 2), nullptr, 16));
    for (const auto& bad : {std::string(), std::string("x"), once.substr(1), once + "AA",
             base64url(std::string(32, '\0')), base64url(too_large), base64url(std::string(32, '\xff')),
             std::string("-----BEGIN PRIVATE KEY-----\nx\n"), std::string("-----BEGIN PUBLIC KEY-----")})
        BOOST_CHECK_THROW(read_p256_key(Secret(bad)), std::invalid_argument);
    auto fresh = new_p256_key();
    BOOST_TEST(point_of(read_p256_key(Secret(base64url(scalar_of(fresh))))) == point_of(fresh));
}

BOOST_AUTO_TEST_SUITE_END()
