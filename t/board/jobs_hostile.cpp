// Searches made to be slow or to break out: each is answered in a moment, as a search or as a fault of the
// request.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"

#include "lib/base/text.hpp"

#include <chrono>
#include <fmt/format.h>

namespace {

const std::string list = "/api/v1/jobs/";

std::string repeated(std::string_view text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

std::string terms(int count, std::string_view between)
{
    std::string out;
    for (int i = 0; i < count; ++i) out += fmt::format("{}w{}", i ? between : "", i);
    return out;
}

// What is searched for. The long ones are beyond any bound.
std::vector<std::string> nasty()
{
    return {"'", "''; DROP TABLE jobs; --", "%", "%%%_%", "_", ":*", "wood:*", "a:* & b:*", "!wood", "-wood",
        "--wood", "\"", "\"wood", "wood\" \"", "\\", "\\'", "(", ")", "((((wood", "wood & | ! <->", "<->",
        "wood <2> hand", "or", "or or or", "wood or", "-", "- - -", "-\"wood hands\"", ":search", "$1",
        "the a of", "...", "c++ c# .net ++ ##", "\xf0\x9f\x98\x80",
        "\xe2\x80\xae"
        "doow",
        repeated("(", 200), repeated("-", 200), repeated("-x ", 66), repeated("\"a\" ", 50),
        repeated("or ", 66), terms(40, " or "), terms(1000, " "), terms(1000, " or "),
        std::string(10'000, 'a'), repeated("-(", 5000), repeated("\"", 9999), repeated("%", 10'000), "NaN",
        "null", repeated("a.b/c@d-e_", 20), std::string(200, 'a')};
}

struct Hostile : EmptyBoard {
    Hostile()
    {
        seed::jobs(sql, 300);
        sql.script("ANALYZE jobs");
    }

    // An answer in time that is no failure. A generous bound: the machine may be loaded.
    void check_quick(const std::string& target)
    {
        auto from = std::chrono::steady_clock::now();
        auto reply = api.get(target);
        std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
        bool fine = reply.status == 200 || reply.status == 400 || reply.status == 414;
        BOOST_TEST(fine, reply.status << " for " << target.substr(0, 100));
        BOOST_TEST(took.count() < 1.5, took.count() << " s for " << target.substr(0, 100));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_hostile, Hostile)

BOOST_AUTO_TEST_CASE(hostile_searches_are_harmless)
{
    for (const auto& search : nasty()) {
        auto encoded = percent_encoded(search);
        check_quick(list + "?search=" + encoded);
        check_quick(list + "?ordering=salary_min&page_size=100&search=" + encoded);
        check_quick(list + "?cursor=&location=" + encoded + "&search=wood");
        check_quick(list + "?category=" + encoded);
        check_quick("/api/v1/categories/?search=" + encoded);
    }
    BOOST_TEST(api.get(list).json()["count"].text() == "300");
    BOOST_TEST(api.get(list + "?search=wood").json()["count"].text() == "300");
}

BOOST_AUTO_TEST_CASE(signs_of_patterns_are_plain_characters)
{
    seed::job(sql, {.title = "Sawyer", .location = "100% here_now"});
    for (auto [part, count] : {std::pair{"%", "1"}, {"_", "1"}, {"0% h", "1"}, {"e_n", "1"}, {"1_0", "0"},
             {"1%e", "0"}, {"\\", "0"}, {"'", "0"}})
        BOOST_TEST(
            api.get(list + "?location=" + percent_encoded(part)).json()["count"].text() == count, part);
    for (auto search : {"%", "_", "sawy%", "saw_er", ":*", "sawy:*"})
        BOOST_TEST(
            api.get(list + "?search=" + percent_encoded(search)).json()["count"].text() == "0", search);
}

BOOST_AUTO_TEST_CASE(a_search_has_a_bound_that_it_names)
{
    BOOST_TEST(api.get(list + "?search=" + std::string(200, 'a')).status == 200);
    auto refused = api.get(list + "?search=" + std::string(201, 'a'));
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(refused.json().has("search"));
}

BOOST_AUTO_TEST_SUITE_END()
