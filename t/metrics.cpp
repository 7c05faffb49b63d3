// What Prometheus reads: well-formed, counting every request, and only for operators.
#include "board.hpp"

#include "../lib/base/text.hpp"

#include <cmath>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

struct Sample {
    std::string name, labels;
    double value;
};

struct Scrape {
    std::map<std::string, std::string> types; // by metric
    std::vector<Sample> samples;

    // Throws when a line is not of the text format, or a sample stands apart from its metric.
    explicit Scrape(const std::string& text)
    {
        static const std::regex type(R"(# TYPE ([a-z_]+) (counter|gauge|histogram))"),
            sample(R"(([a-z_]+)(?:\{((?:[a-z]+="[^"\\]*",?)*)\})? ([0-9.e+-]+|\+Inf))");
        std::istringstream in(text);
        std::string metric;
        for (std::string line; std::getline(in, line);) {
            std::smatch m;
            if (line.starts_with("# HELP ")) continue;
            if (std::regex_match(line, m, type)) {
                metric = m[1];
                if (!types.emplace(metric, m[2]).second) throw std::runtime_error("twice: " + metric);
            } else if (std::regex_match(line, m, sample)) {
                if (!m[1].str().starts_with(metric)) throw std::runtime_error("apart: " + line);
                samples.push_back({m[1], m[2], std::stod(m[3])});
            } else {
                throw std::runtime_error("no sample: " + line);
            }
        }
    }

    double value(const std::string& name, const std::string& labels = "") const
    {
        for (const auto& s : samples)
            if (s.name == name && s.labels == labels) return s.value;
        return 0;
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
        static const std::regex name(R"((jobboard_[a-z_]+?)(_bucket|_sum|_count)?\b(?!_))");
        int found = 0;
        for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it, ++found)
            BOOST_TEST(seen.types.contains((*it)[1]), file << " asks for " << (*it)[1]);
        BOOST_TEST(found > 10, file);
    }
}

// An operator who is woken by an alert finds it in the runbook.
BOOST_AUTO_TEST_CASE(every_alert_stands_in_the_runbook)
{
    auto alerts = text_of("deploy/monitoring/alerts.yml"), runbook = text_of("docs/runbook.md");
    static const std::regex name("alert: (\\w+)");
    for (std::sregex_iterator it(alerts.begin(), alerts.end(), name), end; it != end; ++it)
        BOOST_TEST(runbook.find('`' + (*it)[1].str() + '`') != std::string::npos, (*it)[1]);
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
