// What webhooks are signed with, by the vectors of Standard Webhooks.
#include "lib/outside/webhook_signature.hpp"

#include "lib/base/text.hpp"

#include <boost/test/unit_test.hpp>
#include <map>

namespace {

const Secret known("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
const std::string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", body = R"({"test": 2432232314})",
                  signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const Time at{std::chrono::seconds(1614265330)};

std::map<std::string, std::string> headers(const std::vector<Secret>& secrets, std::string_view text = body)
{
    auto all = webhook_headers(secrets, id, at, text);
    return {all.begin(), all.end()};
}

std::string of_bytes(std::size_t count)
{
    return "whsec_" + base64(std::string(count, '\xfb'));
}

} // namespace

BOOST_AUTO_TEST_SUITE(webhook_signature)

BOOST_AUTO_TEST_CASE(the_known_message_gets_the_known_signature)
{
    auto all = headers({known});
    BOOST_TEST(all.size() == 3u);
    BOOST_TEST(all["webhook-id"] == id);
    BOOST_TEST(all["webhook-timestamp"] == "1614265330");
    BOOST_TEST(all["webhook-signature"] == signature);
    BOOST_TEST(headers({known}, body + " ")["webhook-signature"] != signature);
    BOOST_TEST(
        webhook_headers({known}, id, at + std::chrono::milliseconds(999), body)[2].second == signature);
}

BOOST_AUTO_TEST_CASE(while_secrets_change_both_sign)
{
    auto newer = new_webhook_secret();
    BOOST_TEST(headers({newer, known})["webhook-signature"] ==
               headers({newer})["webhook-signature"] + ' ' + signature);
}

BOOST_AUTO_TEST_CASE(secrets_have_their_form)
{
    for (auto bytes : {24u, 25u, 32u, 64u}) BOOST_TEST(is_webhook_secret(Secret(of_bytes(bytes))));
    for (const auto& bad : {of_bytes(23), of_bytes(65), of_bytes(0), std::string(), std::string("whsec_"),
             of_bytes(32).substr(6), of_bytes(32) + ' ', "WHSEC_" + of_bytes(32).substr(6),
             std::string("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_")}) {
        BOOST_TEST(!is_webhook_secret(Secret(bad)), bad);
        BOOST_CHECK_THROW(webhook_headers({Secret(bad)}, id, at, body), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(new_secrets_are_secrets_and_never_the_same)
{
    auto one = new_webhook_secret(), other = new_webhook_secret();
    BOOST_TEST(is_webhook_secret(one));
    BOOST_TEST(one.reveal().size() == 6u + 44u);
    BOOST_TEST(!(one == other));
}

BOOST_AUTO_TEST_SUITE_END()
