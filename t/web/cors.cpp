// Pages of other origins: those on the list may call the API from a browser, all others get nothing.
#include "t/kit/people.hpp"

namespace {

const std::string ours = "https://app.example", ours_too = "http://localhost:3000";

struct Lists {
    Board& board = only();
    Api api = board.anonymous();

    static Board& only()
    {
        static Board board(Variables{{"CORS_ORIGINS", ours + ", " + ours_too}});
        return board;
    }
};

// The names of the headers by which a browser is told that it may.
std::string permissions(const HttpAnswer& answer)
{
    std::vector<std::string> out;
    for (const auto& [name, value] : answer.headers)
        if (name.starts_with("access-control-")) out.push_back(name);
    return joined(out);
}

Variables preflight(const std::string& origin, const std::string& method = "PATCH")
{
    return {{"Origin", origin}, {"Access-Control-Request-Method", method},
        {"Access-Control-Request-Headers", "authorization, content-type"}};
}

void check_allowed(const Reply& reply, const std::string& origin)
{
    BOOST_TEST(reply.header("access-control-allow-origin") == origin);
    BOOST_TEST(reply.header("access-control-allow-credentials") == "true");
    BOOST_TEST(reply.header("vary").find("Origin") != std::string::npos);
    auto exposed = reply.header("access-control-expose-headers");
    for (auto name : {"ETag", "Retry-After", "RateLimit-Remaining", "X-Request-ID", "Content-Disposition",
             "Content-Range", "Accept-Ranges", "WWW-Authenticate", "Idempotency-Replayed", "Location", "Link",
             "Deprecation", "Sunset"})
        BOOST_TEST(exposed.find(name) != std::string::npos, name);
}

const std::string jobs = "/api/v1/jobs/",
                  strangers[] = {"https://evil.example", "http://app.example",
                      "https://app.example.evil.example", "https://app.example:8443", "https://APP.example",
                      "https://app.exampl", "https://xapp.example", "null", "*",
                      "https://app.example, http://localhost:3000", "https://app.example/", ""};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cors, Lists)

BOOST_AUTO_TEST_CASE(origins_on_the_list_may_read_answers_and_errors)
{
    for (const auto& origin : {ours, ours_too}) {
        check_allowed(api.get(jobs, {{"Origin", origin}}), origin);
        check_allowed(api.get(auth + "me/", {{"Origin", origin}}), origin);
        check_allowed(api.get("/api/v1/nowhere/", {{"Origin", origin}}), origin);
        check_allowed(api.send("POST", auth + "login/", {{"Origin", origin}, json_type[0]}, "{}"), origin);
        check_allowed(api.send("DELETE", jobs, {{"Origin", origin}}), origin);
    }
}

BOOST_AUTO_TEST_CASE(all_others_get_nothing)
{
    for (const auto& origin : strangers) {
        for (const auto& target : {jobs, auth + "me/", std::string("/api/v1/nowhere/")}) {
            auto reply = api.get(target, {{"Origin", origin}});
            BOOST_TEST(permissions(reply) == "", origin << ' ' << target);
            BOOST_TEST(reply.header("vary").find("Origin") != std::string::npos);
        }
    }
    auto plain = api.get(jobs);
    BOOST_TEST(plain.status == 200);
    BOOST_TEST(permissions(plain) == "");
    BOOST_TEST(plain.header("vary").find("Origin") != std::string::npos); // a cache must not mix them up
}

BOOST_AUTO_TEST_CASE(a_preflight_says_what_is_allowed)
{
    auto reply = api.send("OPTIONS", auth + "me/update/", preflight(ours));
    BOOST_TEST(reply.status == 204);
    BOOST_TEST(reply.body == "");
    check_allowed(reply, ours);
    BOOST_TEST(reply.header("access-control-allow-methods") == "PUT, PATCH, OPTIONS");
    auto headers = reply.header("access-control-allow-headers");
    for (auto name : {"Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key",
             "X-Request-ID", "X-Requested-With", "X-CSRFToken", "Cache-Control", "traceparent", "X-API-Key"})
        BOOST_TEST(headers.find(name) != std::string::npos, name);
    BOOST_TEST(reply.header("access-control-max-age") == "600");
}

// Otherwise the page would only be told that something failed, not that it was a 404 or a 405.
BOOST_AUTO_TEST_CASE(a_preflight_is_answered_where_there_is_nothing)
{
    for (const std::string target : {"/api/v1/nowhere/", "/api/nowhere", "/api/v1/jobs/no-id/x/", "/nowhere",
             "/media/x.jpg", "/assets/x"})
        for (const std::string method : {"GET", "PUT", "DELETE"}) {
            auto reply = api.send("OPTIONS", target, preflight(ours, method));
            BOOST_TEST(reply.status == 204, target);
            BOOST_TEST(reply.header("access-control-allow-origin") == ours, target);
            BOOST_TEST(
                reply.header("access-control-allow-methods").find(method) != std::string::npos, target);
            BOOST_TEST(api.send("OPTIONS", target, preflight(strangers[0], method)).status != 204, target);
        }
    BOOST_TEST(api.send("OPTIONS", "/api/v1/nowhere/", {{"Origin", ours}}).status == 404); // nothing is asked
    auto other = api.send("OPTIONS", auth + "me/update/", preflight(ours, "DELETE"));
    BOOST_TEST(other.status == 204);
    BOOST_TEST(other.header("access-control-allow-methods") == "PUT, PATCH, OPTIONS, DELETE");
    BOOST_TEST(other.header("allow") == "PUT, PATCH, OPTIONS");
    check_allowed(api.send("DELETE", auth + "me/update/", {{"Origin", ours}}), ours);
}

BOOST_AUTO_TEST_CASE(a_preflight_of_others_is_told_nothing)
{
    for (const auto& origin : strangers) {
        auto reply = api.send("OPTIONS", auth + "me/update/", preflight(origin));
        BOOST_TEST(permissions(reply) == "", origin);
        BOOST_TEST(reply.header("vary").find("Origin") != std::string::npos);
        BOOST_TEST(reply.header("allow") == "PUT, PATCH, OPTIONS");
    }
}

BOOST_AUTO_TEST_CASE(without_a_list_no_origin_is_allowed)
{
    auto plain = ::board().anonymous();
    BOOST_TEST(permissions(plain.get(jobs, {{"Origin", ours}})) == "");
    BOOST_TEST(permissions(plain.send("OPTIONS", auth + "me/update/", preflight(ours))) == "");
}

BOOST_AUTO_TEST_SUITE_END()
