// Somebody who adds passkeys to her account and signs in by them.
#pragma once

#include "authenticator.hpp"
#include "t/kit/people.hpp"

#include "lib/base/text.hpp"

inline const std::string passkeys_at = auth + "passkeys/", options_at = passkeys_at + "options/",
                         sign_in_at = auth + "login/passkey/", sign_in_options_at = sign_in_at + "options/";

inline std::string handle_of(const Uuid& person)
{
    return {person.bytes.begin(), person.bytes.end()};
}

// What somebody's browser does, on any board.
inline std::string challenge_for(Api& who)
{
    auto reply = who.send("POST", options_at, json_type, "{}");
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    return reply.json()["challenge"].text();
}

inline Reply add(
    Api& who, const Authenticator& a, const std::string& challenge, const std::string& name = "My phone")
{
    return who.send("POST", passkeys_at, json_type,
        object({{"name", name}, {"credential", '=' + a.registration_json(challenge)}}));
}

struct Passkeys : People {
    Uuid ann = account("ann");
    Api her = board.user("ann");

    Authenticator authenticator(const std::string& id = "credential one") const
    {
        return {.id = id, .user_handle = handle_of(ann), .counts = true};
    }
    // Hers, and added.
    Authenticator added(const std::string& id = "credential one")
    {
        auto a = authenticator(id);
        auto reply = add(her, a, challenge_for(her));
        BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
        return a;
    }
    std::string id_of_only_one() { return value(sql, "SELECT id::text AS value FROM passkeys"); }

    std::string sign_in_challenge()
    {
        auto reply = somebody().send("POST", sign_in_options_at, json_type, "{}");
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        return reply.json()["challenge"].text();
    }
    Reply answer(const std::string& credential)
    {
        return somebody().send("POST", sign_in_at, json_type, object({{"credential", '=' + credential}}));
    }
    Reply sign_in(Authenticator& a) { return answer(a.assertion_json(sign_in_challenge())); }
    std::string count(const std::string& what)
    {
        return value(sql, "SELECT count(*)::text AS value FROM " + what);
    }
    // Refuses, and as it refuses everything.
    void check_nobody(const Reply& reply)
    {
        check_refused(reply, 401, "invalid_credentials");
        BOOST_TEST(reply.body == nobodys);
        BOOST_TEST(reply.header("set-cookie") == "");
    }
    // As a challenge that was never given out is answered.
    std::string nobodys = [this] {
        auto a = authenticator();
        return answer(a.assertion_json(base64url(std::string(32, 'x')))).body;
    }();
    // Makes what was proved long ago.
    void forget_proof() { sql.change("UPDATE sessions SET proven_at = now() - interval '11 minutes'"); }
};
