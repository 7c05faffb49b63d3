// Signing in by a provider that OpenID has certified, with a browser's cookies and redirects.
#include "coming.hpp"

#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"
#include "t/outside/far_end.hpp"

namespace {

const std::string page = "http://jobs.example/account/oauth/";

// Follows redirects and keeps cookies, as far as a provider needs it.
struct Browser {
    std::string person;
    std::map<std::string, std::string> cookies = {};

    // Where it comes back to.
    std::string go(std::string address)
    {
        for (int steps = 0; steps < 12 && !address.starts_with(page); ++steps) {
            auto url = parse_url(address).value();
            auto reply = HttpClient(url.host + ':' + url.port)
                             .send("GET", address.substr(url.origin().size()), headers());
            for (const auto& [name, value] : reply.headers)
                if (name == "set-cookie") keep(value);
            BOOST_TEST_REQUIRE(reply.header("location") != "", reply.status << ' ' << reply.body);
            auto next = std::string(reply.header("location"));
            address = next.starts_with('/') ? url.origin() + next : next;
        }
        return address;
    }

private:
    void keep(const std::string& cookie)
    {
        auto equals = cookie.find('=');
        cookies[cookie.substr(0, equals)] = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    }
    Variables headers() const
    {
        std::string all;
        for (const auto& [name, value] : cookies) all += (all.empty() ? "" : "; ") + name + '=' + value;
        return {{"Cookie", all}, {"X-Person", person}};
    }
};

std::string parameter(const std::string& address, const std::string& name)
{
    auto query = '&' + parse_url(address).value().query + '&';
    auto at = query.find('&' + name + '=');
    BOOST_TEST_REQUIRE(at != query.npos, address);
    at += name.size() + 2;
    return percent_decoded(query.substr(at, query.find('&', at) - at), true).value();
}

struct Certified {
    FarEnd far{"http", "build/identity/provider.mjs", {"the board", "s3cret: 100%+", page}};
    Board board{{{"OIDC_PROVIDERS", '[' +
                                        object({{"name", "certified"}, {"issuer", far.url("", "127.0.0.1")},
                                            {"client_id", "the board"}, {"client_secret", "s3cret: 100%+"}}) +
                                        ']'}}};

    WayBack way_back(Api& api, const std::string& person)
    {
        auto way = api.get(oauth + "login-url/?provider=certified");
        BOOST_TEST_REQUIRE(way.status == 200, way.body);
        auto back = Browser{person}.go(way.json()["oauth_url"].text());
        BOOST_TEST(parameter(back, "state") == way.json()["state"].text());
        return {parameter(back, "code"), parameter(back, "state"), "certified"};
    }
    Reply come(Api& api, const WayBack& back)
    {
        return api.send("POST", oauth + "callback/", json_type, back.body());
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(certified_provider, Certified)

BOOST_AUTO_TEST_CASE(people_sign_in_by_it)
{
    auto api = board.anonymous();
    auto back = way_back(api, "pat");
    auto reply = come(api, back);
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    BOOST_TEST(reply.json()["created"].text() == "true");
    BOOST_TEST(reply.json()["user"]["email"].text() == "pat@provider.example");
    BOOST_TEST(reply.json()["user"]["full_name"].text() == "Pat pat");
    check_invalid(come(api, back), "state");
    auto again = come(api, way_back(api, "pat"));
    BOOST_TEST(again.json()["created"].text() == "false");
    BOOST_TEST(again.json()["user"]["id"].text() == reply.json()["user"]["id"].text());

    // A code is spent there, too.
    auto spent = way_back(api, "pat"), other = way_back(api, "pat");
    BOOST_TEST(come(api, {spent.code, other.state, "certified"}).status == 401);
    auto ann = board.user("ann");
    auto linked = ann.send("POST", oauth + "accounts/", json_type, way_back(ann, "ann").body());
    BOOST_TEST(linked.status == 201, linked.body);
    BOOST_TEST(linked.json()["email"].text() == "ann@provider.example");
    auto last = way_back(api, "pat");
    far.server->end();
    check_refused(come(api, last), 503, "provider_unavailable");
    BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
