// Jobs as employers and admins write them.
#include "t/kit/board.hpp"
#include "t/kit/lists.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <fmt/format.h>
#include <thread>

namespace {

const std::string list = "/api/v1/jobs/";

struct Changes : EmptyBoard {
    Uuid category = seed::category(sql);
    Api acme = board.employer("acme"), other = board.employer("other"), root = board.admin("root"),
        ann = board.user("ann");

    std::string body(const std::string& more = "") const
    {
        return fmt::format(
            R"({{"title":"Joiner","description":"Wood.","requirements":"Hands.","location":"Graz",)"
            R"("category":"{}"{}}})",
            to_text(category), more);
    }
    Reply send(Api& who, std::string_view method, const std::string& target, const std::string& json)
    {
        return who.send(method, target, {{"Content-Type", "application/json"}}, json);
    }
    std::string add(const std::string& more = "")
    {
        auto reply = send(acme, "POST", list, body(more));
        BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
        return reply.json()["id"].text();
    }
    std::string at(const std::string& id) { return list + id + "/"; }
    std::string titles(Api& who, const std::string& query = "")
    {
        return joined(each(who.get(list + query).json()["results"], "title"));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(job_changes, Changes)

BOOST_AUTO_TEST_CASE(a_posted_job_is_a_draft_of_its_employer)
{
    auto reply =
        send(acme, "POST", list, body(R"(,"salary_min":"50000","is_featured":true,"views_count":9)"));
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    auto read = acme.get(at(reply.json()["id"].text()));
    BOOST_TEST(read.body == reply.body);
    BOOST_TEST(read.json()["status"].text() == "draft");
    BOOST_TEST(read.json()["job_type"].text() == "full-time");
    BOOST_TEST(read.json()["employer"]["username"].text() == "acme");
    BOOST_TEST(read.json()["salary_min"].text() == "50000.00");
    BOOST_TEST(read.json()["is_featured"].text() == "false"); // only an admin sets it
    BOOST_TEST(read.json()["views_count"].text() == "0");
}

BOOST_AUTO_TEST_CASE(what_nobody_sees_is_blank)
{
    auto with_title = [&](const std::string& title) {
        auto text = body();
        return send(acme, "POST", list, text.replace(text.find("Joiner"), 6, title));
    };
    for (auto blank : {"", " ", "\u00a0", "\u3000", "\u200b", "\u200b\u2060", "\u2028", " \ufeff ", "\u00ad"})
        check_invalid(with_title(blank), "title");
    BOOST_TEST(with_title("\u3000 Berlin\u00a0").json()["title"].text() == "Berlin");
    auto family = "\U0001F469\u200D\U0001F4BB";
    BOOST_TEST(with_title(family).json()["title"].text() == family);
}

BOOST_AUTO_TEST_CASE(long_texts_are_bounded_in_bytes)
{
    auto with_text = [&](const std::string& text) {
        return send(acme, "POST", list,
            fmt::format(R"({{"title":"T","description":"{}","requirements":"R",)"
                        R"("location":"L","category":"{}"}})",
                text, to_text(category)));
    };
    std::string emoji;
    for (int i = 0; i < 5000; ++i) emoji += "\U0001F600";
    BOOST_TEST(with_text(emoji).status == 201);
    check_invalid(with_text(emoji + "x"), "description");
    check_invalid(with_text(std::string(20'001, 'x')), "description");
}

BOOST_AUTO_TEST_CASE(all_faults_of_a_change_come_at_once)
{
    auto everything =
        fmt::format(R"({{"title":" ","description":"D","requirements":"R","location":"L","category":"{}",)"
                    R"("salary_min":5,"salary_max":4,"application_deadline":"2020-01-01"}})",
            to_text(new_uuid()));
    auto id = add();
    for (auto method : {"PUT", "PATCH"})
        check_invalid(
            send(acme, method, at(id), everything), "title, salary_max, category, application_deadline");
    BOOST_TEST(send(other, "PATCH", at(id), everything).status == 404);
}

BOOST_AUTO_TEST_CASE(all_faults_come_at_once)
{
    auto reply =
        send(acme, "POST", list, R"({"title":"","salary_min":"-1","salary_max":"1.234","status":"odd"})");
    BOOST_TEST(reply.status == 400);
    for (auto name : {"title", "description", "requirements", "category", "location", "salary_min",
             "salary_max", "status"})
        BOOST_TEST(reply.json().has(name), name);
    check_invalid(send(acme, "POST", list, body(R"(,"salary_min":5,"salary_max":4)")), "salary_max");
    auto everything =
        fmt::format(R"({{"title":" ","description":"D","requirements":"R","location":"L","category":"{}",)"
                    R"("salary_min":5,"salary_max":4,"application_deadline":"2020-01-01"}})",
            to_text(new_uuid()));
    check_invalid(send(acme, "POST", list, everything), "title, salary_max, category, application_deadline");
    BOOST_TEST(send(acme, "POST", list, body(R"(,"application_deadline":"2020-01-01")"))
                   .json()
                   .has("application_deadline"));
    auto nowhere = body();
    nowhere.replace(nowhere.find(to_text(category)), 36, to_text(new_uuid()));
    BOOST_TEST(send(acme, "POST", list, nowhere).json().has("category"));
    BOOST_TEST(titles(root) == "");
}

BOOST_AUTO_TEST_CASE(who_sees_what)
{
    auto draft = add(R"(,"title2":1)"), active = add(R"(,"status":"active")");
    for (auto* who : {&api, &ann, &other}) {
        BOOST_TEST(who->get(list).json()["count"].text() == "1");
        BOOST_TEST(who->get(at(draft)).status == 404);
        BOOST_TEST(who->get(at(active)).status == 200);
        auto absent = who->get(at(to_text(new_uuid())));
        BOOST_TEST(who->get(at(draft)).body == absent.body);
    }
    for (auto* who : {&acme, &root}) {
        BOOST_TEST(who->get(list).json()["count"].text() == "2");
        BOOST_TEST(who->get(at(draft)).status == 200);
        BOOST_TEST(who->get(list + "?status=draft").json()["count"].text() == "1");
        BOOST_TEST(who->get(list + "?search=joiner").json()["count"].text() == "2");
    }
    BOOST_TEST(api.get(list + "?status=draft").status == 401);
    BOOST_TEST(other.get(list + "?status=draft").json()["count"].text() == "0");
}

BOOST_AUTO_TEST_CASE(only_the_owner_and_admins_change_it)
{
    auto draft = add(), active = add(R"(,"status":"active")");
    for (auto method : {"PUT", "PATCH", "DELETE"}) {
        BOOST_TEST(send(api, method, at(active), body()).status == 401);
        BOOST_TEST(send(ann, method, at(active), body()).status == 403);
        BOOST_TEST(send(other, method, at(active), body()).status == 403);
        BOOST_TEST(send(other, method, at(draft), body()).status == 404);
    }
    BOOST_TEST(
        send(acme, "PATCH", at(draft), R"({"title":"Carpenter"})").json()["title"].text() == "Carpenter");
    BOOST_TEST(
        send(root, "PATCH", at(draft), R"({"is_featured":true})").json()["is_featured"].text() == "true");
    BOOST_TEST(
        send(acme, "PATCH", at(draft), R"({"is_featured":false})").json()["is_featured"].text() == "true");
    BOOST_TEST(acme.get(at(draft)).json()["title"].text() == "Carpenter");
}

BOOST_AUTO_TEST_CASE(what_was_read_can_be_put_back)
{
    auto id = add(R"(,"salary_max":"70000.50","application_deadline":"2999-12-31","job_type":"contract")");
    auto before = acme.get(at(id));
    auto after = send(acme, "PUT", at(id), before.body);
    BOOST_TEST_REQUIRE(after.status == 200, after.body);
    for (auto name : {"title", "salary_max", "application_deadline", "job_type", "status", "location"})
        BOOST_TEST(after.json()[name].text() == before.json()[name].text());
    BOOST_TEST(after.json()["category"]["id"].text() == to_text(category));
}

BOOST_AUTO_TEST_CASE(rules_hold_on_the_job_as_it_becomes)
{
    auto id = add(R"(,"salary_max":"100")");
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"salary_min":"101"})").status == 400);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"salary_min":"101","salary_max":null})").status == 200);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"status":"active"})").status == 200);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"status":"draft"})").json().has("status"));
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"status":"closed"})").status == 200);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"status":"draft"})").status == 400);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"status":"active"})").status == 200);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"title":null})").json().has("title"));
}

BOOST_AUTO_TEST_CASE(a_job_past_its_deadline_can_still_be_edited)
{
    auto id = to_text(seed::job(sql, {.category = category, .application_deadline = "2020-01-01"}));
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"status":"closed"})").status == 200);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"application_deadline":"2020-01-02"})").status == 400);
    BOOST_TEST(send(acme, "PATCH", at(id), R"({"application_deadline":null})").status == 200);
}

BOOST_AUTO_TEST_CASE(a_deleted_job_is_there_for_admins_who_ask)
{
    auto id = add(R"(,"status":"active")");
    BOOST_TEST(acme.send("DELETE", at(id)).status == 204);
    for (auto* who : {&api, &acme, &root}) BOOST_TEST(who->get(at(id)).status == 404);
    BOOST_TEST(acme.get(at(id) + "?include_deleted=true").status == 404);
    BOOST_TEST(root.get(at(id) + "?include_deleted=true").status == 200);
    BOOST_TEST(root.get(list).json()["count"].text() == "0");
    BOOST_TEST(root.get(list + "?include_deleted=true").json()["count"].text() == "1");
    BOOST_TEST(acme.send("DELETE", at(id)).status == 404);
    BOOST_TEST(api.get("/api/v1/categories/" + to_text(category) + "/").json()["job_count"].text() == "0");
}

BOOST_AUTO_TEST_CASE(forms_are_as_good_as_json)
{
    auto form = "title=Joiner&description=Wood&requirements=Hands&location=Graz&salary_min=&category=" +
                to_text(category);
    auto reply = acme.send("POST", list, {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    BOOST_TEST(acme.get(at(reply.json()["id"].text())).json()["salary_min"].is_null());
}

BOOST_AUTO_TEST_SUITE_END()
