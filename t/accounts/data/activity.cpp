// What happened to one's account is shown to its owner: with where it came from, and nobody else's.
#include "t/accounts/links/links.hpp"

namespace {

const std::string activity = auth + "activity/";

// Those of that kind.
std::vector<Json> of_kind(const Reply& reply, std::string_view kind)
{
    std::vector<Json> out;
    auto rows = reply.json()["results"];
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i]["event"].text() == kind) out.push_back(rows[i]);
    return out;
}

// Somebody with an address and a program of their own.
Reply tries(
    LinkBoard& board, const std::string& name, const std::string& password, const std::string& address)
{
    Api who{board.board.address(), {{"X-Forwarded-For", address}, {"User-Agent", "Burglar/1"}}};
    return People::send(who, "POST", "login/", {{"username", name}, {"password", password}});
}

} // namespace

BOOST_AUTO_TEST_SUITE(activity_of_account)

BOOST_AUTO_TEST_CASE(a_wrong_password_is_shown_to_the_owner_with_where_it_came_from)
{
    LinkBoard board;
    BOOST_TEST_REQUIRE(board.register_as("ann").status == 201);
    auto ann = board.signed_in("ann");
    BOOST_TEST(tries(board, "ann", "wrong", "198.51.100.9").status == 401);
    BOOST_TEST(tries(board, "ANN@example.com", "wrong too", "198.51.100.9").status == 401);
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    auto shown = ann.get(activity);
    BOOST_TEST_REQUIRE(shown.status == 200, shown.body);
    auto failed = of_kind(shown, "user.sign_in_failed");
    BOOST_TEST_REQUIRE(failed.size() == 2u, shown.body);
    BOOST_TEST(failed[0]["address"].text() == "198.51.100.9");
    BOOST_TEST(failed[0]["device"].text() == "Burglar/1");
    BOOST_TEST(failed[0]["description"].text() != "");
    BOOST_TEST(of_kind(shown, "user.signed_in").size() == 1u);
    BOOST_TEST(shown.json()["results"][0]["event"].text() == "user.sign_in_failed"); // the latest first
    BOOST_TEST(shown.body.find("wrong too") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(known_and_unknown_names_cost_the_request_the_same_row_of_work)
{
    LinkBoard board;
    BOOST_TEST_REQUIRE(board.register_as("ann").status == 201);
    tries(board, "ann", "wrong", "198.51.100.9");
    tries(board, "nobody", "wrong", "198.51.100.10");
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    BOOST_TEST(
        board.one("SELECT count(*)::text AS value FROM tasks WHERE kind = 'tell_of_failed_sign_in'") == "2");
    BOOST_TEST(
        board.one("SELECT count(*)::text AS value FROM events WHERE kind = 'user.sign_in_failed'") == "1");
    // What somebody typed for a name may be their password.
    BOOST_TEST(board.one("SELECT count(*)::text AS value FROM tasks t WHERE t::text LIKE '%nobody%'") == "0");
}

BOOST_AUTO_TEST_CASE(attempts_that_are_refused_for_their_number_are_none)
{
    LinkBoard board;
    BOOST_TEST_REQUIRE(board.register_as("ann").status == 201);
    int refused = 0, wrong = 0;
    for (int i = 0; i < 13; ++i) {
        auto status = tries(board, "ann", "wrong", "198.51.100.9").status;
        refused += status == 429;
        wrong += status == 401;
    }
    BOOST_TEST(refused > 0);
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    BOOST_TEST(board.one("SELECT count(*)::text AS value FROM events WHERE kind = 'user.sign_in_failed'") ==
               std::to_string(wrong));
}

BOOST_AUTO_TEST_CASE(it_is_ones_own_alone_and_of_an_admin_it_is_not_told_where_they_are)
{
    LinkBoard board;
    BOOST_TEST_REQUIRE(board.register_as("ann").status == 201);
    BOOST_TEST_REQUIRE(board.register_as("bob").status == 201);
    auto ann = board.signed_in("ann"), bob = board.signed_in("bob");
    auto made = People::send(ann, "POST", "api-keys/", {{"name", "Import"}, {"scopes", R"(=["read"])"}});
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    auto id = board.one("SELECT id::text AS value FROM users WHERE username = 'ann'");
    BOOST_TEST(People::send(board.root, "PATCH", "users/" + id + '/', {{"bio", "Somebody."}}).status == 200);

    auto hers = ann.get(activity), his = bob.get(activity), admins = board.root.get(activity);
    auto changed = of_kind(hers, "user.updated");
    BOOST_TEST_REQUIRE(changed.size() == 1u, hers.body);
    BOOST_TEST(changed[0]["address"].text() == "");
    BOOST_TEST(changed[0]["device"].text() == "");
    BOOST_TEST(of_kind(hers, "api_key.created").size() == 1u);
    BOOST_TEST(of_kind(hers, "api_key.created")[0]["address"].text() != "");
    for (const auto* reply : {&his, &admins}) {
        BOOST_TEST(of_kind(*reply, "user.updated").empty());
        BOOST_TEST(of_kind(*reply, "api_key.created").empty());
    }
}

BOOST_AUTO_TEST_CASE(it_is_read_in_parts)
{
    LinkBoard board;
    BOOST_TEST_REQUIRE(board.register_as("ann").status == 201);
    for (int i = 0; i < 4; ++i) board.signed_in("ann");
    auto ann = board.signed_in("ann");
    auto all = each(ann.get(activity).json()["results"], "id");
    BOOST_TEST(all.size() >= 6u); // with having registered
    std::vector<std::string> walked;
    for (std::string next = activity + "?page_size=2&cursor="; !next.empty();) {
        auto part = ann.get(next);
        BOOST_TEST_REQUIRE(part.status == 200, part.body);
        for (const auto& id : each(part.json()["results"], "id")) walked.push_back(id);
        next = part.json()["next"].is_null() ? "" : part.json()["next"].text();
        if (!next.empty()) next = next.substr(next.find("/api/"));
    }
    BOOST_TEST(joined(walked) == joined(all));
}

BOOST_AUTO_TEST_SUITE_END()
