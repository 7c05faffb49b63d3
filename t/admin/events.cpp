// Events on the admin pages, and the audit trail as a file.
#include "desk.hpp"

#include "lib/base/text.hpp"

#include <set>
#include <sstream>

namespace {

const std::string exported = "/api/v1/audit/export/";

struct Events : AtDesk {
    Api api = board.admin();

    // So many at one moment.
    void events(int count)
    {
        sql.change("INSERT INTO events (kind, did, subject_kind, subject, subject_name, came_by, actor_name) "
                   "SELECT 'job.created', 'create', 'job', gen_random_uuid(), 'made ' || i, 'api', '' "
                   "FROM generate_series(1, :count::int) i",
            {arg("count", count)});
    }
};

std::vector<std::string> lines(const std::string& text)
{
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_events, Events)

BOOST_AUTO_TEST_CASE(an_event_says_what_became_of_what_and_leads_there)
{
    auto job = seed::job(sql, {.title = "Baker"});
    BOOST_TEST(desk.post("/admin/jobs/" + to_text(job) + "/close/", {}).status == 303);
    auto list = desk.get("/admin/events/?event=job.closed");
    BOOST_TEST(rows_in(list) == 1u);
    BOOST_TEST(has(list, ">Baker</a>"));
    auto id = sql_value("SELECT id::text AS value FROM events WHERE kind = 'job.closed'");
    auto page = desk.get("/admin/events/" + id + '/');
    BOOST_TEST(has(page, "<dt>Status</dt><dd><del>active</del>"));
    BOOST_TEST(has(page, "<ins>closed</ins>"));
    BOOST_TEST(has(page, "href=\"/admin/jobs/" + to_text(job) + "/\">The job<"));
    BOOST_TEST(has(page, "href=\"/admin/users/" + to_text(root) + "/\">root<"));
    BOOST_TEST(!has(page, "Save</button>"));
    sql.change("UPDATE jobs SET deleted_at = now()");
    BOOST_TEST(!has(desk.get("/admin/events/" + id + '/'), "The job<"));
    BOOST_TEST(desk.post("/admin/events/" + id + '/', {}).status == 404);
}

BOOST_AUTO_TEST_CASE(they_are_found_by_what_happened_to_what_when_and_by_whom)
{
    events(3);
    auto rows = [&](const std::string& query) { return rows_in(desk.get("/admin/events/" + query)); };
    BOOST_TEST(rows("?event=job.created") == 3u);
    BOOST_TEST(rows("?content_type=job") == 3u);
    BOOST_TEST(rows("?content_type=user") > 0u); // root has signed in
    BOOST_TEST(rows("?action=login&user_id=" + to_text(root)) == 1u);
    BOOST_TEST(rows("?q=made+2") == 1u);
    BOOST_TEST(rows("?event=job.created&date_to=2020-01-01") == 0u);
    BOOST_TEST(rows("?object_id=" + to_text(root)) > 0u);
}

BOOST_AUTO_TEST_CASE(all_that_fit_go_into_a_file_each_once)
{
    events(12'000); // more than are read at once
    auto reply = api.get(exported + "?format=ndjson&event=job.created");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("content-type").starts_with("application/x-ndjson"));
    BOOST_TEST(reply.header("content-disposition") == "attachment; filename=\"audit.ndjson\"");
    std::set<std::string> ids;
    auto all = lines(reply.body);
    for (const auto& line : all) ids.insert(line.substr(0, line.find(',')));
    BOOST_TEST(all.size() == 12'000u);
    BOOST_TEST(ids.size() == 12'000u);
    BOOST_TEST(all[0].starts_with("{\"id\":\""));
    auto csv = api.get(exported + "?event=job.created&search=made+7");
    BOOST_TEST(lines(csv.body).size() ==
               1u + std::stoul(sql_value(
                        "SELECT count(*)::text AS value FROM events WHERE subject_name LIKE 'made 7%'")));
}

BOOST_AUTO_TEST_CASE(a_spreadsheet_runs_nothing_of_it)
{
    for (auto name : {"=1+1", "+1", "-1", "@sum", "\tx", "a,\"b\""}) seed::event(sql, name);
    auto reply = api.get(exported + "?format=csv&content_type=job");
    BOOST_TEST(reply.header("content-type") == "text/csv; charset=utf-8");
    BOOST_TEST(reply.body.starts_with("\xef\xbb\xbf\"id\",\"user\",\"user_name\",\"action\""));
    for (auto cell : {"\"'=1+1\"", "\"'+1\"", "\"'-1\"", "\"'@sum\"", "\"'\tx\"", "\"a,\"\"b\"\"\""})
        BOOST_TEST(has(reply, cell), cell);
    check_invalid(api.get(exported + "?format=xml"), "format");
    check_invalid(api.get(exported + "?event=nothing"), "event");
}

BOOST_AUTO_TEST_SUITE_END()
