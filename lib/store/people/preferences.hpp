// What somebody wants of the board beside what they are told, and whom they let see their profile.
#pragma once

#include "profile_events.hpp"

#include "lib/store/messages/preferences.hpp"

enum class Visibility { everybody, employers, nobody };
template <>
inline constexpr std::array<std::string_view, 3> names_of<Visibility>{"public", "employers", "private"};
template <> inline constexpr SchemaName schema_of<Visibility>{
    "Visibility", "Who may see it: everybody, employers and admins, or nobody but its owner and admins."};

// Without a row of theirs, people show themselves to employers, and nobody how they can be reached.
struct ProfileChoices {
    bool email_job_alerts = true, email_newsletter = false;
    Frequency alert_frequency = Frequency::daily;
    Visibility profile_visibility = Visibility::employers, resume_visibility = Visibility::employers;
    bool show_email = false, show_phone = false, show_location = true;
    std::string locale;

    static constexpr auto fields = std::tuple{
        field("email_job_alerts", &ProfileChoices::email_job_alerts,
            {.defaulted = true, .about = "Whether what saved searches find comes by mail."}),
        field("email_newsletter", &ProfileChoices::email_newsletter,
            {.defaulted = true, .about = "Whether the operator's news come by mail."}),
        field("alert_frequency", &ProfileChoices::alert_frequency,
            {.defaulted = true, .about = "How often what saved searches find is told."}),
        field("profile_visibility", &ProfileChoices::profile_visibility,
            {.defaulted = true,
                .about = "Who sees the profile. Whoever one has applied to sees it all the same."}),
        field("resume_visibility", &ProfileChoices::resume_visibility,
            {.defaulted = true,
                .about = "Who of those sees what one can and has done. Whoever one has applied to does."}),
        field("show_email", &ProfileChoices::show_email,
            {.defaulted = true, .about = "Whether whoever sees the profile sees the address of mail."}),
        field("show_phone", &ProfileChoices::show_phone,
            {.defaulted = true, .about = "Whether whoever sees the profile sees the telephone number."}),
        field("show_location", &ProfileChoices::show_location,
            {.defaulted = true, .about = "Whether whoever sees the profile sees where one has worked."}),
        field("locale", &ProfileChoices::locale,
            {.min = 0,
                .max = 35,
                .defaulted = true,
                .about = "The language to be spoken to in, by its BCP 47 tag; empty for the board's.",
                .example = "de-AT"}),
    };
};

namespace store {

ProfileChoices find_profile_choices(Sql&, const Uuid& person);
// Kept so until the transaction ends.
ProfileChoices lock_profile_choices(Sql&, const Uuid& person);
void change_profile_choices(
    Sql&, const Uuid& person, const ProfileChoices& before, const ProfileChoices& after);

} // namespace store
