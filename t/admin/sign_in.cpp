// Who gets at the admin pages, and what of a browser's requests is believed: read off the table of pages
// where it can be.
#include "desk.hpp"

#include "app/areas.hpp"
#include "app/demo/board.hpp"
#include "app/version.hpp"
#include "lib/base/text.hpp"
#include "t/kit/servers/relay.hpp"

namespace {

struct PageAt {
    const Endpoint* endpoint;
    std::string target;
};

// Every page, with things that exist for its {parameters}.
std::vector<PageAt> pages_at(Sql& sql)
{
    auto job = to_text(seed::job(sql));
    auto application =
        to_text(seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"})));
    std::vector<PageAt> out;
    each_page([&](const Endpoint& e) {
        std::string target(e.path);
        auto id = target.starts_with("/admin/applications/") ? application : job;
        for (auto [name, value] : {std::pair<std::string, std::string>("{resource}", "jobs"), {"{id}", id},
                 {"{action}", "close"}, {"{secret}", "none"}})
            if (auto at = target.find(name); at != target.npos) target.replace(at, name.size(), value);
        out.push_back({&e, target});
    });
    return out;
}

bool guarded(const PageAt& p)
{
    return p.endpoint->needs.proof == Proof::cookie;
}
bool writes(const PageAt& p)
{
    return p.endpoint->writes();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_sign_in, AtDesk)

BOOST_AUTO_TEST_CASE(who_has_not_signed_in_is_shown_where_to)
{
    int checked = 0;
    Desk stranger(board, fresh_address());
    for (const auto& p : pages_at(sql)) BOOST_TEST_CONTEXT(p.endpoint->name)
        {
            if (!guarded(p)) continue;
            for (auto jar : {"", "admin=x", "admin=01a212b9-2e34-7c07-a2fb-5b267a230e8d.x"}) {
                stranger.jar = jar;
                auto reply = writes(p) ? stranger.post_bare(p.target, {}, {{"Origin", board.public_url()}})
                                       : stranger.get(p.target);
                BOOST_TEST(reply.status == 303);
                BOOST_TEST(reply.header("location").starts_with("/admin/sign-in/"));
                BOOST_TEST(reply.body == "");
                ++checked;
            }
        }
    BOOST_TEST(checked >= 30);
}

BOOST_AUTO_TEST_CASE(an_access_token_opens_no_page)
{
    auto reply = board.admin("root").get("/admin/jobs/");
    BOOST_TEST(reply.status == 303);
}

BOOST_AUTO_TEST_CASE(every_page_is_for_this_reader_now_and_runs_nothing_foreign)
{
    for (const auto& p : pages_at(sql)) BOOST_TEST_CONTEXT(p.endpoint->name)
        {
            if (writes(p)) continue;
            auto reply = desk.get(p.target);
            BOOST_TEST(reply.header("cache-control") == "no-store");
            if (p.endpoint->media == any_media) continue;
            BOOST_TEST(reply.header("content-type") == "text/html; charset=utf-8");
            auto policy = reply.header("content-security-policy");
            for (auto part : {"default-src 'none'", "script-src 'self';", "style-src 'self';",
                     "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"})
                BOOST_TEST(policy.find(part) != policy.npos, part);
            BOOST_TEST(reply.header("x-frame-options") == "DENY");
            BOOST_TEST(!has(reply, " style="));
            BOOST_TEST(!has(reply, "<script>"));
        }
}

BOOST_AUTO_TEST_CASE(a_form_that_is_not_ours_changes_nothing)
{
    int checked = 0;
    auto state = [&] {
        return sql_value(
            "SELECT md5(string_agg(j::text, '') || (SELECT count(*) FROM sessions WHERE ended_at IS NULL)"
            "::text) AS value FROM jobs j");
    };
    auto origin = Variables{{"Origin", board.public_url()}};
    auto token = desk.form_token();
    auto targets = pages_at(sql);
    auto before = state();
    for (const auto& p : targets) BOOST_TEST_CONTEXT(p.endpoint->name)
        {
            if (!writes(p) || p.endpoint->name == "unsubscribe")
                continue; // mail programs send that, from nowhere
            Variables good{{"form_token", token}};
            auto refused = [&](const Variables& fields, const Variables& headers) {
                auto reply = desk.post_bare(p.target, fields, headers);
                BOOST_TEST(reply.status == 403);
                BOOST_TEST(has(reply, "<h1>"));
                ++checked;
            };
            refused(good, {});
            refused(good, {{"Origin", "https://evil.example"}});
            refused(good, {{"Origin", "null"}});
            refused(good, {{"Origin", board.public_url() + ".evil.example"}});
            refused(good, {{"Origin", board.public_url()}, {"Sec-Fetch-Site", "cross-site"}});
            if (!guarded(p)) continue;
            refused({}, origin);
            refused({{"form_token", token + "x"}}, origin);
        }
    BOOST_TEST(checked > 25);
    BOOST_TEST(state() == before);
}

BOOST_AUTO_TEST_CASE(the_token_of_another_session_is_no_good)
{
    Desk other(board, fresh_address());
    other.sign_in("root");
    auto theirs = other.form_token();
    BOOST_TEST_REQUIRE(theirs != "");
    BOOST_TEST(theirs != desk.form_token());
    auto job = seed::job(sql);
    auto reply = desk.post_bare("/admin/jobs/" + to_text(job) + "/close/", {{"form_token", theirs}},
        {{"Origin", board.public_url()}});
    BOOST_TEST(reply.status == 403);
}

BOOST_AUTO_TEST_CASE(signing_in_gives_a_cookie_that_scripts_do_not_see)
{
    Desk fresh(board, fresh_address());
    auto reply = fresh.sign_in("root@example.com");
    if (reply.status != 303) reply = fresh.sign_in("root");
    BOOST_TEST(reply.status == 303);
    BOOST_TEST(reply.header("location") == "/admin/");
    std::string set;
    for (const auto& [name, value] : reply.headers)
        if (name == "set-cookie" && value.starts_with("admin=")) set = value;
    for (auto part : {"; Path=/", "; HttpOnly", "; SameSite=Lax"})
        BOOST_TEST(set.find(part) != set.npos, part);
    BOOST_TEST(set.find("Domain") == set.npos);
    BOOST_TEST(fresh.get("/admin/").status == 200);
}

BOOST_AUTO_TEST_CASE(over_tls_the_cookie_belongs_to_this_host_alone)
{
    Board secure(Variables{{"PUBLIC_URL", "https://jobs.example"}});
    seed::user(secure.sql(), {.username = "chief", .role = "admin"});
    auto hash = hash_password(good_password, test_hash_cost);
    secure.sql().change("UPDATE users SET password_hash = :hash", {arg("hash", std::string_view(hash))});
    Desk there(secure, fresh_address());
    there.origin = "https://jobs.example";
    auto reply = there.sign_in("chief");
    BOOST_TEST(reply.status == 303);
    std::string set;
    for (const auto& [name, value] : reply.headers)
        if (name == "set-cookie" && value.find("admin=") != value.npos) set = value;
    BOOST_TEST(set.starts_with("__Host-admin="));
    BOOST_TEST(set.find("; Secure") != set.npos);
    there.jar = set.substr(0, set.find(';'));
    BOOST_TEST(there.get("/admin/").status == 200);
    there.jar = there.jar.substr(7); // the name without its prefix is somebody else's
    BOOST_TEST(there.get("/admin/").status == 303);
}

BOOST_AUTO_TEST_CASE(refusals_keep_the_name_and_say_no_more_than_needed)
{
    account("ann");
    Desk fresh(board, fresh_address());
    auto wrong = fresh.sign_in("root", "not the password"),
         unknown = fresh.sign_in("nobody", "not the password");
    for (const auto* reply : {&wrong, &unknown}) {
        BOOST_TEST(reply->status == 401);
        BOOST_TEST(has(*reply, "The user name or the password is wrong."));
    }
    BOOST_TEST(input_value(wrong.body, "username") == "root");
    BOOST_TEST(!has(wrong, "not the password"));
    auto user = fresh.sign_in("ann");
    BOOST_TEST(user.status == 401);
    BOOST_TEST(has(user, "This account is not an admin"));
    BOOST_TEST(fresh.jar == "");
    BOOST_TEST(fresh.sign_in("", "").status == 400);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM admin_sessions") == "1");
}

BOOST_AUTO_TEST_CASE(guessing_is_held_up_together_with_the_api)
{
    Desk fresh(board, fresh_address());
    account("boss", "admin");
    for (int i = 0; i < 5; ++i) BOOST_TEST(fresh.sign_in("boss", "wrong").status == 401);
    for (int i = 0; i < 5; ++i) BOOST_TEST(sign_in("boss", "wrong").status == 401);
    auto reply = fresh.sign_in("boss");
    BOOST_TEST(reply.status == 429);
    BOOST_TEST(reply.header("retry-after") != "");
    BOOST_TEST(has(reply, "Too many attempts"));
    BOOST_TEST(sign_in("boss").status == 429);
}

BOOST_AUTO_TEST_CASE(a_session_ends_by_idling_by_age_and_with_its_owner)
{
    BOOST_TEST(desk.get("/admin/").status == 200);
    auto ends = [&](const std::string& change, const std::string& back) {
        sql.change(change);
        BOOST_TEST(desk.get("/admin/").status == 303, change);
        sql.change(back);
        BOOST_TEST(desk.get("/admin/").status == 200, back);
    };
    account("second", "admin");
    ends("UPDATE sessions SET last_used_at = now() - interval '31 minutes'",
        "UPDATE sessions SET last_used_at = now()");
    ends("UPDATE sessions SET expires_at = now()",
        "UPDATE sessions SET expires_at = now() + interval '1 hour'");
    ends("UPDATE users SET is_active = false WHERE username = 'root'", "UPDATE users SET is_active = true");
    ends("UPDATE users SET role = 'user' WHERE username = 'root'",
        "UPDATE users SET role = 'admin' WHERE username = 'root'");
    // Using it keeps it: the last use is written down.
    sql.change("UPDATE sessions SET last_used_at = now() - interval '20 minutes'");
    desk.get("/admin/");
    BOOST_TEST(
        sql_value("SELECT (last_used_at > now() - interval '1 minute')::text AS value FROM sessions") ==
        "true");
    BOOST_TEST(
        sql_value("SELECT (expires_at <= created_at + interval '12 hours')::text AS value FROM sessions") ==
        "true");
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_session_itself)
{
    auto reply = desk.post("/admin/sign-out/", {});
    BOOST_TEST(reply.status == 303);
    BOOST_TEST(reply.header("location") == "/admin/sign-in/");
    BOOST_TEST(desk.get("/admin/").status == 303);
}

BOOST_AUTO_TEST_CASE(nobody_is_sent_elsewhere_after_signing_in)
{
    for (auto next : {"https://evil.example/", "//evil.example/", "/\\evil.example", "/admin/../..//evil",
             "javascript:x"}) {
        auto form = desk.get("/admin/sign-in/?next=" + percent_encoded(next));
        auto shown = input_value(form.body, "next");
        BOOST_TEST(shown.starts_with("/admin/"), next);
        BOOST_TEST(shown.find("//") == shown.npos, next);
    }
    BOOST_TEST(input_value(desk.get("/admin/sign-in/?next=%2Fadmin%2Fjobs%2F%3Fq%3Da").body, "next") ==
               "/admin/jobs/?q=a");
}

BOOST_AUTO_TEST_CASE(a_path_without_a_page_is_said_to_be_one)
{
    for (auto path : {"/admin/nothing/", "/admin/jobs/1/",
             "/admin/jobs/00000000-0000-4000-8000-000000000000/", "/admin/users/new/close/"}) {
        auto reply = desk.get(path);
        BOOST_TEST(reply.status == 404, path);
        BOOST_TEST(has(reply, "<h1>Not found</h1>"), path);
    }
}

BOOST_AUTO_TEST_CASE(the_landing_page_leads_on)
{
    auto reply = api.get("/");
    BOOST_TEST(reply.status == 200);
    for (auto to : {"/api/docs/", "/api/redoc/", "/health/page/", "/admin/"})
        BOOST_TEST(has(reply, std::string("href=\"") + to + '"'), to);
    for (auto part : {"src=\"/assets/admin.svg\"", "Job board</h1>"}) BOOST_TEST(has(reply, part), part);
    BOOST_TEST(has(reply, fmt::format("Job board {}<", version)));
}

BOOST_AUTO_TEST_CASE(how_the_board_is_can_be_read_by_people)
{
    auto page = api.get("/health/page/");
    BOOST_TEST(page.status == 200);
    for (auto part :
        {"Everything works.", "<span>Database</span> <span class=\"badge is-active\">works</span>",
            "<span>Cache</span> <span class=\"badge is-off\">not used here</span>", "<span>Files</span>",
            " UTC. "})
        BOOST_TEST(has(page, part), part);
    BOOST_TEST(api.get("/health/").header("content-type").starts_with("application/json"));
    Relay relay{cluster_socket_directory() + "/.s.PGSQL.5432"};
    Board severed{{}, fmt::format("127.0.0.1 port={}", relay.port())};
    relay.become(Relay::cut);
    auto ill = severed.anonymous().get("/health/page/");
    BOOST_TEST(ill.status == 503);
    BOOST_TEST(has(ill, "It cannot serve at the moment."));
    BOOST_TEST(has(ill, "Without it nothing can be shown"));
}

BOOST_AUTO_TEST_CASE(who_cannot_sign_in_is_told_what_to_do)
{
    auto page = Desk(board, fresh_address()).get("/admin/sign-in/");
    for (auto part : {"<a class=\"brand\" href=\"/\">", "Link to a new password", "jobboard user password"})
        BOOST_TEST(has(page, part), part);
    BOOST_TEST(has(page, fmt::format("Job board {}", version)));
}

BOOST_AUTO_TEST_CASE(only_a_demo_in_development_tells_its_login)
{
    const auto& login = demo_logins[0];
    auto tells = [&](Board& there) {
        auto page = there.anonymous().get("/admin/sign-in/");
        BOOST_TEST(page.status == 200);
        return has(page, login.password);
    };
    auto with_demo = [&](Sql& on) {
        seed::user(on, {.username = std::string(login.username), .role = "admin"});
    };
    with_demo(sql);
    BOOST_TEST(!tells(board));
    Board live({{"ENVIRONMENT", "production"}, {"PUBLIC_URL", "https://jobs.example"}, {"HASH_PASSES", "2"},
        {"HASH_MEMORY_KB", "19456"}});
    with_demo(live.sql());
    BOOST_TEST(!tells(live));
    Board tried(Variables{{"ENVIRONMENT", "development"}});
    BOOST_TEST(!tells(tried));
    with_demo(tried.sql());
    BOOST_TEST(tells(tried));
    tried.sql().change("UPDATE users SET password_version = 1"); // somebody has given it another
    BOOST_TEST(!tells(tried));
}

BOOST_AUTO_TEST_CASE(problems_keep_the_bar_for_who_has_signed_in)
{
    Desk stranger(board, fresh_address());
    for (auto path : {"/admin/nothing/", "/admin/jobs/1/", "/admin/jobs/1/2/3/4/", "/admin/%C3%A4/"}) {
        auto reply = desk.get(path);
        BOOST_TEST(reply.status == 404, path);
        BOOST_TEST(has(reply, "<nav aria-label=\"Main\">"), path);
        BOOST_TEST(has(reply, ">Sign out</button>"), path);
        BOOST_TEST(input_value(reply.body, "form_token") == desk.form_token());
    }
    auto refused = desk.post_bare("/admin/sign-out/", {}, {{"Origin", board.public_url()}});
    BOOST_TEST(refused.status == 403);
    BOOST_TEST(has(refused, "<nav aria-label=\"Main\">"));
    BOOST_TEST(desk.post_bare("/admin/jobs/1/2/3/4/", {}).status == 404);
    for (auto path : {"/admin/jobs/1/2/3/4/", "/account/verify-email/none/"}) {
        auto reply = stranger.get(path);
        BOOST_TEST(reply.status == 404, path);
        BOOST_TEST(has(reply, "<h1>Not found</h1>"), path);
        BOOST_TEST(!has(reply, "<nav"), path);
        BOOST_TEST(has(reply, "href=\"/\">To the start page"), path);
    }
}

BOOST_AUTO_TEST_SUITE_END()
