// What is said about profiles and what belongs to them.
#include "lib/web/problem.hpp"

namespace people {

namespace {

constexpr Sentence sentence_table[] = {
    {"must_be_web_address", "Must be the address of a page, beginning with http:// or https://."},
    {"must_be_language", "Must be the tag of a language, such as en, pt-BR or zh-Hant."},
    {"end_date.of_current", "What goes on has no end yet."},
    {"end_date.before_start", "Must not be before the start."},
    {"expires_on.before_issue", "Must not be before the day of issue."},
    {"saved_job.no_job", "There is no such job to save."},
    {"skill.known", "You have this skill already."},
    {"social_link.known", "You have a link for this platform already."},
    {"language.known", "You have this language already."},
    {"saved_answer.known", "You have an answer to this question already."},
};

constexpr ConstraintFault constraint_table[] = {
    {"profile_skills_once", "name", "skill.known"_s},
    {"profile_social_links_once", "platform", "social_link.known"_s},
    {"profile_languages_once", "language", "language.known"_s},
    {"saved_answers_once", "question_key", "saved_answer.known"_s},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace people
