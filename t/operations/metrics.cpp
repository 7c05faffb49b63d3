// What Prometheus reads: well-formed, counting every request, and only for operators.
#include "t/kit/board.hpp"

#include "lib/base/text.hpp"

#include <cmath>
#include <map>
#include <set>
#include <sstream>

namespace {

struct Sample {
    std::string name, labels;
    double value;
};

std::string name_at(const std::string& text, std::size_t at)
{
    auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at);
    return text.substr(at, end - at);
}

struct Scrape {
    std::map<std::string, std::string> types; // by metric
    std::vector<Sample> samples;

    // Throws when a line is not of the text format, or a sample stands apart from its metric.
    explicit Scrape(const std::string& text)
    {
        std::istringstream in(text);
        std::string metric;
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("# HELP jobboard_")) continue;
            if (line.starts_with("# TYPE ")) metric = take_type(line);
            else take_sample(line, metric);
        }
    }

    double value(const std::string& name, const std::string& labels = "") const
    {
        for (const auto& s : samples)
            if (s.name == name && s.labels == labels) return s.value;
        return 0;
    }

private:
    std::string take_type(const std::string& line)
    {
        std::string hash, type, name, kind, rest;
        std::istringstream(line) >> hash >> type >> name >> kind >> rest;
        bool known = kind == "counter" || kind == "gauge" || kind == "histogram";
        if (!known || !rest.empty() || !types.emplace(name, kind).second)
            throw std::runtime_error("type: " + line);
        return name;
    }
    void take_sample(const std::string& line, const std::string& metric)
    {
        auto name = name_at(line, 0);
        auto end = line[name.size()] == '{' ? line.find("} ", name.size()) : name.size();
        if (name.empty() || end == line.npos || !name.starts_with(metric))
            throw std::runtime_error("sample: " + line);
        bool labelled = end > name.size();
        auto labels = labelled ? line.substr(name.size() + 1, end - name.size() - 1) : "";
        std::size_t read = 0;
        auto number = line.substr(end + (labelled ? 2 : 1));
        samples.push_back({name, labels, std::stod(number, &read)});
        if (read != number.size() || labelled != labels.ends_with('"'))
            throw std::runtime_error("sample: " + line);
    }
};

Scrape scrape()
{
    auto reply = board().anonymous().get("/metrics");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("content-type").starts_with("text/plain"));
    return Scrape(reply.body);
}

} // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(every_request_is_counted_whichever_worker_answered)
{
    auto before = scrape();
    auto api = board().anonymous();
    for (int i = 0; i < 20; ++i) {
        board().anonymous().get("/health/liveness/");
        api.get("/api/v1/jobs/018bcfe5-6a28-7228-94d3-000000000000/");
    }
    auto after = scrape();
    auto grown = [&](const std::string& name, const std::string& labels) {
        return after.value(name, labels) - before.value(name, labels);
    };
    BOOST_TEST(grown("jobboard_requests_total", R"(endpoint="liveness",class="2xx")") == 20);
    BOOST_TEST(grown("jobboard_requests_total", R"(endpoint="read_job",class="4xx")") == 20);
    BOOST_TEST(grown("jobboard_request_duration_seconds_count", R"(endpoint="liveness")") == 20);
    BOOST_TEST(grown("jobboard_request_duration_seconds_bucket", R"(endpoint="liveness",le="+Inf")") == 20);
    BOOST_TEST(grown("jobboard_request_duration_seconds_sum", R"(endpoint="liveness")") > 0);
    BOOST_TEST(grown("jobboard_sql_statements_total", R"(endpoint="read_job")") == 20);
    BOOST_TEST(grown("jobboard_sql_seconds_total", R"(endpoint="read_job")") > 0);
}

BOOST_AUTO_TEST_CASE(buckets_only_grow_and_end_at_the_count)
{
    auto seen = scrape();
    std::map<std::string, double> last;
    for (const auto& s : seen.samples) {
        if (s.name != "jobboard_request_duration_seconds_bucket") continue;
        auto endpoint = s.labels.substr(0, s.labels.find(','));
        BOOST_TEST(s.value >= last[endpoint], s.labels);
        last[endpoint] = s.value;
    }
    BOOST_TEST(!last.empty());
    for (const auto& [endpoint, count] : last)
        BOOST_TEST(seen.value("jobboard_request_duration_seconds_count", endpoint) == count);
    BOOST_TEST(seen.types.at("jobboard_request_duration_seconds") == "histogram");
}

BOOST_AUTO_TEST_CASE(workers_and_the_database_are_there)
{
    auto seen = scrape();
    BOOST_TEST(seen.value("jobboard_workers_wanted", R"(pool="fast")") == 2);
    BOOST_TEST(seen.value("jobboard_workers_wanted", R"(pool="slow")") == 1);
    BOOST_TEST(seen.value("jobboard_workers", R"(pool="fast",state="busy")") >= 1); // the one that answers
    BOOST_TEST(seen.value("jobboard_database_up") == 1);
    BOOST_TEST(seen.value("jobboard_database_bytes") > 1e6);
    BOOST_TEST(seen.value("jobboard_database_connections") >= 1);
    BOOST_TEST(seen.types.contains("jobboard_worker_restarts_total"));
}

BOOST_AUTO_TEST_CASE(work_behind_the_requests_is_counted_by_kind)
{
    auto& sql = board().sql();
    sql.script("DELETE FROM tasks; DELETE FROM mails");
    sql.script(
        "INSERT INTO tasks (kind, state, due_at) VALUES ('made_up', 'dead', now()), ('made_up', 'dead', "
        "now()), "
        "('made_up', 'waiting', now() - interval '1 hour'), ('later', 'waiting', now() + interval '1 hour')");
    sql.script("INSERT INTO mails (once, address, template, state, created_at) VALUES "
               "('metrics 1', 'a@x.example', 'welcome', 'failed', now()), "
               "('metrics 2', 'a@x.example', 'welcome', 'failed', now() - interval '2 hours')");
    auto seen = scrape();
    BOOST_TEST(seen.value("jobboard_tasks", R"(kind="made_up",state="dead")") == 2);
    BOOST_TEST(seen.value("jobboard_tasks", R"(kind="made_up",state="waiting")") == 1);
    BOOST_TEST(seen.value("jobboard_task_oldest_seconds", R"(kind="made_up")") >= 3600);
    BOOST_TEST(seen.value("jobboard_task_oldest_seconds", R"(kind="later")") == 0);
    BOOST_TEST(seen.value("jobboard_mails", R"(state="failed")") == 1);
    BOOST_TEST(seen.types.at("jobboard_mails") == "gauge");
    sql.script("DELETE FROM tasks; DELETE FROM mails");
}

BOOST_AUTO_TEST_CASE(refusals_by_rate_are_counted)
{
    Board strict(Variables{{"RATE_LIMIT_PERCENT", "1"}});
    auto api = strict.anonymous();
    int refused = 0;
    for (int i = 0; i < 40; ++i)
        if (api.send("POST", "/api/v1/auth/login/").status == 429) ++refused;
    BOOST_TEST(refused > 0);
    Scrape seen(strict.anonymous().get("/metrics").body);
    BOOST_TEST(seen.value("jobboard_rate_limited_total", R"(endpoint="login")") == refused);
}

BOOST_AUTO_TEST_CASE(dashboard_and_alerts_ask_for_what_there_is)
{
    auto seen = scrape();
    for (auto file : {"deploy/monitoring/alerts.yml", "deploy/monitoring/dashboard.json"}) {
        auto text = text_of(file);
        int found = 0;
        for (auto at = text.find("jobboard_"); at != text.npos;
             at = text.find("jobboard_", at + 1), ++found) {
            auto name = name_at(text, at);
            for (std::string_view part : {"_bucket", "_sum", "_count"})
                if (name.ends_with(part)) name.erase(name.size() - part.size());
            BOOST_TEST(seen.types.contains(name), file << " asks for " << name);
        }
        BOOST_TEST(found > 10, file);
    }
}

// An operator who is woken by an alert finds it in the runbook.
BOOST_AUTO_TEST_CASE(every_alert_stands_in_the_runbook)
{
    auto alerts = text_of("deploy/monitoring/alerts.yml"), runbook = text_of("docs/runbook.md");
    constexpr std::string_view mark = "- alert: ";
    int found = 0;
    for (auto at = alerts.find(mark); at != alerts.npos; at = alerts.find(mark, at + 1), ++found) {
        auto name = alerts.substr(at + mark.size(), alerts.find('\n', at) - at - mark.size());
        BOOST_TEST(runbook.find('`' + name + '`') != std::string::npos, name);
    }
    BOOST_TEST(found > 5);
}

BOOST_AUTO_TEST_CASE(nobody_else_reads_them)
{
    for (auto path : {"/metrics", "/metrics/"}) {
        auto reply = board().outsider().get(path);
        BOOST_TEST((reply.status == 403 || reply.status == 404), path);
        BOOST_TEST(reply.body.find("jobboard_") == reply.body.npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
