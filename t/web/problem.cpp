// What clients are told when something goes wrong, as areas add to it.
#include "t/kit/process.hpp"

#include "app/areas.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

namespace {

constexpr Sentence one_more[] = {{"one_more", "There is one more."}};

void refused(const AreaWords& area)
{
    BOOST_CHECK_THROW(Words(std::array{area}), std::logic_error);
}

} // namespace

BOOST_AUTO_TEST_SUITE(problems)

BOOST_AUTO_TEST_CASE(areas_add_to_what_is_general)
{
    static constexpr ProblemKind problems[] = {{"one_more", 418}};
    static constexpr ConstraintFault constraints[] = {{"mine", "field", "one_more"_s}};
    Words words(std::array{AreaWords{one_more, problems, constraints}});
    BOOST_TEST(words("one_more"_s) == "There is one more.");
    BOOST_TEST(response_to(words, {"one_more"}).status == 418);
    BOOST_TEST(
        response_to(words, {"one_more"}).body == R"({"detail":"There is one more.","code":"one_more"})");
    BOOST_TEST(response_to(words, {"never_heard_of"}).status == 500);
    DatabaseError error{};
    error.constraint = "mine";
    BOOST_TEST(response_to(words, problem_of(words, error)).body == R"({"field":["There is one more."]})");
}

BOOST_AUTO_TEST_CASE(areas_that_contradict_each_other_are_refused)
{
    static constexpr Sentence again[] = {{"not_found", "Said before."}};
    static constexpr ProblemKind twice[] = {{"not_found", 404}}, silent[] = {{"one_less", 418}};
    static constexpr ConstraintFault doubled[] = {{"c", "a", "one_more"_s}, {"c", "b", "one_more"_s}},
                                     speechless[] = {{"c", "a", "one_less"_s}};
    refused({again});
    refused({one_more, twice});
    refused({one_more, silent});
    refused({one_more, {}, doubled});
    refused({one_more, {}, speechless});
}

// A constraint that was renamed would be an error of ours from then on.
BOOST_AUTO_TEST_CASE(the_database_has_every_constraint_that_is_worded)
{
    auto schema = text_of("sql/schema.sql");
    BOOST_TEST(words().constraints().size() > 20u);
    for (const auto& c : words().constraints())
        BOOST_TEST(schema.find(c.constraint) != schema.npos, c.constraint);
}

BOOST_AUTO_TEST_SUITE_END()
