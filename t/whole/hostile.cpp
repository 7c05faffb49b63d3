// Every endpoint under requests made to break it: nothing is answered with 5xx, no worker ends, the next
// request is served.
#include "catalogue.hpp"
#include "t/kit/seed.hpp"

#include "app/demo/random.hpp"

#include <unistd.h>

namespace {

constexpr int requests_for_each = 100;

const std::vector<std::string> nasty{"'", "\"", "\\", ";", "--", "/*", "%00", "%0a", "%0d%0a", "%ff",
    "%c0%af", "%e2%80%ae", "{", "}", "[", "]", "(", ")", "<", ">", "$1", ":id", "::uuid", "null", "NaN", "-1",
    "1e999", "9223372036854775808", "%25", "%", "\\x00", "%f0%9f%98%80", "..", "%2e%2e%2f", "%u0000", "a%20b",
    "\"%20or%20", "-%20-", "!!", "&", "|", "*:*", "%27)%3bselect%201", "|%7c", "%5c", "''", "%22%22", "%22",
    "c%2b%2b", "%ef%bf%bf", "%cc%81", "0", "t", "%09"};

std::string garbage(Random& random, std::size_t longest)
{
    std::string out;
    for (auto n = random.below(longest) + 1; n > 0; --n)
        out += random.chance(70) ? random.pick(nasty)
                                 : std::string(1, static_cast<char>('a' + random.below(26)));
    return out;
}

std::string bytes(Random& random, std::size_t longest)
{
    std::string out;
    for (auto n = random.below(longest) + 1; n > 0; --n)
        if (char c = static_cast<char>(random.below(256)); c != '\r' && c != '\n') out += c;
    return out;
}

std::string hostile_target(Random& random, const Sample& o)
{
    auto target = o.target;
    if (random.chance(15)) target.insert(random.below(target.size()) + 1, random.pick(nasty));
    target += '?';
    if (random.chance(5)) return target + "search=" + std::string(10'000, 'a');
    for (auto n = random.below(5); n > 0; --n) {
        auto name = o.query.empty() || random.chance(20) ? garbage(random, 4) : random.pick(o.query).name;
        target += name + '=' + garbage(random, random.chance(10) ? 400 : 12) + '&';
    }
    return target.substr(0, 7000);
}

// JSON with fields that the endpoint knows, and values that it does not; or anything at all.
std::string hostile_body(Random& random, const Sample& o)
{
    if (o.body.empty() || random.chance(30)) return bytes(random, 2000);
    static const std::vector<std::string> values{"null", "true", "-1", "1e400", "[]", "{}", "[[[[[]]]]]",
        "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"' OR 1=1 --\"", "\"\\u202e\"",
        "\"../../etc/passwd\"", "\"$argon2id$v=19$\"", "\"eyJhbGciOiJub25lIn0.e30.\"", "\"correct horse\""};
    std::string out;
    for (const auto& name : o.body)
        if (random.chance(60)) out += (out.empty() ? "\"" : ",\"") + name + "\":" + random.pick(values);
    return '{' + out + '}';
}

Variables hostile_headers(Random& random)
{
    static const std::vector<std::string> names{"Accept", "Accept-Encoding", "If-None-Match", "If-Match",
        "Authorization", "Cookie", "Content-Type", "X-Request-ID", "Origin", "Range",
        "Access-Control-Request-Method", "X-Forwarded-For", "Idempotency-Key", "Proxy", "Transfer-Encoding-X",
        "X-HTTP-Method-Override", "Referer", "User-Agent", "If-Modified-Since"};
    Variables out;
    for (auto n = random.below(4); n > 0; --n)
        out.emplace_back(random.pick(names), random.chance(50) ? garbage(random, 8) : bytes(random, 60));
    return out;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(hostile, EmptyBoard)

BOOST_AUTO_TEST_CASE(nothing_breaks)
{
    auto all = samples(sql);
    seed::jobs(sql, 30);
    auto workers = board.workers();
    BOOST_TEST_REQUIRE(workers.size() == 3u);
    static const std::vector<std::string> methods{
        "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "X"};
    Random random{20260601};
    for (const auto& o : all) {
        Callers callers{board}; // they may end their own sessions
        for (int i = 0; i < requests_for_each; ++i) {
            auto method = random.pick(methods), target = hostile_target(random, o);
            auto body = method[0] == 'P' ? hostile_body(random, o) : "";
            auto headers = hostile_headers(random);
            if (body[0] == '{') headers.emplace_back("Content-Type", "application/json");
            auto reply = callers.one_for(*o.endpoint).send(method, target, headers, body);
            BOOST_TEST(
                reply.status < 500, method << ' ' << target << " -> " << reply.status << ' ' << reply.body);
        }
    }
    Callers later{board}; // what the first could be called with may be gone by now
    for (const auto& o : samples(sql))
        if (o.method == Method::get && !o.listens() && !o.wants_parameters())
            BOOST_TEST(later.one_for(*o.endpoint).get(o.target).status == 200, o.target);
    BOOST_TEST(board.workers() == workers, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(requests_cut_anywhere_do_no_harm)
{
    auto workers = board.workers();
    std::string whole = "POST /api/v1/jobs/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        "application/json\r\nContent-Length: 400\r\n\r\n{\"title\":";
    for (std::size_t length = 1; length <= whole.size(); length += 7) {
        int half = connect_to("unix:" + board.directory.at("http"), 5);
        BOOST_TEST(write(half, whole.data(), length) == static_cast<ssize_t>(length));
        close(half);
    }
    BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
    BOOST_TEST(board.workers() == workers, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
