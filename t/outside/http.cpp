// Requests to other servers: what they send, which servers they reach, and how they end.
#include "far_end.hpp"

#include "lib/base/json.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace std::chrono_literals;

FarEnd& plain()
{
    static FarEnd only("http");
    return only;
}

OutboundOptions to_loopback(OutboundOptions options = {})
{
    options.guard = AddressGuard(loopback);
    return options;
}

// What the far end has seen of a request.
struct Seen {
    JsonValue all;
    explicit Seen(const OutboundAnswer& answer) : all(parse_json(answer.body)) {}

    std::string operator[](std::string_view name) const { return all.member(name)->text; }
    const JsonValue* header(std::string_view name) const { return all.member("headers")->member(name); }
};

std::string trouble(const std::string& url, const OutboundOptions& options = to_loopback())
{
    auto answer = OutboundClient(options).send({.url = url});
    if (!answer.trouble.empty()) BOOST_TEST(!answer.well());
    return answer.trouble;
}

} // namespace

BOOST_AUTO_TEST_SUITE(outbound)

BOOST_AUTO_TEST_CASE(what_is_sent_arrives_as_it_is)
{
    OutboundClient client(to_loopback());
    auto answer = client.send({.method = "POST",
        .url = plain().url("/echo?a=b"),
        .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
        .body = R"({"test": "ü"})"});
    BOOST_TEST(answer.trouble == "");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("x-number") != "");
    BOOST_TEST(answer.header("nothing") == "");
    Seen seen(answer);
    BOOST_TEST(seen["method"] == "POST");
    BOOST_TEST(seen["url"] == "/echo?a=b");
    BOOST_TEST(seen["body"] == R"({"test": "ü"})");
    BOOST_TEST(seen.header("content-type")->text == "application/json");
    BOOST_TEST(seen.header("x-empty") != nullptr);
    BOOST_TEST(!seen.header("expect"));
}

BOOST_AUTO_TEST_CASE(every_method_is_said_and_large_bodies_wait_for_nothing)
{
    OutboundClient client(to_loopback({.longest_body = 4 << 20}));
    for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        Seen seen(client.send({.method = method, .url = plain().url()}));
        BOOST_TEST(seen["method"] == method);
        BOOST_TEST(!seen.header("content-type"));
    }
    auto head = client.send({.method = "HEAD", .url = plain().url()});
    BOOST_TEST(head.well());
    BOOST_TEST(head.body == "");
    std::string large(2 << 20, 'x');
    Seen seen(client.send({.method = "POST", .url = plain().url(), .body = large}));
    BOOST_TEST((seen["body"] == large));
    BOOST_TEST(!seen.header("expect"));
}

BOOST_AUTO_TEST_CASE(a_connection_is_kept)
{
    FarEnd own("http");
    OutboundClient client(to_loopback());
    for (int i = 0; i < 3; ++i) BOOST_TEST(client.send({.url = own.url()}).header("x-connections") == "1");
    BOOST_TEST(client.send({.url = own.url("/hangs-up")}).trouble == "connection lost");
    BOOST_TEST(client.send({.url = own.url()}).well()); // by another one
}

BOOST_AUTO_TEST_CASE(a_header_cannot_begin_another_one)
{
    OutboundClient client(to_loopback());
    for (const auto& bad : {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\0b", 3)}) {
        BOOST_CHECK_THROW(
            client.send({.url = plain().url(), .headers = {{"X-A", bad}}}), std::invalid_argument);
        BOOST_CHECK_THROW(
            client.send({.url = plain().url(), .headers = {{bad, "1"}}}), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(redirects_are_answers)
{
    auto answer = OutboundClient(to_loopback()).send({.url = plain().url("/redirect")});
    BOOST_TEST(answer.status == 302);
    BOOST_TEST(answer.trouble == "");
    BOOST_TEST(!answer.well());
    BOOST_TEST(answer.header("location") == "/echo");
}

BOOST_AUTO_TEST_CASE(of_a_long_answer_the_beginning_is_read)
{
    OutboundClient client(to_loopback({.longest_body = 1000}));
    for (auto [size, kept] :
        {std::pair(0, 0u), {999, 999u}, {1000, 1000u}, {1001, 1000u}, {100'000, 1000u}}) {
        auto answer = client.send({.url = plain().url("/bytes/" + std::to_string(size))});
        BOOST_TEST(answer.well());
        BOOST_TEST(answer.body.size() == kept);
    }
    auto answer = OutboundClient(to_loopback()).send({.url = plain().url("/endless")});
    BOOST_TEST(answer.well());
    BOOST_TEST(answer.body.size() == 64u << 10);
}

BOOST_AUTO_TEST_CASE(patience_ends)
{
    auto hasty = to_loopback({.whole = 300ms});
    BOOST_TEST(trouble(plain().url("/silent"), hasty) == "no answer in time");
    BOOST_TEST(trouble(plain().url("/stalls"), hasty) == "no answer in time");
    auto answer = OutboundClient(hasty).send({.url = plain().url("/silent")});
    BOOST_TEST(answer.status == 0);
    // Its patience and its stopwatch round to milliseconds, each in its own way.
    BOOST_TEST((answer.took >= 295ms));
}

BOOST_AUTO_TEST_CASE(every_fault_has_a_name)
{
    std::string gone;
    {
        FarEnd short_lived("http");
        gone = short_lived.url();
    }
    BOOST_TEST(trouble(gone) == "connection refused");
    BOOST_TEST(trouble("http://nobody.invalid/") == "name not found");
    BOOST_TEST(trouble(plain().url("/hangs-up")) == "connection lost");
    BOOST_TEST(trouble(plain().url("/babbles")) == "no answer of HTTP");
    BOOST_TEST(trouble("https://localhost:" + plain().port + "/") == "TLS failed");
    for (const std::string url :
        {"file:///etc/passwd", "ftp://localhost/", "gopher://localhost/x", "", "http://", "http://a b/"})
        BOOST_TEST(trouble(url) == "no address of HTTP", url);
}

BOOST_AUTO_TEST_CASE(servers_must_prove_who_they_are)
{
    FarEnd secure("https");
    BOOST_TEST(trouble(secure.url()) == "certificate not trusted");
    auto trusting = to_loopback({.ca_file = secure.certificate});
    BOOST_TEST(trouble(secure.url(), trusting) == "");
    BOOST_TEST(trouble(secure.url("/echo", "127.0.0.1"), trusting) == "certificate not trusted");
}

BOOST_AUTO_TEST_CASE(http_2_can_be_insisted_on)
{
    FarEnd secure("https2"), open("http2");
    auto options = to_loopback({.version = HttpVersion::only_two, .ca_file = secure.certificate});
    OutboundClient client(options);
    for (int i = 0; i < 3; ++i) {
        auto answer = client.send({.method = "POST", .url = secure.url(), .body = "x"});
        BOOST_TEST(answer.trouble == "");
        BOOST_TEST(answer.header("x-connections") == "1");
    }
    BOOST_TEST(trouble(open.url(), options) == "");
    BOOST_TEST(trouble(plain().url(), options) != "");
    FarEnd old("https");
    options.ca_file = old.certificate;
    BOOST_TEST(trouble(old.url(), options) == "no HTTP/2");
}

BOOST_AUTO_TEST_CASE(the_guard_looks_at_what_is_connected_to)
{
    auto port = plain().port;
    const OutboundOptions guarded{.guard = AddressGuard()};
    for (const std::string host : {"localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1",
             "0.0.0.0", "[::ffff:127.0.0.1]", "0177.0.0.1"})
        BOOST_TEST(trouble("http://" + host + ':' + port + "/echo", guarded) == "address not allowed", host);
    // A name that somebody has lead to us, at first or later.
    auto rebound = guarded;
    rebound.resolve = {"hooks.example.org:" + port + ":127.0.0.1"};
    BOOST_TEST(trouble("http://hooks.example.org:" + port + "/echo", rebound) == "address not allowed");
    rebound.guard = AddressGuard(loopback);
    BOOST_TEST(trouble("http://hooks.example.org:" + port + "/echo", rebound) == "");
    rebound.guard = std::nullopt;
    BOOST_TEST(trouble("http://hooks.example.org:" + port + "/echo", rebound) == "");
}

BOOST_AUTO_TEST_CASE(no_proxy_of_the_environment_is_asked)
{
    for (const char* name : {"http_proxy", "https_proxy", "ALL_PROXY"}) setenv(name, "http://127.0.0.1:9", 1);
    auto said = trouble(plain().url());
    for (const char* name : {"http_proxy", "https_proxy", "ALL_PROXY"}) unsetenv(name);
    BOOST_TEST(said == "");
}

BOOST_AUTO_TEST_SUITE_END()
