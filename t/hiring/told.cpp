// Applications.
#include "t/kit/told.hpp"

#include "lib/store/accounts/users.hpp"
#include "lib/store/hiring/applications.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <fmt/format.h>

namespace {

// Somebody's for somebody's job: its person's or, if they have jobs to offer, for one of theirs.
Uuid application_of(Sql& sql, const Uuid& owner)
{
    bool applies =
        value(sql, "SELECT role AS value FROM users WHERE id = '" + to_text(owner) + "'") == "user";
    static int made = 0;
    auto other = seed::user(sql, {.username = fmt::format("opposite{}", ++made)});
    return seed::application(
        sql, seed::job(sql, {.employer = applies ? other : owner}), applies ? owner : other);
}

// clang-format off
const Tell all{Told{
    .things = {{"application",
            [](Sql& sql) {
                return seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
            },
            [](Sql& sql, const Uuid& owner, bool) { return application_of(sql, owner); }}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"list_applications",       On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"read_application",        On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_application",        On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"read_application",        On::absent,    {401,     404, 404, 404, 404, 401}},
        {"apply",                   On::nothing,   {401,     400, 403, 403, 403, 401}},
        {"replace_application",     On::own,       {no_case, 403, 200, 200, 200, 401}, R"({"status":"reviewed"})"},
        {"replace_application",     On::foreign,   {401,     403, 404, 404, 200, 401}, R"({"status":"reviewed"})"},
        {"replace_application",     On::absent,    {401,     403, 404, 404, 404, 401}, R"({"status":"reviewed"})"},
        {"update_application",      On::own,       {no_case, 403, 200, 200, 200, 401}, R"({"status":"accepted"})"},
        {"update_application",      On::foreign,   {401,     403, 404, 404, 200, 401}, R"({"status":"accepted"})"},
        {"update_application",      On::absent,    {401,     403, 404, 404, 404, 401}, R"({"status":"accepted"})"},
        {"fetch_resume",            On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"fetch_resume",            On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"fetch_resume",            On::absent,    {401,     404, 404, 404, 404, 401}},
        {"fetch_resume_file",        On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"fetch_resume_file",        On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"fetch_resume_file",        On::absent,    {401,     404, 404, 404, 404, 401}},
        {"fetch_resume_health_file", On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"fetch_resume_health_file", On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"fetch_resume_health_file", On::absent,    {401,     404, 404, 404, 404, 401}},
        {"fetch_signed_resume",     On::own,       {no_case, 400, 400, 400, 400, 400}},
        {"fetch_signed_resume",     On::foreign,   {400,     400, 400, 400, 400, 400}},
        {"fetch_signed_resume",     On::absent,    {400,     400, 400, 400, 400, 400}},
        {"fetch_resume_thumbnail",  On::own,       {no_case, 404, 404, 404, 404, 401}},
        {"fetch_resume_thumbnail",  On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"fetch_resume_thumbnail",  On::absent,    {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"apply", R"({"job":"JOB","cover_letter":"Hello.","resume":RESUME})",
            {"applications +", "event application.submitted", "job_figures.application_count", "resume_files +"}},
        {"replace_application", R"({"status":"reviewed","notes":"Good."})",
            {"applications.status", "applications.notes", "applications.reviewed_at", "event application.decided"}},
        {"update_application", R"({"status":"reviewed"})",
            {"applications.status", "applications.reviewed_at", "event application.decided"}},
    },
    .happenings = {
        {"application.annotated", [](Sql& sql) {
            auto id = application_of(sql, seed::user(sql, {.username = "ann", .role = "user"}));
            store::decide(sql, id, {}, {.status = ApplicationStatus::pending, .notes = "Good."});
        }},
        {"application.deleted", [](Sql& sql) {
            auto ann = seed::user(sql, {.username = "ann", .role = "user"});
            application_of(sql, ann);
            store::delete_user(sql, ann);
        }},
    },
}};
// clang-format on

} // namespace
