// What is sent to push services and what their answers mean. The far ends check every signature.
#include "far_end.hpp"

#include "lib/base/text.hpp"
#include "lib/outside/push/apns.hpp"
#include "lib/outside/push/fcm.hpp"
#include "lib/outside/push/web_push.hpp"

#include <boost/test/unit_test.hpp>

namespace {

const PushMessage message{"Title", "Böd\"y", "/x", "018f0000-0000-7000-8000-000000000001"};
const std::string end_program = "t/outside/push_end.mjs";

OutboundOptions options()
{
    return {.guard = AddressGuard(loopback)};
}

// A key pair in files, as the services give it out.
struct Pair {
    Directory directory;
    std::string secret_file = directory.at("key"), public_file = directory.at("public");

    explicit Pair(const std::string& algorithm)
    {
        std::vector<std::string> make{"openssl", "genpkey", "-algorithm", algorithm, "-out", secret_file};
        if (algorithm == "EC") make.insert(make.end(), {"-pkeyopt", "ec_paramgen_curve:prime256v1"});
        for (const auto& words :
            {make, {"openssl", "pkey", "-in", secret_file, "-pubout", "-out", public_file}})
            BOOST_TEST_REQUIRE(run(words).status == 0);
    }
    Secret secret() const { return Secret(text_of(secret_file)); }
};

std::string verdict(const PushAnswer& answer)
{
    static constexpr std::string_view names[] = {"sent", "gone", "later", "refused"};
    return std::string(names[static_cast<std::size_t>(answer.verdict)]);
}

void check(const PushService& push, const PushTarget& target, const std::string& expected)
{
    auto answer = push(target, message);
    BOOST_TEST(verdict(answer) == expected, target.address << ": " << verdict(answer) << ", " << answer.says);
}

bool says(const PushAnswer& answer, std::string_view part)
{
    return answer.says.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pushes)

BOOST_AUTO_TEST_CASE(browsers_are_reached_by_their_push_service)
{
    Pair pair("EC");
    FarEnd end("http", end_program, {pair.public_file});
    auto browser = new_p256_key();
    auto push = web_push(pair.secret(), "mailto:ops@example.org", options());
    auto target = [&](const std::string& path) {
        return PushTarget{end.url(path), base64url(point_of(browser)), base64url(std::string(16, 'a'))};
    };
    for (const auto& [status, expected] : {std::pair("201", "sent"), {"200", "sent"}, {"404", "gone"},
             {"410", "gone"}, {"429", "later"}, {"503", "later"}, {"500", "later"}, {"413", "refused"},
             {"400", "refused"}, {"401", "refused"}, {"403", "refused"}, {"302", "refused"}})
        check(push, target("/push/" + std::string(status)), expected);

    auto other = web_push(Secret(base64url(scalar_of(new_p256_key()))), "mailto:else@example.org", options());
    BOOST_TEST(says(other(target("/push/201"), message), "subject"));
    auto inside = web_push(pair.secret(), "mailto:ops@example.org", {.guard = AddressGuard()});
    check(inside, target("/push/201"), "refused");
    BOOST_TEST(says(inside(target("/push/201"), message), "address not allowed"));

    auto bad = target("/push/201");
    bad.p256dh = "x";
    check(push, bad, "refused");
    check(push, {"nowhere", target("").p256dh, target("").auth}, "refused");
    auto long_message = message;
    long_message.body = std::string(4'000, 'x');
    BOOST_TEST(verdict(push(target("/push/201"), long_message)) == "refused");
    end.server->end();
    check(push, target("/push/201"), "later");
}

BOOST_AUTO_TEST_CASE(android_is_reached_by_firebase)
{
    Pair pair("RSA");
    FarEnd end("http", end_program, {pair.public_file});
    FcmAccount account{
        "a-project", "pusher@example.iam.gserviceaccount.com", end.url("/token"), "key-1", pair.secret()};
    auto push = fcm(account, options(), end.url(""));
    for (const auto& [token, expected] : {std::pair("good", "sent"), {"gone", "gone"}, {"nowhere", "refused"},
             {"bad", "refused"}, {"busy", "later"}, {"ill", "later"}})
        check(push, {token}, expected);
    BOOST_TEST(says(push({"good"}, message), "signed in 1 times"));
    check(push, {"forgets"}, "sent");
    BOOST_TEST(says(push({"good"}, message), "200 signed in 2 times")); // by itself, when it is refused

    auto stranger = account;
    stranger.client_email = "nobody@example.org";
    auto refused = fcm(stranger, options(), end.url(""));
    check(refused, {"good"}, "later"); // a device is not to blame
    BOOST_TEST(says(refused({"gone"}, message), "signing in: 401"));
    end.server->end();
    check(push, {"good"}, "later");
}

BOOST_AUTO_TEST_CASE(service_accounts_are_looked_through)
{
    Pair pair("RSA"), other("EC");
    auto json = [&](const std::string& project, const std::string& uri, const std::string& key) {
        std::string escaped;
        for (char c : key) escaped += c == '\n' ? "\\n" : std::string(1, c);
        return Secret(R"({"type":"service_account","project_id":")" + project +
                      R"(","client_email":"a@b","private_key_id":"1","token_uri":")" + uri +
                      R"(","private_key":")" + escaped + "\"}");
    };
    auto uri = "https://oauth2.googleapis.com/token";
    auto account = read_fcm_account(json("p", uri, text_of(pair.secret_file)));
    BOOST_TEST(account.project_id == "p");
    BOOST_TEST((account.private_key == pair.secret()));
    for (const auto& bad :
        {json("", uri, text_of(pair.secret_file)), json("p", "x", text_of(pair.secret_file)),
            json("p", uri, ""), json("p", uri, text_of(other.secret_file)),
            json("p", uri, text_of(pair.public_file)), Secret("{}"), Secret("[]"), Secret("x")})
        BOOST_CHECK_THROW(read_fcm_account(bad), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(apple_is_reached_by_http_2)
{
    Pair pair("EC");
    FarEnd end("https2", end_program, {pair.public_file});
    auto trusting = options();
    trusting.ca_file = end.certificate;
    ApnsAccount account{pair.secret(), "KEY4567890", "TEAM567890", "org.example.jobs"};
    auto push = apns(account, trusting, end.url(""));
    for (const auto& [token, expected] : {std::pair("a0b1", "sent"), {"dead", "gone"}, {"bad0", "gone"},
             {"bad1", "gone"}, {"bad2", "refused"}, {"busy", "later"}, {"ill0", "later"}, {"inv1", "refused"},
             {"..", "refused"}, {"../../token", "refused"}, {"", "refused"}})
        check(push, {token}, expected);
    BOOST_TEST(says(push({"a0b1"}, message), "\"tokens\":1")); // kept, as Apple wants it
    check(push, {"exp1"}, "later");

    account.team = "OTHER";
    check(apns(account, trusting, end.url("")), {"a0b1"}, "refused");
    FarEnd old("http", end_program, {pair.public_file});
    check(apns(account, trusting, old.url("")), {"a0b1"}, "later");
}

BOOST_AUTO_TEST_SUITE_END()
