// Pay, kind of employment and field of work as job advertisements write them.
#pragma once

#include "lib/base/money.hpp"

#include <optional>
#include <string>
#include <string_view>

struct SalaryRange {
    std::optional<Money> min, max;
    std::string note; // how it was read when that is not plain, or why it was left out
};

// Reads "80000-100000", "$80k to $100k", "45,000", and ranges that a spreadsheet took for a date: "Oct-20",
// "20-Oct" and "2021-10-20 00:00:00" were 10-20. 0 as a bound means none; bounds in the wrong order are
// turned; beside an upper bound of 10000 or more, a lower one below 1000 is in thousands where that keeps the
// order. Amounts beyond 99999999.99 are left out. Never fails: what it cannot read it leaves out with a note.
SalaryRange read_salary(std::string_view text);

// One amount such as "45,000.00" or "45k". Nothing when it is none.
std::optional<Money> read_amount(std::string_view text);

// One of the five job types, from the first word that names one; from the title when there is no word at all.
// Full-time when nothing says otherwise; `note` says so when words were there but none was known.
std::string normal_job_type(std::string_view text, std::string_view title, std::string& note);

// The name of a category, in one spelling: well-known slips and abbreviations resolved, capitals at the
// beginning of words, at most 100 characters. Empty for texts that name none ("Other", "All", "1411").
std::string normal_category(std::string_view text);

// The company that a text about it begins with ("Maynard Consulting Company has more than 20 years …"), when
// that is beyond doubt.
std::string company_named_in(std::string_view profile);
