// What the import makes of foreign texts, places, pay and terms.
#include "lib/formats/html.hpp"
#include "lib/imports/columns.hpp"
#include "lib/imports/places.hpp"
#include "lib/imports/row.hpp"
#include "lib/imports/terms.hpp"
#include "lib/imports/text.hpp"
#include "lib/words/slug.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string range(std::string_view text)
{
    auto r = read_salary(text);
    return (r.min ? to_text(*r.min) : "-") + " " + (r.max ? to_text(*r.max) : "-");
}

RowResult job_of(std::vector<std::string> names, std::vector<std::string> cells,
    ImportOptions options = {.source = "test"})
{
    auto header = read_header(names);
    BOOST_REQUIRE_EQUAL(header.fault, "");
    return read_job(header, cells, options);
}

std::string type_of(std::string_view text, std::string_view title = "")
{
    std::string note;
    return normal_job_type(text, title, note);
}

} // namespace

BOOST_AUTO_TEST_SUITE(imports)

BOOST_AUTO_TEST_CASE(entities_become_characters)
{
    BOOST_TEST(entities_decoded("R&amp;D &lt; &#8364;5 &#x2019; caf&eacute;") == "R&D < €5 ’ café");
    BOOST_TEST(entities_decoded("AT&T &unknown; &amp &#0; &#xd800; &#1;") ==
               "AT&T &unknown; &amp &#0; &#xd800; &#1;");
}

BOOST_AUTO_TEST_CASE(tags_go_and_leave_lines)
{
    BOOST_TEST(tags_removed("<p>One</p><ul><li>Two</li></ul>a<br/>b <b>c</b>") == "\nOne\n\n\n- Two\na\nb c");
    BOOST_TEST(tags_removed("x < y <your name> <script>bad()</script>end <!-- no -->!") ==
               "x < y <your name> end !");
}

BOOST_AUTO_TEST_CASE(texts_become_readable)
{
    BOOST_TEST(readable_text("We are hiring.Apply now! Good phone skillsGood typing") ==
               "We are hiring.\nApply now! Good phone skills\nGood typing");
    BOOST_TEST(readable_text("Duties:\xc2\xb7 Drive\xc2\xb7 Load") == "Duties:\n- Drive\n- Load");
    BOOST_TEST(readable_text("the company\xe2\x82\xac\xe2\x84\xa2s own, resum\xc3\x83\xc2\xa9") ==
               "the company’s own, resumé");
    BOOST_TEST(readable_text("a\xc2\xa0\xc2\xa0"
                             "b\xe2\x80\x8b \r\n\r\n\r\n\r\nc") == "a b\n\nc");
    BOOST_TEST(readable_text("see #URL_00ff# or write #EMAIL_ab12#today, in C#") ==
               "see [link] or write [e-mail] today, in C#");
    BOOST_TEST(readable_line("Clerk #URL_00ff#") == "Clerk");
}

BOOST_AUTO_TEST_CASE(names_are_not_torn_apart)
{
    for (std::string_view name : {"ASP.Net and Node.Js", "JavaScript, PowerPoint", "javaScript and LinkedIn",
             "eClinical iPhone", "U.S.Army"})
        BOOST_TEST(readable_text(name) == name);
}

BOOST_AUTO_TEST_CASE(places_take_one_form)
{
    BOOST_TEST(normal_place("US, TX, Houston") == "Houston, TX, US");
    BOOST_TEST(normal_place("US, CA, LOS ANGELES ") == "Los Angeles, CA, US");
    BOOST_TEST(normal_place("US, NY, NY") == "New York, NY, US");
    BOOST_TEST(normal_place("US, IN, 46259  ACTON") == "Acton, IN, US");
    BOOST_TEST(normal_place("US, FL, ") == "FL, US");
    BOOST_TEST(normal_place("EE, 37, Tallinn") == "Tallinn, EE");
    BOOST_TEST(normal_place("toronto, ON m4y1t5") == "Toronto, ON");
    BOOST_TEST(normal_place("HAMILTON, ON L8N 1A5") == "Hamilton, ON");
    BOOST_TEST(normal_place("MONTRÉAL, QC") == "Montréal, QC");
    BOOST_TEST(normal_place("Berlin, Germany") == "Berlin, Germany");
    BOOST_TEST(normal_place(" -, ").empty());
    BOOST_TEST(normal_place(std::string(300, 'x')).size() == 100);
}

BOOST_AUTO_TEST_CASE(salary_ranges_are_read_or_left_out)
{
    BOOST_TEST(range("80000-100000") == "80000.00 100000.00");
    BOOST_TEST(range("$45,000.50") == "45000.50 45000.50");
    BOOST_TEST(range("80k to 95k") == "80000.00 95000.00");
    BOOST_TEST(range("0-0") == "- -");
    BOOST_TEST(range("0-50000") == "- 50000.00");
    BOOST_TEST(range("100-50") == "50.00 100.00");
    BOOST_TEST(range("21-63000") == "21000.00 63000.00");
    BOOST_TEST(range("13-20") == "13.00 20.00");
    BOOST_TEST(range("Oct-20") == "10.00 20.00");
    BOOST_TEST(range("20-Oct") == "10.00 20.00");
    BOOST_TEST(range("2021-12-25 00:00:00") == "12.00 25.00");
    BOOST_TEST(range("99999999.99") == "99999999.99 99999999.99");
    BOOST_TEST(range("800000000-1200000000") == "- -");
    BOOST_TEST(range("competitive") == "- -");
    BOOST_TEST(!read_salary("competitive").note.empty());
}

BOOST_AUTO_TEST_CASE(job_types_and_categories_take_one_spelling)
{
    BOOST_TEST(type_of("FULL-TIME") == "full-time");
    BOOST_TEST(type_of("Temporary, Contract") == "contract");
    BOOST_TEST(type_of("", "Night Stocker: Part Time") == "part-time");
    BOOST_TEST(type_of("", "International Contract Manager") == "full-time");
    BOOST_TEST(type_of("Other") == "full-time");
    BOOST_TEST(
        normal_category("Information Technology ans Services") == "Information Technology and Services");
    BOOST_TEST(normal_category("CALL CENTER") == "Call Center");
    BOOST_TEST(normal_category("Insurance; Computer/IT Services") == "Insurance");
    BOOST_TEST(normal_category("1411").empty());
    BOOST_TEST(normal_category("Other").empty());
}

BOOST_AUTO_TEST_CASE(companies_are_named_only_beyond_doubt)
{
    BOOST_TEST(company_named_in("The Blue Heron Company has more than 20 years of experience.") ==
               "Blue Heron Company");
    BOOST_TEST(company_named_in("The General Manager is the only employee.").empty());
    BOOST_TEST(company_named_in("Our team is a family.").empty());
    BOOST_TEST(company_named_in("Terms: Permanent").empty());
}

BOOST_AUTO_TEST_CASE(headers_are_found_in_any_order_and_spelling)
{
    auto header = read_header({"Location", "Job-ID", "TITLE", "colour"});
    BOOST_TEST(header.fault.empty());
    BOOST_TEST(header.cell({"Oslo", "7", " Cook ", "red"}, Column::title) == "Cook");
    BOOST_TEST((header.ignored == std::vector<std::string>{"colour"}));
    BOOST_TEST(!read_header({"id", "name"}).fault.empty());
    BOOST_TEST(!read_header({"title", "id", "job_id"}).fault.empty());
}

BOOST_AUTO_TEST_CASE(bad_rows_name_their_column)
{
    auto column_at_fault = [](std::vector<std::string> names, std::vector<std::string> cells) {
        auto result = job_of(std::move(names), std::move(cells));
        return result.fault ? result.fault->column : "none";
    };
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "Cooks."}) == "none");
    BOOST_TEST(column_at_fault({"title", "description"}, {" ", "Cooks."}) == "title");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "---"}) == "description");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook"}) == "");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "\xff"}) == "column 2");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", std::string("a\0b", 3)}) == "column 2");
    BOOST_TEST(column_at_fault({"title", "description", "status"}, {"Cook", "Cooks.", "open"}) == "status");
    BOOST_TEST(column_at_fault({"title", "description", "deadline"}, {"Cook", "Cooks.", "2026-02-30"}) ==
               "application_deadline");
    BOOST_TEST(column_at_fault({"title", "description", "salary_min", "salary_max"},
                   {"Cook", "Cooks.", "2", "1"}) == "salary_min");
    BOOST_TEST(column_at_fault({"title", "description", "salary_max"}, {"Cook", "Cooks.", "100000000"}) ==
               "salary_max");
}

BOOST_AUTO_TEST_CASE(missing_texts_are_stood_in_for)
{
    auto result = job_of({"title", "company_profile", "required_education", "telecommuting"},
        {"Cook", "We bake bread.", "None needed", "1"});
    BOOST_REQUIRE(!result.fault);
    BOOST_TEST(result.job.description == "We bake bread.");
    BOOST_TEST(result.job.requirements == "Education: None needed");
    BOOST_TEST(result.job.location == "Remote");
    BOOST_TEST(result.job.category == "Other");
    BOOST_TEST(result.job.employer == "Imported postings (test)");
    BOOST_TEST(result.notes.size() == 1);
}

BOOST_AUTO_TEST_CASE(fraudulent_postings_are_skipped_unless_wanted)
{
    std::vector<std::string> names{"title", "description", "fraudulent"}, cells{"Cook", "Cooks.", "1"};
    BOOST_TEST(job_of(names, cells).fault->column == "fraudulent");
    BOOST_TEST(
        job_of(names, cells, {.source = "t", .fraudulent = Fraudulent::closed}).job.status == "closed");
}

BOOST_AUTO_TEST_CASE(rows_without_an_id_get_one_from_what_they_say)
{
    std::vector<std::string> names{"title", "description"};
    auto id = job_of(names, {"Cook", "Cooks."}).job.source_id;
    BOOST_TEST(id == job_of(names, {"Cook", "Cooks."}).job.source_id);
    BOOST_TEST(id != job_of(names, {"Cook", "Bakes."}).job.source_id);
    BOOST_TEST(job_of({"id", "title", "description"}, {"77", "Cook", "Cooks."}).job.source_id == "77");
}

BOOST_AUTO_TEST_CASE(long_texts_are_cut_between_words)
{
    auto result = job_of(
        {"title", "description"}, {"word " + std::string(150, 'a') + " " + std::string(60, 'b'), "Text."});
    BOOST_TEST(result.job.title.size() <= 200);
    BOOST_TEST(result.job.title.ends_with("ab") == false);
    BOOST_TEST(result.notes.size() == 1);
}

BOOST_AUTO_TEST_CASE(names_become_slugs)
{
    BOOST_TEST(slug_of("R&D, Café") == "r-d-cafe");
    BOOST_TEST(slug_of("Łódź – Straße") == "lodz-strasse");
    BOOST_TEST(slug_of("日本") == "ri-ben");
    BOOST_TEST(slug_of("one two three", 9) == "one-two");
}

BOOST_AUTO_TEST_SUITE_END()
