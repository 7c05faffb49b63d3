// API keys as their owners make them and programs use them.
#pragma once

#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

inline const std::string keys_path = auth + "api-keys/";

// A key with its text.
struct MadeKey {
    std::string id, text;
};

// A fixture: an empty board, and somebody who has just signed in.
struct Keys : People {
    Uuid ann_id = account("ann", "user");
    Api ann = board.user("ann");

    static MadeKey made(const Reply& reply)
    {
        BOOST_TEST_REQUIRE((reply.status == 201 || reply.status == 200), reply.status << ' ' << reply.body);
        return {reply.json()["id"].text(), reply.json()["key"].text()};
    }
    // One with those scopes, a JSON list, and further members.
    static MadeKey make(Api& api, const std::string& scopes, Variables members = {})
    {
        members.emplace_back("name", "Import");
        members.emplace_back("scopes", "=" + scopes);
        return made(api.send("POST", keys_path, json_type, object(members)));
    }
    static Reply patch(Api& api, const MadeKey& key, const Variables& members)
    {
        return api.send("PATCH", keys_path + key.id + '/', json_type, object(members));
    }
    static Reply rotate(Api& api, const MadeKey& key, int hours)
    {
        auto body = object({{"overlap_hours", "=" + std::to_string(hours)}});
        return api.send("POST", keys_path + key.id + "/rotate/", json_type, body);
    }

    // Whoever has the key, from that address.
    Api holder(const std::string& text, const std::string& address = fresh_address()) const
    {
        return {board.address(), {{"X-API-Key", text}, {"X-Forwarded-For", address}}};
    }
    // What it is answered to the list of jobs.
    int status_of(const std::string& text, const std::string& address = fresh_address()) const
    {
        return holder(text, address).get("/api/v1/jobs/").status;
    }
};
