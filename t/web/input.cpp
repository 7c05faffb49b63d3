// The front door: paths, parameters, bodies and what clients accept.
#include "lib/web/http/input.hpp"

#include <boost/test/unit_test.hpp>

namespace {

// The code of the problem; empty when there was none.
std::string problem(const std::function<void()>& action)
{
    try {
        action();
        return "";
    } catch (const Problem& p) {
        return std::string(p.code);
    }
}

// A request with a body that arrives in parts of three bytes.
Request with_body(std::string type, std::string body)
{
    Request request{
        .method = "POST", .headers = {{"content-type", std::move(type)}}, .content_length = body.size()};
    request.read_body = [body = std::move(body), at = std::size_t{0}](std::span<char> into) mutable {
        auto n = body.substr(at, std::min<std::size_t>(into.size(), body.size() > 10'000 ? 16'384 : 3))
                     .copy(into.data(), into.size());
        at += n;
        return n;
    };
    return request;
}

Input body_of(const std::string& type, const std::string& body)
{
    auto request = with_body(type, body);
    Input input;
    read_body(request, input);
    return input;
}

std::string body_problem(const std::string& type, const std::string& body)
{
    return problem([&] { body_of(type, body); });
}

std::string accept_problem(std::string header, std::string_view media = "application/json")
{
    Request request{.headers = {{"accept", std::move(header)}}};
    return problem([&] { check_accept(request, media); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(input)

BOOST_AUTO_TEST_CASE(only_canonical_paths_pass)
{
    BOOST_TEST(canonical_path("/api/v1/jobs/?a=/../%2f") == "/api/v1/jobs/");
    for (auto fine : {"/", "/a", "/a/b.c/", "/a..b", "/..a/", "/@~!$&'()*+,;=:-_"})
        BOOST_TEST(canonical_path(fine) == fine);
    BOOST_TEST(canonical_path("/api/v1/%6aobs/") == "/api/v1/jobs/");
    BOOST_TEST(canonical_path("/%41%7E%2d%5F") == "/A~-_");
    for (auto odd : {"", "a", "?x", "//", "/a//b", "/.", "/..", "/a/./b", "/a/../b", "/a/..", "/%2e",
             "/%2E%2e/", "/%2f", "/%", "/%4", "/%zz", "/%00", "/a b", "/a\\b", "/a\x01", "/\xc3\xa9",
             "/a\x7f", "http://x/", "*", "/<a>", "/\"", "/#x", "/[1]", "/{id}", "/a|b", "/`", "/^"})
        BOOST_TEST(problem([&] { canonical_path(odd); }) == "not_found", odd);
}

BOOST_AUTO_TEST_CASE(parameters_are_decoded_once)
{
    auto p = parse_parameters("a=1&b=%C3%A9+x&c&d=&=e&f=a=b&%67=%2526");
    BOOST_TEST(p.at("a") == "1");
    BOOST_TEST(p.at("b") == "é x");
    BOOST_TEST(p.at("c") == "");
    BOOST_TEST(p.at("d") == "");
    BOOST_TEST(p.at("") == "e");
    BOOST_TEST(p.at("f") == "a=b");
    BOOST_TEST(p.at("g") == "%26");
    BOOST_TEST(parse_parameters("").empty());
    BOOST_TEST(parse_parameters("&&&").empty());
}

BOOST_AUTO_TEST_CASE(malformed_and_too_many_parameters_are_refused)
{
    for (auto bad : {"a=%", "%=a", "a=%0", "a=%zz", "a=%00", "a=%ff", "a=%ed%a0%80"})
        BOOST_TEST(problem([&] { parse_parameters(bad); }) == "malformed", bad);
    std::string many = "p=1";
    for (std::size_t i = 1; i < max_query_parameters; ++i) many += fmt::format("&p{}=1", i);
    BOOST_TEST(problem([&] { parse_parameters(many); }) == "");
    BOOST_TEST(problem([&] { parse_parameters(many + "&p=1"); }) == "malformed");
    BOOST_TEST(problem([] { parse_parameters("a=1&b=2&%61=3"); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(a_body_is_an_object)
{
    auto input = body_of("Application/JSON; charset=utf-8", R"({"a": "x"})");
    BOOST_TEST(input.body.member("a")->text == "x");
    BOOST_TEST(!input.from_form);
    BOOST_TEST(body_of("application/merge-patch+json", "{}").body.members.empty());
    for (auto empty : {"", "  \n"})
        BOOST_CHECK(body_of("application/json", empty).body.kind == JsonValue::Kind::object);
    for (auto bad : {"[]", "1", "\"x\"", "null", "{", "{}{}", "{\"a\":1,\"a\":2}"})
        BOOST_TEST(body_problem("application/json", bad) == "malformed", bad);
}

BOOST_AUTO_TEST_CASE(a_form_is_texts)
{
    auto input = body_of("application/x-www-form-urlencoded", "title=C%2B%2B+dev&salary=");
    BOOST_TEST(input.from_form);
    BOOST_TEST(input.body.member("title")->text == "C++ dev");
    BOOST_TEST(input.body.member("salary")->text == "");
    BOOST_TEST(body_problem("application/x-www-form-urlencoded", "a=1&a=2") == "malformed");
    BOOST_TEST(body_problem("application/x-www-form-urlencoded", "a=%00") == "malformed");
}

BOOST_AUTO_TEST_CASE(other_bodies_are_refused)
{
    for (auto type : {"", "text/plain", "application/xml", "json", "application/json2", "text/json"})
        BOOST_TEST(body_problem(type, "{}") == "unsupported_media_type", type);
    BOOST_TEST(body_problem("text/plain", "") == "");
}

BOOST_AUTO_TEST_CASE(bodies_have_a_limit)
{
    auto sized = [](std::size_t size) { return "{\"a\":\"" + std::string(size - 8, 'x') + "\"}"; };
    BOOST_TEST(body_problem("application/json", sized(max_json_body)) == "");
    BOOST_TEST(body_problem("application/json", sized(max_json_body + 1)) == "body_too_large");
    auto lying = with_body("application/json", sized(max_json_body + 1));
    lying.content_length = 10;
    Input input;
    BOOST_TEST(problem([&] { read_body(lying, input); }) == "body_too_large");
    Request cut{.method = "POST", .headers = {{"content-type", "application/json"}}, .content_length = 10};
    cut.read_body = [](std::span<char>) -> std::size_t { throw BodyCut{}; };
    BOOST_TEST(problem([&] { read_body(cut, input); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(accept_names_what_a_client_takes)
{
    for (auto fine :
        {"", "  ", "*/*", "application/json", "Application/*", "text/html, application/json;q=0.1",
            "text/html;q=0.9,*/*;q=0.8", "application/json; charset=utf-8"})
        BOOST_TEST(accept_problem(fine) == "", fine);
    for (auto bad :
        {"text/html", "application/xml", "application/json;q=0", "*/*;q=0.000", "application", ",", "text/*"})
        BOOST_TEST(accept_problem(bad) == "not_acceptable", bad);
    BOOST_TEST(accept_problem("text/*", "text/html") == "");
}

BOOST_AUTO_TEST_SUITE_END()
