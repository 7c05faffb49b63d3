// Which spellings are one account, which names nobody has, and what proves who somebody is.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <algorithm>

BOOST_FIXTURE_TEST_SUITE(identity, People)

BOOST_AUTO_TEST_CASE(composed_or_not_it_is_one_password)
{
    const std::string composed = "caf\u00e9 de la gare 9", apart = "cafe\u0301 de la gare 9";
    BOOST_TEST_REQUIRE(sign_up("ann", {{"password", apart}, {"password2", apart}}).status == 201);
    BOOST_TEST(sign_in("ann", composed).status == 200);
    BOOST_TEST(sign_in("ann", apart).status == 200);
    BOOST_TEST(sign_in("ann", "cafe de la gare 9").status == 401);
    BOOST_TEST(sign_in("ann", "cafe\u0301 de la gare 8").status == 401);
}

BOOST_AUTO_TEST_CASE(domains_beyond_ascii_are_kept_as_the_network_has_them)
{
    auto reply = sign_up("ann", {{"email", "Ann@B\u00fccher.example"}});
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    BOOST_TEST(reply.json()["user"]["email"].text() == "ann@xn--bcher-kva.example");
    check_invalid(sign_up("bob", {{"email", "ann@xn--bcher-kva.example"}}), "email");
    check_invalid(sign_up("bob", {{"email", "ann@bu\u0308cher.example"}}), "email");
    for (auto name : {"ann@b\u00fccher.example", "ANN@xn--bcher-kva.example"})
        BOOST_TEST(sign_in(name).status == 200, name);
}

BOOST_AUTO_TEST_CASE(names_of_emptied_accounts_are_nobody_s)
{
    auto id = account("ann", "employer");
    std::string hex = to_text(id);
    std::erase(hex, '-');
    check_invalid(sign_up("eve", {{"username", "deleted_" + hex}}), "username");
    check_invalid(sign_up("eve", {{"email", hex + "@deleted.invalid"}}), "email");
    check_invalid(sign_up("eve", {{"email", hex + "@x.deleted.invalid"}}), "email");
    BOOST_TEST(sign_up("eve", {{"username", "deleted_scenes"}}).status == 201);
}

BOOST_AUTO_TEST_CASE(an_account_can_go_whatever_others_are_called)
{
    auto id = account("ann", "employer");
    std::string hex = to_text(id);
    std::erase(hex, '-');
    auto job = seed::job(sql, {.employer = id});
    seed::application(sql, job, seed::user(sql, {.username = "bob"}));
    seed::user(sql, {.username = "deleted_" + hex});
    sql.change("UPDATE users SET email = :email WHERE username = :name",
        {arg("email", std::string_view(hex + "@deleted.invalid")),
            arg("name", std::string_view("deleted_" + hex))});
    BOOST_TEST(board.admin().send("DELETE", auth + "users/" + to_text(id) + "/", {}, "").status == 204);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users WHERE deleted_at IS NOT NULL") == "1");
}

// Clients attach whatever token they have.
BOOST_AUTO_TEST_CASE(whoever_proves_themselves_by_the_body_may_send_any_token)
{
    account("ann");
    auto tokens = sign_in("ann");
    auto spent = board.bearer(tokens.json()["access"].text());
    BOOST_TEST(send(spent, "POST", "logout/", {}).status == 204);
    auto foreign = board.bearer("a.b.c");
    for (auto* api : {&spent, &foreign}) {
        BOOST_TEST(
            send(*api, "POST", "login/", {{"username", "ann"}, {"password", good_password}}).status == 200);
        auto name = api == &spent ? "bob" : "carl";
        BOOST_TEST(send(*api, "POST", "register/", registration(name)).status == 201);
        auto fresh = sign_in("ann").json()["refresh"].text();
        BOOST_TEST(send(*api, "POST", "refresh/", {{"refresh", fresh}}).status == 200);
        for (auto path : {"/health/", "/health/liveness/", "/health/readiness/"})
            BOOST_TEST(api->get(path).status == 200, path);
        BOOST_TEST(api->get(auth + "me/").status == 401);
    }
}

BOOST_AUTO_TEST_SUITE_END()
