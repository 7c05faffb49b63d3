// What happens to accounts and their sessions.
#pragma once

#include "lib/store/ledger/events.hpp"

inline constexpr EventSubject user_subject{
    .name = "user",
    .facts = R"(
        SELECT jsonb_build_object('user_id', u.id, 'username', u.username, 'role', u.role,
                   'name', coalesce(nullif(trim(u.first_name), ''), u.username))
          FROM users u WHERE u.id = e.subject)",
};

inline constexpr std::string_view the_person = "SELECT e.subject";

inline constexpr Tells tells_of_new_account[] = {
    {
        .whom = the_person,
        .topic = Topic::system,
        .title = "told.welcome.title"_s,
        .message = "told.welcome.message"_s,
        .mail = "welcome",
        .about_safety = true,
    },
};
inline constexpr Tells tells_of_changed_password[] = {
    {
        .whom = the_person,
        .topic = Topic::system,
        .priority = Priority::high,
        .title = "told.password_changed.title"_s,
        .message = "told.password_changed.message"_s,
        .mail = "password_changed",
        .about_safety = true,
    },
};
// Not of the first sign-in ever; a device is known by what it calls itself.
inline constexpr Tells tells_of_new_device[] = {
    {
        .whom = R"(
            SELECT e.subject
             WHERE EXISTS (SELECT FROM events known WHERE known.subject = e.subject AND known.kind = e.kind
                              AND known.at < e.at AND known.agent <> e.agent)
               AND NOT EXISTS (SELECT FROM events known WHERE known.subject = e.subject AND known.kind = e.kind
                                  AND known.at < e.at AND known.agent = e.agent))",
        .topic = Topic::system,
        .priority = Priority::high,
        .title = "told.new_device.title"_s,
        .message = "told.new_device.message"_s,
        .mail = "new_device_sign_in",
        .about_safety = true,
    },
};

inline constexpr EventKind user_created{.name = "user.created",
    .subject = &user_subject,
    .did = Did::create,
    .about = "Somebody registered, or an account was added.",
    .tells = tells_of_new_account};
inline constexpr EventKind user_updated{.name = "user.updated",
    .subject = &user_subject,
    .did = Did::update,
    .about = "An account was changed: its names, address, role or standing."};
inline constexpr EventKind user_deleted{
    .name = "user.deleted", .subject = &user_subject, .did = Did::remove, .about = "An account was deleted."};
inline constexpr EventKind user_signed_in{.name = "user.signed_in",
    .subject = &user_subject,
    .did = Did::login,
    .about = "Somebody signed in.",
    .tells = tells_of_new_device};
inline constexpr EventKind user_signed_out{.name = "user.signed_out",
    .subject = &user_subject,
    .did = Did::logout,
    .about = "A session was ended, once for each."};
inline constexpr EventKind password_changed{.name = "user.password_changed",
    .subject = &user_subject,
    .did = Did::update,
    .about = "A password was changed or set.",
    .tells = tells_of_changed_password};
inline constexpr EventKind reset_link_made{.name = "user.reset_link_made",
    .subject = &user_subject,
    .did = Did::update,
    .about = "An admin made a link that sets a new password."};
