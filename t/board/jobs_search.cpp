// Full-text search over jobs: what a person would expect to find, and in which order.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"

#include "lib/base/text.hpp"

#include <set>

namespace {

struct JobSearch : EmptyBoard {
    void make(const std::string& title, const std::string& description = "Nothing special.")
    {
        seed::job(sql, {.title = title, .description = description});
    }

    // The titles found, in the order of the alphabet.
    std::string found(std::string_view words)
    {
        auto titles = in_order(words);
        std::set<std::string> sorted(titles.begin(), titles.end());
        return joined({sorted.begin(), sorted.end()});
    }
    std::vector<std::string> in_order(std::string_view words)
    {
        auto reply = api.get("/api/v1/jobs/?search=" + percent_encoded(words));
        BOOST_TEST_REQUIRE(reply.status == 200, words);
        return each(reply.json()["results"], "title");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_search, JobSearch)

BOOST_AUTO_TEST_CASE(words_are_found_in_their_other_forms)
{
    make("Software developer", "We are developing engines.");
    make("Nurse", "Caring for patients.");
    for (auto words : {"developer", "DEVELOPERS", "develop", "engine", "  engines  ", "software engine"})
        BOOST_TEST(found(words) == "Software developer", words);
    BOOST_TEST(found("patient") == "Nurse");
    BOOST_TEST(found("care") == "Nurse");
    BOOST_TEST(found("steady") == "Nurse, Software developer"); // in the requirements
    BOOST_TEST(found("developer nurse") == "");
    BOOST_TEST(found("astronaut") == "");
}

BOOST_AUTO_TEST_CASE(phrases_exclusions_and_alternatives)
{
    make("Senior project manager");
    make("Manager of a senior home project");
    make("Gardener");
    BOOST_TEST(found("\"project manager\"") == "Senior project manager");
    BOOST_TEST(found("project manager") == "Manager of a senior home project, Senior project manager");
    BOOST_TEST(found("manager -home") == "Senior project manager");
    BOOST_TEST(found("gardener or home") == "Gardener, Manager of a senior home project");
    BOOST_TEST(found("\"senior home\" or gardener") == "Gardener, Manager of a senior home project");
    BOOST_TEST(found("gardener -senior") == "Gardener");
}

BOOST_AUTO_TEST_CASE(names_with_signs_are_names)
{
    make("C++ developer");
    make("C# developer");
    make("F# developer");
    make(".NET developer");
    make("ASP.NET and Node.js developer");
    make("C developer");
    make("Network technician");
    BOOST_TEST(found("C++") == "C++ developer");
    BOOST_TEST(found("c++ developer") == "C++ developer");
    BOOST_TEST(found("C#") == "C# developer");
    BOOST_TEST(found("f#") == "F# developer");
    BOOST_TEST(found(".NET") == ".NET developer, ASP.NET and Node.js developer");
    BOOST_TEST(found(".net -asp") == ".NET developer");
    BOOST_TEST(found("node.js") == "ASP.NET and Node.js developer");
    BOOST_TEST(found("developer -c++ -c#") ==
               ".NET developer, ASP.NET and Node.js developer, C developer, F# developer");
}

BOOST_AUTO_TEST_CASE(accents_do_not_matter)
{
    make("Barista in the Café");
    make("Manager of a cafe");
    make("Führer Büro");
    BOOST_TEST(found("cafe") == "Barista in the Café, Manager of a cafe");
    BOOST_TEST(found("CAFÉ") == "Barista in the Café, Manager of a cafe");
    BOOST_TEST(found("buro") == "Führer Büro");
}

BOOST_AUTO_TEST_CASE(titles_count_more_than_requirements_and_those_more_than_descriptions)
{
    seed::job(
        sql, {.title = "In the description", .description = "Knows welding.", .created_at = "2026-01-04"});
    seed::job(
        sql, {.title = "In the requirements", .requirements = "Knows welding.", .created_at = "2026-01-03"});
    seed::job(sql, {.title = "Knows welding", .created_at = "2026-01-02"});
    BOOST_TEST(joined(in_order("welding")) == "Knows welding, In the requirements, In the description");
    auto newest = api.get("/api/v1/jobs/?search=welding&ordering=-created_at");
    BOOST_TEST(joined(each(newest.json()["results"], "title")) ==
               "In the description, In the requirements, Knows welding");
    auto relevant = api.get("/api/v1/jobs/?search=welding&ordering=relevance");
    BOOST_TEST(joined(each(relevant.json()["results"], "title")) ==
               "Knows welding, In the requirements, In the description");
}

BOOST_AUTO_TEST_CASE(equally_good_matches_come_newest_first)
{
    seed::job(sql, {.title = "Older welder", .created_at = "2026-01-01"});
    seed::job(sql, {.title = "Newer welder", .created_at = "2026-01-02"});
    BOOST_TEST(joined(in_order("welder")) == "Newer welder, Older welder");
}

BOOST_AUTO_TEST_CASE(any_text_may_be_searched_for)
{
    make("Plain");
    for (auto words :
        {"'", "''", "\"", "\"\"", "\"unclosed", "-", "--", "- -", "or", "or or", "and", "&", "|", "!", "!(",
            ":*", "a:*b", "<->", "<1>", "\\", "\\'", "%", "_", "*", "(", ")", "$1", ":search", "c++++", "#",
            "+", ".net.net", "the", "-the", "😀", "日本語", "'; DROP TABLE jobs; --", "\t\n", "x y z - \" or"})
        BOOST_TEST(in_order(words).size() <= 1u, words);
    BOOST_TEST(found("plain") == "Plain");
    auto long_one = api.get("/api/v1/jobs/?search=" + std::string(200, 'a'));
    BOOST_TEST(long_one.status == 200);
    auto longer = api.get("/api/v1/jobs/?search=" + std::string(7'000, 'a'));
    BOOST_TEST(longer.status == 400);
    BOOST_TEST(longer.json().has("search"));
}

BOOST_AUTO_TEST_SUITE_END()
