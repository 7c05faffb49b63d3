#include "resume_files.hpp"

#include <fmt/format.h>

namespace {

std::string taking(std::string_view which, std::string_view attempts)
{
    return fmt::format(R"(
        WITH due AS (SELECT application_id FROM resume_files
                      WHERE {} AND due_at <= now()
                      ORDER BY due_at LIMIT :number::bigint FOR UPDATE SKIP LOCKED),
             taken AS (UPDATE resume_files f
                          SET due_at = now() + interval '10 minutes', attempts = f.attempts + {}
                         FROM due WHERE f.application_id = due.application_id
                    RETURNING f.application_id, f.attempts)
        SELECT a.id, a.resume AS key, a.resume_kind AS kind, taken.attempts::bigint AS attempts
          FROM taken JOIN applications a ON a.id = taken.application_id ORDER BY a.applied_at, a.id
    )",
        which, attempts);
}

} // namespace

std::vector<WaitingFile> store::take_unscanned(Sql& sql, int limit)
{
    static const auto text = taking("scan = 'waiting'", "0");
    return sql.all<WaitingFile>(text, {arg("number", limit)});
}

std::vector<WaitingFile> store::take_unread(Sql& sql, int limit, bool only_clean)
{
    static const auto any = taking("reading = 'waiting' AND scan <> 'infected'", "1"),
                      clean = taking("reading = 'waiting' AND scan = 'clean'", "1");
    return sql.all<WaitingFile>(only_clean ? clean : any, {arg("number", limit)});
}

void store::give_back(Sql& sql, const Uuid& application)
{
    sql.change(
        "UPDATE resume_files SET due_at = now() WHERE application_id = :id::uuid", {arg("id", application)});
}

bool store::keep_scan(Sql& sql, const Uuid& application, FileScan scan, std::string_view finding)
{
    return sql.change(R"(
        UPDATE resume_files SET scan = :scan, finding = nullif(:finding, ''), due_at = now()
         WHERE application_id = :id::uuid AND scan = 'waiting'
    )",
               {arg("scan", scan), arg("finding", finding), arg("id", application)}) == 1;
}

bool store::keep_reading(Sql& sql, const Uuid& application, FileReading reading, std::string_view content,
    const std::optional<std::string>& thumbnail)
{
    return sql.change(R"(
        UPDATE resume_files SET reading = :reading, content = :content, thumbnail = :thumbnail, due_at = now()
         WHERE application_id = :id::uuid AND reading = 'waiting'
    )",
               {arg("reading", reading), arg("content", content), arg("thumbnail", thumbnail),
                   arg("id", application)}) == 1;
}

std::optional<ResumeShown> store::find_resume_shown(Sql& sql, const Uuid& application, bool only_clean)
{
    return sql.one<ResumeShown>(R"(
        SELECT coalesce(content, '') AS content, thumbnail FROM resume_files
         WHERE application_id = :id::uuid AND reading = 'read'
           AND (scan = 'clean' OR (scan = 'waiting' AND NOT :only_clean))
    )",
        {arg("id", application), arg("only_clean", only_clean)});
}
