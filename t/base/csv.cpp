// The CSV reader: quotes, line ends and separators, and what a broken row costs.
#include "lib/formats/csv.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

namespace {

std::vector<CsvRow> rows_of(const std::string& text)
{
    std::istringstream in(text);
    CsvReader reader(in);
    std::vector<CsvRow> out;
    for (CsvRow row; reader.next(row);) out.push_back(row);
    return out;
}

using Cells = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(quoted_cells_keep_separators_quotes_and_line_ends)
{
    auto rows = rows_of("a,b\r\n\"x, y\",\"say \"\"hi\"\"\nthere\"\r\nlast,\r\n");
    BOOST_REQUIRE_EQUAL(rows.size(), 3);
    BOOST_TEST((rows[1].cells == Cells{"x, y", "say \"hi\"\nthere"}));
    BOOST_TEST((rows[2].cells == Cells{"last", ""}));
    BOOST_TEST(rows[2].line == 4);
}

BOOST_AUTO_TEST_CASE(the_last_row_needs_no_line_end_and_empty_lines_are_no_rows)
{
    auto rows = rows_of("a,b\n\n1,2\r\n\r\n3,4");
    BOOST_REQUIRE_EQUAL(rows.size(), 3);
    BOOST_TEST((rows[2].cells == Cells{"3", "4"}));
    BOOST_TEST(rows[2].line == 5);
    BOOST_TEST(rows_of("").empty());
}

BOOST_AUTO_TEST_CASE(the_first_line_tells_the_separator_and_a_byte_order_mark_is_skipped)
{
    BOOST_TEST((rows_of("\xef\xbb\xbf"
                        "a;b\n1,5;2\n")[1]
                    .cells == Cells{"1,5", "2"}));
    BOOST_TEST((rows_of("a\tb\n1\t2\n")[1].cells == Cells{"1", "2"}));
    BOOST_TEST((rows_of("\xef\xbb\xbf"
                        "a,b\n")[0]
                    .cells == Cells{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(a_misplaced_quote_costs_one_row)
{
    auto rows = rows_of("a,b\n1,x\"y\n2,\"z\" w\n3,fine\n");
    BOOST_REQUIRE_EQUAL(rows.size(), 4);
    BOOST_TEST(rows[1].line == 2);
    BOOST_TEST(!rows[1].fault.empty());
    BOOST_TEST(!rows[2].fault.empty());
    BOOST_TEST((rows[3].cells == Cells{"3", "fine"}));
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_costs_one_row)
{
    auto until_end = rows_of("a,b\n1,\"open\n2,fine\n3,fine\n");
    BOOST_REQUIRE_EQUAL(until_end.size(), 4);
    BOOST_TEST(until_end[1].fault == "a quotation mark is not closed");
    BOOST_TEST((until_end[3].cells == Cells{"3", "fine"}));

    auto until_next_quote = rows_of("a,b\n1,\"open\n2,\"fine\"\n3,fine\n");
    BOOST_REQUIRE_EQUAL(until_next_quote.size(), 4);
    BOOST_TEST(!until_next_quote[1].fault.empty());
    BOOST_TEST((until_next_quote[2].cells == Cells{"2", "fine"}));
}

BOOST_AUTO_TEST_CASE(no_row_is_kept_beyond_a_mebibyte)
{
    auto long_line = rows_of("a,b\n1," + std::string(2 << 20, 'x') + "\n2,fine\n");
    BOOST_REQUIRE_EQUAL(long_line.size(), 3);
    BOOST_TEST(!long_line[1].fault.empty());
    BOOST_TEST((long_line[2].cells == Cells{"2", "fine"}));

    std::string many_lines = "a,b\n1,\"open\n";
    for (int i = 0; i < 200'000; ++i) many_lines += "2,plain\n";
    auto rows = rows_of(many_lines);
    BOOST_REQUIRE_EQUAL(rows.size(), 200'002);
    BOOST_TEST(rows[1].fault == "a quotation mark is not closed within 1 MiB");
    BOOST_TEST((rows.back().cells == Cells{"2", "plain"}));
}

BOOST_AUTO_TEST_CASE(written_lines_read_back_and_are_no_formulas)
{
    Cells cells{"plain", "with \"quotes\", comma", "two\nlines", ""};
    BOOST_TEST((rows_of(csv_line(cells))[0].cells == cells));
    BOOST_TEST(csv_line({"=1+1", "a"}) == "\"'=1+1\",\"a\"\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
