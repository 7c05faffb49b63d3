// How jobs reach people: shared, found beside others, recommended; and what came of it.
#include "t/hiring/applying.hpp"
#include "t/kit/lists.hpp"
#include "t/messages/told_board.hpp"

#include "lib/store/board/visits.hpp"

namespace {

const std::string jobs = "/api/v1/jobs/", skills = "/api/v1/auth/profile/skills/";

std::string titles(Json list)
{
    return joined(each(list, "title"));
}

struct Reaching : Applying {
    Api nobody = board.anonymous();

    void count_visits()
    {
        while (store::add_up_visits(sql)) {}
    }
    // By somebody of another network each time.
    void visit(const Uuid& job, const std::string& query, int network, const Variables& more = {})
    {
        Variables headers{{"X-Forwarded-For", "203.0." + std::to_string(network) + ".7"}};
        headers.insert(headers.end(), more.begin(), more.end());
        BOOST_TEST_REQUIRE(nobody.get(jobs + to_text(job) + '/' + query, headers).status == 200);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(job_shares_, Reaching)

BOOST_AUTO_TEST_CASE(a_share_is_noted_and_gives_the_address_to_share)
{
    auto made = ann.send("POST", jobs + "share/", json_type,
        R"({"job_id":")" + to_text(job) + R"(","platform":"linkedin","message":"Look."})");
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    auto json = made.json();
    BOOST_TEST(json["job"].text() == to_text(job));
    BOOST_TEST(json["job_title"].text() == "Joiner");
    BOOST_TEST(json["method"].text() == "linkedin");
    BOOST_TEST(json["method_display"].text() == "LinkedIn");
    BOOST_TEST(json["url"].text() == board.public_url() + "/jobs/" + to_text(job) + "?source=linkedin");
    BOOST_TEST(ann.get(jobs + "shares/" + json["id"].text() + '/').body == made.body);
    auto other = ann.send("POST", jobs + "shares/", json_type, R"({"job":")" + to_text(job) + R"("})");
    BOOST_TEST(other.json()["method"].text() == "link");
    BOOST_TEST(ann.get(jobs + "shares/").json()["count"].text() == "2");
    BOOST_TEST(flat(walk(board, ann, jobs + "shares/?page_size=1&cursor=", "next")) ==
               (std::vector<std::string>{other.json()["id"].text(), json["id"].text()}));
    BOOST_TEST(boss.get(jobs + "shares/").json()["count"].text() == "0");
    BOOST_TEST(boss.get(jobs + "shares/" + json["id"].text() + '/').status == 404);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_shared_is_refused_on_its_field)
{
    auto share = [&](const std::string& members) {
        return ann.send("POST", jobs + "share/", json_type, '{' + members + '}');
    };
    auto of = [](const Uuid& id) { return R"("job_id":")" + to_text(id) + '"'; };
    check_invalid(share(""), "job_id");
    check_invalid(share(of(new_uuid())), "job_id");
    check_invalid(share(of(seed::job(sql, {.status = "draft"}))), "job_id");
    check_invalid(share(of(seed::job(sql, {.status = "closed"}))), "job_id");
    check_invalid(share(of(job) + R"(,"method":"pigeon")"), "method");
    sql.change("UPDATE users SET email_verified = true WHERE username = 'ann'");
    check_invalid(share(of(job) + R"(,"method":"email")"), "shared_with");
    check_invalid(share(of(job) + R"(,"method":"email","shared_with":"ben at home")"), "shared_with");
    check_invalid(
        share(of(job) + R"(,"method":"email","shared_with":"a@b.example\nBcc: c@d.example")"), "shared_with");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(mails_of_shared_jobs_go_in_the_name_of_who_is_known_and_not_many)
{
    ToldBoard told;
    auto ann = told.board.user("ann");
    auto job = seed::job(told.sql, {.title = "Joiner", .employer = told.acme});
    auto share = [&](int number) {
        return ann.send("POST", jobs + "share/", json_type,
            R"({"job_id":")" + to_text(job) +
                R"(","method":"email","message":"For you?","shared_with":"ben)" + std::to_string(number) +
                R"(@example.com"})");
    };
    told.sql.change("UPDATE users SET email_verified = false WHERE username = 'ann'");
    check_refused(share(0), 403, "email_not_verified");
    told.sql.change("UPDATE users SET email_verified = true WHERE username = 'ann'");
    for (int i = 1; i <= 20; ++i) BOOST_TEST_REQUIRE(share(i).status == 201);
    auto more = share(21);
    check_refused(more, 429, "rate_limited");
    BOOST_TEST(!more.header("retry-after").empty());
    auto sent = "SELECT count(*)::text AS value FROM mails WHERE template = 'job_shared' AND state = 'sent'";
    BOOST_TEST(eventually([&] { return told.one(sent) == "20"; }));
    BOOST_TEST(mails_with(told.box(), "ben7@example.com", "Joiner") == 1);
    BOOST_TEST(
        told.one("SELECT count(DISTINCT address)::text AS value FROM mails WHERE template = 'job_shared' "
                 "AND address LIKE 'ben%'") == "20");
}

BOOST_FIXTURE_TEST_SUITE(advice_, Reaching)

BOOST_AUTO_TEST_CASE(jobs_like_another_one_are_shown_most_alike_first)
{
    auto near = seed::job(sql, {.title = "Joiner (apprentice)"});
    seed::job(sql, {.title = "Accountant", .location = "Graz", .job_type = "part-time"});
    seed::job(sql, {.title = "Joiner", .status = "closed"});
    seed::job(sql, {.title = "Joiner for boats",
                       .category = seed::category(sql, {.name = "Harbour"}),
                       .location = "Hamburg"});
    auto reply = nobody.get(jobs + "similar/?job_id=" + to_text(job));
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    auto json = reply.json();
    BOOST_TEST(json["job_id"].text() == to_text(job));
    BOOST_TEST(json["count"].text() == "3");
    BOOST_TEST(titles(json["similar_jobs"]) == "Joiner (apprentice), Joiner for boats, Accountant");
    BOOST_TEST(std::stoi(json["similar_jobs"][0]["similarity"].text()) >
               std::stoi(json["similar_jobs"][1]["similarity"].text()));
    BOOST_TEST(nobody.get(jobs + "similar/?limit=1&job_id=" + to_text(job)).json()["count"].text() == "1");
    BOOST_TEST(!json["similar_jobs"][0].has("is_saved"));
    ann.send("POST", "/api/v1/auth/profile/saved-jobs/", json_type, R"({"job":")" + to_text(near) + R"("})");
    BOOST_TEST(
        ann.get(jobs + "similar/?job_id=" + to_text(job)).json()["similar_jobs"][0]["is_saved"].text() ==
        "true");
    check_invalid(nobody.get(jobs + "similar/"), "job_id");
    check_invalid(nobody.get(jobs + "similar/?job_id=x"), "job_id");
    BOOST_TEST(nobody.get(jobs + "similar/?job_id=" + to_text(new_uuid())).status == 404);
    BOOST_TEST(
        nobody.get(jobs + "similar/?job_id=" + to_text(seed::job(sql, {.status = "draft"}))).status == 404);
}

BOOST_AUTO_TEST_CASE(what_suits_somebody_is_recommended_with_the_reasons)
{
    auto far = seed::category(sql, {.name = "Software"});
    auto coder =
        seed::job(sql, {.title = "Developer", .description = "C++ and PostgreSQL.", .category = far});
    seed::job(sql,
        {.title = "Gardener", .description = "Roses.", .category = seed::category(sql, {.name = "Gardens"})});
    auto recommended = [&] { return ann.get(jobs + "recommendations/"); };
    BOOST_TEST(recommended().json()["count"].text() == "0");

    ann.send("POST", skills, json_type, R"({"name":"C++"})");
    ann.send("POST", skills, json_type, R"({"name":"PostgreSQL"})");
    auto reply = recommended();
    auto first = reply.json();
    BOOST_TEST(first["count"].text() == "1");
    BOOST_TEST(first["recommendations"][0]["job"]["id"].text() == to_text(coder));
    BOOST_TEST(first["recommendations"][0]["score"].text() == "30");
    BOOST_TEST(
        first["recommendations"][0]["reasons"][0].text() == "It asks for what you can: C++, PostgreSQL.");
    BOOST_TEST(first["recommendations"][0]["job"]["is_saved"].text() == "false");

    // Like what one has applied for, and never that itself.
    auto beside = seed::job(sql, {.title = "Carpenter"});
    made(apply());
    auto again = recommended();
    auto second = again.json();
    std::vector<std::string> found;
    for (std::size_t i = 0; i < second["recommendations"].size(); ++i)
        found.push_back(second["recommendations"][i]["job"]["title"].text());
    BOOST_TEST(joined(found) == "Developer, Carpenter");
    BOOST_TEST(second["recommendations"][1]["reasons"][0].text().find("applied for") != std::string::npos);
    ann.send("POST", "/api/v1/auth/profile/work-history/", json_type,
        R"({"company":"Acme","position":"Gardener","start_date":"2020-01-01"})");
    auto third = recommended().json()["count"].text();
    BOOST_TEST(third == "3");
    sql.change("UPDATE jobs SET status = 'closed' WHERE id = :id::uuid", {arg("id", beside)});
    BOOST_TEST(recommended().json()["count"].text() == "2");
    BOOST_TEST(nobody.get(jobs + "recommendations/").status == 401);
    BOOST_TEST(ann.get(jobs + "recommendations/?limit=1").json()["count"].text() == "1");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(analytics_, Reaching)

BOOST_AUTO_TEST_CASE(a_jobs_figures_equal_what_happened_with_where_it_came_from)
{
    visit(job, "?source=LinkedIn", 1);
    visit(job, "?utm_source=newsletter", 2);
    visit(job, "", 3, {{"Referer", "https://www.google.com/search?q=x"}});
    visit(job, "", 4, {{"Referer", board.public_url() + "/jobs/"}});
    visit(job, "?source=%3Cscript%3E", 5);
    visit(job, "?source=linkedin", 6);
    visit(job, "?source=other", 6); // the same visitor on the same day
    count_visits();
    made(apply({}, {{"source", "linkedin"}}));
    auto eve = board.user("eve");
    made(apply(eve, job));
    ann.send("POST", jobs + "share/", json_type, R"({"job_id":")" + to_text(job) + R"("})");
    ann.send("POST", "/api/v1/auth/profile/saved-jobs/", json_type, R"({"job":")" + to_text(job) + R"("})");

    auto reply = boss.get(jobs + to_text(job) + "/analytics/");
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    auto json = reply.json();
    BOOST_TEST(json["job_title"].text() == "Joiner");
    BOOST_TEST(json["total_views"].text() == "6");
    BOOST_TEST(json["total_applications"].text() == "2");
    BOOST_TEST(json["shares_count"].text() == "1");
    BOOST_TEST(json["saved_count"].text() == "1");
    BOOST_TEST(json["conversion_rate"].text() == "33.33");
    std::string sources;
    for (std::size_t i = 0; i < json["sources"].size(); ++i) {
        auto one = json["sources"][i];
        sources += one["source"].text() + ' ' + one["views"].text() + ' ' + one["applications"].text() + "; ";
    }
    BOOST_TEST(sources == " 2 1; linkedin 2 1; google.com 1 0; newsletter 1 0; ");
    BOOST_TEST(json["daily"].size() == 30u);
    BOOST_TEST(json["daily"][29]["views"].text() == "6");
    BOOST_TEST(json["daily"][29]["applications"].text() == "2");
    auto earlier = boss.get(jobs + to_text(job) + "/analytics/?from=2020-01-01&to=2020-01-03");
    auto before = earlier.json();
    BOOST_TEST(before["total_views"].text() == "0");
    BOOST_TEST(before["total_applications"].text() == "0");
    BOOST_TEST(before["sources"].size() == 0u);
    BOOST_TEST(before["daily"].size() == 3u);
    BOOST_TEST(ann.get(applications).json()["results"][0]["source"].text() == "linkedin");
}

BOOST_AUTO_TEST_CASE(a_period_that_makes_no_sense_is_refused)
{
    auto ask = [&](const std::string& query) {
        return boss.get(jobs + to_text(job) + "/analytics/?" + query);
    };
    check_invalid(ask("from=2020-02-01&to=2020-01-01"), "to");
    check_invalid(ask("from=2020-02-30"), "from");
    check_invalid(ask("from=2018-01-01&to=2020-01-01"), "to");
    check_invalid(ask("from=9999-01-01"), "from");
    check_invalid(ask("from=2000-01-01"), "from");
}

BOOST_AUTO_TEST_CASE(an_employers_dashboard_counts_their_own_jobs_alone)
{
    auto theirs = seed::job(sql, {.title = "Theirs", .employer = seed::user(sql, {.username = "other"})});
    seed::job(sql, {.title = "Draft", .status = "draft"});
    auto first = made(apply());
    made(apply(ann, theirs));
    decide(boss, first, R"({"status":"accepted"})");
    visit(job, "", 1);
    visit(theirs, "", 1);
    count_visits();
    auto reply = boss.get(jobs + "employer/dashboard/");
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    auto json = reply.json();
    auto figures = json["statistics"];
    BOOST_TEST(figures["jobs"]["total"].text() == "2");
    BOOST_TEST(figures["jobs"]["active"].text() == "1");
    BOOST_TEST(figures["jobs"]["draft"].text() == "1");
    BOOST_TEST(figures["applications"]["total"].text() == "1");
    BOOST_TEST(figures["applications"]["accepted"].text() == "1");
    BOOST_TEST(figures["views"]["total"].text() == "1");
    BOOST_TEST(titles(json["recent_jobs"]).find("Theirs") == std::string::npos);
    BOOST_TEST(json["top_jobs"][0]["title"].text() == "Joiner");
    BOOST_TEST(json["recent_applications"].size() == 1u);
    BOOST_TEST(json["funnel"]["accepted"].text() == "1");
    BOOST_TEST(json["series"].size() == 30u);
    BOOST_TEST(json["series"][29]["applications"].text() == "1");
    BOOST_TEST(!json["time_to_first_answer"].is_null());
    // An admin's own, which are none.
    auto of_root = root.get(jobs + "employer/dashboard/");
    BOOST_TEST(of_root.json()["statistics"]["applications"]["total"].text() == "0");
    BOOST_TEST(ann.get(jobs + "employer/dashboard/").status == 403);
}

BOOST_AUTO_TEST_SUITE_END()
