// Jobs and categories.
#include "t/kit/told.hpp"

#include "lib/store/board/job_changes.hpp"
#include "t/kit/seed.hpp"

#include <fmt/format.h>

namespace {

std::string fresh_name()
{
    static int made = 0;
    return fmt::format("Category {}", ++made);
}

void change_status(Sql& sql, JobStatus from, JobStatus to)
{
    auto id = seed::job(sql, {.status = std::string(name_of(from))});
    Transaction transaction(sql);
    auto before = *store::lock_job(sql, id, {.everything = true});
    auto after = before;
    after.status = to;
    store::change_job(sql, id, before, after);
    transaction.commit();
}

constexpr std::string_view whole_job =
    R"({"title":"New","description":"D.","requirements":"R.","category":"CATEGORY",)"
    R"("location":"Vienna","status":"active"})";

// clang-format off
const Tell all{Told{
    .things = {{"category", [](Sql& sql) { return seed::category(sql); },
                       [](Sql& sql, const Uuid&, bool) { return seed::category(sql, {.name = fresh_name()}); },
                       false},
            {"job", [](Sql& sql) { return seed::job(sql); },
                [](Sql& sql, const Uuid& owner, bool hidden) {
                    return seed::job(sql, {.employer = owner, .status = hidden ? "draft" : "active"});
                },
                true, true}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"list_categories",         On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"read_category",           On::foreign,   {200,     200, 200, 200, 200, 401}},
        {"read_category",           On::absent,    {404,     404, 404, 404, 404, 401}},
        {"add_category",            On::nothing,   {401,     403, 403, 403, 201, 401}, R"({"name":"Added"})"},
        {"replace_category",        On::foreign,   {401,     403, 403, 403, 200, 401}, R"({"name":"Replaced"})"},
        {"replace_category",        On::absent,    {401,     403, 403, 403, 404, 401}, R"({"name":"Nowhere"})"},
        {"update_category",         On::foreign,   {401,     403, 403, 403, 200, 401}, R"({"name":"Updated"})"},
        {"update_category",         On::absent,    {401,     403, 403, 403, 404, 401}, R"({"name":"Nowhere"})"},
        {"delete_category",         On::foreign,   {401,     403, 403, 403, 204, 401}},
        {"delete_category",         On::absent,    {401,     403, 403, 403, 404, 401}},
        {"list_jobs",               On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"list_featured_jobs",      On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"read_job",                On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_job",                On::foreign,   {200,     200, 200, 200, 200, 401}},
        {"read_job",                On::hidden,    {404,     404, 404, 404, 200, 401}},
        {"read_job",                On::absent,    {404,     404, 404, 404, 404, 401}},
        {"add_job",                 On::nothing,   {401,     403, 201, 201, 201, 401}, whole_job},
        {"replace_job",             On::own,       {no_case, 403, 200, 200, 200, 401}, whole_job},
        {"replace_job",             On::foreign,   {401,     403, 403, 403, 200, 401}, whole_job},
        {"replace_job",             On::hidden,    {401,     403, 404, 404, 200, 401}, whole_job},
        {"replace_job",             On::absent,    {401,     403, 404, 404, 404, 401}, whole_job},
        {"update_job",              On::own,       {no_case, 403, 200, 200, 200, 401}, R"({"title":"New"})"},
        {"update_job",              On::foreign,   {401,     403, 403, 403, 200, 401}, R"({"title":"New"})"},
        {"update_job",              On::hidden,    {401,     403, 404, 404, 200, 401}, R"({"title":"New"})"},
        {"update_job",              On::absent,    {401,     403, 404, 404, 404, 401}, R"({"title":"New"})"},
        {"delete_job",              On::own,       {no_case, 403, 204, 204, 204, 401}},
        {"delete_job",              On::foreign,   {401,     403, 403, 403, 204, 401}},
        {"delete_job",              On::hidden,    {401,     403, 404, 404, 204, 401}},
        {"delete_job",              On::absent,    {401,     403, 404, 404, 404, 401}},
    },
    .writes = {
        {"add_category", R"({"name":"New"})", {"categories +", "event category.created"}},
        {"replace_category", R"({"name":"New"})",
            {"categories.full_path", "categories.name", "categories.updated_at", "event category.updated"}},
        {"update_category", R"({"description":"New."})",
            {"categories.description", "categories.updated_at", "event category.updated"}},
        {"delete_category", "{}", {"categories -", "event category.deleted"}},
        {"add_job", whole_job, {"jobs +", "job_figures +", "event job.created"}},
        {"replace_job", whole_job,
            {"jobs.title", "jobs.description", "jobs.requirements", "jobs.search", "jobs.updated_at", "event job.updated"}},
        {"update_job", R"({"title":"New"})", {"jobs.title", "jobs.search", "jobs.updated_at", "event job.updated"}},
        {"delete_job", "{}", {"jobs.deleted_at", "jobs.updated_at", "event job.deleted"}},
    },
    .happenings = {{"job.published",
                       [](Sql& sql) { change_status(sql, JobStatus::draft, JobStatus::active); }},
        {"job.closed", [](Sql& sql) { change_status(sql, JobStatus::active, JobStatus::closed); }}},
}};
// clang-format on

} // namespace
