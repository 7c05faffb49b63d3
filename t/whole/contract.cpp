// What holds for every endpoint, read off the endpoint table: a new endpoint is tested here without another
// line.
#include "every_endpoint.hpp"

#include <algorithm>

namespace {

// The same endpoint's other addresses.
std::vector<std::string> spellings(const std::string& target)
{
    auto bare = target.ends_with('/') ? target.substr(0, target.size() - 1) : target;
    std::vector<std::string> out{bare, bare + '/'};
    static const std::string versioned = "/api/v1";
    if (target.starts_with(versioned))
        for (std::size_t i = 0; i < 2; ++i) out.push_back("/api" + out[i].substr(versioned.size()));
    return out;
}

// Values that no parameter of that kind takes.
std::vector<std::string> junk_for(const Parameter& p)
{
    if (p.type == "integer")
        return {"x", "1.5", "1e3", "99999999999999999999", "0x10", "1%20000", "%C3%A9", "-", "%2B1"};
    if (p.type == "boolean") return {"x", "2", "nul", "yes", "-1"};
    if (p.format == "uuid")
        return {"x", "1", "00000000-0000-0000-0000-00000000000g", "00000000000000000000000000000000"};
    if (p.format == "decimal")
        return {"x", "1e3", "1,5", "NaN", "Infinity", "1.234", "--1", "9999999999999999"};
    if (p.format == "date" || p.format == "date-time") return {"x", "2026-02-30", "yesterday"};
    if (p.has_choices) return {"x", "0", "%27", "null"};
    return {};
}

void check_refused(Api& api, const Sample& o, const std::string& parameter, const std::string& value)
{
    auto reply = api.get(o.target + '?' + parameter + '=' + value);
    BOOST_TEST_CONTEXT(parameter << "=" << value.substr(0, 80))
    {
        BOOST_TEST(reply.status == 400);
        BOOST_TEST(reply.json().has(parameter));
    }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(contract, EveryEndpoint)

BOOST_AUTO_TEST_CASE(it_answers_with_and_without_version_and_last_slash)
{
    each_read([&](const Sample& o, Api& api) {
        for (const auto& target : spellings(o.target)) {
            auto reply = api.get(target);
            BOOST_TEST(reply.status == 200, target);
            BOOST_TEST(reply.header("location") == "", target);
        }
    });
    each_one([&](const Sample& o, Api& api) {
        for (const auto& target : spellings(o.target))
            BOOST_TEST(api.send("OPTIONS", target).status == 204, target);
    });
}

BOOST_AUTO_TEST_CASE(other_methods_are_refused_with_those_allowed)
{
    each_one([&](const Sample& o, Api& api) {
        std::string allowed;
        for (auto method : names_of<Method>) {
            bool has = std::any_of(all.begin(), all.end(), [&](const Sample& other) {
                return other.endpoint->path == o.endpoint->path && other.verb() == method;
            });
            if (has) allowed += std::string(method) + (method == "GET" ? ", HEAD, " : ", ");
        }
        allowed += "OPTIONS";
        for (std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            if (allowed.find(method) != allowed.npos) continue;
            auto reply = api.send(method, o.target);
            check_error(reply, 405, "method_not_allowed");
            BOOST_TEST(reply.header("allow") == allowed);
        }
        auto options = api.send("OPTIONS", o.target);
        BOOST_TEST(options.status == 204);
        BOOST_TEST(options.header("allow") == allowed);
        check_error(api.send("TRACE", o.target), 405, "method_not_allowed");
        check_error(api.send("BREW", o.target), 405, "method_not_allowed");
    });
}

BOOST_AUTO_TEST_CASE(head_is_like_get_without_a_body)
{
    each_read([&](const Sample& o, Api& api) {
        auto got = api.get(o.target, {{"Accept-Encoding", "identity"}});
        auto head = api.head(o.target, {{"Accept-Encoding", "identity"}});
        BOOST_TEST(head.status == got.status);
        BOOST_TEST(head.body == "");
        for (auto name : {"content-type", "cache-control"})
            BOOST_TEST(head.header(name) == got.header(name), name);
        BOOST_TEST(head.header("etag") == got.header("etag"));
    });
}

BOOST_AUTO_TEST_CASE(answers_are_of_the_declared_kind_and_cached_as_declared)
{
    each_read([&](const Sample& o, Api& api) {
        auto reply = api.get(o.target);
        if (o.endpoint->media != any_media)
            BOOST_TEST(reply.header("content-type") == std::string(o.endpoint->media) + "; charset=utf-8");
        BOOST_TEST(reply.header("cache-control") == o.endpoint->cache.control);
    });
}

BOOST_AUTO_TEST_CASE(an_unchanged_answer_is_not_sent_again)
{
    each_read([&](const Sample& o, Api& api) {
        if (o.endpoint->cache.control == no_store.control) return; // there is no copy that could be unchanged
        auto tag = std::string(api.get(o.target).header("etag"));
        BOOST_TEST_REQUIRE(tag != "");
        BOOST_TEST(api.get(o.target, {{"If-None-Match", "\"another\""}}).status == 200);
        for (const auto& known : {tag, "W/" + tag, "\"another\", " + tag, std::string("*")}) {
            auto reply = api.get(o.target, {{"If-None-Match", known}});
            BOOST_TEST(reply.status == 304, known);
            BOOST_TEST(reply.body == "");
            BOOST_TEST(reply.header("etag") == tag);
        }
    });
}

BOOST_AUTO_TEST_CASE(every_answer_has_a_request_id)
{
    each_one([&](const Sample& o, Api& api) {
        auto reply = api.send("OPTIONS", o.target, {{"X-Request-ID", "mine-12345.6_7"}});
        BOOST_TEST(reply.header("x-request-id") == "mine-12345.6_7");
        for (auto odd : {"short", "has space 1234", "<script>alert(1)</script>"}) {
            auto made = api.send("OPTIONS", o.target, {{"X-Request-ID", odd}}).header("x-request-id");
            BOOST_TEST(made.size() >= 8u);
            BOOST_TEST(made != odd);
        }
        auto answer = api.get(o.target);
        BOOST_TEST(answer.header("x-request-id") != api.get(o.target).header("x-request-id"));
    });
}

BOOST_AUTO_TEST_CASE(every_answer_has_the_security_headers)
{
    each_one([&](const Sample& o, Api& api) {
        for (const auto& reply :
            {api.get(o.target), api.send("BREW", o.target), api.get(o.target + "?%00")}) {
            BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
            BOOST_TEST(reply.header("x-frame-options") == "DENY");
            BOOST_TEST(reply.header("referrer-policy") != "");
            BOOST_TEST(reply.header("content-security-policy") != "");
            BOOST_TEST(reply.header("cache-control") != "");
            auto same = [](const auto& header) {
                return header.first == "x-frame-options" || header.first == "cache-control";
            };
            BOOST_TEST(std::count_if(reply.headers.begin(), reply.headers.end(), same) == 2);
        }
    });
}

BOOST_AUTO_TEST_CASE(an_unacceptable_accept_is_refused)
{
    each_read([&](const Sample& o, Api& api) {
        if (o.endpoint->media == any_media) return; // a file is what it is
        auto media = std::string(o.endpoint->media), family = media.substr(0, media.find('/'));
        for (auto other : {std::string("image/png"), media + ";q=0", std::string("x/*"), std::string("junk")})
            check_error(api.get(o.target, {{"Accept", other}}), 406, "not_acceptable");
        for (auto fine :
            {media, family + "/*", std::string("*/*"), "image/png, " + media + ";q=0.1", std::string("")})
            BOOST_TEST(api.get(o.target, {{"Accept", fine}}).status == 200, fine);
    });
}

BOOST_AUTO_TEST_CASE(what_is_only_for_operators_is_hidden_from_others)
{
    auto outsider = board.outsider();
    std::vector<std::string> hidden{"/status", "/metrics"}; // nginx guards these as well
    for (const auto& o : all)
        if (o.endpoint->needs.who == Who::operators) hidden.push_back(o.target);
    for (const auto& target : hidden) check_error(outsider.get(target), 404, "not_found");
    each_read([&](const Sample& o, Api&) {
        if (o.endpoint->needs.who == Who::anyone) BOOST_TEST(outsider.get(o.target).status == 200);
    });
}

BOOST_AUTO_TEST_CASE(who_has_not_signed_in_is_told_how)
{
    int guarded = 0;
    each_one([&](const Sample& o, Api&) {
        if (o.endpoint->needs.who == Who::anyone || o.endpoint->needs.who == Who::operators) return;
        ++guarded;
        auto method = o.verb();
        for (const Variables& headers :
            {Variables{}, json_body, Variables{{"Authorization", "Basic cm9vdDpyb290"}},
                Variables{{"Authorization", "Bearer"}}}) {
            auto reply = api.send(method, o.target, headers, headers == json_body ? "{}" : "");
            BOOST_TEST(reply.status == 401);
            BOOST_TEST(reply.header("www-authenticate").starts_with("Bearer"));
        }
        check_error(api.send(method, o.target), 401, "not_authenticated");
    });
    BOOST_TEST(guarded >= 13);
}

BOOST_AUTO_TEST_CASE(a_token_that_is_no_good_is_refused_everywhere)
{
    auto sleeper = board.user("sleeper");
    sql.change("UPDATE users SET is_active = false WHERE username = 'sleeper'");
    auto gone = board.user("gone");
    sql.change("DELETE FROM users WHERE username = 'gone'");
    auto ended = board.user("ended");
    sql.change("UPDATE sessions SET ended_at = now() WHERE user_id = (SELECT id FROM users WHERE username = "
               "'ended')");
    auto forged = board.bearer(std::string(board.token_for("ann", "user")) + "x");
    each_one([&](const Sample& o, Api&) {
        auto method = o.verb();
        if (o.endpoint->needs.proof == Proof::none) { // the body proves who asks, or nobody asks who it is
            bool wants_nothing = method == "GET" ? !o.wants_parameters() : o.body.empty();
            BOOST_TEST(forged.send(method, o.target, json_body, method == "GET" ? "" : "{}").status ==
                       (wants_nothing ? 200 : 400));
            return;
        }
        for (auto [caller, code] : {std::pair(&sleeper, "user_inactive"), std::pair(&gone, "token_not_valid"),
                 std::pair(&ended, "token_revoked"), std::pair(&forged, "token_not_valid")}) {
            auto reply = caller->send(method, o.target, json_body, method == "GET" ? "" : "{}");
            check_error(reply, 401, code);
            BOOST_TEST(reply.header("www-authenticate").starts_with("Bearer"));
        }
    });
}

BOOST_AUTO_TEST_CASE(each_lower_role_is_refused)
{
    int refused = 0;
    each_one([&](const Sample& o, Api&) {
        for (auto* other : callers.those_refused(*o.endpoint)) {
            check_error(other->send(o.verb(), o.target), 403, "permission_denied");
            ++refused;
        }
    });
    BOOST_TEST(refused >= 10);
}

BOOST_AUTO_TEST_CASE(bodies_that_cannot_be_read_are_refused)
{
    each_with_body([&](const Sample& o, Api& api) {
        auto method = o.verb();
        for (auto body : {"{", "[]", "null", "1", "\"x\"", "{\"a\":1,}", "{\"a\":\"\xff\"}", "{} {}"})
            check_error(api.send(method, o.target, json_body, body), 400, "malformed");
        for (auto type : {"text/plain", "application/xml", "image/png", ""})
            check_error(
                api.send(method, o.target, {{"Content-Type", type}}, "{}"), 415, "unsupported_media_type");
    });
}

BOOST_AUTO_TEST_CASE(fields_of_another_kind_are_refused_by_name)
{
    int checked = 0;
    each_with_body([&](const Sample& o, Api& api) {
        std::string body;
        for (const auto& name : o.body) body += (body.empty() ? "{" : ",") + ('"' + name + "\":[]");
        auto reply = api.send(o.verb(), o.target, json_body, body + '}');
        BOOST_TEST(reply.status == 400);
        for (const auto& name : o.body) {
            if (reply.json().has(name)) continue;
            // A list may be empty; what is no list is none.
            auto other = api.send(o.verb(), o.target, json_body, "{\"" + name + "\":{}}");
            BOOST_TEST(other.status == 400, name);
            BOOST_TEST(other.json().has(name), name);
        }
        checked += static_cast<int>(o.body.size());
    });
    BOOST_TEST(checked > 30);
}

BOOST_AUTO_TEST_CASE(bounds_of_parameters_are_kept_to_the_unit)
{
    each_read([&](const Sample& o, Api& api) {
        for (const auto& p : o.query) {
            bool text = p.type == "string" && p.format.empty();
            if (p.type == "integer" && p.min) {
                BOOST_TEST(
                    api.get(o.target + '?' + p.name + '=' + std::to_string(*p.min)).status == 200, p.name);
                check_refused(api, o, p.name, std::to_string(*p.min - 1));
            }
            if (p.type == "integer" && p.max) check_refused(api, o, p.name, std::to_string(*p.max + 1));
            if (text && p.max) {
                // In characters: each of these is two bytes.
                std::string longest;
                for (long long i = 0; i < std::min(*p.max, 1000LL); ++i) longest += "%C3%A9";
                if (*p.max <= 1000) check_refused(api, o, p.name, longest + 'x');
                else check_refused(api, o, p.name, std::string(static_cast<std::size_t>(*p.max) + 1, 'x'));
                auto reply = api.get(o.target + '?' + p.name + '=' + longest);
                if (reply.status == 400 && *p.max <= 1000)
                    BOOST_TEST(reply.body.find("at most") == std::string::npos, p.name << ": " << reply.body);
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(junk_in_a_parameter_is_refused_naming_it)
{
    int checked = 0;
    each_read([&](const Sample& o, Api& api) {
        for (const auto& p : o.query)
            for (const auto& junk : junk_for(p)) {
                check_refused(api, o, p.name, junk);
                ++checked;
            }
    });
    BOOST_TEST(checked > 50);
}

BOOST_AUTO_TEST_CASE(an_empty_parameter_is_as_good_as_none)
{
    each_read([&](const Sample& o, Api& api) {
        for (const auto& p : o.query)
            BOOST_TEST(api.get(o.target + '?' + p.name + '=').status == 200, p.name);
        BOOST_TEST(api.get(o.target + "?unknown=1&&=&utm_source=x").status == 200);
    });
}

BOOST_AUTO_TEST_CASE(text_that_is_none_is_refused)
{
    each_read([&](const Sample& o, Api& api) {
        for (auto bad : {"?x=%00", "?%00=x", "?x=a%00b", "?x=%ff", "?x=%c3%28", "?x=%ed%a0%80", "?x=%",
                 "?x=%4", "?x=%zz", "?%e9=1"})
            BOOST_TEST(api.get(o.target + bad).status == 400, bad);
        std::string many = "?a=1";
        for (int i = 0; i < 200; ++i) many += "&b" + std::to_string(i) + "=1";
        check_error(api.get(o.target + many), 400, "malformed");
    });
}

BOOST_AUTO_TEST_SUITE_END()
