// The catalogue of sentences: how it words, and which tables it refuses.
#include "lib/words/catalogue.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string worded(std::string_view text, const Said& said)
{
    const Sentence table[] = {{said.key.name, text}};
    const std::span<const Sentence> tables[] = {table};
    return Catalogue(tables).word(said);
}

void refused(const std::vector<Sentence>& table)
{
    const std::span<const Sentence> tables[] = {table};
    BOOST_CHECK_THROW(Catalogue{tables}, std::logic_error);
}

} // namespace

BOOST_AUTO_TEST_SUITE(catalogue)

BOOST_AUTO_TEST_CASE(arguments_stand_where_the_text_has_them)
{
    BOOST_TEST(worded("Must have at most {max} {unit}.", {"x"_s, {{"unit", "bytes"}, {"max", 5}}}) ==
               "Must have at most 5 bytes.");
    BOOST_TEST(worded("{a}{b}{a}", {"x"_s, {{"a", "1"}, {"b", std::string("{a}")}}}) == "1{a}1");
    BOOST_TEST(worded("As it is: 100 %.", "x"_s) == "As it is: 100 %.");
}

BOOST_AUTO_TEST_CASE(a_number_chooses_between_two_forms)
{
    constexpr std::string_view text = "{n} {n|job is|jobs are} left";
    BOOST_TEST(worded(text, {"x"_s, {{"n", 1}}}) == "1 job is left");
    for (auto n : {0, 2, 11, 21, -1})
        BOOST_TEST(worded(text, {"x"_s, {{"n", n}}}) == std::to_string(n) + " jobs are left");
}

// Somebody would rather read something odd than an error.
BOOST_AUTO_TEST_CASE(what_is_missing_is_named_instead)
{
    BOOST_TEST(worded("At most {max}.", "x"_s) == "At most {max}.");
    BOOST_TEST(worded("{n|job|jobs} left", {"x"_s, {{"m", 1}}}) == "{n} left");
    BOOST_TEST(Catalogue({}).word("not_there"_s) == "not_there");
}

BOOST_AUTO_TEST_CASE(tables_that_cannot_be_meant_are_refused)
{
    refused(std::vector<Sentence>{{"a", "One."}, {"a", "Two."}});
    for (auto key : {"", "A", "a b", "a.", "_a", "9", "Is a sentence.", "é"})
        refused(std::vector<Sentence>{{key, "Said."}});
    for (auto text : {"", "{", "}", "{a", "a}", "{}", "{a b}", "{{a}}", "{a|}", "{a|b}", "{a|b|}", "{a||c}",
             "{a|b|c|d}", "{a}}", "{|b|c}"})
        BOOST_TEST_CONTEXT(text) refused(std::vector<Sentence>{{"a", text}});
}

BOOST_AUTO_TEST_SUITE_END()
