// What somebody wants to be told of, by which channel and how often.
#pragma once

#include "lib/store/ledger/events.hpp"

enum class Frequency { immediate, daily, weekly };
template <>
inline constexpr std::array<std::string_view, 3> names_of<Frequency>{"immediate", "daily", "weekly"};
template <> inline constexpr SchemaName schema_of<Frequency>{"NotificationFrequency",
    "How often somebody gets mails: at once, or one a day or a week that tells all."};

// A grid of what and how; without a row of theirs, people are told everything at once.
struct NotificationChoices {
    bool in_app_job_applications = true, in_app_application_updates = true, in_app_new_jobs = true,
         in_app_messages = true, in_app_interviews = true, in_app_system = true;
    bool email_job_applications = true, email_application_updates = true, email_new_jobs = true,
         email_messages = true, email_interviews = true, email_system = true;
    bool push_job_applications = true, push_application_updates = true, push_new_jobs = true,
         push_messages = true, push_interviews = true, push_system = true;
    Frequency notification_frequency{};
    std::optional<std::string> quiet_from, quiet_until;
    std::string time_zone;

    static constexpr std::string_view schema_name = "NotificationChoices";
    static constexpr std::string_view schema_about = "What somebody is told of, how and how often.";

private:
    using P = NotificationChoices;
    static constexpr Rules in_app{.defaulted = true, .about = "Whether it is told on the board."},
        email{.defaulted = true, .about = "Whether it is told by mail."},
        push{.defaulted = true, .about = "Whether it is told to devices."};

public:
    static constexpr auto fields = std::tuple{
        field("in_app_job_applications", &P::in_app_job_applications, in_app),
        field("in_app_application_updates", &P::in_app_application_updates, in_app),
        field("in_app_new_jobs", &P::in_app_new_jobs, in_app),
        field("in_app_messages", &P::in_app_messages, in_app),
        field("in_app_interviews", &P::in_app_interviews, in_app),
        field("in_app_system", &P::in_app_system, in_app),
        field("email_job_applications", &P::email_job_applications, email),
        field("email_application_updates", &P::email_application_updates, email),
        field("email_new_jobs", &P::email_new_jobs, email),
        field("email_messages", &P::email_messages, email),
        field("email_interviews", &P::email_interviews, email),
        field("email_system", &P::email_system, email),
        field("push_job_applications", &P::push_job_applications, push),
        field("push_application_updates", &P::push_application_updates, push),
        field("push_new_jobs", &P::push_new_jobs, push),
        field("push_messages", &P::push_messages, push),
        field("push_interviews", &P::push_interviews, push),
        field("push_system", &P::push_system, push),
        field("notification_frequency", &P::notification_frequency,
            {.defaulted = true, .about = "How often mails come. What is about one's safety comes at once."}),
        field("quiet_from", &P::quiet_from,
            {.about = "From when on nobody is to be disturbed, on one's own clock; null for never.",
                .pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
                .example = "22:00"}),
        field("quiet_until", &P::quiet_until,
            {.about = "Until when; mails and messages to devices come then.",
                .pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
                .example = "07:00"}),
        field("time_zone", &P::time_zone,
            {.min = 0,
                .max = 60,
                .defaulted = true,
                .about = "Where one's clock stands, as the IANA names it; empty for the board's.",
                .example = "Europe/Vienna"}),
    };
};

// The same as clients read it, with the grid by kind and channel.
struct NotificationPreferences {
    NotificationChoices choices;
    JsonObject grid;
    static constexpr std::string_view schema_name = "NotificationPreferences";
    static constexpr std::string_view schema_about = "What somebody is told of, how and how often.";
    static constexpr auto fields = std::tuple{
        fields_of(&NotificationPreferences::choices),
        field("grid", &NotificationPreferences::grid,
            {.about = "The same by notification type and channel.",
                .example = R"({"message":{"in_app":true,"email":true,"push":true}})"}),
    };
};

inline constexpr EventSubject preferences_subject{.name = "notification_preferences"};
inline constexpr EventKind preferences_updated{
    .name = "notification_preferences.updated",
    .subject = &preferences_subject,
    .did = Did::update,
    .about = "Somebody chose what to be told of, and how.",
};

namespace store {

NotificationChoices find_preferences(Sql&, const Uuid& person);
// Kept so until the transaction ends.
NotificationChoices lock_preferences(Sql&, const Uuid& person);
void change_preferences(
    Sql&, const Uuid& person, const NotificationChoices& before, const NotificationChoices& after);
bool is_time_zone(Sql&, const std::string& name);

} // namespace store
