// The audit trail: every change is in it once, with who made it and from where, in an order without gaps, and
// what is in it stays as it was written.
#include "lib/store/board/job_changes.hpp"
#include "lib/store/ledger/events.hpp"
#include "lib/store/records/imports.hpp"
#include "t/hiring/applying.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <future>
#include <set>

namespace {

const std::string logs = "/api/v1/audit/logs/";

struct Audited : Applying {
    // What the newest entries say: "create job Joiner by acme, …".
    std::string told(const std::string& query = "")
    {
        std::string out;
        auto reply = root.get(logs + query);
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        auto entries = reply.json()["results"];
        for (std::size_t i = 0; i < entries.size(); ++i)
            out += (out.empty() ? "" : ", ") + entries[i]["event"].text() + ' ' +
                   entries[i]["object_repr"].text() + " by " + entries[i]["user_name"].text();
        return out;
    }
    long long places() { return std::stoll(value(sql, "SELECT count(*)::text AS value FROM event_chain")); }
    void put_in_order()
    {
        BOOST_TEST(eventually([&] {
            store::chain_events(sql, 1000);
            return value(sql, "SELECT count(*)::text AS value FROM events") == std::to_string(places());
        }));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(audit_, Audited)

BOOST_AUTO_TEST_CASE(whoever_changes_something_is_named_with_what_was_and_what_became)
{
    auto id = made(apply());
    BOOST_TEST(
        boss.send("PATCH", applications + id + '/', json_type, R"({"status":"reviewed"})").status == 200);
    BOOST_TEST(told("?content_type=application") ==
               "application.decided Joiner by acme, application.submitted Joiner by ann");
    auto updates = root.get(logs + "?action=update");
    auto entry = updates.json()["results"][0];
    BOOST_TEST(entry["action"].text() == "update");
    BOOST_TEST(entry["object_id"].text() == id);
    BOOST_TEST(entry["changes"]["status"][0].text() == "pending");
    BOOST_TEST(entry["changes"]["status"][1].text() == "reviewed");
    BOOST_TEST(entry["request_method"].text() == "PATCH");
    BOOST_TEST(entry["request_path"].text() == applications + id + '/');
    BOOST_TEST(!entry["ip_address"].text().empty());
    BOOST_TEST(entry["metadata"]["came_by"].text() == "api");
    BOOST_TEST(root.get(logs + entry["id"].text() + '/').json()["object_id"].text() == id);
    auto history = root.get("/api/v1/audit/object-history/?content_type=application&object_id=" + id);
    BOOST_TEST(history.json()["count"].text() == "2");
}

BOOST_AUTO_TEST_CASE(what_changes_nothing_and_what_is_refused_is_no_event)
{
    auto before = told();
    auto target = "/api/v1/jobs/" + to_text(job) + '/';
    BOOST_TEST(boss.send("PATCH", target, json_type, R"({"title":"Joiner"})").status == 200);
    BOOST_TEST(boss.send("PATCH", target, json_type, R"({"title":""})").status == 400);
    BOOST_TEST(ann.send("PATCH", target, json_type, R"({"title":"Mine"})").status == 403);
    BOOST_TEST(told() == before);
    BOOST_TEST(boss.send("PATCH", target, json_type, R"({"title":"Carpenter"})").status == 200);
    BOOST_TEST(told("?action=update") == "job.updated Carpenter by acme");
}

// Also when a program on the host does it, and when it is due.
BOOST_AUTO_TEST_CASE(commands_and_imports_tell_what_they_do)
{
    auto added = board.call({"user", "role", "ann", "employer"});
    BOOST_TEST(added.status == 0, added.out);
    BOOST_TEST(told("?content_type=user") == "user.updated ann by ");
    ImportedJob one{.employer = "Acme Works",
        .category = "Baking",
        .title = "Baker",
        .description = "Bakes.",
        .requirements = "Hands.",
        .location = "Linz",
        .job_type = "full-time",
        .status = "active",
        .created_at = now(),
        .source_id = "1"};
    for (const auto& title : {"Baker", "Baker", "Master baker"}) {
        one.id = new_uuid();
        one.title = title;
        ImportStore(sql, "feed", false).store({&one, 1});
    }
    BOOST_TEST(told("?content_type=job") == "job.updated Master baker by , job.created Baker by ");
    auto updates = root.get(logs + "?event=job.updated");
    BOOST_TEST(updates.json()["results"][0]["changes"]["title"][0].text() == "Baker");
    BOOST_TEST(keys(updates.json()["results"][0]["changes"]) == "title");
    BOOST_TEST(told("?content_type=category") == "category.created Baking by ");
    sql.change("UPDATE jobs SET application_deadline = board_today() - 1 WHERE title = 'Master baker'");
    store::close_expired_jobs(sql);
    BOOST_TEST(told("?event=job.updated&page_size=1") == "job.updated Master baker by ");
}

// Whatever a client calls itself, what it did is told.
BOOST_AUTO_TEST_CASE(no_header_suppresses_it)
{
    auto headers = json_type;
    headers.emplace_back("User-Agent", "\xff\xfe bad \x01 agent");
    headers.emplace_back("X-Request-ID", "\xff");
    auto changed =
        boss.send("PATCH", "/api/v1/jobs/" + to_text(job) + '/', headers, R"({"title":"Carpenter"})");
    BOOST_TEST(changed.status == 200);
    auto reply = root.get(logs + "?event=job.updated");
    BOOST_TEST(reply.json()["results"][0]["user_agent"].text() == "?? bad ? agent");
}

BOOST_AUTO_TEST_CASE(no_secret_is_told)
{
    auto me = board.bearer(board.token_for("eve", "user"));
    sql.change("UPDATE users SET password_hash = :hash WHERE username = 'eve'",
        {arg("hash", hash_password(good_password, test_hash_cost))});
    auto changed = me.send("POST", auth + "change-password/", json_type,
        object({{"old_password", good_password}, {"new_password", "another fine horse 7"},
            {"new_password2", "another fine horse 7"}}));
    BOOST_TEST_REQUIRE(changed.status == 200);
    auto all = root.get(logs + "?content_type=user").body;
    BOOST_TEST(all.find("user.password_changed") != all.npos);
    for (const std::string& secret :
        {good_password, std::string("another fine horse 7"), std::string("$argon2id")})
        BOOST_TEST(all.find(secret) == all.npos, secret);
}

BOOST_AUTO_TEST_CASE(filters_narrow_it)
{
    auto id = made(apply());
    BOOST_TEST(boss.send("DELETE", "/api/v1/jobs/" + to_text(job) + '/').status == 204);
    BOOST_TEST(told("?action=delete") == "job.deleted Joiner by acme");
    BOOST_TEST(told("?event=application.submitted") == "application.submitted Joiner by ann");
    BOOST_TEST(told("?object_id=" + id) == "application.submitted Joiner by ann");
    auto acme_id = to_text(acme);
    BOOST_TEST(told("?user_id=" + acme_id) == "job.deleted Joiner by acme");
    BOOST_TEST(told("?search=oiner&action=delete") == "job.deleted Joiner by acme");
    BOOST_TEST(told("?search=ACM") == "job.deleted Joiner by acme");
    auto today = value(sql, "SELECT board_today()::text AS value");
    BOOST_TEST(
        told("?action=delete&date_from=" + today + "&date_to=" + today) == "job.deleted Joiner by acme");
    BOOST_TEST(told("?date_to=2020-01-01").empty());
    check_invalid(root.get(logs + "?action=explode"), "action");
    check_invalid(root.get(logs + "?content_type=zz"), "content_type");
    check_invalid(root.get(logs + "?event=zz"), "event");
    check_invalid(root.get(logs + "?date_from=yesterday"), "date_from");
}

BOOST_AUTO_TEST_CASE(it_is_walked_without_gap_or_repeat)
{
    for (int i = 0; i < 45; ++i) seed::event(sql, "J" + std::to_string(i));
    std::set<std::string> seen;
    auto target = logs + "?page_size=10&cursor=";
    int parts = 0;
    while (!target.empty() && parts < 9) {
        auto reply = root.get(target);
        auto page = reply.json();
        ++parts;
        for (const auto& id : each(page["results"], "id")) BOOST_TEST(seen.insert(id).second);
        target = page["next"].is_null() ? "" : page["next"].text().substr(board.public_url().size());
    }
    BOOST_TEST(seen.size() == 45u);
    BOOST_TEST(parts == 5);
}

// A transaction that began first and ends last comes to stand behind those that ended before it.
BOOST_AUTO_TEST_CASE(a_slow_transaction_never_comes_to_stand_before_a_place_given_out)
{
    put_in_order();
    auto before = places();
    Sql slow(patient(board.connection())), quick(patient(board.connection()));
    slow.begin();
    seed::event(slow, "slow");
    seed::event(quick, "quick");
    store::chain_events(sql, 100);
    BOOST_TEST(places() == before); // the slow one may still write
    slow.commit();
    put_in_order();
    BOOST_TEST(
        value(sql,
            "SELECT string_agg(e.subject_name, ' ' ORDER BY c.place) AS value "
            "FROM event_chain c JOIN events e ON e.id = c.event WHERE e.subject_name IN ('slow', 'quick')") ==
        "slow quick");
    BOOST_TEST(value(sql, "SELECT (max(place) = count(*))::text AS value FROM event_chain") == "true");
}

BOOST_AUTO_TEST_CASE(many_at_once_each_get_one_place)
{
    std::vector<std::future<void>> writers;
    for (int w = 0; w < 4; ++w)
        writers.push_back(std::async(std::launch::async, [&] {
            Sql own(patient(board.connection()));
            for (int i = 0; i < 50; ++i) {
                seed::event(own, "many");
                if (i % 10 == 0) store::chain_events(own, 30);
            }
        }));
    for (auto& writer : writers) writer.get();
    put_in_order();
    BOOST_TEST(
        value(sql, "SELECT (count(DISTINCT event) = count(*) AND max(place) = count(*))::text AS value "
                   "FROM event_chain") == "true");
    BOOST_TEST(!store::verify_chain(sql, 1, 10'000).broken.has_value());
}

BOOST_AUTO_TEST_CASE(what_was_changed_removed_or_moved_is_found)
{
    for (int i = 0; i < 5; ++i) seed::event(sql, "J" + std::to_string(i));
    put_in_order();
    auto all = places();
    auto verify = [&] {
        return run({jobboard(), "audit", "verify"}, {{"JOBBOARD_ENV_FILE", board.directory.at("env")}});
    };
    auto sound = verify();
    BOOST_TEST(sound.status == 0, sound.out);
    BOOST_TEST(sound.out == std::to_string(all) + " events are as they were\n");
    for (const std::string harm : {"UPDATE events SET actor_name = 'nobody' WHERE subject_name = 'J2'",
             "DELETE FROM events WHERE subject_name = 'J2'",
             "UPDATE event_chain SET event = (SELECT id FROM events WHERE subject_name = 'J4') WHERE event = "
             "(SELECT "
             "id FROM events WHERE subject_name = 'J2')",
             "DELETE FROM event_chain WHERE event = (SELECT id FROM events WHERE subject_name = 'J2')"}) {
        sql.begin();
        sql.script("DROP INDEX event_chain_event");
        sql.script(harm);
        auto found = store::verify_chain(sql, 1, 10'000);
        BOOST_TEST((found.broken == all - 2), harm);
        BOOST_TEST(found.seen == all - 3, harm);
        sql.rollback();
    }
    sql.change("UPDATE events SET changes = '{}' WHERE subject_name = 'J0'");
    auto broken = verify();
    BOOST_TEST(broken.status == 1);
    BOOST_TEST(
        broken.out.find("The event at place " + std::to_string(all - 4)) != std::string::npos, broken.out);
}

// By the database's own rights: no mistake of the program can take back what happened.
BOOST_AUTO_TEST_CASE(the_program_cannot_change_or_remove_what_happened)
{
    seed::event(sql, "J");
    put_in_order();
    Sql app(patient(board.connection("jobboard_app")));
    for (auto statement : {"UPDATE events SET actor_name = 'x'", "DELETE FROM events", "TRUNCATE events",
             "UPDATE event_chain SET place = 0", "DELETE FROM event_chain", "DELETE FROM events_otherwise"}) {
        try {
            app.change(statement);
            BOOST_ERROR(statement);
        } catch (const DatabaseError& refused) {
            BOOST_TEST(refused.sqlstate == "42501", statement);
        }
    }
}

BOOST_AUTO_TEST_CASE(months_have_partitions_of_their_own)
{
    Sql app(patient(board.connection("jobboard_app")));
    store::make_event_months(app);
    store::make_event_months(app);
    BOOST_TEST(
        value(sql, "SELECT count(*)::text AS value FROM pg_class WHERE relname ~ '^events_20\\d\\d_\\d\\d$' "
                   "AND relispartition") == "3");
    sql.script("INSERT INTO events (at, kind, did, subject_kind, subject, subject_name, came_by, actor_name) "
               "VALUES (now() + interval '40 days', 'job.created', 'create', 'job', gen_random_uuid(), "
               "'later', 'api', '')");
    BOOST_TEST(value(sql, "SELECT (tableoid::regclass::text ~ '^events_20')::text AS value FROM events "
                          "WHERE subject_name = 'later'") == "true");
}

BOOST_AUTO_TEST_SUITE_END()
