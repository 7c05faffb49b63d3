// Idempotency-Key: what is sent again is not done again, whether before or after the first answer.
#include "t/hiring/applying.hpp"
#include "t/kit/lists.hpp"

#include "lib/base/text.hpp"
#include "lib/store/ledger/idempotency.hpp"

#include <fmt/format.h>
#include <set>

namespace {

const std::string jobs = "/api/v1/jobs/";

struct Keyed : Applying {
    Uuid category = seed::category(sql);

    std::string new_job(const std::string& title = "Smith") const
    {
        return fmt::format(
            R"({{"title":"{}","description":"D.","requirements":"R.","category":"{}","location":"Graz"}})",
            title, to_text(category));
    }
    static Reply post(Api& who, const std::string& target, const std::string& key, const std::string& body)
    {
        auto headers = json_type;
        headers.emplace_back("Idempotency-Key", key);
        return who.send("POST", target, headers, body);
    }
    std::string smiths()
    {
        return value(sql, "SELECT count(*)::text AS value FROM jobs WHERE title = 'Smith'");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(idempotency, Keyed)

BOOST_AUTO_TEST_CASE(the_same_again_gets_the_first_answer)
{
    auto first = post(boss, jobs, "key-1", new_job());
    BOOST_TEST(first.status == 201);
    BOOST_TEST(first.header("idempotency-replayed") == "");
    sql.change("UPDATE jobs SET location = 'Linz'");
    auto second = post(boss, jobs, "key-1", new_job());
    BOOST_TEST(second.status == 201);
    BOOST_TEST(second.body == first.body);
    BOOST_TEST(second.header("content-type") == first.header("content-type"));
    BOOST_TEST(second.header("idempotency-replayed") == "true");
    BOOST_TEST(smiths() == "1");
    BOOST_TEST(post(boss, jobs, "key-2", new_job()).status == 201);
    BOOST_TEST(smiths() == "2");
}

BOOST_AUTO_TEST_CASE(a_key_belongs_to_one_request_of_one_person)
{
    BOOST_TEST(post(root, jobs, "key", new_job()).status == 201);
    auto other = post(root, jobs, "key", new_job("Welder"));
    BOOST_TEST(other.status == 422);
    BOOST_TEST(other.json()["code"].text() == "key_reused");
    BOOST_TEST(post(root, "/api/v1/categories/", "key", R"({"name":"New"})").status == 422);
    BOOST_TEST(post(root, "/api/v1/categories/", "key 2", R"({"name":"New"})").status == 400);
    BOOST_TEST(post(root, "/api/v1/categories/", std::string(256, 'k'), R"({"name":"New"})").status == 400);
    auto category = post(root, "/api/v1/categories/", "key-2", R"({"name":"New"})");
    BOOST_TEST(category.status == 201);
    BOOST_TEST(post(root, "/api/v1/categories/", "key-2", R"({ "name" : "New" })").body == category.body);
    BOOST_TEST(post(boss, jobs, "key", new_job()).header("idempotency-replayed") == "");
    BOOST_TEST(smiths() == "2");
}

BOOST_AUTO_TEST_CASE(what_was_refused_can_be_tried_again)
{
    BOOST_TEST(post(boss, jobs, "key", R"({"title":"Smith"})").status == 400);
    BOOST_TEST(post(ann, jobs, "key", new_job()).status == 403);
    BOOST_TEST(post(boss, jobs, "key", new_job()).status == 201);
    BOOST_TEST(smiths() == "1");
}

BOOST_AUTO_TEST_CASE(a_day_later_it_is_a_new_request)
{
    BOOST_TEST(post(boss, jobs, "key", new_job()).status == 201);
    sql.change("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'");
    BOOST_TEST(post(boss, jobs, "key", new_job("Welder")).status == 201);
    sql.change("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'");
    BOOST_TEST(post(boss, jobs, "other", new_job()).status == 201);
    BOOST_TEST(store::sweep_idempotency_keys(sql) == 1);
    BOOST_TEST(value(sql, "SELECT string_agg(key, ' ') AS value FROM idempotency_keys") == "other");
}

BOOST_AUTO_TEST_CASE(fifty_at_once_are_one)
{
    auto token = board.token_for("acme", "employer");
    auto answers = at_once(board, 50, [&](HttpClient& client, int) {
        return client.send("POST", jobs,
            {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"},
                {"Idempotency-Key", "key"}},
            new_job());
    });
    std::set<std::string> bodies;
    int created = 0, replayed = 0;
    for (const auto& answer : answers) {
        created += answer.status == 201;
        replayed += answer.header("idempotency-replayed") == "true";
        bodies.insert(answer.body);
    }
    BOOST_TEST(created == 50);
    BOOST_TEST(replayed == 49);
    BOOST_TEST(bodies.size() == 1u);
    BOOST_TEST(smiths() == "1");
}

BOOST_AUTO_TEST_CASE(eight_applications_at_once_are_one_with_one_file)
{
    auto token = board.token_for("ann", "user");
    auto answers = at_once(board, 8, [&](HttpClient& client, int i) {
        auto boundary = fmt::format("b{}", i); // a new one with each sending, as clients make them
        auto form = form_of({{"job_id", to_text(job)}, {"cover_letter", "Hello."}});
        for (auto at = form.find("--b"); at != form.npos; at = form.find("--b", at + 4))
            form.replace(at, 3, "--" + boundary);
        return client.send("POST", applications,
            {{"Authorization", "Bearer " + token},
                {"Content-Type", "multipart/form-data; boundary=" + boundary}, {"Idempotency-Key", "key"}},
            form);
    });
    std::set<std::string> bodies;
    int created = 0;
    for (const auto& answer : answers) {
        created += answer.status == 201;
        bodies.insert(answer.body);
    }
    BOOST_TEST(created == 8);
    BOOST_TEST(bodies.size() == 1u);
    BOOST_TEST(rows() == "1");
    BOOST_TEST(files() == 1u);
    auto other = ann.send("POST", applications,
        {{"Content-Type", "multipart/form-data; boundary=b"}, {"Idempotency-Key", "key"}},
        form_of({{"job_id", to_text(job)}, {"cover_letter", "Hello."}},
            Attached{"cv.pdf", papers::pdf() + "\n"}));
    BOOST_TEST(other.status == 422);
}

BOOST_AUTO_TEST_CASE(answers_with_tokens_are_not_kept)
{
    auto body =
        fmt::format(R"({{"username":"eve","email":"eve@example.com","password":"{0}","password2":"{0}",)"
                    R"("first_name":"Eve","last_name":"Lee"}})",
            good_password);
    BOOST_TEST(post(api, "/api/v1/auth/register/", "key", body).status == 201);
    BOOST_TEST(post(ann, "/api/v1/auth/logout/", "key", "{}").status < 300);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM idempotency_keys") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
