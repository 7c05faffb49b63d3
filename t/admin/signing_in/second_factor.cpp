// Second factors on the pages for admins: asked for at signing in, and set up there.
#include "t/admin/desk.hpp"

#include "lib/auth/factors/totp.hpp"
#include "lib/auth/key_ring.hpp"

namespace {

using namespace std::chrono_literals;

struct AtFactor : People {
    Uuid helga = account("helga", "admin");
    Desk desk{board, fresh_address()};

    Secret kept_seed(const std::string& column)
    {
        auto opened = KeyRing({test_secret_key})
                          .open(value(sql, "SELECT " + column + " AS value FROM totp_factors"),
                              "totp " + to_text(helga));
        BOOST_TEST_REQUIRE(opened.has_value());
        return Secret(*opened);
    }
    // By the pages alone; answers the page with the recovery codes.
    Reply set_up()
    {
        const std::string page = "/admin/second-factor/";
        auto begun = desk.post(page, {}, page);
        BOOST_TEST_REQUIRE(begun.status == 200, begun.body);
        BOOST_TEST(has(begun, "<svg "));
        BOOST_TEST(has(begun, shown_totp_seed(kept_seed("pending"))));
        BOOST_TEST(desk.post(page + "confirm/", {{"code", "000000"}}, page).status == 400);
        auto done =
            desk.post(page + "confirm/", {{"code", totp_code(kept_seed("pending"), now() - 30s)}}, page);
        BOOST_TEST(done.status == 200, done.body);
        return done;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_second_factor, AtFactor)

BOOST_AUTO_TEST_CASE(signing_in_asks_for_the_code_and_no_page_opens_before)
{
    BOOST_TEST_REQUIRE(desk.sign_in("helga").status == 303);
    set_up();
    Desk other(board, fresh_address());
    Variables ours{{"Origin", board.public_url()}};
    auto asked = other.sign_in("helga");
    BOOST_TEST(asked.status == 200);
    BOOST_TEST(has(asked, "name=\"challenge\""));
    BOOST_TEST(other.get("/admin/").status == 303); // to sign in
    auto challenge = input_value(asked.body, "challenge");
    const std::string step = "/admin/sign-in/second-factor/";
    auto wrong = other.post_bare(step, {{"challenge", challenge}, {"code", "000000"}}, ours);
    BOOST_TEST(wrong.status == 401);
    BOOST_TEST(has(wrong, "name=\"challenge\""));
    BOOST_TEST(other.post_bare(step, {{"challenge", "nonsense"}, {"code", "000000"}}, ours).status == 401);
    auto in = other.post_bare(step,
        {{"challenge", challenge}, {"code", totp_code(kept_seed("sealed"), now())}, {"next", "/admin/jobs/"}},
        ours);
    BOOST_TEST(in.status == 303);
    BOOST_TEST(in.header("location") == "/admin/jobs/");
    other.keep_cookies(in);
    BOOST_TEST(other.get("/admin/jobs/").status == 200);
}

BOOST_AUTO_TEST_CASE(a_recovery_code_opens_the_pages_once)
{
    BOOST_TEST_REQUIRE(desk.sign_in("helga").status == 303);
    auto done = set_up();
    auto at = done.body.find("<li><code>") + 10;
    auto code = done.body.substr(at, 19);
    Variables ours{{"Origin", board.public_url()}};
    auto try_it = [&] {
        Desk other(board, fresh_address());
        auto challenge = input_value(other.sign_in("helga").body, "challenge");
        return other
            .post_bare("/admin/sign-in/second-factor/", {{"challenge", challenge}, {"code", code}}, ours)
            .status;
    };
    BOOST_TEST(try_it() == 303);
    BOOST_TEST(try_it() == 401);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(admin_second_factor_asked)

BOOST_AUTO_TEST_CASE(who_has_none_when_its_time_is_up_is_led_to_the_page_that_sets_one_up)
{
    Board strict(Variables{{"REQUIRE_SECOND_FACTOR", "admins"}});
    auto& sql = strict.sql();
    seed::user(sql, {.username = "helga", .role = "admin"});
    sql.change("UPDATE users SET password_hash = :hash",
        {arg("hash", std::string_view(hash_password(good_password, test_hash_cost)))});
    Desk desk(strict, People::fresh_address());
    BOOST_TEST_REQUIRE(desk.sign_in("helga").status == 303);
    BOOST_TEST(desk.get("/admin/").status == 200); // within the days there are for it
    sql.change("UPDATE users SET factor_asked_at = now() - interval '8 days'");
    auto led = desk.get("/admin/jobs/");
    BOOST_TEST(led.status == 303);
    BOOST_TEST(led.header("location") == "/admin/second-factor/");
    BOOST_TEST(has(desk.get("/admin/second-factor/"), "asks admins for a second factor"));
}

BOOST_AUTO_TEST_SUITE_END()
