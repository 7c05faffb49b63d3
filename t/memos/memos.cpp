// Memos, through the API and on the admin pages.
#include "t/admin/desk.hpp"

BOOST_FIXTURE_TEST_SUITE(memos, AtDesk)

BOOST_AUTO_TEST_CASE(a_memo_is_kept_changed_and_forgotten)
{
    auto ann = board.user("ann");
    auto reply = ann.send("POST", "/api/v1/memos/", json_type, R"({"text":"Buy wood."})");
    BOOST_TEST_REQUIRE(reply.status == 201);
    auto memo = "/api/v1/memos/" + reply.json()["id"].text() + '/';
    BOOST_TEST(ann.send("PATCH", memo, json_type, R"({"text":"Buy oak."})").status == 200);
    BOOST_TEST(ann.get(memo).json()["text"].text() == "Buy oak.");
    BOOST_TEST(ann.get("/api/v1/memos/").json()["count"].text() == "1");
    BOOST_TEST(ann.send("DELETE", memo).status == 204);
    BOOST_TEST(ann.get(memo).status == 404);
}

BOOST_AUTO_TEST_CASE(the_same_twice_is_a_fault_of_its_field)
{
    auto ann = board.user("ann");
    BOOST_TEST(ann.send("POST", "/api/v1/memos/", json_type, R"({"text":"Once."})").status == 201);
    auto again = ann.send("POST", "/api/v1/memos/", json_type, R"({"text":"Once."})");
    BOOST_TEST(again.status == 400);
    check_invalid(again, "text");
}

BOOST_AUTO_TEST_CASE(admins_see_them_on_a_page)
{
    BOOST_TEST(
        board.user("ann").send("POST", "/api/v1/memos/", json_type, R"({"text":"Seen."})").status == 201);
    auto page = desk.get("/admin/memos/");
    BOOST_TEST(page.status == 200);
    BOOST_TEST(has(page, "Seen."));
}

BOOST_AUTO_TEST_SUITE_END()
