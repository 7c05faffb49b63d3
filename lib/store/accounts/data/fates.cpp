#include "fates.hpp"

#include <fmt/format.h>

namespace {

// What others were told of the person, or of their applications.
constexpr std::string_view of_what_happened =
    "event = ANY (ARRAY(SELECT id FROM events WHERE subject = ANY (ARRAY("
    "SELECT id FROM applications WHERE applicant_id = :person::uuid UNION ALL SELECT :person::uuid))))";
constexpr std::string_view persons = "person = :person::uuid", owners = "owner = :person::uuid",
                           users_own = "user_id = :person::uuid";

constexpr Blank of_files[] = {{"scan", "'clean'"}, {"finding", "NULL"}, {"reading", "'unprocessable'"},
    {"content", "NULL"}, {"thumbnail", "NULL"}};
constexpr Blank of_applicant[] = {{"cover_letter", "''"}, {"resume", "''"}, {"resume_name", "''"},
    {"resume_bytes", "0"}, {"resume_sha256", "''"}, {"notes", "NULL"}};
constexpr Blank of_employer[] = {{"job_employer_username", "''"}, {"job_employer_name", "''"}};
constexpr Blank of_creator[] = {{"created_by", "NULL"}};
constexpr Blank of_account[] = {
    {"username", "'deleted_' || replace(gen_random_uuid()::text, '-', '')"},
    {"email", "gen_random_uuid() || '@deleted.invalid'"},
    {"password_hash", "'!'"},
    {"first_name", "''"},
    {"last_name", "''"},
    {"phone_number", "NULL"},
    {"bio", "NULL"},
    {"profile_picture", "NULL"},
    {"is_active", "false"},
    {"email_verified", "false"},
    {"last_login", "NULL"},
    {"deleted_at", "now()"},
    {"pending_email", "NULL"},
    {"factor_asked_at", "NULL"},
    {"erase_at", "NULL"},
};

constexpr RowFate table[] = {
    {"notifications", Fate::deleted, "What others were told of them.", of_what_happened},
    {"notifications", Fate::deleted, "What they were told.", persons,
        "id event person kind title message priority read_at action_url object_kind object_id facts "
        "for_digest created_at"},
    {"push_deliveries", Fate::deleted, "What others were told of them.", of_what_happened},
    {"push_deliveries", Fate::deleted, "What they were told.", persons,
        "id event person target service title message action_url state attempts answer created_at tried_at"},
    {"webhook_deliveries", Fate::deleted, "What others were told of them, and cascades from their webhooks.",
        of_what_happened,
        "id once webhook event kind body state attempts status answer trouble took_ms created_at tried_at"},
    {"mails", Fate::deleted, "What others were told of them.", of_what_happened},
    {"mails", Fate::deleted, "What they were told.",
        "person = :person::uuid OR lower(address) = (SELECT email FROM users WHERE id = :person::uuid)",
        "id once event person address template facts subject body_text body_html state attempts answer "
        "created_at sent_at"},
    {"mail_blocks", Fate::deleted, "Nobody writes to the address any more.",
        "address = (SELECT email FROM users WHERE id = :person::uuid)", "address reason created_at"},
    {"notification_preferences", Fate::deleted, "Theirs.", persons,
        "person in_app_job_applications in_app_application_updates in_app_new_jobs in_app_messages "
        "in_app_interviews in_app_system email_job_applications email_application_updates email_new_jobs "
        "email_messages email_interviews email_system push_job_applications push_application_updates "
        "push_new_jobs push_messages push_interviews push_system notification_frequency quiet_from "
        "quiet_until time_zone"},
    {"push_targets", Fate::deleted, "Their devices.", owners,
        "id owner service address p256dh auth name created_at"},
    {"webhooks", Fate::deleted, "Theirs.", owners,
        "id owner url events description secret previous_secret previous_until is_active disabled_reason "
        "created_at updated_at"},
    {"webhook_failures", Fate::cascades, "With webhooks.", "", "webhook since"},

    {"resume_files", Fate::blanked, "What was read in their files.",
        "application_id IN (SELECT id FROM applications WHERE applicant_id = :person::uuid)",
        "application_id attempts due_at", of_files},
    {"applications", Fate::blanked,
        "A fact of the job that somebody applied for: without the person, their letter and "
        "file, and what was noted about them.",
        "applicant_id = :person::uuid",
        "id job_id applicant_id status applied_at reviewed_at resume_kind employer_id job_title "
        "job_location job_salary_min job_salary_max source",
        of_applicant},
    {"applications", Fate::blanked, "What others have applied for: without who had posted it.",
        "employer_id = :person::uuid", "", of_employer},
    {"application_history", Fate::kept, "Decisions; the id of whoever decided is that of an emptied account.",
        "", "id application_id changed_by changed_at from_status to_status"},
    {"jobs", Fate::kept, "Their jobs are deleted before, as employers delete jobs.", "",
        "id employer_id category_id title description requirements location location_id job_type "
        "salary_min salary_max status application_deadline is_featured created_at updated_at activated_at "
        "deleted_at source source_id search"},
    {"job_figures", Fate::kept, "Figures.", "", "job_id views_count application_count"},
    {"job_counts", Fate::kept, "Figures.", "", "category_id shard active"},
    {"job_views", Fate::kept, "Figures.", "", "job_id day views"},
    {"job_visitors", Fate::kept, "Keyed digests that name nobody.", "", "job_id visitor day source"},
    {"job_visits", Fate::kept, "They are gone within a second.", "", "job_id visitor viewer at source"},
    {"job_sources", Fate::kept, "Figures.", "", "job_id day source views"},
    {"job_shares", Fate::deleted, "Theirs.", owners, "id owner job method shared_with message shared_at"},
    {"imported_employers", Fate::deleted, "Theirs.", "employer_id = :person::uuid", "company employer_id"},

    {"sessions", Fate::deleted, "Theirs.", users_own,
        "id user_id device address created_at last_used_at expires_at ended_at proven_at"},
    {"admin_sessions", Fate::cascades, "With sessions.", "", "session_id"},
    {"refresh_tokens", Fate::cascades, "With sessions.", "", "id session_id issued_at used_at"},
    {"passkey_challenges", Fate::cascades, "With sessions.", "", "challenge purpose session expires_at"},
    {"passkeys", Fate::deleted, "Theirs.", persons,
        "id person credential_id public_key sign_count name backed_up transports created_at last_used_at"},
    {"totp_factors", Fate::deleted, "Theirs.", persons, "person sealed pending last_step made_at"},
    {"recovery_codes", Fate::deleted, "Theirs.", persons, "person digest"},
    {"factor_challenges", Fate::deleted, "Theirs.", persons,
        "digest person password_version device tries expires_at"},
    {"trusted_devices", Fate::deleted, "Theirs.", persons, "person device expires_at"},
    {"one_time_links", Fate::deleted, "Theirs.", persons,
        "id person purpose address digest sealed created_at expires_at"},
    {"oauth_accounts", Fate::deleted, "Theirs.", persons,
        "id person provider subject email created_at last_used_at"},
    {"oauth_states", Fate::deleted, "Theirs.", persons,
        "digest provider person nonce verifier redirect_uri expires_at"},
    {"api_keys", Fate::deleted, "Theirs.", owners,
        "id owner name prefix digest previous_digest previous_until scopes allowed_ips rate_limit "
        "expires_at is_active revoked_at created_at updated_at"},
    {"api_key_uses", Fate::cascades, "With API keys.", "", "key last_used_at"},
    {"idempotency_keys", Fate::deleted, "Theirs.", users_own, "user_id key request status answer created_at"},
    {"data_exports", Fate::deleted, "Theirs; the sweep removes the files.", persons,
        "id person state created_at ready_at expires_at file bytes sha256"},
    {"ip_whitelist", Fate::blanked, "The board's; without who added it.", "created_by = :person::uuid",
        "id ip_address description is_active created_at updated_at", of_creator},

    {"profile_skills", Fate::deleted, "Theirs.", owners,
        "id owner name level years_of_experience created_at updated_at"},
    {"profile_education", Fate::deleted, "Theirs.", owners,
        "id owner institution degree field_of_study start_date end_date is_current description created_at "
        "updated_at"},
    {"profile_work_history", Fate::deleted, "Theirs.", owners,
        "id owner company position start_date end_date is_current description location created_at "
        "updated_at"},
    {"profile_portfolio", Fate::deleted, "Theirs.", owners,
        "id owner title description url technologies start_date end_date is_featured created_at updated_at"},
    {"profile_social_links", Fate::deleted, "Theirs.", owners,
        "id owner platform url is_public created_at updated_at"},
    {"profile_languages", Fate::deleted, "Theirs.", owners, "id owner language level created_at updated_at"},
    {"profile_certifications", Fate::deleted, "Theirs.", owners,
        "id owner name issuer issued_on expires_on url created_at updated_at"},
    {"saved_answers", Fate::deleted, "Theirs.", owners, "id owner question_key answer created_at updated_at"},
    {"saved_jobs", Fate::deleted, "Theirs.", owners, "id owner job notes created_at updated_at"},
    {"user_preferences", Fate::deleted, "Theirs.", persons,
        "person email_job_alerts email_newsletter alert_frequency profile_visibility resume_visibility "
        "show_email show_phone show_location locale"},

    {"consents", Fate::kept, "What proves that the board might do what it did; nobody can change it.", "",
        "id person purpose version granted address created_at"},
    {"events", Fate::kept, "The trail of what happened; nobody can change it.", "",
        "id number at tx kind did subject_kind subject subject_name changes came_by actor actor_name "
        "request method path address agent"},
    {"event_chain", Fate::kept, "What proves that nobody did.", "", "place event number event_at tx digest"},
    {"admin_changes", Fate::kept, "The trail of an earlier version; nobody can change it.", "",
        "id resource object_id changed_by changed_at what"},
    {"tasks", Fate::kept, "They are removed some time after they were done.", "",
        "id kind input once urgency far state due_at attempts taken runner leased_until trouble "
        "by_schedule created_at started_at ended_at"},
    {"rate_slots", Fate::kept, "They are removed within hours.", "", "key whole_at"},
    {"sign_in_attempts", Fate::kept, "Digests; they are removed within hours.", "",
        "bucket failures last_at blocked_until"},
    {"categories", Fate::kept, "The board's.", "",
        "id name description parent_id slug ancestors full_path depth created_at updated_at"},
    {"locations", Fate::kept, "The board's.", "", "id name found_by"},
    {"kept_answers", Fate::kept, "The board's.", "", "topic slot changes"},
    {"kept_counts", Fate::kept, "The board's.", "", "question rows counted_at conditions vals exact asked"},
    {"schema_migrations", Fate::kept, "The board's.", "", "version name checksum applied_at"},

    {"users", Fate::blanked, "What is left is an id that others' rows can name.", "id = :person::uuid",
        "id role date_joined password_version", of_account},
};

} // namespace

std::span<const RowFate> row_fates()
{
    return table;
}

std::string statement_of(const RowFate& fate)
{
    if (fate.fate == Fate::deleted) return fmt::format("DELETE FROM {} WHERE {}", fate.table, fate.whose);
    std::string changes;
    for (const auto& blank : fate.blanks)
        changes += fmt::format("{}{} = {}", changes.empty() ? "" : ", ", blank.column, blank.becomes);
    return fmt::format("UPDATE {} SET {} WHERE {}", fate.table, changes, fate.whose);
}
