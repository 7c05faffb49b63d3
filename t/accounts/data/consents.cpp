// Consents: a ledger that only grows, of which everybody sees their own.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

const std::string consents = auth + "consents/";

struct Ledger : People {
    Api ann = board.user("ann"), bob = board.user("bob");

    static Reply say(Api& who, const std::string& purpose, const std::string& version, bool granted)
    {
        return send(who, "POST", "consents/",
            {{"purpose", purpose}, {"version", version}, {"granted", granted ? "=true" : "=false"}});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ledger_of_consents, Ledger)

BOOST_AUTO_TEST_CASE(what_was_said_is_listed_latest_first_and_to_nobody_else)
{
    auto first = say(ann, "newsletter", "2026-11", true);
    BOOST_TEST_REQUIRE(first.status == 201, first.body);
    BOOST_TEST(keys(first.json()) == "id, purpose, version, granted, address, created_at");
    BOOST_TEST(first.json()["granted"].text() == "true");
    BOOST_TEST(first.json()["address"].text() != "");
    BOOST_TEST(say(ann, "newsletter", "2026-11", false).status == 201);
    auto listed = ann.get(consents);
    BOOST_TEST(joined(each(listed.json()["results"], "granted")) == "false, true");
    BOOST_TEST(listed.json()["count"].text() == "2");
    BOOST_TEST(bob.get(consents).json()["count"].text() == "0");
    BOOST_TEST(
        value(sql,
            "SELECT changes::text AS value FROM events WHERE kind = 'consent.recorded' ORDER BY number "
            "LIMIT 1") ==
        R"({"granted": [null, true], "purpose": [null, "newsletter"], "version": [null, "2026-11"]})");
}

BOOST_AUTO_TEST_CASE(what_is_too_short_or_too_long_is_refused_by_its_field)
{
    BOOST_TEST(say(ann, std::string(100, 'p'), std::string(50, 'v'), true).status == 201);
    check_invalid(say(ann, std::string(101, 'p'), "1", true), "purpose");
    check_invalid(say(ann, "newsletter", std::string(51, 'v'), true), "version");
    check_invalid(say(ann, "", "", true), "purpose, version");
    check_invalid(send(ann, "POST", "consents/", {}), "purpose, version, granted");
    check_invalid(send(ann, "POST", "consents/", {{"purpose", "p"}, {"version", "v"}, {"granted", "=null"}}),
        "granted");
}

BOOST_AUTO_TEST_CASE(the_database_lets_nobody_change_it)
{
    BOOST_TEST_REQUIRE(say(ann, "newsletter", "1", true).status == 201);
    Sql program({.connection = Secret(board.connection("jobboard_app"))});
    for (const auto* text :
        {"UPDATE consents SET granted = false", "DELETE FROM consents", "TRUNCATE consents"})
        BOOST_CHECK_EXCEPTION(program.change(text), DatabaseError,
            [](const DatabaseError& e) { return e.sqlstate == "42501"; });
    for (auto method : {"PUT", "PATCH", "DELETE"})
        BOOST_TEST(ann.send(method, consents, json_type, "{}").status == 405);
}

BOOST_AUTO_TEST_SUITE_END()
