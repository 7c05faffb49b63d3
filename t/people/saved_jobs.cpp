// Saved jobs: kept once, with notes, and only while one may see them.
#include "t/kit/lists.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

const std::string saved = "/api/v1/auth/profile/saved-jobs/", jobs = "/api/v1/jobs/";

std::string body_of(const Uuid& job, const std::string& notes, const std::string& field = "job")
{
    return R"({")" + field + R"(":")" + to_text(job) + R"(","notes":")" + notes + R"("})";
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(saved_jobs_, People)

BOOST_AUTO_TEST_CASE(one_is_kept_once_with_the_latest_notes)
{
    auto ann = board.user("ann");
    auto job = seed::job(sql, {.title = "Joiner"});
    auto first = ann.send("POST", saved, json_type, body_of(job, "Ask Ben."));
    BOOST_TEST_REQUIRE(first.status == 201, first.body);
    BOOST_TEST(first.json()["job_detail"]["title"].text() == "Joiner");
    BOOST_TEST(first.json()["job_detail"]["is_saved"].text() == "true");
    auto again = ann.send("POST", saved + "save_job/", json_type, body_of(job, "Ask Eve.", "job_id"));
    BOOST_TEST(again.status == 200);
    BOOST_TEST(again.json()["id"].text() == first.json()["id"].text());
    BOOST_TEST(ann.get(saved).json()["count"].text() == "1");
    auto one = saved + first.json()["id"].text() + '/';
    BOOST_TEST(ann.get(one).json()["notes"].text() == "Ask Eve.");
    BOOST_TEST(ann.send("PATCH", one, json_type, R"({"notes":"Ask nobody."})").json()["notes"].text() ==
               "Ask nobody.");
    BOOST_TEST(ann.send("PUT", one, json_type, ann.get(one).body).json()["notes"].text() == "Ask nobody.");
}

BOOST_AUTO_TEST_CASE(jobs_say_whether_the_reader_has_saved_them)
{
    auto ann = board.user("ann"), eve = board.user("eve");
    auto kept = seed::job(sql, {.title = "Joiner"}), other = seed::job(sql, {.title = "Carpenter"});
    ann.send("POST", saved, json_type, body_of(kept, ""));
    auto is_saved = [&](Api& who, const Uuid& job) {
        return who.get(jobs + to_text(job) + '/').json()["is_saved"].text();
    };
    BOOST_TEST(is_saved(ann, kept) == "true");
    BOOST_TEST(is_saved(ann, other) == "false");
    BOOST_TEST(is_saved(eve, kept) == "false");
    BOOST_TEST(!api.get(jobs + to_text(kept) + '/').json().has("is_saved"));
    for (std::string target : {"", "?search=wood", "?ordering=salary_min", "?cursor="}) {
        auto reply = ann.get(jobs + target);
        auto list = reply.json()["results"];
        BOOST_TEST_REQUIRE(list.size() == 2u);
        for (std::size_t i = 0; i < 2; ++i)
            BOOST_TEST((list[i]["is_saved"].text() == "true") == (list[i]["id"].text() == to_text(kept)));
        BOOST_TEST(!api.get(jobs + target).json()["results"][0].has("is_saved"));
    }
    // What is not saved any longer is so at once, also for somebody who asks whether it has changed.
    std::string tag(ann.get(jobs + to_text(kept) + '/').header("etag"));
    BOOST_TEST(ann.send("DELETE", saved + to_text(kept) + "/unsave/").status == 204);
    BOOST_TEST(ann.get(jobs + to_text(kept) + '/', {{"If-None-Match", tag}}).status == 200);
    BOOST_TEST(is_saved(ann, kept) == "false");
}

BOOST_AUTO_TEST_CASE(only_what_one_may_see_is_saved_and_shown)
{
    auto ann = board.user("ann"), acme = board.employer("acme");
    auto draft = seed::job(sql, {.status = "draft"}), open = seed::job(sql);
    check_invalid(ann.send("POST", saved, json_type, body_of(draft, "")), "job");
    check_invalid(
        ann.send("POST", saved + "save_job/", json_type, body_of(new_uuid(), "", "job_id")), "job_id");
    check_invalid(ann.send("POST", saved, json_type, R"({"notes":"x"})"), "job");
    check_invalid(ann.send("POST", saved, json_type, body_of(open, std::string(5001, 'x'))), "notes");
    BOOST_TEST(acme.send("POST", saved, json_type, body_of(draft, "")).status == 201);

    auto made = ann.send("POST", saved, json_type, body_of(open, "Mine."));
    auto one = saved + made.json()["id"].text() + '/';
    BOOST_TEST(acme.get(one).status == 404);
    BOOST_TEST(acme.send("DELETE", one).status == 404);
    sql.change("UPDATE jobs SET status = 'closed' WHERE id = :id::uuid", {arg("id", open)});
    BOOST_TEST(ann.get(saved).json()["count"].text() == "0");
    BOOST_TEST(ann.get(one).status == 404);
    sql.change("UPDATE jobs SET status = 'active' WHERE id = :id::uuid", {arg("id", open)});
    BOOST_TEST(ann.get(one).json()["notes"].text() == "Mine.");
    BOOST_TEST(ann.send("DELETE", one).status == 204);
    BOOST_TEST(ann.send("DELETE", one).status == 404);
}

BOOST_AUTO_TEST_CASE(the_list_is_walked_latest_first)
{
    auto ann = board.user("ann");
    std::vector<std::string> latest_first;
    for (int i = 0; i < 5; ++i)
        latest_first.insert(latest_first.begin(),
            ann.send("POST", saved, json_type, body_of(seed::job(sql), "")).json()["id"].text());
    for (std::string target : {"?page_size=2", "?page_size=2&cursor="})
        BOOST_TEST(flat(walk(board, ann, saved + target, "next")) == latest_first);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_CASE(a_job_saved_by_many_requests_at_once_is_kept_once, BusyBoard)
{
    auto token = board.token_for("ann", "user");
    auto job = seed::job(board.sql());
    auto answers = at_once(board, 12, [&](HttpClient& client, int number) {
        return client.send("POST", saved,
            {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
            body_of(job, std::to_string(number)));
    });
    BOOST_TEST(std::ranges::count(answers, 201, &HttpAnswer::status) == 1);
    BOOST_TEST(std::ranges::count(answers, 200, &HttpAnswer::status) == 11);
    BOOST_TEST(value(board.sql(), "SELECT count(*)::text AS value FROM saved_jobs") == "1");
}
