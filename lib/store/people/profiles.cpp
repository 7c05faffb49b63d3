#include "profiles.hpp"

#include <fmt/format.h>

namespace {

// What of a profile is there; each column is one of its parts.
struct Parts {
    bool first_name = false, last_name = false, phone_number = false, bio = false, profile_picture = false,
         skills = false, education = false, work_history = false, social_links = false, languages = false;
    static constexpr auto fields = std::tuple{
        field("first_name", &Parts::first_name),
        field("last_name", &Parts::last_name),
        field("phone_number", &Parts::phone_number),
        field("bio", &Parts::bio),
        field("profile_picture", &Parts::profile_picture),
        field("skills", &Parts::skills),
        field("education", &Parts::education),
        field("work_history", &Parts::work_history),
        field("social_links", &Parts::social_links),
        field("languages", &Parts::languages),
    };
};

} // namespace

ProfileCompletion store::profile_completion(Sql& sql, const Uuid& person)
{
    auto parts = sql.one<Parts>(R"(
        SELECT u.first_name <> '' AS first_name, u.last_name <> '' AS last_name,
               coalesce(u.phone_number, '') <> '' AS phone_number, coalesce(u.bio, '') <> '' AS bio,
               u.profile_picture IS NOT NULL AS profile_picture,
               EXISTS (SELECT FROM profile_skills WHERE owner = u.id) AS skills,
               EXISTS (SELECT FROM profile_education WHERE owner = u.id) AS education,
               EXISTS (SELECT FROM profile_work_history WHERE owner = u.id) AS work_history,
               EXISTS (SELECT FROM profile_social_links WHERE owner = u.id) AS social_links,
               EXISTS (SELECT FROM profile_languages WHERE owner = u.id) AS languages
          FROM users u WHERE u.id = :person::uuid
    )",
        {arg("person", person)});
    ProfileCompletion out;
    if (!parts) return out;
    each_field<Parts>([&](const auto& f, auto access) {
        ++out.total_fields;
        if (access(*parts)) ++out.completed_fields;
        else out.missing_fields.emplace_back(f.name);
    });
    out.percentage = 100 * out.completed_fields / out.total_fields;
    out.is_complete = out.missing_fields.empty();
    return out;
}

PersonFigures store::person_figures(Sql& sql, const Uuid& person)
{
    return *sql.one<PersonFigures>(R"(
        SELECT count(*) AS total_applications,
               count(*) FILTER (WHERE status = 'pending') AS pending_applications,
               count(*) FILTER (WHERE status = 'accepted') AS accepted_applications,
               count(*) FILTER (WHERE status = 'rejected') AS rejected_applications,
               (SELECT count(*) FROM saved_jobs s JOIN jobs j ON j.id = s.job
                 WHERE s.owner = :person::uuid AND j.deleted_at IS NULL
                   AND (j.status = 'active' OR j.employer_id = :person::uuid)) AS saved_jobs_count,
               count(*) FILTER (WHERE applied_at > now() - interval '30 days') AS applications_last_30_days
          FROM applications WHERE applicant_id = :person::uuid
    )",
        {arg("person", person)});
}

namespace {

// Whether a reader may see what somebody lets that circle see, a column of their preferences: the one place
// that says so. Whoever has applied to an employer has shown themselves to them.
std::string visible_to_reader(std::string_view column, std::string_view unless_said)
{
    return fmt::format("(seen.wholly OR coalesce(p.{0}, '{1}') = 'public' OR "
                       "coalesce(p.{0}, '{1}') = 'employers' AND :hires::boolean)",
        column, unless_said);
}

} // namespace

std::optional<ProfileSeen> store::see_profile(
    Sql& sql, const std::string& name_or_id, const ProfileReader& reader)
{
    static const std::string text = fmt::format(R"(
        SELECT u.id, u.username,
               coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username) AS full_name,
               u.first_name, u.last_name, u.profile_picture, u.bio,
               CASE WHEN seen.wholly OR coalesce(p.show_email, false) THEN u.email END AS email,
               CASE WHEN seen.wholly OR coalesce(p.show_phone, false) THEN u.phone_number END AS phone_number,
               {} AS sees_resume, seen.wholly OR coalesce(p.show_location, true) AS sees_location,
               coalesce(u.id = :reader::uuid, false) AS is_own
          FROM users u
               LEFT JOIN user_preferences p ON p.person = u.id
               CROSS JOIN LATERAL (
                   SELECT coalesce(u.id = :reader::uuid, false) OR :everything::boolean
                          OR :hires::boolean AND EXISTS (
                                 SELECT FROM applications a
                                  WHERE a.employer_id = :reader::uuid AND a.applicant_id = u.id) AS wholly) seen
         WHERE (u.username = :username OR u.id = :id::uuid) AND u.is_active AND u.deleted_at IS NULL AND {})",
        visible_to_reader("resume_visibility", "employers"),
        visible_to_reader("profile_visibility", "employers"));
    return sql.one<ProfileSeen>(text,
        args_of(reader, {arg("username", std::string_view(name_or_id)), arg("id", parse<Uuid>(name_or_id))}));
}
