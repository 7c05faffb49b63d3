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

BOOST_AUTO_TEST_CASE(separators_count_outside_quotation_marks_and_a_first_line_may_name_one)
{
    BOOST_TEST((rows_of("\"title, short\";b\n1;2\n")[1].cells == Cells{"1", "2"}));
    BOOST_TEST((rows_of("a|b|c\n1|2,3|4\n")[1].cells == Cells{"1", "2,3", "4"}));
    for (std::string first : {"sep=;\r\n", "\"sep=;\"\r\n", "\xef\xbb\xbfSEP=;\n"}) {
        auto rows = rows_of(first + "a,x;b\n1;2\n");
        BOOST_REQUIRE_EQUAL(rows.size(), 2);
        BOOST_TEST((rows[0].cells == Cells{"a,x", "b"}));
        BOOST_TEST(rows[1].line == 3);
    }
}

BOOST_AUTO_TEST_CASE(empty_lines_before_the_first_row_tell_nothing)
{
    for (std::string empty : {"\n\n", "\r\n\r\n", "\r\r"}) {
        auto rows = rows_of(empty + "a;b" + empty.substr(0, empty.size() / 2) + "1;2");
        BOOST_REQUIRE_EQUAL(rows.size(), 2);
        BOOST_TEST((rows[1].cells == Cells{"1", "2"}));
        BOOST_TEST(rows[1].line == 4);
    }
}

BOOST_AUTO_TEST_CASE(lines_may_end_in_cr_alone)
{
    auto rows = rows_of("a,b\r1,\"two\rlines\"\r2,fine");
    BOOST_REQUIRE_EQUAL(rows.size(), 3);
    BOOST_TEST((rows[1].cells == Cells{"1", "two\rlines"}));
    BOOST_TEST(rows[2].line == 4);
}

BOOST_AUTO_TEST_CASE(other_encodings_are_read)
{
    auto rows_in = [](const std::string& bytes, std::string_view encoding) {
        std::istringstream in(bytes);
        BOOST_TEST(encoding_of(in) == encoding);
        CsvReader reader(in, encoding_of(in));
        std::vector<CsvRow> out;
        for (CsvRow row; reader.next(row);) out.push_back(row);
        return out;
    };
    std::string little = "\xff\xfe", big = "\xfe\xff", bare;
    for (char c : std::string("a,b\r\n1,\xfc\r\n")) {
        little += {c, '\0'};
        big += {'\0', c};
        bare += {c, '\0'};
    }
    BOOST_TEST((rows_in(little, "UTF-16LE")[1].cells == Cells{"1", "ü"}));
    BOOST_TEST((rows_in(big, "UTF-16BE")[1].cells == Cells{"1", "ü"}));
    BOOST_TEST((rows_in(bare, "UTF-16LE")[1].cells == Cells{"1", "ü"}));
    BOOST_TEST((rows_in("a,b\nK\xf6"
                        "chin,\x93"
                        "500 \x80\x94\n",
                    "windows-1252")[1]
                    .cells == Cells{"Köchin", "“500 €”"}));
    BOOST_TEST(
        (rows_in("a,b\n\xcf\xee\xe2\xe0\xf0,\xcf\xee\xe2\xe0\xf0 \xe2 \xea\xe0\xf4\xe5\n", "windows-1251")[1]
                .cells == Cells{"Повар", "Повар в кафе"}));
    // One broken character makes no other encoding of a file.
    BOOST_TEST((rows_in("a,b\nK\xc3\xb6"
                        "chin,1\n\xff,2\n",
                    "UTF-8")[1]
                    .cells == Cells{"Köchin", "1"}));
    // Whatever bytes there are, what they are taken for can be read.
    for (int seed = 0; seed < 200; ++seed) {
        std::string bytes;
        for (int i = 0; i < 40; ++i) bytes += static_cast<char>(0x80 + (seed * 31 + i * i * 7) % 128);
        std::istringstream in(bytes);
        BOOST_CHECK_NO_THROW(Decoder(encoding_of(in)));
    }
    std::istringstream nothing;
    BOOST_CHECK_THROW(CsvReader(nothing, "no such"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(characters_at_the_ends_of_chunks_are_whole)
{
    std::string text = "a,b\n1,";
    for (int i = 0; i < 100'000; ++i) text += "ü€";
    std::istringstream in(text + "\n");
    BOOST_TEST(encoding_of(in) == "UTF-8");
    std::string wide = "\xff\xfe";
    for (char c : std::string("a,b\n1,")) wide += {c, '\0'};
    for (int i = 0; i < 100'000; ++i) wide += std::string("\x3d\xd8\x00\xde", 4); // U+1F600
    std::istringstream emoji(wide);
    CsvReader reader(emoji, encoding_of(emoji));
    CsvRow row;
    BOOST_REQUIRE(reader.next(row) && reader.next(row));
    BOOST_TEST(row.cells[1].size() == 400'000);
    BOOST_TEST(row.cells[1].ends_with("😀"));
}

BOOST_AUTO_TEST_CASE(quotation_marks_inside_cells_are_read)
{
    auto rows = rows_of("id,title,text\n"
                        "1,Rohr 5\" lang,Text\n"
                        "2,\"Er rief \\\"Hallo\\\", laut\",\"two\nlines \\\"x\\\"\"\n"
                        "3,\"Rohr 5\" lang\",\"Text\"\n"
                        "4,C:\\,fine\n");
    BOOST_REQUIRE_EQUAL(rows.size(), 5);
    BOOST_TEST((rows[1].cells == Cells{"1", "Rohr 5\" lang", "Text"}));
    BOOST_TEST((rows[2].cells == Cells{"2", "Er rief \"Hallo\", laut", "two\nlines \"x\""}));
    BOOST_TEST((rows[3].cells == Cells{"3", "Rohr 5\" lang", "Text"}));
    BOOST_TEST((rows[4].cells == Cells{"4", "C:\\", "fine"}));
    for (auto i : {1, 2, 3}) BOOST_TEST(rows[static_cast<std::size_t>(i)].repaired);
    BOOST_TEST(!rows[4].repaired);
}

BOOST_AUTO_TEST_CASE(rows_that_a_lone_cr_ends_are_read_once)
{
    for (std::string end : {"\n", "\r", "\r\n"}) {
        auto rows = rows_of("a" + end + "1\r\\\"\n\"x" + end + end + "3\"\"");
        BOOST_TEST(rows.size() == 5);
        BOOST_TEST((rows.at(1).cells == Cells{"1"}));
        BOOST_TEST(!rows.at(3).fault.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_misplaced_quote_costs_one_row)
{
    auto rows = rows_of("a,b\n1,x\"y\n2,\"z\" w\n3,fine\n");
    BOOST_REQUIRE_EQUAL(rows.size(), 4);
    BOOST_TEST((rows[1].cells == Cells{"1", "x\"y"}));
    BOOST_TEST(rows[2].line == 3);
    BOOST_TEST(!rows[2].fault.empty());
    BOOST_TEST((rows[3].cells == Cells{"3", "fine"}));
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_takes_in_no_other_row)
{
    auto rows = rows_of("a,b,c\n1,\"open,x\n2,fine,y\"\n3,fine,z\n");
    BOOST_REQUIRE_EQUAL(rows.size(), 4);
    BOOST_TEST(rows[1].fault == "a quotation mark is not closed");
    BOOST_TEST((rows[2].cells == Cells{"2", "fine", "y\""}));
    BOOST_TEST((rows[3].cells == Cells{"3", "fine", "z"}));
    // Missing cells at the end are no sign of one.
    auto fewer = rows_of("a,b,c\n1,\"two\nlines\"\n2,fine,y\n");
    BOOST_REQUIRE_EQUAL(fewer.size(), 3);
    BOOST_TEST((fewer[1].cells == Cells{"1", "two\nlines"}));
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
