#include "preferences.hpp"

ProfileChoices store::find_profile_choices(Sql& sql, const Uuid& person)
{
    return sql
        .one<ProfileChoices>(R"(
        SELECT email_job_alerts, email_newsletter, alert_frequency, profile_visibility, resume_visibility, show_email,
               show_phone, show_location, locale
          FROM user_preferences WHERE person = :person::uuid
    )",
            {arg("person", person)})
        .value_or(ProfileChoices{});
}

// There may be no row to lock yet.
ProfileChoices store::lock_profile_choices(Sql& sql, const Uuid& person)
{
    sql.change("SELECT FROM users WHERE id = :person::uuid FOR NO KEY UPDATE", {arg("person", person)});
    return find_profile_choices(sql, person);
}

void store::change_profile_choices(
    Sql& sql, const Uuid& person, const ProfileChoices& before, const ProfileChoices& after)
{
    static const auto changing = telling(profile_updated, R"(
        INSERT INTO user_preferences (person, email_job_alerts, email_newsletter, alert_frequency, profile_visibility,
                                      resume_visibility, show_email, show_phone, show_location, locale)
        VALUES (:person::uuid, :email_job_alerts, :email_newsletter, :alert_frequency, :profile_visibility,
                :resume_visibility, :show_email, :show_phone, :show_location, :locale)
            ON CONFLICT (person) DO UPDATE
           SET email_job_alerts = excluded.email_job_alerts, email_newsletter = excluded.email_newsletter,
               alert_frequency = excluded.alert_frequency, profile_visibility = excluded.profile_visibility,
               resume_visibility = excluded.resume_visibility, show_email = excluded.show_email,
               show_phone = excluded.show_phone, show_location = excluded.show_location, locale = excluded.locale
        RETURNING person, (SELECT username FROM users WHERE id = person), :changes::jsonb)");
    tell(sql, changing, args_of(after, {arg("person", person), arg("changes", changes_of(before, after))}));
}
