// Jobs that somebody might want to see: those like another one, and those that suit them, with the reasons.
#include "lib/store/board/reach/advice.hpp"

#include "lib/web/area.hpp"

namespace advice {

struct Like {
    std::optional<Uuid> job_id;
    int limit = 10;
    static constexpr auto fields = std::tuple{
        field("job_id", &Like::job_id, {.in = In::query, .about = "The id of an active job. Needed."}),
        field("limit", &Like::limit,
            {.in = In::query,
                .min = 1,
                .max = 50,
                .clamped = true,
                .about = "How many at most.",
                .example = "5"}),
    };
    void check(Faults& faults) const
    {
        if (!job_id && faults.fine("job_id")) faults.add("job_id", "required"_s);
    }
};

struct Limit {
    int limit = 10;
    static constexpr auto fields = std::tuple{field("limit", &Limit::limit,
        {.in = In::query,
            .min = 1,
            .max = 50,
            .clamped = true,
            .about = "How many at most.",
            .example = "5"})};
};

struct JobAlike {
    Job job;
    int similarity = 0;
    static constexpr std::string_view schema_name = "SimilarJob";
    static constexpr std::string_view schema_about = "A job, with how much it is like the one asked about.";
    static constexpr auto fields = std::tuple{
        fields_of(&JobAlike::job),
        field("similarity", &JobAlike::similarity,
            {.about = "From 0 to 100: titles, places, kinds and pay that are alike.", .example = "85"}),
    };
};

struct Similar {
    Uuid job_id;
    std::vector<JobAlike> similar_jobs;
    long long count = 0;
    static constexpr std::string_view schema_name = "JobsLikeAnother";
    static constexpr std::string_view schema_about = "Jobs that are like another one.";
    static constexpr auto fields = std::tuple{
        field("job_id", &Similar::job_id, {.about = "The one that was asked about."}),
        field("similar_jobs", &Similar::similar_jobs, {.about = "Most alike first."}),
        field("count", &Similar::count, {.about = "How many these are.", .example = "1"}),
    };
};

struct Recommendation {
    Job job;
    int score = 0;
    std::vector<std::string> reasons;
    static constexpr std::string_view schema_name = "Recommendation";
    static constexpr std::string_view schema_about = "A job that suits somebody, and why.";
    static constexpr auto fields = std::tuple{
        field("job", &Recommendation::job, {.about = "The job."}),
        field("score", &Recommendation::score,
            {.about = "From 0 to 100: how much speaks for it.", .example = "55"}),
        field("reasons", &Recommendation::reasons,
            {.about = "What speaks for it, in sentences.", .example = "It asks for what you can: C++."}),
    };
};

struct Recommendations {
    std::vector<Recommendation> recommendations;
    long long count = 0;
    static constexpr std::string_view schema_name = "RecommendedJobs";
    static constexpr std::string_view schema_about = "Jobs that suit somebody.";
    static constexpr auto fields = std::tuple{
        field("recommendations", &Recommendations::recommendations, {.about = "What suits best first."}),
        field("count", &Recommendations::count, {.about = "How many these are.", .example = "1"}),
    };
};

namespace {

Similar similar(Context& c, const Like& in)
{
    if (!store::find_job(c.sql, *in.job_id, {})) throw Problem{"not_found"};
    Similar out{.job_id = *in.job_id};
    for (auto& row : store::similar_jobs(c.sql, *in.job_id, c.caller.id, in.limit))
        out.similar_jobs.push_back({row, row.similarity});
    out.count = static_cast<long long>(out.similar_jobs.size());
    return out;
}

std::vector<std::string> reasons(const Context& c, const AdvisedJob& job)
{
    std::vector<std::string> out;
    auto say = [&](const Said& said) { out.push_back(c.site.words(said)); };
    if (!job.skills.empty()) say({"recommended.skills"_s, {{"skills", job.skills}}});
    if (job.known_category) say({"recommended.category"_s, {{"category", job.category.name}}});
    if (!job.position.empty()) say({"recommended.position"_s, {{"position", job.position}}});
    return out;
}

Recommendations recommend(Context& c, const Limit& in)
{
    Recommendations out;
    for (auto& row : store::recommend_jobs(c.sql, *c.caller.id, in.limit))
        out.recommendations.push_back({row, std::min(row.score, 100), reasons(c, row)});
    out.count = static_cast<long long>(out.recommendations.size());
    return out;
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_similar_jobs",
        .methods = Method::get,
        .path = "/api/v1/jobs/similar/",
        .summary = "Active jobs like another one, most alike first",
        .about = "Of the same category, or with the same words in the title: titles, places, kinds and pay "
                 "that are "
                 "alike count.",
        .needs = anyone,
        .rate = {"advice", 120, per_minute},
        .cache = a_second,
        .metered = true,
        .answer = [](Context& c, const Like& in) -> Similar { return similar(c, in); },
    },
    {
        .name = "list_recommendations",
        .methods = Method::get,
        .path = "/api/v1/jobs/recommendations/",
        .summary = "Active jobs that suit the caller, best first, with the reasons",
        .about = "From the skills and positions of one's profile, and from what one has saved and applied "
                 "for. Never "
                 "one's own jobs, nor what one has applied for.",
        .needs = signed_in,
        .rate = {"advice", 120, per_minute},
        .cache = private_copy,
        .answer = [](Context& c, const Limit& in) -> Recommendations { return recommend(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace advice
