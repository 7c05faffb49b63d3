// What a copy of somebody's data holds: their rows as they are, without what is secret or others'.
#include "exports.hpp"

#include <fmt/format.h>

namespace {

// Each is SELECT … with a column "id" of type uuid, by which its rows are read in turns.
struct Part {
    std::string_view name, rows;
};

constexpr Part parts[] = {
    {"account", R"(
        SELECT id, username, email, pending_email, email_verified, first_name, last_name, role, phone_number, bio,
               profile_picture, is_active, date_joined, last_login, factor_asked_at, erase_at
          FROM users WHERE id = :person::uuid)"},
    {"sessions", R"(
        SELECT id, device, address, created_at, last_used_at, expires_at, ended_at, proven_at
          FROM sessions WHERE user_id = :person::uuid)"},
    {"applications", R"(
        SELECT id, job_id, job_title, job_employer_name, job_location, job_salary_min, job_salary_max, cover_letter,
               resume_name, resume_kind, resume_bytes, resume_sha256, status, applied_at, reviewed_at
          FROM applications WHERE applicant_id = :person::uuid)"},
    {"notifications", R"(
        SELECT id, kind, title, message, priority, read_at, action_url, object_kind, object_id, created_at
          FROM notifications WHERE person = :person::uuid)"},
    {"notification_preferences", R"(
        SELECT p.person AS id, to_jsonb(p) - 'person' AS preferences
          FROM notification_preferences p WHERE p.person = :person::uuid)"},
    {"mails", R"(
        SELECT id, address, template, subject, state, created_at, sent_at FROM mails WHERE person = :person::uuid)"},
    {"consents", R"(
        SELECT id, purpose, version, granted, address, created_at FROM consents WHERE person = :person::uuid)"},
    // What they changed of others' accounts is those others'.
    {"events", R"(
        SELECT id, at, kind, subject_kind, subject, subject_name,
               CASE WHEN subject_kind <> 'user' OR subject = :person::uuid THEN changes END AS changes, came_by, method,
               path, address, agent
          FROM events WHERE actor = :person::uuid
         UNION ALL
        SELECT id, at, kind, subject_kind, subject, subject_name, changes, came_by, method, path,
               CASE WHEN actor IS NULL THEN address ELSE '' END, CASE WHEN actor IS NULL THEN agent ELSE '' END
          FROM events WHERE subject = :person::uuid AND actor IS DISTINCT FROM :person::uuid)"},
    {"jobs", R"(
        SELECT id, title, description, requirements, location, job_type, salary_min, salary_max, status,
               application_deadline, is_featured, created_at, updated_at, activated_at, deleted_at, source, source_id
          FROM jobs WHERE employer_id = :person::uuid)"},
    {"webhooks", R"(
        SELECT id, url, events, description, is_active, disabled_reason, created_at, updated_at
          FROM webhooks WHERE owner = :person::uuid)"},
    {"devices", R"(
        SELECT id, service, name, created_at FROM push_targets WHERE owner = :person::uuid)"},
    {"api_keys", R"(
        SELECT k.id, k.name, k.prefix, k.scopes, k.allowed_ips, k.rate_limit, k.expires_at, k.is_active, k.revoked_at,
               k.created_at, k.updated_at, u.last_used_at
          FROM api_keys k LEFT JOIN api_key_uses u ON u.key = k.id WHERE k.owner = :person::uuid)"},
    {"passkeys", R"(
        SELECT id, name, backed_up, transports, created_at, last_used_at FROM passkeys WHERE person = :person::uuid)"},
    {"linked_accounts", R"(
        SELECT id, provider, subject, email, created_at, last_used_at
          FROM oauth_accounts WHERE person = :person::uuid)"},
    {"skills", R"(
        SELECT id, name, level, years_of_experience, created_at, updated_at
          FROM profile_skills WHERE owner = :person::uuid)"},
    {"education", R"(
        SELECT id, institution, degree, field_of_study, start_date, end_date, is_current,
               description, created_at, updated_at
          FROM profile_education WHERE owner = :person::uuid)"},
    {"work_history", R"(
        SELECT id, company, position, start_date, end_date, is_current, description, location,
               created_at, updated_at
          FROM profile_work_history WHERE owner = :person::uuid)"},
    {"portfolio", R"(
        SELECT id, title, description, url, technologies, start_date, end_date, is_featured,
               created_at, updated_at
          FROM profile_portfolio WHERE owner = :person::uuid)"},
    {"social_links", R"(
        SELECT id, platform, url, is_public, created_at, updated_at
          FROM profile_social_links WHERE owner = :person::uuid)"},
    {"languages", R"(
        SELECT id, language, level, created_at, updated_at
          FROM profile_languages WHERE owner = :person::uuid)"},
    {"certifications", R"(
        SELECT id, name, issuer, issued_on, expires_on, url, created_at, updated_at
          FROM profile_certifications WHERE owner = :person::uuid)"},
    {"saved_answers", R"(
        SELECT id, question_key, answer, created_at, updated_at
          FROM saved_answers WHERE owner = :person::uuid)"},
    {"saved_jobs", R"(
        SELECT id, job, notes, created_at, updated_at
          FROM saved_jobs WHERE owner = :person::uuid)"},
    {"job_shares", R"(
        SELECT id, job, method, shared_with, message, shared_at FROM job_shares WHERE owner = :person::uuid)"},
    {"preferences", R"(
        SELECT p.person AS id, to_jsonb(p) - 'person' AS preferences
          FROM user_preferences p WHERE p.person = :person::uuid)"},
    {"exports", R"(
        SELECT id, state, created_at, ready_at, expires_at, bytes FROM data_exports WHERE person = :person::uuid)"},
};

constexpr int at_once = 500;

struct Row {
    Uuid id;
    std::string json;
    static constexpr auto fields = std::tuple{field("id", &Row::id), field("json", &Row::json)};
};

void visit_rows(
    Sql& sql, const Part& part, const Uuid& person, const std::function<void(const std::string&)>& visit)
{
    auto text = fmt::format("SELECT x.id, to_jsonb(x)::text AS json FROM ({}) x WHERE x.id > :after::uuid "
                            "ORDER BY x.id LIMIT {}",
        part.rows, at_once);
    Uuid after;
    for (bool more = true; more;) {
        auto rows = sql.all_once<Row>(text, {arg("person", person), arg("after", after)});
        for (const auto& row : rows) visit(row.json);
        more = rows.size() == at_once;
        if (more) after = rows.back().id;
    }
}

struct Text {
    std::string text;
    static constexpr auto fields = std::tuple{field("text", &Text::text)};
};

} // namespace

void store::visit_own_data(Sql& sql, const Uuid& person, const std::function<void(std::string_view)>& begin,
    const std::function<void(const std::string&)>& visit)
{
    for (const auto& part : parts) {
        begin(part.name);
        visit_rows(sql, part, person, visit);
    }
}

std::string store::resume_json(Sql& sql, const Uuid& person)
{
    auto found = sql.one<Text>(R"(
        SELECT jsonb_build_object(
                   '$schema', 'https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json',
                   'basics', jsonb_strip_nulls(jsonb_build_object(
                       'name', coalesce(nullif(trim(first_name || ' ' || last_name), ''), username),
                       'email', email, 'phone', phone_number, 'summary', bio)),
                   'meta', jsonb_build_object('version', 'v1.0.0'))::text AS text
          FROM users WHERE id = :person::uuid
    )",
        {arg("person", person)});
    return found ? found->text : "{}";
}

std::vector<OwnFile> store::own_resumes(Sql& sql, const Uuid& person)
{
    return sql.all<OwnFile>(R"(
        SELECT id || '.' || resume_kind AS name, resume AS key FROM applications
         WHERE applicant_id = :person::uuid AND resume <> '' ORDER BY id
    )",
        {arg("person", person)});
}

std::optional<OwnFile> store::own_picture(Sql& sql, const Uuid& person)
{
    return sql.one<OwnFile>("SELECT 'profile_picture.jpg' AS name, profile_picture AS key FROM users "
                            "WHERE id = :person::uuid AND profile_picture IS NOT NULL",
        {arg("person", person)});
}
