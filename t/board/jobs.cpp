// Jobs: what lists and single postings show, what narrows a list, and what nobody sees.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"

#include <fmt/format.h>

namespace {

const std::string list = "/api/v1/jobs/";

struct Jobs : EmptyBoard {
    Uuid make(const seed::Job& job) { return seed::job(sql, job); }

    // The titles that a query answers with, in order.
    std::string titles(const std::string& query)
    {
        auto reply = api.get(list + query);
        BOOST_TEST_REQUIRE(reply.status == 200, query << " -> " << reply.status << ' ' << reply.body);
        auto found = each(reply.json()["results"], "title");
        BOOST_TEST(reply.json()["count"].text() == std::to_string(found.size()), query);
        return joined(found);
    }

    void check_refused(const std::string& parameter, const std::string& value)
    {
        auto reply = api.get(list + "?" + parameter + "=" + value);
        BOOST_TEST(reply.status == 400, parameter << '=' << value);
        BOOST_TEST(reply.json()[parameter][0].text() != "");
    }
};

void check_keys(Json object, const std::string& expected)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.value().members) keys.push_back(key);
    BOOST_TEST(joined(keys) == expected);
}

constexpr auto text = JsonValue::Kind::text, number = JsonValue::Kind::number,
               boolean = JsonValue::Kind::boolean;

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs, Jobs)

BOOST_AUTO_TEST_CASE(a_list_shows_each_job_with_its_fields)
{
    auto root = seed::category(sql, {.name = "Crafts"}),
         wood = seed::category(sql, {.name = "Wood & Metal", .parent = root});
    auto boss = seed::user(sql, {.username = "acme", .first_name = "Ada", .last_name = "Boss"});
    auto id = make({.title = "Joiner",
        .category = wood,
        .employer = boss,
        .salary_min = "80000",
        .salary_max = "90000.5",
        .is_featured = true,
        .created_at = "2026-06-01T12:00:00.75Z",
        .views = 7});
    seed::application(sql, id, seed::user(sql, {.username = "candidate", .role = "user"}));

    auto reply = api.get(list);
    BOOST_TEST(reply.status == 200);
    check_keys(reply.json(), "count, next, previous, results");
    BOOST_TEST(reply.json()["count"].is(number));
    BOOST_TEST(reply.json()["next"].is_null());
    BOOST_TEST(reply.json()["previous"].is_null());
    auto job = reply.json()["results"][0];
    check_keys(job, "id, title, description, category, employer, location, job_type, salary_min, salary_max, "
                    "status, is_featured, "
                    "views_count, application_count, created_at, updated_at");
    BOOST_TEST(job["id"].text() == to_text(id));
    BOOST_TEST(job["title"].text() == "Joiner");
    check_keys(job["category"], "id, name, slug, full_path");
    BOOST_TEST(job["category"]["slug"].text() == "wood-metal");
    BOOST_TEST(job["category"]["full_path"].text() == "Crafts > Wood & Metal");
    check_keys(job["employer"], "id, username, full_name");
    BOOST_TEST(job["employer"]["id"].text() == to_text(boss));
    BOOST_TEST(job["employer"]["full_name"].text() == "Ada Boss");
    BOOST_TEST(job["salary_min"].is(text));
    BOOST_TEST(job["salary_min"].text() == "80000.00");
    BOOST_TEST(job["salary_max"].text() == "90000.50");
    BOOST_TEST(job["status"].text() == "active");
    BOOST_TEST(job["job_type"].text() == "full-time");
    BOOST_TEST(job["is_featured"].is(boolean));
    BOOST_TEST(job["views_count"].is(number));
    BOOST_TEST(job["views_count"].text() == "7");
    BOOST_TEST(job["application_count"].is(number));
    BOOST_TEST(job["application_count"].text() == "1");
    BOOST_TEST(job["created_at"].text() == "2026-06-01T12:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_single_job_shows_more)
{
    auto id = to_text(
        make({.title = "Joiner", .requirements = "Steady hands.", .application_deadline = "2027-12-31"}));
    auto reply = api.get(list + id + "/");
    BOOST_TEST(reply.status == 200);
    check_keys(reply.json(),
        "id, title, description, category, employer, location, job_type, salary_min, salary_max, status, "
        "is_featured, views_count, application_count, created_at, updated_at, requirements, "
        "application_deadline, has_applied");
    BOOST_TEST(reply.json()["requirements"].text() == "Steady hands.");
    BOOST_TEST(reply.json()["application_deadline"].text() == "2027-12-31");
    BOOST_TEST(reply.json()["has_applied"].is(boolean));
    BOOST_TEST(reply.json()["has_applied"].text() == "false");
    BOOST_TEST(reply.json()["salary_min"].is_null());
    BOOST_TEST(reply.json()["employer"]["full_name"].text() == "acme"); // has no name but the username

    std::string upper = id;
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    BOOST_TEST(api.get(list + upper + "/").json()["id"].text() == id);
    BOOST_TEST(api.get(list + to_text(make({})) + "/").json()["application_deadline"].is_null());
}

BOOST_AUTO_TEST_CASE(only_active_jobs_are_public)
{
    std::vector<std::string> hidden;
    for (const auto& [status, deleted] :
        {std::pair{"draft", false}, {"closed", false}, {"active", true}, {"closed", true}})
        hidden.push_back(
            to_text(make({.title = "Hidden", .status = status, .is_featured = true, .deleted = deleted})));
    make({.title = "Open", .is_featured = true});
    for (auto query :
        {"", "?cursor=", "?search=wood", "?is_featured=true", "?category=engineering", "?location=vienna",
            "?job_type=full-time", "?ordering=views_count", "?ordering=salary_min", "?status=active"})
        BOOST_TEST(titles(query) == "Open", query);
    auto featured = api.get(list + "featured/");
    BOOST_TEST(joined(each(featured.json(), "title")) == "Open");
    auto nothing = api.get(list + to_text(new_uuid()) + "/").body;
    for (const auto& id : hidden) {
        auto reply = api.get(list + id + "/");
        BOOST_TEST(reply.status == 404);
        BOOST_TEST(reply.body == nothing);
    }
}

BOOST_AUTO_TEST_CASE(other_states_need_a_caller)
{
    for (auto status : {"draft", "closed"}) {
        auto reply = api.get(list + "?status=" + status);
        BOOST_TEST(reply.status == 401);
        BOOST_TEST(reply.json()["code"].text() == "not_authenticated");
        BOOST_TEST(reply.header("www-authenticate") == "Bearer realm=\"api\"");
    }
}

BOOST_AUTO_TEST_CASE(no_answer_holds_an_employers_address)
{
    auto id = to_text(make({.is_featured = true}));
    for (const auto& target :
        {list, list + id + "/", list + "featured/", list + "?search=wood", list + "?search=secret.example"})
        BOOST_TEST(api.get(target).body.find("secret.example") == std::string::npos, target);
}

BOOST_AUTO_TEST_CASE(a_category_takes_its_descendants_along)
{
    auto root = seed::category(sql, {.name = "Root"}),
         child = seed::category(sql, {.name = "Child", .parent = root}),
         leaf = seed::category(sql, {.name = "Leaf", .parent = child}),
         other = seed::category(sql, {.name = "Other"});
    make({.title = "In root", .category = root, .created_at = "2026-01-04"});
    make({.title = "In child", .category = child, .created_at = "2026-01-03"});
    make({.title = "In leaf", .category = leaf, .created_at = "2026-01-02"});
    make({.title = "Elsewhere", .category = other, .created_at = "2026-01-01"});
    BOOST_TEST(titles("?category=root") == "In root, In child, In leaf");
    BOOST_TEST(titles("?category=" + to_text(root)) == "In root, In child, In leaf");
    BOOST_TEST(titles("?category=" + to_text(child)) == "In child, In leaf");
    BOOST_TEST(titles("?category=leaf") == "In leaf");
    BOOST_TEST(api.get("/api/v1/jobs/?category=other&category=leaf").status == 400);
    seed::category(sql, {.name = "Nothing in it"});
    BOOST_TEST(titles("?category=nothing-in-it") == "");
    check_refused("category", "no-such");
    check_refused("category", to_text(new_uuid()));
}

BOOST_AUTO_TEST_CASE(a_location_is_found_by_any_part_of_it_taken_literally)
{
    make({.title = "Vienna", .location = "Vienna, Austria", .created_at = "2026-01-04"});
    make({.title = "Percent", .location = "100% remote", .created_at = "2026-01-03"});
    make({.title = "Score", .location = "new_york", .created_at = "2026-01-02"});
    make({.title = "Slash", .location = "a\\b ÅRHUS", .created_at = "2026-01-01"});
    BOOST_TEST(titles("?location=vIeNnA") == "Vienna");
    BOOST_TEST(titles("?location=,+aus") == "Vienna");
    BOOST_TEST(titles("?location=%25") == "Percent");
    BOOST_TEST(titles("?location=0%25+") == "Percent");
    BOOST_TEST(titles("?location=_") == "Score");
    BOOST_TEST(titles("?location=w_y") == "Score");
    BOOST_TEST(titles("?location=%5C") == "Slash");
    BOOST_TEST(titles("?location=n") == "Vienna, Score");
    BOOST_TEST(titles("?location=nowhere") == "");
    BOOST_TEST(titles("?location='") == "");
}

BOOST_AUTO_TEST_CASE(choices_and_salaries_narrow_a_list)
{
    auto other = seed::user(sql, {.username = "other"});
    make({.title = "A",
        .job_type = "contract",
        .salary_min = "100",
        .salary_max = "200",
        .created_at = "2026-01-04"});
    make({.title = "B",
        .job_type = "part-time",
        .salary_min = "150.01",
        .salary_max = "150.01",
        .created_at = "2026-01-03"});
    make({.title = "C",
        .employer = other,
        .job_type = "freelance",
        .is_featured = true,
        .created_at = "2026-01-02"});
    make({.title = "D", .job_type = "internship", .salary_min = "0", .created_at = "2026-01-01"});
    BOOST_TEST(titles("?job_type=contract") == "A");
    BOOST_TEST(titles("?job_type=full-time") == "");
    BOOST_TEST(titles("?min_salary=150") == "B");
    BOOST_TEST(titles("?min_salary=150.01") == "B");
    BOOST_TEST(titles("?min_salary=150.02") == "");
    BOOST_TEST(titles("?min_salary=0") == "A, B, D");
    BOOST_TEST(titles("?max_salary=200") == "A, B");
    BOOST_TEST(titles("?max_salary=199.99") == "B");
    BOOST_TEST(titles("?min_salary=100&max_salary=200") == "A, B");
    BOOST_TEST(titles("?is_featured=true") == "C");
    BOOST_TEST(titles("?is_featured=false") == "A, B, D");
    BOOST_TEST(titles("?employer=" + to_text(other)) == "C");
    BOOST_TEST(titles("?status=active") == "A, B, C, D");
    for (auto [parameter, value] : {std::pair{"job_type", "fulltime"}, {"job_type", "Contract"},
             {"min_salary", "1e2"}, {"max_salary", "-1"}, {"max_salary", "1.234"}, {"is_featured", "maybe"},
             {"employer", "acme"}, {"status", "deleted"}})
        check_refused(parameter, value);
    check_refused("employer", to_text(new_uuid()));
}

BOOST_AUTO_TEST_CASE(filters_hold_together)
{
    auto wood = seed::category(sql, {.name = "Wood"}), boss = seed::user(sql, {.username = "boss"});
    seed::Job wanted{.title = "Wanted",
        .category = wood,
        .employer = boss,
        .location = "Graz",
        .job_type = "contract",
        .salary_min = "100",
        .salary_max = "200",
        .is_featured = true};
    auto but = [&](auto change) {
        auto job = wanted;
        job.title = "Other";
        change(job);
        make(job);
    };
    make(wanted);
    but([&](auto& j) { j.category = seed::category(sql); });
    but([&](auto& j) { j.employer = seed::user(sql); });
    but([](auto& j) { j.location = "Linz"; });
    but([](auto& j) { j.job_type = "freelance"; });
    but([](auto& j) { j.salary_min = "99"; });
    but([](auto& j) { j.salary_max = "201"; });
    but([](auto& j) { j.is_featured = false; });
    but([](auto& j) { j.description = "Work with stone."; });
    but([](auto& j) { j.status = "draft"; });
    auto query = "?category=wood&employer=" + to_text(boss) +
                 "&location=GRA&job_type=contract&min_salary=100&max_salary=200&is_featured=true&search=wood&"
                 "status=active";
    BOOST_TEST(titles(query) == "Wanted");
    BOOST_TEST(titles(query + "&ordering=salary_min") == "Wanted");
    BOOST_TEST(titles(query + "&ordering=views_count,-salary_max") == "Wanted");
    BOOST_TEST(titles(query + "&cursor=") == "Wanted");
}

BOOST_AUTO_TEST_CASE(several_faults_are_told_at_once)
{
    auto reply = api.get(list + "?page=0&page_size=x&job_type=y&min_salary=-1&employer=z&is_featured=w");
    BOOST_TEST(reply.status == 400);
    for (auto name : {"page", "page_size", "job_type", "min_salary", "employer", "is_featured"})
        BOOST_TEST(reply.json()[name].size() == 1u, name);
}

BOOST_AUTO_TEST_CASE(orders_go_both_ways_with_missing_salaries_last)
{
    make({.title = "A", .salary_min = "200", .salary_max = "300", .created_at = "2026-01-01", .views = 5});
    make({.title = "B", .salary_min = "100", .salary_max = "400", .created_at = "2026-01-03", .views = 9});
    make({.title = "C", .created_at = "2026-01-02", .views = 1});
    make({.title = "D", .salary_min = "0", .salary_max = "99999999.99", .created_at = "2026-01-04"});
    BOOST_TEST(titles("") == "D, B, C, A");
    BOOST_TEST(titles("?ordering=created_at") == "A, C, B, D");
    BOOST_TEST(titles("?ordering=-created_at") == "D, B, C, A");
    BOOST_TEST(titles("?ordering=salary_min") == "D, B, A, C");
    BOOST_TEST(titles("?ordering=-salary_min") == "A, B, D, C");
    BOOST_TEST(titles("?ordering=salary_max") == "A, B, D, C");
    BOOST_TEST(titles("?ordering=-salary_max") == "D, B, A, C");
    BOOST_TEST(titles("?ordering=views_count") == "D, C, A, B");
    BOOST_TEST(titles("?ordering=-views_count") == "B, A, C, D");
    BOOST_TEST(titles("?ordering=relevance") == "D, B, C, A"); // nothing is searched for
    for (auto other :
        {"title", "--created_at", "id", "created_at,nothing", "created_at;drop", "employer", "%2Bcreated_at"})
        check_refused("ordering", other);
}

BOOST_AUTO_TEST_CASE(a_second_order_parts_what_the_first_leaves_together)
{
    make({.title = "A", .salary_min = "100", .created_at = "2026-01-01"});
    make({.title = "B", .salary_min = "100", .created_at = "2026-01-02"});
    make({.title = "C", .salary_min = "50", .created_at = "2026-01-03"});
    BOOST_TEST(titles("?ordering=-salary_min,created_at") == "A, B, C");
    BOOST_TEST(titles("?ordering=-salary_min,-created_at") == "B, A, C");
    BOOST_TEST(titles("?ordering=salary_min,-created_at") == "C, B, A");
    BOOST_TEST(titles("?ordering=+,salary_min,,created_at,") == "C, A, B");
}

BOOST_AUTO_TEST_CASE(at_most_ten_featured_jobs_newest_first)
{
    BOOST_TEST(api.get(list + "featured/").body == "[]");
    std::vector<std::string> newest;
    for (int i = 0; i < 12; ++i) {
        auto title = fmt::format("F{:02}", i);
        make({.title = title, .is_featured = true, .created_at = fmt::format("2026-01-{:02}", i + 1)});
        if (i >= 2) newest.insert(newest.begin(), title);
    }
    make({.title = "Plain", .created_at = "2026-02-01"});
    BOOST_TEST(joined(each(api.get(list + "featured/").json(), "title")) == joined(newest));
}

BOOST_AUTO_TEST_CASE(counts_stay_right_beyond_a_thousand)
{
    auto big = seed::category(sql, {.name = "Big"});
    seed::jobs(sql, 1100, {.title = "Mason", .category = big, .location = "Linz"});
    seed::jobs(sql, 30, {.title = "Baker"});
    auto count = [&](const std::string& query) { return api.get(list + query).json()["count"].text(); };
    BOOST_TEST(count("") == "1130");
    BOOST_TEST(count("?category=big") == "1100");
    BOOST_TEST(count("?location=linz") == "1100");
    BOOST_TEST(count("?search=mason") == "1100");
    BOOST_TEST(count("?search=mason&ordering=created_at") == "1100");
    BOOST_TEST(count("?search=baker&location=vienna") == "30");
    BOOST_TEST(count("?job_type=full-time&page=3") == "1130");
    sql.script("UPDATE jobs SET status = 'closed' WHERE title = 'Baker'");
    BOOST_TEST(count("") == "1100");
    BOOST_TEST(count("?category=engineering") == "0");
    sql.script("DELETE FROM jobs WHERE title = 'Mason'");
    BOOST_TEST(count("") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
