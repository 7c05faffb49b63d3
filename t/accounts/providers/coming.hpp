// People who come to a board by a provider.
#pragma once

#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"
#include "t/kit/servers/identity_provider.hpp"

inline const std::string oauth = auth + "oauth/";

// What a browser comes back with.
struct WayBack {
    std::string code, state, provider = "test";
    std::string body(const Variables& more = {}) const
    {
        Variables all{{"provider", provider}, {"code", code}, {"state", state}};
        all.insert(all.end(), more.begin(), more.end());
        return object(all);
    }
};

// Goes to the provider, as somebody with those claims; see FakeProvider::code_for.
inline WayBack way_back(Api& api, const FakeProvider& far, const Variables& claims = {},
    const std::string& provider = "test", const std::string& redirect = "")
{
    auto way = api.get(oauth + "login-url/?provider=" + provider + redirect);
    BOOST_TEST_REQUIRE(way.status == 200, way.body);
    return {far.code_for(way.json()["oauth_url"].text(), claims), way.json()["state"].text(), provider};
}

// A fixture: an empty board whose provider never lies.
struct Coming : People {
    FakeProvider& far = known_provider();

    WayBack way(Api& api, const Variables& claims = {}) { return way_back(api, far, claims); }
    Reply come(Api& api, const WayBack& back)
    {
        return api.send("POST", oauth + "callback/", json_type, back.body());
    }
    Reply come(const Variables& claims = {})
    {
        auto api = somebody();
        return come(api, way(api, claims));
    }
    Reply link(Api& api, const Variables& claims = {}, const Variables& more = {})
    {
        return api.send("POST", oauth + "accounts/", json_type, way(api, claims).body(more));
    }
    std::string count(const std::string& what)
    {
        return value(sql, "SELECT count(*)::text AS value FROM " + what);
    }
    // An account with an address and a password.
    Uuid known(const std::string& name, const std::string& email, bool verified)
    {
        auto id = account(name);
        sql.change(
            "UPDATE users SET email = :email, email_verified = :verified::boolean WHERE id = :id::uuid",
            {arg("email", email), arg("verified", verified), arg("id", id)});
        return id;
    }
};
