// Preferences: what somebody wants of the board, and whom they let see their profile. What is about being
// told is the same as notifications have it.
#include "lib/store/people/preferences.hpp"

#include "lib/web/area.hpp"
#include "lib/web/shape/quiet_hours.hpp"
#include "lib/words/language_tag.hpp"

namespace preferences {

// The part of notification preferences that clients find here, too, by other names.
struct ToldChoices {
    bool email_application_updates = true, email_new_jobs = true;
    std::string timezone;
    std::optional<std::string> quiet_hours_start, quiet_hours_end;

    static constexpr auto fields = std::tuple{
        field("email_application_updates", &ToldChoices::email_application_updates,
            {.defaulted = true,
                .about = "Whether what becomes of applications comes by mail, as in notification "
                         "preferences."}),
        field("email_new_jobs", &ToldChoices::email_new_jobs,
            {.defaulted = true, .about = "Whether new jobs come by mail, as in notification preferences."}),
        field("timezone", &ToldChoices::timezone,
            {.min = 0,
                .max = 60,
                .defaulted = true,
                .about = "`time_zone` of notification preferences: where one's clock stands.",
                .example = "Europe/Vienna"}),
        field("quiet_hours_start", &ToldChoices::quiet_hours_start,
            {.about = "`quiet_from` of notification preferences: from when on nobody is to be disturbed.",
                .pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
                .example = "22:00"}),
        field("quiet_hours_end", &ToldChoices::quiet_hours_end,
            {.about = "`quiet_until` of notification preferences: until when.",
                .pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
                .example = "07:00"}),
    };
};

struct Preferences {
    ProfileChoices choices;
    ToldChoices told;
    static constexpr std::string_view schema_name = "Preferences";
    static constexpr std::string_view schema_about =
        "What somebody wants of the board, and whom they let see their profile.";
    static constexpr auto fields =
        std::tuple{fields_of(&Preferences::choices), fields_of(&Preferences::told)};
};

// As they are sent.
struct Content : Preferences {
    static constexpr std::string_view schema_name = "PreferencesContent";
};

struct Update {
    ChangeOf<ProfileChoices> choices;
    ChangeOf<ToldChoices> told;
    using Whole = Content;
    static constexpr std::string_view schema_name = "PreferencesChange";
    static constexpr std::string_view schema_about = "What changes of one's preferences; the rest stays.";
    static constexpr auto fields = std::tuple{fields_of(&Update::choices), fields_of(&Update::told)};
};

namespace {

ToldChoices part_of(const NotificationChoices& all)
{
    return {
        all.email_application_updates, all.email_new_jobs, all.time_zone, all.quiet_from, all.quiet_until};
}

NotificationChoices with(NotificationChoices all, const ToldChoices& part)
{
    all.email_application_updates = part.email_application_updates;
    all.email_new_jobs = part.email_new_jobs;
    all.time_zone = part.timezone;
    all.quiet_from = part.quiet_hours_start;
    all.quiet_until = part.quiet_hours_end;
    return all;
}

Preferences read(Context& c)
{
    return {store::find_profile_choices(c.sql, *c.caller.id),
        part_of(store::find_preferences(c.sql, *c.caller.id))};
}

void check(Context& c, const ProfileChoices& choices, const ToldChoices& told)
{
    Faults faults;
    check_quiet_hours(
        {"quiet_hours_start", told.quiet_hours_start}, {"quiet_hours_end", told.quiet_hours_end}, faults);
    if (!told.timezone.empty() && !store::is_time_zone(c.sql, told.timezone))
        faults.add("timezone", "preferences.time_zone"_s);
    if (!choices.locale.empty() && !is_language_tag(choices.locale))
        faults.add("locale", "must_be_language"_s);
    faults.end_if_any();
}

Preferences change(Context& c, const Update& in)
{
    const auto& person = *c.caller.id;
    auto choices = store::lock_profile_choices(c.sql, person);
    auto all = store::lock_preferences(c.sql, person);
    auto chosen = in.choices.over(choices);
    auto told = in.told.over(part_of(all));
    check(c, chosen, told);
    store::change_profile_choices(c.sql, person, choices, chosen);
    if (auto wanted = with(all, told); store::changes_of(all, wanted) != "{}")
        store::change_preferences(c.sql, person, all, wanted);
    return read(c);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "read_preferences",
        .methods = Method::get,
        .path = "/api/v1/auth/profile/preferences/",
        .also_at = "/api/v1/auth/profile/preferences/me/",
        .summary = "One's preferences",
        .about = "Until somebody says otherwise, employers see the profile, and nobody how its owner can be "
                 "reached.",
        .needs = signed_in,
        .rate = {"profile", 600, per_minute},
        .cache = private_copy,
        .answer = [](Context& c, const Nothing&) -> Preferences { return read(c); },
    },
    {
        .name = "update_preferences",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/profile/preferences/",
        .also_at = "/api/v1/auth/profile/preferences/me/",
        .summary = "Change one's preferences, all or some",
        .about = "What is about being told changes in notification preferences, too.",
        .needs = signed_in,
        .rate = {"profile_changes", 300, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const Update& in) -> Preferences { return change(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace preferences
