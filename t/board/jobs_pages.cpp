// Lists of jobs in parts: every row exactly once, forwards and backwards, by page and by cursor.
#include "t/kit/lists.hpp"
#include "t/kit/seed.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace {

const std::string list = "/api/v1/jobs/";

struct JobPages : EmptyBoard {
    // Many rows that only their id tells apart, some with salaries and views.
    void make_alike(int count)
    {
        seed::jobs(sql, count);
        sql.script("UPDATE jobs SET salary_min = 1000 WHERE id::text < '4'; UPDATE jobs SET salary_max = 9 "
                   "WHERE id::text > 'c';"
                   "UPDATE job_figures SET views_count = 3 WHERE job_id::text < '8'");
    }

    std::size_t walked(const std::string& query)
    {
        auto forwards = walk(board, api, list + query, "next");
        auto ids = flat(forwards);
        BOOST_TEST(std::set(ids.begin(), ids.end()).size() == ids.size(), query << " shows a row twice");

        auto backwards = walk(board, api, last_target(board, api, list + query), "previous");
        std::reverse(backwards.begin(), backwards.end());
        BOOST_TEST(joined(flat(backwards)) == joined(ids), query << " is another list backwards");
        return ids.size();
    }

    int status(const std::string& query) { return api.get(list + query).status; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_pages, JobPages)

BOOST_AUTO_TEST_CASE(every_walk_shows_each_row_once)
{
    make_alike(57);
    for (std::string ordering : {"", "created_at", "-created_at", "salary_min", "-salary_min", "salary_max",
             "-salary_max", "views_count", "-views_count", "-salary_min,created_at",
             "views_count,-salary_max,salary_min", "created_at,created_at", ","})
        for (std::string by : {"?page=1", "?cursor="}) {
            auto query = by + "&page_size=10" + (ordering.empty() ? "" : "&ordering=" + ordering);
            BOOST_TEST(walked(query) == 57u, query);
            BOOST_TEST(walked(query + "&location=vienna") == 57u, query);
        }
}

BOOST_AUTO_TEST_CASE(pages_and_cursors_show_one_order)
{
    make_alike(23);
    for (std::string ordering : {"-created_at", "salary_max", "-views_count"}) {
        auto rest = "&page_size=4&ordering=" + ordering;
        BOOST_TEST(joined(flat(walk(board, api, list + "?page=1" + rest, "next"))) ==
                   joined(flat(walk(board, api, list + "?cursor=" + rest, "next"))));
    }
}

BOOST_AUTO_TEST_CASE(a_search_is_walked_through_ranked_and_unranked_parts)
{
    seed::jobs(sql, 230, {.title = "Mason"});
    seed::jobs(sql, 15, {.title = "Helper", .description = "Assist the mason.", .created_at = "2026-07-01"});
    for (std::string by : {"?page=1", "?cursor="})
        for (auto size : {"20", "45", "100"}) {
            auto query = by + "&search=mason&page_size=" + size;
            BOOST_TEST(walked(query) == 245u, query);
        }
}

BOOST_AUTO_TEST_CASE(the_size_of_a_page_is_at_most_100)
{
    seed::jobs(sql, 130);
    auto size = [&](const std::string& query) { return api.get(list + query).json()["results"].size(); };
    BOOST_TEST(size("") == 20u);
    BOOST_TEST(size("?page_size=1") == 1u);
    BOOST_TEST(size("?page_size=100") == 100u);
    BOOST_TEST(size("?page_size=101") == 100u);
    BOOST_TEST(size("?page_size=1000000") == 100u);
    BOOST_TEST(size("?page_size=100&page=2") == 30u);
    BOOST_TEST(status("?page_size=0") == 400);
    BOOST_TEST(status("?page_size=-5") == 400);
}

BOOST_AUTO_TEST_CASE(past_the_end_there_is_nothing)
{
    BOOST_TEST(status("?page=1") == 200);
    BOOST_TEST(status("?cursor=") == 200);
    BOOST_TEST(status("?page=2") == 404);
    seed::jobs(sql, 20);
    BOOST_TEST(status("?page=1") == 200);
    auto past = api.get(list + "?page=2");
    BOOST_TEST(past.status == 404);
    BOOST_TEST(past.json()["code"].text() == "not_found");
    BOOST_TEST(status("?page=1000000") == 404);
    BOOST_TEST(status("?page=1000000&search=wood") == 404);
    BOOST_TEST(status("?page=1000001") == 400);
}

BOOST_AUTO_TEST_CASE(links_keep_the_prefix_and_the_other_parameters)
{
    seed::jobs(sql, 5);
    auto reply = api.get("/api/jobs?location=vien%6Ea&page_size=2&page=2&x=%C3%A9+y&ordering=-created_at");
    auto base =
        board.public_url() + "/api/jobs?location=vien%6Ea&page_size=2&x=%C3%A9+y&ordering=-created_at&page=";
    BOOST_TEST(reply.json()["next"].text() == base + "3");
    BOOST_TEST(reply.json()["previous"].text() == base + "1");
    auto by_cursor = api.get("/api/v1/jobs/?page_size=2&cursor=&search=wood");
    BOOST_TEST(by_cursor.json()["next"].text().starts_with(
        board.public_url() + "/api/v1/jobs/?page_size=2&search=wood&cursor="));
    BOOST_TEST(by_cursor.json()["previous"].is_null());
}

BOOST_AUTO_TEST_CASE(a_cursor_is_only_what_a_list_gave)
{
    seed::jobs(sql, 5);
    auto next = api.get(list + "?cursor=&page_size=2").json()["next"].text();
    auto cursor = next.substr(next.find("cursor=") + 7);
    auto changed = cursor;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    for (const auto& bad : {std::string("x"), changed, cursor + "A", cursor.substr(0, 20), std::string("%00"),
             std::string(1999, 'A')}) {
        auto reply = api.get(list + "?page_size=2&cursor=" + bad);
        BOOST_TEST(reply.status == 400, bad);
    }
    auto other = api.get(list + "?page_size=2&ordering=salary_min&cursor=" + cursor);
    BOOST_TEST(other.status == 400);
    BOOST_TEST(other.json().has("cursor"));
    BOOST_TEST(status("?page_size=2&cursor=" + cursor) == 200);
}

BOOST_AUTO_TEST_CASE(a_cursor_holds_its_place_while_rows_come_and_go)
{
    for (int i = 1; i <= 6; ++i)
        seed::job(sql, {.title = std::to_string(i), .created_at = fmt::format("2026-01-0{}", i)});
    auto first = api.get(list + "?cursor=&page_size=2");
    BOOST_TEST(joined(each(first.json()["results"], "title")) == "6, 5");
    seed::job(sql, {.title = "7", .created_at = "2026-01-07"});
    sql.script("DELETE FROM jobs WHERE title = '5'");
    auto second = api.get(target_of(board, first.json()["next"].text()));
    BOOST_TEST(joined(each(second.json()["results"], "title")) == "4, 3");
    auto back = api.get(target_of(board, second.json()["previous"].text()));
    BOOST_TEST(joined(each(back.json()["results"], "title")) == "7, 6");
}

BOOST_AUTO_TEST_SUITE_END()
