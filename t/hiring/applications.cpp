// Applications: applying, who reads which, the orders and parts of lists, and deciding.
#include "applying.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <set>

namespace {

const std::string before_notes =
                      "id, job, applicant, cover_letter, resume, status, applied_at, reviewed_at, ",
                  all_of_an_application = before_notes + "source";

std::string ids_of(Api& api, const std::string& query)
{
    auto reply = api.get(applications + query);
    BOOST_TEST_REQUIRE(reply.status == 200, query << ": " << reply.body);
    auto out = each(reply.json()["results"], "id");
    BOOST_TEST(reply.json()["count"].text() == std::to_string(out.size()), query);
    return joined(out);
}

struct History {
    std::string by, before, after;
    static constexpr auto fields = std::tuple{
        field("by", &History::by), field("before", &History::before), field("after", &History::after)};
};

std::vector<std::string> history(Sql& sql, const std::string& id)
{
    std::vector<std::string> out;
    for (const auto& h : sql.all<History>(R"(
        SELECT actor_name AS by, changes->'status'->>0 AS before, changes->'status'->>1 AS after
          FROM events WHERE kind = 'application.decided' AND subject = :id::uuid ORDER BY number)",
             {arg("id", std::string_view(id))}))
        out.push_back(h.by + ": " + h.before + " -> " + h.after);
    return out;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(applications_, Applying)

BOOST_AUTO_TEST_CASE(an_application_is_answered_whole)
{
    auto reply = apply();
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    auto a = reply.json();
    BOOST_TEST(keys(a) == all_of_an_application);
    BOOST_TEST(
        keys(a["job"]) ==
        "id, title, description, category, employer, location, job_type, salary_min, salary_max, status, "
        "is_featured, views_count, application_count, created_at, updated_at");
    BOOST_TEST(keys(a["applicant"]) == "id, username, full_name, email");
    BOOST_TEST(a["job"]["title"].text() == "Joiner");
    BOOST_TEST(a["job"]["employer"]["full_name"].text() == "Acme Ltd");
    BOOST_TEST(a["job"]["salary_min"].text() == "100.00");
    BOOST_TEST(a["job"]["application_count"].text() == "1");
    BOOST_TEST(a["applicant"]["email"].text() == "ann@secret.example");
    BOOST_TEST(a["status"].text() == "pending");
    BOOST_TEST(a["reviewed_at"].is_null());
    BOOST_TEST(a["cover_letter"].text() == "I would like to work with you.");
    auto id = a["id"].text();
    BOOST_TEST(a["resume"].text() == board.public_url() + applications + id + "/resume/");
    BOOST_TEST(ann.get(applications + id + '/').body == reply.body);
    BOOST_TEST(ann.get("/api/v1/jobs/" + to_text(job) + '/').json()["has_applied"].text() == "true");
    BOOST_TEST(api.get("/api/v1/jobs/" + to_text(job) + '/').json()["application_count"].text() == "1");
}

BOOST_AUTO_TEST_CASE(the_older_address_is_the_same)
{
    auto letter = Variables{{"job", to_text(job)}, {"cover_letter", "Hello."}};
    for (std::string path : {"/api/jobs/applications/", "/api/v1/jobs/applications/", "/api/applications",
             "/api/v1/jobs/applications"}) {
        sql.change("DELETE FROM applications");
        auto id = made(ann.send("POST", path, multipart_type, form_of(letter)));
        BOOST_TEST(joined(each(ann.get(path).json()["results"], "id")) == id);
        auto single = path + (path.ends_with('/') ? "" : "/") + id + '/';
        auto prefix = path.starts_with("/api/v1/") ? "/api/v1" : "/api";
        BOOST_TEST(ann.get(single).json()["resume"].text() ==
                   board.public_url() + prefix + "/applications/" + id + "/resume/");
        BOOST_TEST(ann.get(single + "resume/").body == papers::pdf());
        BOOST_TEST(boss.send("PATCH", single, json_type, R"({"status":"reviewed"})").status == 200);
    }
}

BOOST_AUTO_TEST_CASE(json_carries_the_file_in_base64)
{
    auto content = papers::pdf();
    auto body = [&](const std::string& resume) {
        return object({{"job_id", to_text(job)}, {"cover_letter", "Hello."}, {"resume", "=" + resume}});
    };
    auto encoded = papers::base64(content);
    for (auto bad : {R"("cv.pdf")", R"({"filename":"cv.pdf"})", R"({"filename":"cv.pdf","content":"a*b"})",
             R"({"filename":"cv.pdf","content":""})", R"({"filename":"cv.exe","content":"TVo="})", "7",
             "null"})
        check_invalid(ann.send("POST", applications, json_type, body(bad)), "resume");
    BOOST_TEST(rows() == "0");
    auto id = made(ann.send(
        "POST", applications, json_type, body(R"({"filename":"../Cv.PDF","content":")" + encoded + "\"}")));
    auto file = ann.get(applications + id + "/resume/");
    BOOST_TEST(file.body == content);
    BOOST_TEST(file.header("content-disposition").starts_with("attachment; filename=\"Cv.PDF\""));
}

BOOST_AUTO_TEST_CASE(all_that_is_missing_is_said_at_once)
{
    auto post = [&](const Variables& texts, const std::optional<Attached>& file) {
        return ann.send("POST", applications, multipart_type, form_of(texts, file));
    };
    check_invalid(post({{"x", "y"}}, std::nullopt), "cover_letter, resume, job_id");
    check_invalid(ann.send("POST", applications, json_type, "{}"), "cover_letter, resume, job_id");
    check_invalid(post({{"job_id", "x"}, {"cover_letter", " "}}, Attached{}), "job_id, cover_letter");
    check_invalid(
        post({{"job", "x"}, {"cover_letter", "Hello."}, {"resume", "text"}}, std::nullopt), "job, resume");
    check_invalid(
        post({{"job_id", to_text(new_uuid())}, {"cover_letter", "Hello."}}, Attached{"cv.txt", "x"}),
        "resume, job_id");
    check_invalid(apply({"cv.pdf", ""}), "resume");
    BOOST_TEST(rows() == "0");
    BOOST_TEST(files() == 0u);
}

BOOST_AUTO_TEST_CASE(only_an_open_job_takes_applications)
{
    auto today = value(sql, "SELECT current_date::text AS value"),
         yesterday = value(sql, "SELECT (current_date - 1)::text AS value");
    for (const auto& closed :
        {seed::Job{.status = "draft"}, seed::Job{.status = "closed"}, seed::Job{.deleted = true}})
        check_invalid(apply(ann, seed::job(sql, closed)), "job_id");
    check_invalid(apply(ann, new_uuid()), "job_id");
    check_invalid(apply(ann, seed::job(sql, {.application_deadline = yesterday})), "job");
    BOOST_TEST(files() == 0u);
    BOOST_TEST(apply(ann, seed::job(sql, {.application_deadline = today})).status == 201);
    BOOST_TEST(apply().status == 201);
    check_invalid(apply(), "job");
    BOOST_TEST(rows() == "2");
    BOOST_TEST(files() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_not_the_applicants_to_say_is_ignored)
{
    auto reply =
        apply({}, {{"status", "accepted"}, {"notes", "Take her."}, {"applicant", to_text(acme)},
                      {"applied_at", "2001-01-01T00:00:00Z"}, {"reviewed_at", "2001-01-01T00:00:00Z"},
                      {"id", to_text(acme)}, {"employer_id", to_text(acme)}, {"resume_kind", "doc"}});
    auto id = made(reply);
    BOOST_TEST(id != to_text(acme));
    BOOST_TEST(
        value(sql,
            "SELECT a.status || ' ' || p.username || ' ' || a.resume_kind AS value FROM applications a "
            "JOIN users p ON p.id = a.applicant_id WHERE notes IS NULL AND reviewed_at IS NULL AND "
            "applied_at > now() - interval '1 hour'") == "pending ann pdf");
    auto changed = boss.send("PUT", applications + id + '/', json_type,
        object({{"status", "reviewed"}, {"cover_letter", "Mine."}, {"applicant", to_text(acme)},
            {"job", to_text(job)}, {"reviewed_at", "2001-01-01T00:00:00Z"},
            {"resume", "http://evil.example/"}}));
    BOOST_TEST(changed.status == 200, changed.body);
    BOOST_TEST(changed.json()["cover_letter"].text() == "I would like to work with you.");
    BOOST_TEST(changed.json()["applicant"]["username"].text() == "ann");
    BOOST_TEST(!changed.json()["reviewed_at"].text().starts_with("2001"));
}

BOOST_AUTO_TEST_CASE(everybody_sees_what_concerns_them)
{
    auto bob = board.user("bob"), other = board.employer("other");
    auto elsewhere = seed::job(sql, {.employer = seed::user(sql, {.username = "other"})});
    auto a = made(apply()), b = made(apply(bob, job)), c = made(apply(ann, elsewhere));
    BOOST_TEST(ids_of(ann, "") == c + ", " + a);
    BOOST_TEST(ids_of(bob, "") == b);
    BOOST_TEST(ids_of(boss, "") == b + ", " + a);
    BOOST_TEST(ids_of(other, "") == c);
    BOOST_TEST(ids_of(root, "") == c + ", " + b + ", " + a);
    BOOST_TEST(ids_of(bob, "?job=" + to_text(elsewhere)) == "");
    for (auto* stranger : {&bob, &other}) {
        auto nothing = stranger->get(applications + to_text(new_uuid()) + '/').body;
        for (std::string path : {"/", "/resume/"}) {
            auto reply = stranger->get(applications + a + path);
            BOOST_TEST(reply.status == 404);
            BOOST_TEST(reply.body == nothing);
        }
    }
}

BOOST_AUTO_TEST_CASE(notes_are_for_employers_and_admins)
{
    auto id = made(apply());
    BOOST_TEST(keys(boss.get(applications + id + '/').json()) == before_notes + "notes, source");
    BOOST_TEST(boss.get(applications + id + '/').json()["notes"].is_null());
    auto noted = decide(boss, id, R"({"notes":"Call her."})");
    BOOST_TEST(noted.status == 200);
    BOOST_TEST(noted.json()["notes"].text() == "Call her.");
    BOOST_TEST(noted.json()["status"].text() == "pending");
    BOOST_TEST(noted.json()["reviewed_at"].is_null());
    BOOST_TEST(root.get(applications).json()["results"][0]["notes"].text() == "Call her.");
    for (const auto& target : {applications, applications + id + '/'})
        BOOST_TEST(ann.get(target).body.find("notes") == std::string::npos);
    BOOST_TEST(decide(boss, id, R"({"notes":null})").json()["notes"].is_null());
}

BOOST_AUTO_TEST_CASE(lists_are_narrowed_and_ordered)
{
    std::vector<std::string> ids;
    for (auto [name, status, at] :
        {std::tuple{"per1", "pending", "2026-06-03"}, {"per2", "rejected", "2026-06-02"},
            {"per3", "accepted", "2026-06-04"}, {"per4", "reviewed", "2026-06-01"}})
        ids.push_back(to_text(seed::application(sql, job, seed::user(sql, {.username = name, .role = "user"}),
            {.status = status, .applied_at = at})));
    auto order = [&](std::initializer_list<std::size_t> numbers) {
        std::vector<std::string> out;
        for (auto n : numbers) out.push_back(ids[n - 1]);
        return joined(out);
    };
    for (auto* who : {&boss, &root}) {
        BOOST_TEST(ids_of(*who, "") == order({3, 1, 2, 4}));
        BOOST_TEST(ids_of(*who, "?ordering=applied_at") == order({4, 2, 1, 3}));
        BOOST_TEST(ids_of(*who, "?ordering=status") == order({3, 1, 2, 4}));
        BOOST_TEST(ids_of(*who, "?ordering=-status") == order({4, 2, 1, 3}));
        BOOST_TEST(ids_of(*who, "?status=rejected") == order({2}));
        BOOST_TEST(ids_of(*who, "?job=" + to_text(job) + "&status=pending") == order({1}));
        BOOST_TEST(ids_of(*who, "?job=" + to_text(new_uuid())) == "");
    }
    for (auto query : {"?status=lost", "?job=x", "?ordering=notes", "?ordering=job", "?page=0"})
        BOOST_TEST(boss.get(applications + query).status == 400, query);
}

BOOST_AUTO_TEST_CASE(a_walk_meets_every_application_once)
{
    sql.change(R"(
        INSERT INTO users (id, username, email, role)
        SELECT gen_random_uuid(), 'walker' || n, 'walker' || n || '@secret.example', 'user'
          FROM generate_series(1, 57) n)");
    sql.change(R"(
        INSERT INTO applications (id, job_id, applicant_id, cover_letter, resume, resume_name, resume_kind,
                                  resume_bytes, resume_sha256, status, applied_at, reviewed_at)
        SELECT gen_random_uuid(), :job::uuid, id, 'x', 'seeded/cv', 'cv.pdf', 'pdf', 0, '',
               CASE WHEN random() < 0.5 THEN 'accepted' ELSE 'rejected' END, '2026-06-01', now()
          FROM users WHERE username LIKE 'walker%')",
        {arg("job", job)});
    for (std::string query : {"?page_size=10", "?page_size=10&cursor=",
             "?page_size=10&ordering=status&cursor=", "?page_size=10&ordering=-status,applied_at"}) {
        std::set<std::string> seen;
        int parts = 0;
        for (auto target = applications + query; !target.empty(); ++parts) {
            auto reply = boss.get(target);
            BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
            for (const auto& id : each(reply.json()["results"], "id")) BOOST_TEST(seen.insert(id).second);
            target = reply.json()["next"].is_null()
                         ? ""
                         : reply.json()["next"].text().substr(board.public_url().size());
        }
        BOOST_TEST(seen.size() == 57u, query);
        BOOST_TEST(parts == 6);
    }
}

BOOST_AUTO_TEST_CASE(a_list_costs_as_many_statements_however_long)
{
    auto statements = [&] {
        auto before = board.log().size();
        BOOST_TEST(boss.get(applications).status == 200);
        std::string line;
        BOOST_TEST(eventually([&] {
            auto log = board.log().substr(before);
            auto at = log.find("\"list_applications\"");
            if (at == log.npos) return false;
            line = log.substr(at, log.find('\n', at) - at);
            return true;
        }));
        return line.substr(line.find("\"sql\":"), 9);
    };
    made(apply());
    auto one = statements();
    for (int i = 0; i < 15; ++i)
        seed::application(
            sql, job, seed::user(sql, {.username = "many" + std::to_string(i), .role = "user"}));
    BOOST_TEST(statements() == one);
    BOOST_TEST(one.find("\"sql\":3") == 0u, one); // who asks, how many, which
}

BOOST_AUTO_TEST_CASE(the_posting_stays_readable)
{
    auto id = made(apply());
    auto target = "/api/v1/jobs/" + to_text(job) + '/';
    auto shown = [&] { return ann.get(applications + id + '/'); };
    BOOST_TEST(
        boss.send("PATCH", target, json_type, R"({"title":"Carpenter","location":"Graz"})").status == 200);
    BOOST_TEST(shown().json()["job"]["title"].text() == "Carpenter");
    BOOST_TEST(boss.send("DELETE", target).status == 204);
    auto kept = shown();
    BOOST_TEST_REQUIRE(kept.status == 200);
    BOOST_TEST(kept.json()["job"]["title"].text() == "Joiner");
    BOOST_TEST(kept.json()["job"]["location"].text() == "Vienna");
    BOOST_TEST(kept.json()["job"]["salary_max"].text() == "200.00");
    BOOST_TEST(ids_of(ann, "") == id);
    BOOST_TEST(root.send("DELETE", auth + "users/" + to_text(acme) + '/').status == 204);
    BOOST_TEST(shown().json()["job"]["employer"]["full_name"].text() == "Acme Ltd");
    BOOST_TEST(shown().json()["job"]["employer"]["username"].text() == "acme");
}

BOOST_AUTO_TEST_CASE(decisions_follow_their_order)
{
    const std::string all[] = {"pending", "reviewed", "accepted", "rejected"};
    auto allowed = [](const std::string& from, const std::string& to) {
        return from == to || from == "pending" || (from == "reviewed" && to != "pending");
    };
    for (const auto& from : all)
        for (const auto& to : all) {
            sql.change("DELETE FROM applications");
            auto id =
                to_text(seed::application(sql, job, seed::user(sql, {.username = "ann"}), {.status = from}));
            auto reply = decide(boss, id, object({{"status", to}}));
            BOOST_TEST_CONTEXT(from << " to " << to)
            {
                if (!allowed(from, to)) {
                    check_invalid(reply, "status");
                    BOOST_TEST(history(sql, id).empty());
                    continue;
                }
                BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
                BOOST_TEST(reply.json()["status"].text() == to);
                BOOST_TEST(reply.json()["reviewed_at"].is_null() == (to == "pending"));
                BOOST_TEST(history(sql, id).size() == (from == to ? 0u : 1u));
            }
        }
    auto bob = board.user("bob");
    check_invalid(decide(boss, made(apply(bob, job)), R"({"status":"hired"})"), "status");
}

BOOST_AUTO_TEST_CASE(a_decision_is_remembered_with_who_took_it)
{
    auto id = made(apply());
    auto first = decide(boss, id, R"({"status":"reviewed"})").json()["reviewed_at"].text() + "";
    auto last = decide(root, id, R"({"status":"accepted","notes":"Yes."})");
    BOOST_TEST(last.status == 200);
    BOOST_TEST(last.json()["reviewed_at"].text() == first);
    BOOST_TEST(decide(boss, id, R"({"status":"accepted"})").status == 200);
    BOOST_TEST(joined(history(sql, id)) == "acme: pending -> reviewed, root: reviewed -> accepted");
    auto refused = decide(boss, id, R"({"status":"rejected","notes":"No."})");
    check_invalid(refused, "status");
    BOOST_TEST(refused.json()["status"][0].text() == "An accepted application stays accepted.");
    BOOST_TEST(boss.get(applications + id + '/').json()["notes"].text() == "Yes.");
    // A decision outlives the account of whoever took it, with their name.
    auto second = board.admin("second");
    auto root_id = to_text(seed::user(sql, {.username = "root"}));
    BOOST_TEST(second.send("DELETE", auth + "users/" + root_id + '/').status == 204);
    BOOST_TEST(joined(history(sql, id)) == "acme: pending -> reviewed, root: reviewed -> accepted");
    BOOST_TEST(boss.send("DELETE", applications + id + '/').status == 405);
    BOOST_TEST(
        boss.send("DELETE", applications + id + '/').header("allow") == "GET, HEAD, PUT, PATCH, OPTIONS");
}

BOOST_AUTO_TEST_CASE(of_two_decisions_at_once_one_wins)
{
    auto token = board.token_for("acme", "employer");
    for (int round = 0; round < 10; ++round) {
        auto id = to_text(seed::application(
            sql, job, seed::user(sql, {.username = "pair" + std::to_string(round), .role = "user"})));
        auto answers = at_once(board, 4, [&](HttpClient& client, int number) {
            return client.send("PATCH", applications + id + '/',
                {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
                number % 2 ? R"({"status":"accepted"})" : R"({"status":"rejected"})");
        });
        auto now = boss.get(applications + id + '/').json()["status"].text() + "";
        for (std::size_t i = 0; i < answers.size(); ++i)
            BOOST_TEST(
                answers[i].status == ((i % 2 ? "accepted" : "rejected") == now ? 200 : 400), answers[i].body);
        BOOST_TEST(history(sql, id).size() == 1u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
