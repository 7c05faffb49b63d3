// The API's documentation as clients fetch it.
#include "t/kit/board.hpp"

#include "app/areas.hpp"
#include "lib/web/endpoint.hpp"

#include <set>

BOOST_AUTO_TEST_SUITE(documentation)

BOOST_AUTO_TEST_CASE(the_document_has_every_operation_for_clients)
{
    auto api = board().anonymous();
    auto reply = api.get("/api/v1/openapi.json");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.json()["openapi"].text() == "3.1.0");
    std::set<std::string> names;
    std::size_t expected = 0;
    each_endpoint([&](const Endpoint& e) {
        if (e.needs.who == Who::operators) return;
        e.methods.each([&](Method method) {
            names.insert(reply.json()["paths"][e.path][lowered(name_of(method))]["operationId"].text());
            ++expected;
        });
    });
    BOOST_TEST(names.size() == expected);
}

BOOST_AUTO_TEST_CASE(the_document_is_one_at_all_its_addresses)
{
    auto api = board().anonymous();
    auto document = api.get("/api/v1/openapi.json").body;
    for (auto path : {"/api/openapi.json", "/api/swagger.json", "/api/v1/swagger.json"})
        BOOST_TEST((api.get(path).body == document), path);
}

BOOST_AUTO_TEST_CASE(every_problem_code_is_in_the_document)
{
    auto reply = board().anonymous().get("/api/v1/openapi.json");
    auto codes = reply.json()["components"]["schemas"]["Error"]["properties"]["code"]["enum"];
    std::set<std::string> listed;
    for (std::size_t i = 0; i < codes.size(); ++i) listed.insert(codes[i].text());
    for (const auto& kind : words().problems())
        if (kind.code != "invalid") BOOST_TEST(listed.contains(std::string(kind.code)), kind.code);
}

BOOST_AUTO_TEST_CASE(every_operation_declares_what_it_refuses)
{
    auto document = board().anonymous().get("/api/v1/openapi.json");
    each_endpoint([&](const Endpoint& e) {
        if (e.needs.who == Who::operators) return;
        e.methods.each([&](Method method) {
            auto responses = document.json()["paths"][e.path][lowered(name_of(method))]["responses"];
            for (auto status : {"400", "401", "429", "503"})
                BOOST_TEST(responses.has(status), e.name << ' ' << status);
            BOOST_TEST(responses.has("403") == (e.needs.who != Who::anyone), e.name);
        });
    });
    auto login =
        document.json()["paths"]["/api/v1/auth/login/"]["post"]["responses"]["401"]["description"].text();
    BOOST_TEST(login.find("wrong password") != login.npos, login);
}

// nginx answers some errors itself; clients tell them by the same codes.
BOOST_AUTO_TEST_CASE(every_code_that_nginx_sends_is_in_the_table)
{
    auto text = text_of("nginx/inc/http.conf");
    static const std::string mark = "\"code\":\"";
    int found = 0;
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
        auto from = at + mark.size();
        auto code = text.substr(from, text.find('"', from) - from);
        auto known = std::any_of(words().problems().begin(), words().problems().end(),
            [&](const auto& kind) { return kind.code == code; });
        BOOST_TEST(known, code);
        ++found;
    }
    BOOST_TEST(found > 5);
}

BOOST_AUTO_TEST_CASE(the_pages_load_nothing_from_elsewhere)
{
    auto api = board().anonymous();
    for (auto path : {"/api/docs/", "/api/redoc/", "/api/v1/docs/", "/api/v1/redoc"}) {
        auto reply = api.get(path);
        BOOST_TEST(reply.status == 200, path);
        BOOST_TEST(reply.header("content-type") == "text/html; charset=utf-8");
        auto policy = reply.header("content-security-policy");
        BOOST_TEST(policy.find("default-src 'none'") != policy.npos);
        BOOST_TEST(policy.find("script-src 'self';") != policy.npos);
        BOOST_TEST(reply.body.find("://") == std::string::npos, path);
        BOOST_TEST(reply.body.find("/assets/") != std::string::npos, path);
    }
}

BOOST_AUTO_TEST_SUITE_END()
