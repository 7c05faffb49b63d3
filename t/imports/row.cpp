// What a row becomes, what it is refused for, and that no letter or digit of it is lost without a remark.
#include "lib/imports/row.hpp"

#include "lib/formats/csv.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace {

RowResult job_of(std::vector<std::string> names, std::vector<std::string> cells,
    ImportOptions options = {.source = "test", .thin = Thin::keep})
{
    auto header = read_header(names);
    BOOST_REQUIRE_EQUAL(header.fault, "");
    return read_job(header, cells, options);
}

// The columns that the notes are about.
std::string noted(const RowResult& result)
{
    std::string out;
    for (const auto& note : result.notes) out += (out.empty() ? "" : " ") + note.column;
    return out;
}

constexpr std::string_view long_text = "Cooks for eighty guests and keeps the kitchen clean.";

// A job with one more column.
RowResult with(const std::string& name, const std::string& cell)
{
    return job_of({"title", "description", name}, {"Cook", std::string(long_text), cell});
}

// The letters and digits of a text in their order; of HTML only those outside its tags and references.
std::string letters_of(std::string_view text, bool html)
{
    std::string out;
    for (int32_t at = 0, size = static_cast<int32_t>(text.size()); at < size;) {
        auto from = at;
        UChar32 c;
        U8_NEXT(text.data(), at, size, c);
        auto end = c == '<'   ? text.find('>', static_cast<std::size_t>(at))
                   : c == '&' ? text.find(';', static_cast<std::size_t>(at))
                              : text.npos;
        if (html && end != text.npos) at = static_cast<int32_t>(end) + 1;
        else if (u_isalnum(c))
            out += text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(at - from));
    }
    return out;
}

// Whether all of `part` stands in `whole`, in that order.
bool holds(std::string_view whole, std::string_view part)
{
    for (char c : part) {
        auto at = whole.find(c);
        if (at == whole.npos) return false;
        whole.remove_prefix(at + 1);
    }
    return true;
}

// Reads a file as an import does, and counts texts whose letters or digits changed without a remark about the
// column.
std::size_t changed_in_silence(std::istream& in)
{
    CsvReader reader(in, encoding_of(in));
    CsvRow row;
    BOOST_REQUIRE(reader.next(row));
    auto header = read_header(row.cells);
    std::size_t changed = 0;
    while (reader.next(row)) {
        auto result = read_job(
            header, row.cells, {.source = "test", .thin = Thin::keep, .fraudulent = Fraudulent::active});
        if (!row.fault.empty() || result.fault) continue;
        for (auto column : {Column::title, Column::description, Column::requirements, Column::benefits,
                 Column::company_profile}) {
            bool remarked = std::any_of(result.notes.begin(), result.notes.end(),
                [&](const RowNote& note) { return note.column == name_of(column); });
            auto cell = header.cell(row.cells, column);
            bool html = cell.find_first_of("<&") != cell.npos;
            const auto& job = result.job;
            auto made = column == Column::title          ? job.title
                        : column == Column::requirements ? job.requirements + job.description
                                                         : job.description;
            bool same = html ? holds(letters_of(made, false), letters_of(cell, true))
                             : letters_of(made, false).find(letters_of(cell, false)) != std::string::npos;
            if (same || remarked) continue;
            ++changed;
            BOOST_TEST_MESSAGE("line " << row.line << ", " << name_of(column) << ": " << cell);
        }
    }
    return changed;
}

} // namespace

BOOST_AUTO_TEST_SUITE(import_rows)

BOOST_AUTO_TEST_CASE(no_letter_or_digit_changes_without_a_remark)
{
    std::istringstream in("title,description,requirements,benefits\n"
                          "Ann.Lee@example.com,view?Source=x spaCy phpMyAdmin,\"Bonus „500 €“, 3 €–5 "
                          "€\",👩‍💻\n"
                          "<b>Cook</b>,<p>A &amp; B</p><td>Mon</td><td>8</td>,x<y and <your name>,R&D\n"
                          "Koch,\u00c3\u00a9t\u00c3\u00a9 #URL_00ff#,Kran\u00adkenhaus,a\u00a0b\u2028c\n"
                          "日本語教師,می‌خواهیم,क्‍ष,col·laboració\n"
                          "Driver,Duties:· Drive.- Load!The rest,phone skillsGood typing,401k\n");
    BOOST_TEST(changed_in_silence(in) == 0);
}

// For developers: IMPORT_FILE=/where/real/ads.csv t/run import_rows
BOOST_AUTO_TEST_CASE(no_letter_or_digit_of_a_real_file_changes_without_a_remark)
{
    const char* file = std::getenv("IMPORT_FILE");
    if (!file) return;
    std::ifstream in(file, std::ios::binary);
    BOOST_REQUIRE(in);
    BOOST_TEST(changed_in_silence(in) == 0);
}

BOOST_AUTO_TEST_CASE(headers_are_found_in_any_order_and_spelling)
{
    auto header = read_header({"Location", "Job-ID", "TITLE", "colour"});
    BOOST_TEST(header.fault.empty());
    BOOST_TEST(header.cell({"Oslo", "7", " Cook ", "red"}, Column::title) == "Cook");
    BOOST_TEST((header.ignored == std::vector<std::string>{"colour"}));
    BOOST_TEST(!read_header({"id", "name"}).fault.empty());
    BOOST_TEST(!read_header({"title", "title"}).fault.empty());
    // Of two names for one thing the better one counts.
    auto both = read_header({"title", "id", "job_id"});
    BOOST_TEST(both.fault.empty());
    BOOST_TEST(both.cell({"Cook", "1", "2"}, Column::id) == "2");
    BOOST_TEST((both.ignored == std::vector<std::string>{"id"}));
}

BOOST_AUTO_TEST_CASE(columns_of_other_programs_are_known)
{
    for (auto name : {"salary_min", "min_amount", "min_salary", "Minimum Salary"})
        BOOST_TEST(with(name, "45k").job.salary_min->hundredths == 4'500'000, name);
    for (auto name : {"salary_max", "max_amount", "max_salary"})
        BOOST_TEST(with(name, "45k").job.salary_max->hundredths == 4'500'000, name);
    for (auto name : {"deadline", "valid_through", "validThrough", "expires", "expiry", "closing-date"})
        BOOST_TEST(
            to_text(with(name, "2027-12-31T23:59:59Z").job.application_deadline.value()) == "2027-12-31",
            name);
    for (auto name : {"employmentType", "job_type", "Employment Type"})
        BOOST_TEST(with(name, "PART_TIME").job.job_type == "part-time", name);
    for (auto name : {"is_remote", "telecommuting", "remote_allowed", "remote", "jobLocationType"})
        BOOST_TEST(with(name, "True").job.location == "Remote", name);
    BOOST_TEST(with("hiringOrganization", "C&A").job.employer == "C&A");
}

BOOST_AUTO_TEST_CASE(remote_stays_beside_a_place)
{
    auto place = [](const std::string& location, const std::string& remote) {
        return job_of({"title", "description", "location", "remote"},
            {"Cook", std::string(long_text), location, remote})
            .job.location;
    };
    BOOST_TEST(place("Berlin, Germany", "1") == "Berlin, Germany (Remote)");
    BOOST_TEST(place("Berlin, Germany", "1.0") == "Berlin, Germany (Remote)");
    BOOST_TEST(place("Remote - Berlin", "yes") == "Remote - Berlin");
    BOOST_TEST(place("Berlin", "0") == "Berlin");
    BOOST_TEST(place("", "TELECOMMUTE") == "Remote");
    BOOST_TEST(place("", "") == "Not specified");
    BOOST_TEST(place(std::string(200, 'x'), "1").size() == 100);
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_jobs_name_their_column)
{
    auto column_at_fault = [](std::vector<std::string> names, std::vector<std::string> cells) {
        auto result = job_of(std::move(names), std::move(cells));
        return result.fault ? result.fault->column : "none";
    };
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "Cooks."}) == "none");
    BOOST_TEST(column_at_fault({"title", "description"}, {" ", "Cooks."}) == "title");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "---"}) == "description");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "Cooks.", "too much"}) == "");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", "\xff"}) == "column 2");
    BOOST_TEST(column_at_fault({"title", "description"}, {"Cook", std::string("a\0b", 3)}) == "column 2");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_costs_a_remark_and_not_the_row)
{
    auto remark_about = [](const std::string& name, const std::string& cell) {
        auto result = with(name, cell);
        BOOST_TEST(!result.fault);
        return noted(result);
    };
    BOOST_TEST(remark_about("status", "whatever") == "status");
    BOOST_TEST(remark_about("deadline", "2026-02-30") == "application_deadline");
    BOOST_TEST(remark_about("salary_max", "100000000") == "salary_max");
    BOOST_TEST(remark_about("salary_min", "a lot") == "salary_min");
    BOOST_TEST(remark_about("salary", "DOE") == "salary_range");
    BOOST_TEST(remark_about("employment_type", "Other") == "job_type");
    BOOST_TEST(remark_about("location", "London, W1A 1AA") == "location");
    auto turned = job_of(
        {"title", "description", "salary_min", "salary_max"}, {"Cook", std::string(long_text), "2", "1"});
    BOOST_TEST(turned.job.salary_min->hundredths == 100);
    BOOST_TEST(noted(turned) == "salary_min");
}

BOOST_AUTO_TEST_CASE(empty_cells_at_the_end_may_be_missing_or_too_many)
{
    auto fewer = job_of({"title", "description", "location"}, {"Cook", std::string(long_text)});
    BOOST_TEST(!fewer.fault);
    BOOST_TEST(noted(fewer) == "");
    BOOST_TEST(fewer.notes.size() == 1);
    auto more = job_of({"title", "description"}, {"Cook", std::string(long_text), "", " "});
    BOOST_TEST(!more.fault);
    // Both are the row that has just as many.
    BOOST_TEST(
        fewer.job.source_id ==
        job_of({"title", "description", "location"}, {"Cook", std::string(long_text), ""}).job.source_id);
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
    BOOST_TEST(result.job.employer == "Employer not named");
    BOOST_TEST(noted(result) == "description description"); // of which one says that it is thin
}

BOOST_AUTO_TEST_CASE(thin_postings_are_drafts_unless_wanted_otherwise)
{
    auto thin = [](Thin rule, const std::string& text = "Cooks.") {
        return job_of({"title", "description"}, {"Cook", text}, {.source = "t", .thin = rule});
    };
    BOOST_TEST(thin(Thin::draft).job.status == "draft");
    BOOST_TEST(thin(Thin::draft).notes.size() == 1);
    BOOST_TEST(thin(Thin::keep).job.status == "active");
    BOOST_TEST(thin(Thin::skip).fault->column == "description");
    BOOST_TEST(thin(Thin::draft, std::string(39, 'x')).job.status == "draft");
    BOOST_TEST(thin(Thin::draft, std::string(40, 'x')).job.status == "active");
    BOOST_TEST((ImportOptions{}.thin == Thin::draft));
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
    auto result = job_of({"title", "description"},
        {"word " + std::string(150, 'a') + " " + std::string(60, 'b'), std::string(long_text)});
    BOOST_TEST(result.job.title.size() <= 200);
    BOOST_TEST(result.job.title.ends_with("ab") == false);
    BOOST_TEST(noted(result) == "title");
}

BOOST_AUTO_TEST_SUITE_END()
