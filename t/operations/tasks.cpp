// Tasks: what waits is done, once, by whoever lives; what fails is tried again, and at last kept for somebody
// to see.
#include "lib/store/operations/tasks.hpp"
#include "app/application.hpp"
#include "lib/tasks/runner.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <cmath>
#include <csignal>
#include <fmt/format.h>
#include <set>
#include <thread>

namespace {

struct Note {
    std::string text;
    static constexpr auto fields = std::tuple{field("text", &Note::text)};
};

// What the kinds below were told, in order.
std::vector<std::string> done;
int tries = 0;

constexpr TaskKind write_down{
    .name = "write_down",
    .about = "Write down what it is told",
    .work = {[](TaskRun&, const Note& note) { done.push_back(note.text); }},
};
constexpr TaskKind write_down_first{
    .name = "write_down_first",
    .about = "The same, before others",
    .urgency = Urgency::high,
    .work = {[](TaskRun&, const Note& note) { done.push_back(note.text); }},
};
constexpr TaskKind fail{
    .name = "fail",
    .about = "Fail each time",
    .attempts = 3,
    .work = {[](TaskRun& run, const Note&) {
        ++tries;
        run.sql.change("INSERT INTO mail_blocks (address, reason) VALUES ('left-over', '')");
        throw std::runtime_error("It is as it is.");
    }},
};
constexpr TaskKind give_up{
    .name = "give_up",
    .about = "Say that trying again is in vain",
    .work = {[](TaskRun&, const Note&) { throw TaskOver("Nothing is there."); }},
};
constexpr TaskKind wait{
    .name = "wait",
    .about = "Wait for others",
    .work = {[](TaskRun&, const Note&) { throw TaskLater("They are busy.", std::chrono::hours(2)); }},
};
constexpr TaskKind ask{
    .name = "ask",
    .about = "Ask a far end, and keep its answer",
    .far = true,
    .work = {[](TaskRun&, const Note& note) -> std::string { return note.text + '?'; },
        [](TaskRun&, const Note&, const std::string& answer) { done.push_back(answer); }},
};
constexpr TaskKind now_and_then{
    .name = "now_and_then",
    .about = "Come back each hour",
    .schedule = {.every = std::chrono::hours(1)},
    .work = {[](TaskRun&, const NoInput&) { done.push_back("then"); }},
};
constexpr TaskKind at_night{
    .name = "at_night",
    .about = "Come back each night",
    .schedule = {.day_time = "02:30"},
    .work = {[](TaskRun&, const NoInput&) { done.push_back("night"); }},
};

const std::vector<const TaskKind*> kinds{&write_down, &write_down_first, &fail, &give_up, &wait, &ask},
    scheduled{&now_and_then, &at_night};

// Of the board that tests share.
const Site& site()
{
    static const auto made = [] {
        setenv("JOBBOARD_ENV_FILE", board().directory.at("env").c_str(), 1);
        auto settings = read_settings();
        unsetenv("JOBBOARD_ENV_FILE");
        return site_of(settings);
    }();
    return made;
}

struct Tasks : EmptyBoard {
    std::string where =
        value(sql, "SELECT format('host=%s dbname=%s user=postgres', "
                   "current_setting('unix_socket_directories'), current_database()) AS value");
    Sql session{patient(where)};
    TaskRunner runner{session, site(), {.kinds = kinds, .alone = true}};

    Tasks()
    {
        sql.change("DELETE FROM tasks");
        done.clear();
        tries = 0;
    }
    void work()
    {
        runner.work([] { return false; });
    }
    std::string state(std::string_view kind)
    {
        return value(sql, fmt::format("SELECT state || ' ' || attempts || ' ' || trouble AS value FROM tasks "
                                      "WHERE kind = '{}'",
                              kind));
    }
    void let_time_pass() { sql.change("UPDATE tasks SET due_at = now() WHERE state = 'waiting'"); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(tasks_, Tasks)

BOOST_AUTO_TEST_CASE(what_is_enqueued_is_done_once_and_the_most_urgent_first)
{
    enqueue(sql, write_down, Note{"one"});
    enqueue(sql, write_down, Note{"two"});
    enqueue(sql, write_down_first, Note{"urgent"});
    enqueue(sql, ask, Note{"who"});
    work();
    BOOST_TEST(joined(done) == "urgent, one, two, who?");
    work();
    BOOST_TEST(done.size() == 4u);
    BOOST_TEST(state("ask") == "done 1 ");
}

BOOST_AUTO_TEST_CASE(what_is_rolled_back_was_never_asked_for)
{
    {
        Transaction transaction(sql);
        enqueue(sql, write_down, Note{"never"});
    }
    work();
    BOOST_TEST(done.empty());
}

BOOST_AUTO_TEST_CASE(of_one_name_only_one_waits)
{
    enqueue(sql, write_down, Note{"first"}, "name");
    enqueue(sql, write_down, Note{"second"}, "name");
    enqueue(sql, write_down_first, Note{"another kind"}, "name");
    work();
    BOOST_TEST(joined(done) == "another kind, first");
    enqueue(sql, write_down, Note{"third"}, "name"); // the one before has ended
    work();
    BOOST_TEST(done.back() == "third");
}

BOOST_AUTO_TEST_CASE(what_fails_is_undone_tried_again_later_and_kept_at_last)
{
    enqueue(sql, fail, Note{"x"});
    for (int i = 0; i < 5; ++i) work(), let_time_pass();
    BOOST_TEST(tries == 3);
    BOOST_TEST(state("fail") == "dead 3 It is as it is.");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM mail_blocks") == "0");
    enqueue(sql, give_up, Note{"x"});
    enqueue(sql, wait, Note{"x"});
    enqueue(sql, write_down, Note{"others go on"});
    work();
    BOOST_TEST(state("give_up") == "dead 1 Nothing is there.");
    BOOST_TEST(state("wait") == "waiting 1 They are busy.");
    BOOST_TEST(value(sql, "SELECT (due_at > now() + interval '90 minutes')::text AS value FROM tasks WHERE "
                          "kind = 'wait'") == "true");
    BOOST_TEST(joined(done) == "others go on");
}

BOOST_AUTO_TEST_CASE(delays_grow_and_differ)
{
    for (int attempt : {1, 2, 3, 4}) {
        auto usual = 5000 * std::pow(3, attempt - 1);
        std::set<long long> seen;
        for (int i = 0; i < 20; ++i) {
            auto delay = static_cast<double>(delay_after(attempt).count());
            BOOST_TEST((delay >= usual * 0.79 && delay <= usual * 1.21), delay);
            seen.insert(static_cast<long long>(delay));
        }
        BOOST_TEST(seen.size() > 3u);
    }
    BOOST_TEST((delay_after(50) <= std::chrono::hours(8)));
}

// The runner's session holds its lock: it is gone with it, and what it had taken goes to others at once.
BOOST_AUTO_TEST_CASE(what_a_dead_runner_had_is_taken_by_others_and_what_a_stunned_one_does_then_is_undone)
{
    enqueue(sql, write_down, Note{"x"});
    std::vector<TakenTask> lost;
    {
        Sql other(patient(where));
        lost = store::take_tasks(other, store::enrol_runner(other), "write_down 600", true, 8);
        BOOST_TEST_REQUIRE(lost.size() == 1u);
        work();
        BOOST_TEST(done.empty()); // somebody has it, and lives
    }
    BOOST_TEST(eventually([&] {
        store::rescue_tasks(sql);
        work();
        return done.size() == 1;
    }));
    BOOST_TEST(!store::finish_task(sql, lost[0]));
    BOOST_TEST(state("write_down") == "done 2 ");

    // One that lives but does not end in time loses its task, too.
    enqueue(sql, write_down, Note{"y"}, "y");
    Sql stunned(patient(where));
    auto had = store::take_tasks(stunned, store::enrol_runner(stunned), "write_down 600", true, 8);
    BOOST_TEST(store::rescue_tasks(sql) == 0);
    sql.change("UPDATE tasks SET leased_until = now() - interval '1 second' WHERE state = 'running'");
    BOOST_TEST(store::rescue_tasks(sql) == 1);
    work();
    BOOST_TEST(done.back() == "y");
    BOOST_TEST(!store::finish_task(stunned, had[0]));
}

BOOST_AUTO_TEST_CASE(many_at_once_share_the_work)
{
    for (int i = 0; i < 200; ++i) enqueue(sql, write_down, Note{std::to_string(i)});
    std::set<std::string> taken[4];
    {
        std::vector<std::jthread> threads;
        for (auto& mine : taken)
            threads.emplace_back([&] {
                Sql own(patient(where));
                auto number = store::enrol_runner(own);
                for (;;) {
                    auto part = store::take_tasks(own, number, "write_down 600", true, 8);
                    if (part.empty()) break;
                    for (const auto& task : part)
                        if (store::finish_task(own, task)) mine.insert(task.input);
                }
            });
    }
    std::size_t all = 0;
    std::set<std::string> different;
    for (const auto& mine : taken) all += mine.size(), different.insert(mine.begin(), mine.end());
    BOOST_TEST(all == 200u);
    BOOST_TEST(different.size() == 200u);
}

BOOST_AUTO_TEST_CASE(a_schedule_comes_back_once_and_makes_up_for_what_was_missed)
{
    TaskRunner by_schedule{session, site(), {.kinds = scheduled, .alone = true}};
    auto work = [&] { by_schedule.work([] { return false; }); };
    work();
    BOOST_TEST(joined(done) == "then"); // the nightly one waits for its time
    work();
    BOOST_TEST(done.size() == 1u);
    sql.change("UPDATE tasks SET due_at = now() - interval '5 hours' WHERE kind = 'now_and_then'");
    work();
    BOOST_TEST(done.size() == 2u); // once, not five times
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM tasks WHERE kind = 'now_and_then'") == "1");
    for (int i = 0; i < 3; ++i) { // others that start find it there
        Sql own(patient(where));
        store::keep_schedule(own, "now_and_then", {3'600'000, ""}, Urgency::usual, false);
    }
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM tasks WHERE kind = 'now_and_then'") == "1");
}

// 2:30 in Vienna: on the day that has no such time, and on the one that has it twice, it comes once.
BOOST_AUTO_TEST_CASE(a_time_of_day_comes_once_on_days_that_lose_or_repeat_an_hour)
{
    auto options = patient(where);
    options.time_zone = "Europe/Vienna";
    Sql vienna(options);
    auto next = [&](const std::string& from) {
        return value(vienna,
            fmt::format(
                "SELECT to_char(min(t) AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS value FROM ("
                "SELECT (('{0}'::timestamptz AT TIME ZONE 'Europe/Vienna')::date + days + '02:30'::time) "
                "AT TIME ZONE 'Europe/Vienna' AS t FROM generate_series(0, 2) days) x WHERE t > '{0}'",
                from));
    };
    BOOST_TEST(next("2026-03-28T12:00:00Z") == "03-29 01:30");
    BOOST_TEST(next("2026-03-29T01:30:00Z") == "03-30 00:30");
    BOOST_TEST(next("2026-10-24T12:00:00Z") == "10-25 01:30");
    BOOST_TEST(next("2026-10-25T01:30:00Z") == "10-26 01:30");
    TaskRunner(session, site(), {.kinds = scheduled, .alone = true}).work([] { return false; });
    BOOST_TEST(
        value(sql, "SELECT (due_at > now() AND due_at <= now() + interval '1 day')::text AS value FROM tasks "
                   "WHERE kind = 'at_night'") == "true");
}

BOOST_AUTO_TEST_CASE(admins_see_them_retry_and_discard)
{
    auto root = board.admin();
    enqueue(sql, give_up, Note{"x"});
    work();
    auto list = root.get("/api/v1/tasks/?state=dead&kind=give_up");
    BOOST_TEST_REQUIRE(list.status == 200, list.body);
    BOOST_TEST(list.json()["count"].text() == "1");
    auto task = list.json()["results"][0];
    BOOST_TEST(task["trouble"].text() == "Nothing is there.");
    BOOST_TEST(task["input"]["text"].text() == "x");
    auto at = "/api/v1/tasks/" + task["id"].text() + '/';
    auto again = root.send("POST", at + "retry/");
    BOOST_TEST(again.json()["state"].text() == "waiting");
    BOOST_TEST(root.get(at).json()["attempts"].text() == "0");
    work();
    BOOST_TEST(root.send("POST", at + "discard/").json()["state"].text() == "discarded");
    auto refused = root.send("POST", at + "discard/");
    BOOST_TEST(refused.status == 409);
    BOOST_TEST(refused.json()["code"].text() == "task_not_open");
    BOOST_TEST(joined(each(root.get("/api/v1/audit/logs/?content_type=task").json()["results"], "event")) ==
               "task.discarded, task.retried");
    BOOST_TEST(root.get("/api/v1/tasks/?state=made_up").status == 400);

    auto listed = board.call({"tasks", "list", "--state", "discarded"});
    BOOST_TEST(listed.status == 0);
    BOOST_TEST(listed.out.find("give_up") != std::string::npos);
    BOOST_TEST(board.call({"tasks", "retry", task["id"].text()}).out == "waiting\n");
    BOOST_TEST(board.call({"tasks", "discard", task["id"].text()}).out == "discarded\n");
    BOOST_TEST(board.call({"tasks", "discard", task["id"].text()}).status == 1);
    BOOST_TEST(board.call({"tasks", "retry", to_text(new_uuid())}).status == 1);
}

BOOST_AUTO_TEST_SUITE_END()

// Under the real master.
BOOST_AUTO_TEST_SUITE(runners)

BOOST_AUTO_TEST_CASE(they_are_replaced_leave_with_their_master_and_come_back_after_a_reload)
{
    std::vector<pid_t> last;
    {
        Board own(Variables{{"TASK_RUNNERS", "2"}});
        BOOST_TEST_REQUIRE(eventually([&] { return own.runners().size() == 2; }));
        auto first = own.runners();
        kill(first[0], SIGKILL);
        BOOST_TEST(eventually([&] {
            auto now = own.runners();
            return now.size() == 2 && now != first;
        }));
        auto second = own.runners();
        own.signal(SIGHUP);
        BOOST_TEST(eventually([&] {
            auto now = own.runners();
            return now.size() == 2 && now[0] != second[0] && now[0] != second[1] && now[1] != second[1];
        }));
        last = own.runners();
    }
    BOOST_TEST(eventually([&] { return kill(last[0], 0) != 0 && kill(last[1], 0) != 0; }));
}

BOOST_AUTO_TEST_CASE(a_host_that_only_runs_tasks_needs_no_master)
{
    Board own;
    Process alone({jobboard(), "run-tasks"}, own.directory.at("tasks.log"),
        {{"JOBBOARD_ENV_FILE", own.directory.at("env")}});
    auto job = seed::job(own.sql());
    own.sql().change(
        "INSERT INTO job_visits (job_id, visitor) VALUES (:job::uuid, gen_random_uuid())", {arg("job", job)});
    BOOST_TEST(eventually(
        [&] { return value(own.sql(), "SELECT views_count::text AS value FROM job_figures") == "1"; }));
    kill(alone.pid(), SIGTERM);
    BOOST_TEST(eventually([&] { return alone.has_ended(); }));
}

BOOST_AUTO_TEST_SUITE_END()
