// Shares of jobs, what is like them, and their figures.
#include "t/kit/told.hpp"

#include "lib/store/board/reach/shares.hpp"
#include "t/kit/seed.hpp"

namespace {

Uuid share(Sql& sql, const Uuid& owner)
{
    auto id = new_uuid();
    store::add_share(sql, {id, owner, seed::job(sql), ShareMethod::link, "", ""});
    return id;
}

// clang-format off
const Tell all{Told{
    .things = {{"job_share", [](Sql& sql) { return share(sql, seed::user(sql, {.username = "ann", .role = "user"})); },
        [](Sql& sql, const Uuid& owner, bool) { return share(sql, owner); }}},
    .expectations = {
        //                                         anon     user emp  other admin deactivated
        {"list_similar_jobs",         On::nothing, {400,     400, 400, 400, 400, 401}},
        {"list_recommendations",      On::nothing, {401,     200, 200, 200, 200, 401}},
        {"read_job_analytics",        On::own,     {no_case, 403, 200, 200, 200, 401}},
        {"read_job_analytics",        On::foreign, {401,     403, 404, 404, 200, 401}},
        {"read_job_analytics",        On::hidden,  {401,     403, 404, 404, 200, 401}},
        {"read_job_analytics",        On::absent,  {401,     403, 404, 404, 404, 401}},
        {"read_employer_dashboard",   On::nothing, {401,     403, 200, 200, 200, 401}},
        {"share_job",                 On::nothing, {401,     201, 201, 201, 201, 401}, R"({"job_id":"JOB"})"},
        {"add_share",                 On::nothing, {401,     201, 201, 201, 201, 401}, R"({"job_id":"JOB"})"},
        {"list_shares",               On::nothing, {401,     200, 200, 200, 200, 401}},
        {"read_share",                On::own,     {no_case, 200, 200, 200, 200, 401}},
        {"read_share",                On::foreign, {401,     404, 404, 404, 404, 401}},
        {"read_share",                On::absent,  {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"share_job", R"({"job_id":"JOB","platform":"linkedin"})", {"job_shares +", "event job.shared"}},
        {"add_share", R"({"job":"JOB"})", {"job_shares +", "event job.shared"}},
    },
}};
// clang-format on

} // namespace
