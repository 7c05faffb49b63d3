// Profiles: all of one's own, and of others' what they let see.
#include "t/hiring/applying.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <regex>

namespace {

const std::string profile = "/api/v1/auth/profile/", preferences = profile + "preferences/",
                  of_ann = "/api/v1/profiles/Ann/";

// Somebody with a whole profile, and readers of every kind.
struct Readers : Applying {
    Api other = board.employer("other"), eve = board.user("eve"), nobody = board.anonymous();

    Readers()
    {
        add(ann, "skills/", R"({"name":"C++"})");
        add(ann, "work-history/",
            R"({"company":"Bolt","position":"Developer","start_date":"2019-09-01","location":"Graz"})");
        add(ann, "social-links/", R"({"platform":"github","url":"https://github.com/ann"})");
        add(ann, "social-links/",
            R"({"platform":"facebook","url":"https://facebook.com/ann","is_public":false})");
        sql.change("UPDATE users SET phone_number = '+431234567890', bio = 'Me.' WHERE username = 'ann'");
    }

    static void add(Api& who, const std::string& section, const std::string& body)
    {
        auto made = who.send("POST", profile + section, json_type, body);
        BOOST_TEST_REQUIRE(made.status == 201, made.body);
    }
    void prefer(const std::string& changes)
    {
        auto changed = ann.send("PATCH", preferences, json_type, changes);
        BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
    }
    // "404", or what is seen: r for the résumé, e and p for how to reach her, l for places.
    std::string sees(Api& who)
    {
        auto read = who.get(of_ann);
        if (read.status != 200) return std::to_string(read.status);
        auto json = read.json();
        std::string out = "bio";
        if (json["skills"].size() > 0) out += " r";
        if (!json["email"].is_null()) out += " e";
        if (!json["phone_number"].is_null()) out += " p";
        if (json["work_history"].size() > 0 && json["work_history"][0]["location"].text() != "") out += " l";
        return out;
    }
    // Of whoever is not signed in, another candidate, an employer, one whom she has applied to, herself, an
    // admin.
    std::string all_see()
    {
        std::string out;
        for (Api* who : {&nobody, &eve, &other, &boss, &ann, &root})
            out += (out.empty() ? "" : " | ") + sees(*who);
        return out;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(profiles_, Readers)

BOOST_AUTO_TEST_CASE(each_reader_sees_what_the_owner_lets_them_see)
{
    const std::string all = "bio r e p l";
    struct Case {
        std::string profile_visibility, resume_visibility, seen_before, seen_after;
    };
    // Before and after she has applied to one of the employers.
    const Case cases[] = {
        {"public", "public", "bio r l | bio r l | bio r l | bio r l", "bio r l | bio r l | bio r l | " + all},
        {"public", "employers", "bio | bio | bio r l | bio r l", "bio | bio | bio r l | " + all},
        {"public", "private", "bio | bio | bio | bio", "bio | bio | bio | " + all},
        {"employers", "public", "404 | 404 | bio r l | bio r l", "404 | 404 | bio r l | " + all},
        {"employers", "employers", "404 | 404 | bio r l | bio r l", "404 | 404 | bio r l | " + all},
        {"employers", "private", "404 | 404 | bio | bio", "404 | 404 | bio | " + all},
        {"private", "public", "404 | 404 | 404 | 404", "404 | 404 | 404 | " + all},
        {"private", "employers", "404 | 404 | 404 | 404", "404 | 404 | 404 | " + all},
        {"private", "private", "404 | 404 | 404 | 404", "404 | 404 | 404 | " + all},
    };
    for (bool applied : {false, true}) {
        if (applied) made(apply());
        for (const auto& one : cases) {
            prefer(R"({"profile_visibility":")" + one.profile_visibility + R"(","resume_visibility":")" +
                   one.resume_visibility + R"("})");
            BOOST_TEST_CONTEXT(one.profile_visibility << ' ' << one.resume_visibility << ' ' << applied)
            BOOST_TEST(all_see() == (applied ? one.seen_after : one.seen_before) + " | " + all + " | " + all);
        }
    }
}

BOOST_AUTO_TEST_CASE(until_somebody_says_otherwise_employers_see_a_profile_without_how_to_reach_them)
{
    BOOST_TEST(all_see() == "404 | 404 | bio r l | bio r l | bio r e p l | bio r e p l");
}

BOOST_AUTO_TEST_CASE(each_flag_shows_and_hides_what_it_says)
{
    prefer(R"({"profile_visibility":"public","resume_visibility":"public"})");
    BOOST_TEST(sees(eve) == "bio r l");
    prefer(R"({"show_email":true})");
    BOOST_TEST(sees(eve) == "bio r e l");
    BOOST_TEST(eve.get(of_ann).json()["email"].text() ==
               value(sql, "SELECT email AS value FROM users WHERE username = 'ann'"));
    prefer(R"({"show_email":false,"show_phone":true})");
    BOOST_TEST(sees(eve) == "bio r p l");
    prefer(R"({"show_phone":false,"show_location":false})");
    BOOST_TEST(sees(eve) == "bio r");
}

BOOST_AUTO_TEST_CASE(links_that_are_not_public_are_only_ones_own)
{
    prefer(R"({"profile_visibility":"public"})");
    BOOST_TEST(joined(each(eve.get(of_ann).json()["social_links"], "platform")) == "github");
    BOOST_TEST(joined(each(ann.get(of_ann).json()["social_links"], "platform")) == "facebook, github");
}

BOOST_AUTO_TEST_CASE(an_account_that_is_not_used_any_more_shows_nothing)
{
    prefer(R"({"profile_visibility":"public"})");
    sql.change("UPDATE users SET is_active = false WHERE username = 'ann'");
    BOOST_TEST(sees(eve) == "404");
    BOOST_TEST(eve.get("/api/v1/profiles/no%20one/").status == 404);
}

BOOST_AUTO_TEST_CASE(ones_own_profile_has_everything_and_what_is_missing)
{
    auto own = ann.get(profile);
    BOOST_TEST_REQUIRE(own.status == 200, own.body);
    auto json = own.json();
    BOOST_TEST(json["username"].text() == "ann");
    BOOST_TEST(json["skills"][0]["name"].text() == "C++");
    BOOST_TEST(json["skills"][0]["level_display"].text() == "Intermediate");
    BOOST_TEST(json["social_links"].size() == 2u);
    auto completion = json["profile_completion"];
    BOOST_TEST(completion["total_fields"].text() == "10");
    auto filled = std::stoul(completion["completed_fields"].text());
    BOOST_TEST(filled + completion["missing_fields"].size() == 10u);
    BOOST_TEST(completion["percentage"].text() == std::to_string(10 * filled));
    BOOST_TEST(completion["is_complete"].text() == "false");
    BOOST_TEST(own.body.find("\"education\"") != std::string::npos);
    add(ann, "education/",
        R"({"institution":"TU","degree":"BSc","field_of_study":"CS","start_date":"2015-10-01"})");
    BOOST_TEST(
        std::stoul(ann.get(profile).json()["profile_completion"]["completed_fields"].text()) == filled + 1);
}

// Whatever somebody has: those of who asks included.
BOOST_AUTO_TEST_CASE(the_dashboard_takes_eight_statements_at_most)
{
    made(apply());
    BOOST_TEST_REQUIRE(
        ann.get(profile + "dashboard/", {{"X-Request-ID", "dashboard-statements"}}).status == 200);
    std::smatch line;
    auto logged = [&] {
        static std::string log;
        log = board.log();
        return std::regex_search(log, line, std::regex(R"re("id":"dashboard-statements".*"sql":(\d+))re"));
    };
    BOOST_TEST_REQUIRE(eventually(logged));
    BOOST_TEST(std::stoi(line[1]) <= 8);
}

BOOST_AUTO_TEST_CASE(the_dashboard_counts_what_is_there)
{
    auto accepted = made(apply(ann, seed::job(sql))), rejected = made(apply(ann, seed::job(sql)));
    made(apply());
    decide(boss, accepted, R"({"status":"accepted"})");
    decide(boss, rejected, R"({"status":"rejected"})");
    sql.change("UPDATE applications SET applied_at = now() - interval '40 days' WHERE id = :id::uuid",
        {arg("id", std::string_view(rejected))});
    auto liked = seed::job(sql, {.title = "To save"}), like_it = seed::job(sql, {.title = "Like it"});
    auto elsewhere =
        seed::job(sql, {.title = "Elsewhere", .category = seed::category(sql, {.name = "Farming"})});
    ann.send("POST", profile + "saved-jobs/", json_type, R"({"job":")" + to_text(liked) + R"("})");
    made(apply(eve, liked));

    auto reply = ann.get(profile + "dashboard/");
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    auto json = reply.json();
    auto figures = json["statistics"];
    BOOST_TEST(figures["total_applications"].text() == "3");
    BOOST_TEST(figures["pending_applications"].text() == "1");
    BOOST_TEST(figures["accepted_applications"].text() == "1");
    BOOST_TEST(figures["rejected_applications"].text() == "1");
    BOOST_TEST(figures["saved_jobs_count"].text() == "1");
    BOOST_TEST(figures["applications_last_30_days"].text() == "2");
    BOOST_TEST(json["recent_applications"].size() == 3u);
    BOOST_TEST(json["recent_applications"][0]["resume"].text().find("/resume/") != std::string::npos);
    BOOST_TEST(!json["recent_applications"][0].has("notes"));
    BOOST_TEST(json["saved_jobs"][0]["job_detail"]["title"].text() == "To save");
    // Of the categories of what she has saved or applied for, and nothing that she has applied for.
    BOOST_TEST(joined(each(json["recommended_jobs"], "title")) == "Like it, To save");
    BOOST_TEST(
        json["unread_notifications"].text() ==
        value(sql, "SELECT count(*)::text AS value FROM notifications n JOIN users u ON u.id = n.person "
                   "WHERE u.username = 'ann' AND n.read_at IS NULL"));
    BOOST_TEST(json["upcoming_interviews"].size() == 0u);
    BOOST_TEST(json["recent_searches"].size() == 0u);
    BOOST_TEST(json["profile_completion"]["total_fields"].text() == "10");
    (void)elsewhere, (void)like_it;
}

BOOST_AUTO_TEST_SUITE_END()
