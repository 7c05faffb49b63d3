// Visits of jobs: who counts, how often, and that none is lost or counted twice whoever is killed meanwhile.
#include "t/kit/people.hpp"
#include "t/kit/process.hpp"
#include "t/kit/seed.hpp"

#include "lib/store/board/visits.hpp"

#include <csignal>
#include <thread>

namespace {

struct Visits : EmptyBoard {
    Uuid acme = seed::user(sql), job = seed::job(sql);

    std::string address(const Uuid& id) const { return "/api/v1/jobs/" + to_text(id) + '/'; }
    void visit(Api& who, const Variables& headers = {}, std::string_view method = "GET")
    {
        BOOST_TEST(who.send(method, address(job), headers, "").status == 200);
    }
    std::string views()
    {
        while (store::add_up_visits(sql) > 0) {}
        return api.send("GET", address(job), {{"User-Agent", "some bot"}}, "").json()["views_count"].text();
    }
    std::string daily()
    {
        return value(sql, "SELECT coalesce(string_agg(day || ' ' || views, ', ' ORDER BY day), '') AS value "
                          "FROM job_views");
    }
    void put(const std::string& visitor, const std::string& at)
    {
        sql.change("INSERT INTO job_visits (job_id, visitor, at) VALUES (:job::uuid, md5(:visitor)::uuid, "
                   ":at::timestamptz)",
            {arg("job", job), arg("visitor", std::string_view(visitor)), arg("at", std::string_view(at))});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(visits, Visits)

BOOST_AUTO_TEST_CASE(each_visitor_counts_once)
{
    auto ann = board.user("ann"), bob = board.user("bob");
    for (int i = 0; i < 3; ++i) visit(ann);
    BOOST_TEST(views() == "1");
    visit(ann);
    visit(bob);
    visit(api);
    for (auto agent : {"Firefox", "Chrome", "Safari"}) visit(api, {{"User-Agent", agent}}); // one address
    visit(api, {{"X-Forwarded-For", "198.51.100.1"}});
    visit(api, {{"X-Forwarded-For", "2001:db8::1"}});
    visit(api, {{"X-Forwarded-For", "2001:db8::2"}});
    BOOST_TEST(views() == "5");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM job_visits") == "0");
}

BOOST_AUTO_TEST_CASE(some_do_not_count)
{
    auto boss = board.employer("acme");
    visit(boss);
    visit(api, {}, "HEAD");
    for (auto agent : {"Googlebot/2.1", "Mozilla (compatible; YandexBot/3.0)", "my-crawler", "Baiduspider"})
        visit(api, {{"User-Agent", agent}});
    auto draft = seed::job(sql, {.title = "Draft", .status = "draft"});
    BOOST_TEST(board.admin().get(address(draft)).status == 200);
    BOOST_TEST(api.get(address(draft)).status == 404);
    BOOST_TEST(api.get(address(new_uuid())).status == 404);
    BOOST_TEST(
        value(sql,
            "SELECT count(*)::text AS value FROM job_visits WHERE job_id NOT IN (SELECT id FROM jobs)") ==
        "0");
    BOOST_TEST(views() == "0");
    auto other = board.employer("other");
    visit(other);
    BOOST_TEST(views() == "1");
}

BOOST_AUTO_TEST_CASE(a_visitor_counts_again_the_next_day)
{
    put("ann", "2026-03-01T00:00:00Z");
    put("ann", "2026-03-01T10:30:00Z");
    put("ann", "2026-03-01T23:59:59Z");
    BOOST_TEST(views() == "1");
    put("ann", "2026-03-01T10:10:00Z");
    put("ann", "2026-03-02T10:10:00Z");
    BOOST_TEST(views() == "2");
    BOOST_TEST(daily() == "2026-03-01 1, 2026-03-02 1");
    store::forget_visitors(sql);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM job_visitors") == "0");
}

BOOST_AUTO_TEST_CASE(a_day_is_the_board_s)
{
    put("ann", "2026-03-01T23:30:00Z");
    sql.change("SELECT set_config('jobboard.time_zone', 'Europe/Vienna', false)");
    BOOST_TEST(views() == "1");
    sql.change("SELECT set_config('jobboard.time_zone', 'UTC', false)");
    BOOST_TEST(daily() == "2026-03-02 1");
}

BOOST_AUTO_TEST_CASE(a_job_that_is_gone_takes_its_visits_along)
{
    put("ann", "2026-03-01T10:00:00Z");
    sql.change("DELETE FROM jobs");
    BOOST_TEST(store::add_up_visits(sql) == 1);
    BOOST_TEST(store::add_up_visits(sql) == 0);
}

BOOST_AUTO_TEST_CASE(adding_up_by_several_at_once_counts_each_visit_once)
{
    sql.change("INSERT INTO job_visits (job_id, visitor) "
               "SELECT :job::uuid, gen_random_uuid() FROM generate_series(1, 5000)",
        {arg("job", job)});
    auto where = value(sql, "SELECT format('host=%s dbname=%s user=postgres', "
                            "current_setting('unix_socket_directories'), current_database()) AS value");
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([where] {
                Sql own(patient(where));
                while (store::add_up_visits(own) > 0) {}
            });
    }
    BOOST_TEST(views() == "5000");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(visits_are_added_up)

BOOST_AUTO_TEST_CASE(no_visit_is_lost_when_it_is_killed_again_and_again)
{
    Board own(Variables{{"TASK_RUNNERS", "1"}});
    auto& sql = own.sql();
    auto job = seed::job(sql);
    auto target = "/api/v1/jobs/" + to_text(job) + '/';
    int sent = 0, killed = 0;
    pid_t last = 0;
    BOOST_TEST_REQUIRE(eventually([&] {
        for (int i = 0; i < 20; ++i, ++sent) {
            auto api = own.anonymous();
            if (api.get(target, {{"X-Forwarded-For", fmt::format("10.7.{}.{}", sent / 250, sent % 250 + 1)}})
                    .status != 200)
                return true;
        }
        if (auto pids = own.runners(); !pids.empty() && pids[0] != last) {
            kill(last = pids[0], SIGKILL);
            ++killed;
        }
        return killed == 3;
    }));
    auto views = [&] { return value(sql, "SELECT views_count::text AS value FROM job_figures"); };
    BOOST_TEST(eventually([&] { return views() == std::to_string(sent); }), views() << " of " << sent);
}

BOOST_AUTO_TEST_SUITE_END()
