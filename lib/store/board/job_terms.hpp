// The kinds and states of jobs.
#pragma once

#include "lib/base/scalar.hpp"

enum class JobType { full_time, part_time, contract, internship, freelance };
template <> inline constexpr std::array<std::string_view, 5> names_of<JobType>{
    "full-time", "part-time", "contract", "internship", "freelance"};
template <> inline constexpr SchemaName schema_of<JobType>{"JobType", "How somebody is employed."};

enum class JobStatus { draft, active, closed };
template <> inline constexpr std::array<std::string_view, 3> names_of<JobStatus>{"draft", "active", "closed"};
template <> inline constexpr SchemaName schema_of<JobStatus>{"JobStatus",
    "Drafts and closed jobs are seen by their employer and admins alone. A job that has been "
    "active cannot become a draft again."};
