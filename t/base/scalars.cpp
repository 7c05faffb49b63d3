// Single values: how identifiers, money, times and dates are read and written.
#include "lib/base/money.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

namespace {

// What a text becomes when it is read and written again; "-" when it is refused.
template <class T> std::string again(std::string_view text)
{
    auto value = parse<T>(text);
    return value ? to_text(*value) : "-";
}

} // namespace

BOOST_AUTO_TEST_SUITE(scalars)

BOOST_AUTO_TEST_CASE(a_fresh_uuid_has_version_7_and_names_its_time)
{
    auto before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto id = new_uuid();
    auto text = to_text(id);
    BOOST_TEST(text.size() == 36u);
    BOOST_TEST(text[14] == '7');
    BOOST_TEST(std::string("89ab").find(text[19]) != std::string::npos);
    long long ms = std::stoll(text.substr(0, 8) + text.substr(9, 4), nullptr, 16);
    auto after = std::chrono::system_clock::now();
    BOOST_TEST(ms >= before.time_since_epoch().count());
    BOOST_TEST(ms <= std::chrono::floor<std::chrono::milliseconds>(after).time_since_epoch().count());
}

BOOST_AUTO_TEST_CASE(fresh_uuids_differ)
{
    std::set<Uuid> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(new_uuid());
    BOOST_TEST(seen.size() == 10'000u);
}

BOOST_AUTO_TEST_CASE(uuids_read_in_either_case_and_write_in_lower)
{
    BOOST_TEST(again<Uuid>("0190A7B2-3C4D-7E5F-8A6B-7C8D9E0F1A2B") == "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b");
    for (auto bad : {"", "0190a7b23c4d7e5f8a6b7c8d9e0f1a2b", "{0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b}",
             "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2", "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b0",
             "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2g", "0190a7b2-3c4d-7e5f-8a6b7-c8d9e0f1a2b",
             "0190a7b2_3c4d_7e5f_8a6b_7c8d9e0f1a2b"})
        BOOST_TEST(again<Uuid>(bad) == "-", bad);
}

BOOST_AUTO_TEST_CASE(money_is_exact_to_the_hundredth)
{
    BOOST_TEST(again<Money>("80000") == "80000.00");
    BOOST_TEST(again<Money>("80000.5") == "80000.50");
    BOOST_TEST(again<Money>("0.07") == "0.07");
    BOOST_TEST(again<Money>("-0.07") == "-0.07");
    BOOST_TEST(again<Money>("999999999999999.99") == "999999999999999.99");
    for (auto bad : {"", ".", "1.", ".5", "1.234", "1e5", "+1", "1,5", " 1", "0x10", "NaN", "Infinity", "--1",
             "-", "1.-5", "1000000000000000", "1.2.3"})
        BOOST_TEST(again<Money>(bad) == "-", bad);
    BOOST_TEST(
        parse<Money>("0.1")->hundredths + parse<Money>("0.2")->hundredths == parse<Money>("0.3")->hundredths);
}

BOOST_AUTO_TEST_CASE(times_are_utc_in_whole_seconds)
{
    BOOST_TEST(again<Time>("2026-11-22T10:53:12Z") == "2026-11-22T10:53:12Z");
    BOOST_TEST(again<Time>("2026-11-22T12:53:12+02:00") == "2026-11-22T10:53:12Z");
    BOOST_TEST(again<Time>("2026-11-22 05:23:12.999999-0530") == "2026-11-22T10:53:12Z");
    BOOST_TEST(again<Time>("2026-11-22 10:53:12.5+00") == "2026-11-22T10:53:12Z");
    BOOST_TEST(again<Time>("2024-02-29T23:59:59Z") == "2024-02-29T23:59:59Z");
    for (auto bad : {"", "2026-11-22", "2026-13-22T10:53:12Z", "2026-02-30T10:53:12Z", "2026-11-22T24:53:12Z",
             "2026-11-22T10:60:12Z", "2026-11-22T10:53:61Z", "2026-11-22T10:53:12X",
             "2026-11-22T10:53:12+25:00", "0000-01-01T00:00:00Z", "2026-11-22T10:53", "26-11-22T10:53:12Z",
             "infinity"})
        BOOST_TEST(again<Time>(bad) == "-", bad);
}

BOOST_AUTO_TEST_CASE(the_exact_text_of_a_time_keeps_microseconds)
{
    BOOST_TEST(exact_text(*parse<Time>("2026-11-22T10:53:12.000007Z")) == "2026-11-22T10:53:12.000007Z");
    BOOST_TEST(exact_text(*parse<Time>("1969-12-31T23:59:59.25Z")) == "1969-12-31T23:59:59.250000Z");
    BOOST_TEST(exact_text(*parse<Time>("2026-11-22T10:53:12.1234569Z")) == "2026-11-22T10:53:12.123456Z");
}

BOOST_AUTO_TEST_CASE(dates_exist_in_the_calendar)
{
    BOOST_TEST(again<Date>("2027-12-31") == "2027-12-31");
    BOOST_TEST(again<Date>("2028-02-29") == "2028-02-29");
    for (auto bad : {"", "2027-02-29", "2027-00-10", "2027-01-32", "2027-1-1", "31-12-2027", "2027-12-31T",
             "2027-12-31Z", "0000-01-01"})
        BOOST_TEST(again<Date>(bad) == "-", bad);
}

BOOST_AUTO_TEST_CASE(whole_numbers_are_digits_within_their_range)
{
    BOOST_TEST(again<int>("-7") == "-7");
    BOOST_TEST(again<int>("2147483647") == "2147483647");
    BOOST_TEST(again<long long>("9223372036854775807") == "9223372036854775807");
    for (auto bad : {"", "2147483648", "1.0", "1e3", "+1", " 1", "0x1", "1 ", "one"})
        BOOST_TEST(again<int>(bad) == "-", bad);
    BOOST_TEST(again<long long>("9223372036854775808") == "-");
}

BOOST_AUTO_TEST_CASE(truth_values_have_several_spellings)
{
    for (auto yes : {"true", "t", "True", "1", "on"}) BOOST_TEST(again<bool>(yes) == "true", yes);
    for (auto no : {"false", "f", "False", "0", "off"}) BOOST_TEST(again<bool>(no) == "false", no);
    for (auto bad : {"", "yes", "TRUE ", "2", "null"}) BOOST_TEST(again<bool>(bad) == "-", bad);
}

BOOST_AUTO_TEST_SUITE_END()
