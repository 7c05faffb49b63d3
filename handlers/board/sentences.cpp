// What is said about categories and jobs.
#include "lib/web/problem.hpp"

namespace board {

namespace {

constexpr Sentence sentence_table[] = {
    {"category_in_use", "Jobs are in this category."},
    {"category.unknown", "There is no such category."},
    {"category.holds_jobs", "{jobs} {jobs|job is|jobs are} in this category or below it; name where they go "
                            "with ?move_jobs_to=."},
    {"category.not_outside", "Must be a category outside the one that is deleted."},
    {"category.parent_form", "Must be the id of a category, or null."},
    {"category.name_taken", "A category with this name exists."},
    {"category.name_length", "Must have 1 to 100 characters."},
    {"category.slug_taken", "A category with this slug exists."},
    {"category.slug_form", "Use lower-case letters, digits and single dashes."},
    {"category.in_itself", "A category cannot be inside itself."},
    {"category.in_loop", "A category cannot be inside itself or one of its descendants."},
    {"category.too_deep", "Categories can be nested 20 levels deep at most."},
    {"employer.unknown", "There is no such employer."},
    {"search.needs_a_word",
        "Name at least one word to find; a search, and each side of \"or\", cannot only exclude."},
    {"search.takes_too_long", "This search takes too long; ask for fewer or rarer words."},
    {"salary.range", "Must be from 0 to 99999999.99."},
    {"salary.order", "Must not be below salary_min."},
    {"job.no_draft_again", "A job that has been active cannot become a draft again."},
    {"share.no_job", "There is no active job of this id to share."},
    {"share.too_many", "{max} mails a day can be sent so. Share the link instead."},
    {"recommended.skills", "It asks for what you can: {skills}."},
    {"recommended.category", "It is in {category}, like others that you saved or applied for."},
    {"recommended.position", "Its title is like your position as {position}."},
    {"period.before", "Must not be before the first day."},
    {"period.too_long", "A period has at most {max} days."},
    {"must_not_be_past", "Must not be in the past."},
};

constexpr ProblemKind problem_table[] = {
    {"category_in_use", 409},
};

constexpr ConstraintFault constraint_table[] = {
    {"categories_parent_exists", "parent", "category.unknown"_s},
    {"categories_name_key", "name", "category.name_taken"_s},
    {"categories_name_length", "name", "category.name_length"_s},
    {"categories_slug_key", "slug", "category.slug_taken"_s},
    {"categories_slug_form", "slug", "category.slug_form"_s},
    {"categories_no_own_parent", "parent", "category.in_itself"_s},
    {"categories_no_loop", "parent", "category.in_loop"_s},
    {"categories_depth", "parent", "category.too_deep"_s},
    {"jobs_category_exists", "category", "category.unknown"_s},
    {"jobs_employer_exists", "employer", "employer.unknown"_s},
    {"jobs_salary_min_range", "salary_min", "salary.range"_s},
    {"jobs_salary_max_range", "salary_max", "salary.range"_s},
    {"jobs_salary_order", "salary_max", "salary.order"_s},
    {"jobs_no_return_to_draft", "status", "job.no_draft_again"_s},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace board
