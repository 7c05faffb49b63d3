// Jobs that somebody might want to see: those like another one, and those that suit a person.
#pragma once

#include "lib/store/board/jobs.hpp"

// A job with how much it is like another one, in hundredths.
struct SimilarJob : Job {
    int similarity = 0;
    static constexpr auto fields =
        std::tuple_cat(Job::fields, std::tuple{field("similarity", &SimilarJob::similarity)});
};

// A job with how much speaks for it, in points, and what: see recommend_jobs.
struct AdvisedJob : Job {
    int score = 0;
    std::string skills;          // of the person's that it asks for, with commas
    bool known_category = false; // like others that they have saved or applied for
    std::string position;        // of the person's that its title is like; empty when it is not
    static constexpr auto fields =
        std::tuple_cat(Job::fields, std::tuple{
                                        field("score", &AdvisedJob::score),
                                        field("skills", &AdvisedJob::skills),
                                        field("known_category", &AdvisedJob::known_category),
                                        field("position", &AdvisedJob::position),
                                    });
};

namespace store {

// Active jobs like an active one, most alike first: of the newest three hundred of its category and those
// whose title has the same words, by title (sixty of a hundred points), place (twenty), kind (ten) and pay
// (ten). One statement.
std::vector<SimilarJob> similar_jobs(Sql&, const Uuid& job, const std::optional<Uuid>& caller, int at_most);

// What suits somebody, best first: of the newest active jobs in the categories of what they have saved or
// applied for, of those that ask for a skill of theirs, and of the newest of all; never their own, nor what
// they have applied for. Points: fifteen for each skill, up to sixty; twenty-five for the category; twenty
// for a title like a position they have held. Only what has any. One statement.
std::vector<AdvisedJob> recommend_jobs(Sql&, const Uuid& person, int at_most);

} // namespace store
