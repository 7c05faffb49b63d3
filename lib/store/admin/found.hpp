// Conditions by which lists for admins search: on jobs j and applications a, with what was typed as :like and
// :words; and figures that they show.
#pragma once

#include <string_view>

namespace store {

// Whatever finds something has an index of its own, except the employer's name.
inline constexpr std::string_view jobs_found = R"(j.id IN (
    SELECT id FROM jobs WHERE status = 'active' AND deleted_at IS NULL
       AND search @@ (SELECT matching FROM search_asked(:words))
     UNION ALL
    SELECT id FROM jobs WHERE (status <> 'active' OR deleted_at IS NOT NULL)
       AND search @@ (SELECT matching FROM search_asked(:words))
     UNION ALL
    SELECT o.id FROM jobs o WHERE o.location_id IN (SELECT id FROM locations WHERE found_by LIKE place_pattern(:words))
     UNION ALL
    SELECT o.id FROM jobs o WHERE o.employer_id IN (
        SELECT id FROM users WHERE username ILIKE :like OR first_name || ' ' || last_name ILIKE :like)))";

inline constexpr std::string_view jobs_below_category =
    "j.category_id IN (SELECT id FROM categories WHERE ancestors @> ARRAY[:category::uuid])";

// Of a category c: active jobs in it and in all below it.
inline constexpr std::string_view active_jobs_below = R"((
    SELECT coalesce(sum(k.active), 0) FROM job_counts k
     WHERE k.category_id IN (SELECT id FROM categories WHERE ancestors @> ARRAY[c.id])))";

inline constexpr std::string_view applications_found = R"(
    a.applicant_id IN (SELECT id FROM users WHERE username ILIKE :like OR email ILIKE :like
                          OR first_name || ' ' || last_name ILIKE :like)
    OR a.job_title ILIKE :like OR a.job_id IN (SELECT id FROM jobs WHERE title ILIKE :like)
    OR a.cover_letter ILIKE :like)";

} // namespace store
