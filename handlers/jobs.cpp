// Jobs: lists, search and single postings.
#include "../lib/store/jobs.hpp"
#include "../lib/web/page.hpp"

namespace jobs {

struct List {
    JobFilter filter;
    std::optional<JobStatus> status;
    Paging paging;

    static constexpr auto fields = std::tuple{
        fields_of(&List::filter),
        field("status", &List::status,
            {.in = In::query, .about = "Other than active only for signed-in callers."}),
        fields_of(&List::paging),
    };
};

struct ById {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &ById::id, {.in = In::path})};
};

// Relevance is no column: it is the order of a search that asks for no other.
Page<Job> list(Context& c, const List& in)
{
    if (in.status && *in.status != JobStatus::active && !c.caller.id) throw Problem{"not_authenticated"};
    auto paging = in.paging;
    bool by_relevance = paging.ordering == "relevance" || paging.ordering == "-relevance";
    auto initial = in.filter.search ? "" : "-created_at";
    auto sorted = paging;
    if (by_relevance) sorted.ordering.reset();
    auto window = window_of(c, sorted, store::job_orders(), initial);
    try {
        return page_of(c, sorted, window, store::list_jobs(c.sql, in.filter, window));
    } catch (const UnknownFilter& unknown) {
        throw invalid(unknown.parameter, "There is no such " + std::string(unknown.parameter) + ".");
    }
}

extern constexpr Endpoint endpoints[] = {
    {
        .name = "list_jobs",
        .method = Method::get,
        .path = "/api/v1/jobs/",
        .summary = "List and search active jobs",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .answer = [](Context& c, const List& in) -> Page<Job> { return list(c, in); },
    },
    {
        .name = "list_featured_jobs",
        .method = Method::get,
        .path = "/api/v1/jobs/featured/",
        .summary = "The newest ten featured jobs",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .answer = [](Context& c, const Nothing&) -> std::vector<Job> { return store::featured_jobs(c.sql); },
    },
    {
        .name = "read_job",
        .method = Method::get,
        .path = "/api/v1/jobs/{id}/",
        .summary = "Read one job",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .answer = [](Context& c, const ById& in) -> JobDetail {
            if (auto job = store::find_job(c.sql, in.id, c.caller.id)) return *job;
            throw Problem{"not_found"};
        },
    },
};
static_assert(consistent(endpoints));

Module module()
{
    return endpoints;
}

} // namespace jobs
