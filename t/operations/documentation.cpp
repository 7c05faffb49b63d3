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
    auto codes = reply.json()["components"]["schemas"]["ErrorCode"]["enum"];
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
            for (auto status : {"400", "429", "503", "default"})
                BOOST_TEST(responses.has(status), e.name << ' ' << status);
            bool looks_at_callers = e.needs.proof != Proof::none || !e.refusal.empty();
            BOOST_TEST(responses.has("401") == looks_at_callers, e.name);
            bool is_kept = !e.writes() && e.cache.control != no_store.control;
            BOOST_TEST(responses.has("304") == is_kept, e.name);
            BOOST_TEST(responses.has("409") == !e.conflict.empty(), e.name);
            BOOST_TEST(responses.has("412") == !e.row.empty(), e.name);
            bool may_be_absent = e.path.find('{') != e.path.npos || e.ordering.fields;
            BOOST_TEST(responses.has("404") == may_be_absent, e.name);
            BOOST_TEST(responses.has("403") == (e.needs.proof != Proof::none), e.name);
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

// Clients that know the page alone ask it for the document.
BOOST_AUTO_TEST_CASE(the_pages_answer_the_document_to_those_who_ask_for_it)
{
    auto api = board().anonymous();
    auto document = api.get("/api/v1/openapi.json").body;
    for (std::string path : {"/api/docs/", "/api/v1/docs", "/api/redoc/"}) {
        for (auto query : {"?format=openapi", "?format=json"}) {
            auto reply = api.get(path + query);
            BOOST_TEST((reply.body == document), path << query);
            BOOST_TEST(reply.header("content-type") == "application/json; charset=utf-8");
        }
        for (auto accept : {"application/json", "application/json, text/plain, */*"})
            BOOST_TEST((api.get(path, {{"Accept", accept}}).body == document), path << ' ' << accept);
        for (auto accept :
            {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "text/html, application/json"})
            BOOST_TEST(
                api.get(path, {{"Accept", accept}}).header("content-type") == "text/html; charset=utf-8");
        BOOST_TEST(api.get(path + "?format=html", {{"Accept", "*/*"}}).body.starts_with("<!DOCTYPE html>"));
        BOOST_TEST(api.get(path, {{"Accept", "image/png"}}).status == 406);
        BOOST_TEST(api.get(path + "?format=yaml").status == 400);
        BOOST_TEST(api.get(path).header("vary").find("Accept") != std::string_view::npos);
    }
}

BOOST_AUTO_TEST_CASE(whoever_comes_to_the_root_is_told_where_to_go)
{
    auto api = board().anonymous();
    for (std::string root : {"/api", "/api/", "/api/v1", "/api/v1/"}) {
        auto reply = api.get(root);
        BOOST_TEST_REQUIRE(reply.status == 200, root);
        bool versioned = root.find("v1") != root.npos;
        auto base = std::string(versioned ? "/api/v1/" : "/api/");
        for (auto [name, path] : {std::pair("documentation", "docs/"), std::pair("openapi", "openapi.json"),
                 std::pair("guide", "guide/"), std::pair("jobs", "jobs/")}) {
            auto address = reply.json()[name].text();
            auto at = address.find("/api/");
            BOOST_TEST(address.substr(at) == base + path, root);
            BOOST_TEST(api.get(address.substr(at)).status == 200, address);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_guide_is_there_to_read_and_the_pages_lead_to_it)
{
    auto api = board().anonymous();
    auto reply = api.get("/api/v1/guide/");
    BOOST_TEST(reply.header("content-type") == "text/plain; charset=utf-8");
    BOOST_TEST((reply.body == text_of("docs/api.md")));
    auto document = api.get("/api/v1/openapi.json");
    BOOST_TEST(document.json()["info"]["description"].text().find("/api/v1/guide/") != std::string::npos);
    BOOST_TEST(document.json()["externalDocs"]["url"].text().ends_with("/api/v1/guide/"));
    for (auto page : {"/", "/api/docs/", "/api/redoc/"})
        BOOST_TEST(api.get(page).body.find("/guide/") != std::string::npos, page);
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
