// Cursors, which only we can make, and orderings.
#include "lib/web/shape/page.hpp"

#include <boost/test/unit_test.hpp>

namespace {

const std::string key = "a key that signs", ordering = "-created_at,name";
const paging::Cursor sample{.ordering = ordering,
    .backwards = true,
    .offset = 40,
    .beside = {"2026-06-01T12:00:00.000001Z", "é\"x\n", ""}};

bool refused(const std::string& text, std::string_view with = key, std::string_view of = ordering)
{
    try {
        paging::unseal(text, with, of);
        return false;
    } catch (const Problem& p) {
        return p.code == "invalid" && p.faults.at(0).field == "cursor";
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(page)

BOOST_AUTO_TEST_CASE(a_cursor_comes_back_as_it_was)
{
    auto text = paging::seal(sample, key);
    BOOST_TEST(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
               text.npos);
    auto again = paging::unseal(text, key, ordering);
    BOOST_TEST(again.ordering == sample.ordering);
    BOOST_TEST(again.backwards);
    BOOST_TEST(again.offset == 40);
    BOOST_TEST(again.beside == sample.beside, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(any_change_is_refused)
{
    auto text = paging::seal(sample, key);
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto changed = text;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(refused(changed), "character " << i);
        BOOST_TEST(refused(text.substr(0, i)), "cut at " << i);
    }
    BOOST_TEST(refused(text + "A"));
    BOOST_TEST(refused(text, "another key"));
    BOOST_TEST(refused(text, key, "-created_at"));
    BOOST_TEST(refused("?!"));
}

BOOST_AUTO_TEST_CASE(an_ordering_is_names_with_directions)
{
    auto terms = paging::split_ordering(" a, -b,,--c,- ");
    BOOST_TEST_REQUIRE(terms.size() == 4u);
    BOOST_TEST((terms[0] == std::pair<std::string, bool>("a", false)));
    BOOST_TEST((terms[1] == std::pair<std::string, bool>("b", true)));
    BOOST_TEST((terms[2] == std::pair<std::string, bool>("-c", true)));
    BOOST_TEST((terms[3] == std::pair<std::string, bool>("", true))); // which no list offers
    BOOST_TEST(paging::split_ordering("").empty());
}

BOOST_AUTO_TEST_SUITE_END()
