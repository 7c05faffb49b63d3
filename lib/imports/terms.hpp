// Kinds of employment, states, dates and fields of work as job advertisements write them.
#pragma once

#include "lib/base/time.hpp"
#include "text.hpp"

#include <optional>

// One of the five job types, from the first word that names one ("PART_TIME", "Permanent, Part-time"); from
// the title when there is no word at all; full-time when nothing says otherwise.
std::string normal_job_type(std::string_view text, std::string_view title, Remarks&);

// draft, active or closed, by what other programs call them; draft, with a remark, for what is not known.
std::string normal_status(std::string_view text, Remarks&);

// The day of "2027-12-31", "2027-12-31T23:59:59Z", "31.12.2027", "12/31/2027", "31 December 2027" and of
// seconds or milliseconds since 1970. Nothing, with a remark, when it cannot be read or may mean two days.
std::optional<Date> read_date(std::string_view text, Remarks&);

// The name of a category, in one spelling: well-known slips and abbreviations resolved, capitals at the
// beginning of words, at most 100 characters. Empty for texts that name none ("Other", "All", "1411").
std::string normal_category(std::string_view text, Remarks&);

// The company that a text about it begins with ("Maynard Consulting Company has more than 20 years …"), when
// that is beyond doubt.
std::string company_named_in(std::string_view profile);
