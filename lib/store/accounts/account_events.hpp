// What happens to accounts and their sessions.
#pragma once

#include "lib/store/ledger/events.hpp"

inline constexpr EventSubject user_subject{
    .name = "user",
    .facts = R"(
        SELECT jsonb_build_object('user_id', u.id, 'username', u.username, 'role', u.role,
                   'name', coalesce(nullif(trim(u.first_name), ''), u.username), 'email', u.email,
                   'pending_email', u.pending_email, 'one_time_link', e.changes -> 'link' ->> 1)
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

// Mails with a link go where the link was made for, and nothing of them is shown on the board.
inline constexpr Tells told_by_link(std::string_view mail)
{
    return {
        .whom = the_person,
        .topic = Topic::system,
        .title = "told.link"_s,
        .message = "told.link"_s,
        .mail = mail,
        .about_safety = true,
        .only_by_mail = true,
        .address = "(SELECT l.address FROM one_time_links l WHERE l.id = (e.changes -> 'link' ->> 1)::uuid)",
    };
}
inline constexpr Tells tells_of_reset[] = {told_by_link("password_reset")},
                       tells_of_verification[] = {told_by_link("verify_email")},
                       tells_of_wanted_email[] = {told_by_link("confirm_email")},
                       tells_of_undo[] = {told_by_link("email_change")};
inline constexpr Tells tells_of_changed_email[] = {
    {
        .whom = the_person,
        .topic = Topic::system,
        .priority = Priority::high,
        .title = "told.email_changed.title"_s,
        .message = "told.email_changed.message"_s,
        .about_safety = true,
    },
};

// What concerns the safety of an account is told by mail too, whatever its owner prefers.
inline constexpr Tells told_for_safety(
    Key title, Key message, std::string_view mail = "notice", std::string_view whom = the_person)
{
    return {
        .whom = whom,
        .topic = Topic::system,
        .priority = Priority::high,
        .title = title,
        .message = message,
        .mail = mail,
        .about_safety = true,
    };
}
inline constexpr Tells
    tells_of_factor_on[] = {told_for_safety("told.factor_on.title"_s, "told.factor_on.message"_s)},
    tells_of_factor_off[] = {told_for_safety("told.factor_off.title"_s, "told.factor_off.message"_s)},
    tells_of_new_codes[] = {told_for_safety("told.codes_made.title"_s, "told.codes_made.message"_s)},
    tells_of_used_code[] = {told_for_safety("told.code_used.title"_s, "told.code_used.message"_s)},
    tells_of_export[] = {told_for_safety("told.export_ready.title"_s, "told.export_ready.message"_s)},
    tells_of_erasure[] = {told_for_safety("told.erasure_asked.title"_s, "told.erasure_asked.message"_s)},
    tells_of_no_erasure[] = {
        told_for_safety("told.erasure_cancelled.title"_s, "told.erasure_cancelled.message"_s)};

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
inline constexpr EventKind password_reset_asked{.name = "user.password_reset_asked",
    .subject = &user_subject,
    .did = Did::update,
    .about = "A link that sets a new password was asked for and sent.",
    .tells = tells_of_reset};
inline constexpr EventKind verification_asked{.name = "user.verification_asked",
    .subject = &user_subject,
    .did = Did::update,
    .about = "A link was sent that shows that the account's address is its owner's.",
    .tells = tells_of_verification};
inline constexpr EventKind email_verified{.name = "user.email_verified",
    .subject = &user_subject,
    .did = Did::update,
    .about = "An address was shown to be its owner's."};
inline constexpr EventKind email_change_asked{.name = "user.email_change_asked",
    .subject = &user_subject,
    .did = Did::update,
    .about = "Another address is wanted, from when the link that was sent there is followed; or no more.",
    .tells = tells_of_wanted_email};
inline constexpr EventKind email_change_told{.name = "user.email_change_told",
    .subject = &user_subject,
    .did = Did::update,
    .about = "The address that is to be replaced was told, with a link that undoes it.",
    .tells = tells_of_undo};
inline constexpr EventKind email_changed{.name = "user.email_changed",
    .subject = &user_subject,
    .did = Did::update,
    .about = "The link that was sent to the new address was followed, and it took the old one's place.",
    .tells = tells_of_changed_email};
inline constexpr EventKind email_change_undone{.name = "user.email_change_undone",
    .subject = &user_subject,
    .did = Did::update,
    .about = "By the link that was sent to it, an address came back; all sessions ended."};
inline constexpr EventKind factor_asked{.name = "user.second_factor_asked",
    .subject = &user_subject,
    .did = Did::update,
    .about = "Somebody signed in of whom the board asks a second factor, and has none yet: from now on there "
             "are so "
             "many days for it as the settings say."};
inline constexpr EventKind second_factor_enabled{.name = "user.second_factor_enabled",
    .subject = &user_subject,
    .did = Did::update,
    .about = "An authenticator app was set up; signing in asks for its codes.",
    .tells = tells_of_factor_on};
inline constexpr EventKind second_factor_disabled{.name = "user.second_factor_disabled",
    .subject = &user_subject,
    .did = Did::update,
    .about = "The authenticator app and the recovery codes were removed.",
    .tells = tells_of_factor_off};
inline constexpr EventKind recovery_codes_made{.name = "user.recovery_codes_made",
    .subject = &user_subject,
    .did = Did::update,
    .about = "Ten recovery codes took the place of those there were.",
    .tells = tells_of_new_codes};
inline constexpr EventKind recovery_code_used{.name = "user.recovery_code_used",
    .subject = &user_subject,
    .did = Did::update,
    .about = "Somebody signed in by a recovery code, which is spent.",
    .tells = tells_of_used_code};
inline constexpr EventKind sign_in_failed{.name = "user.sign_in_failed",
    .subject = &user_subject,
    .did = Did::login,
    .about = "Somebody failed to sign in: by a wrong password, or since the account is not active."};
inline constexpr EventKind consent_recorded{.name = "consent.recorded",
    .subject = &user_subject,
    .did = Did::create,
    .about = "Somebody said that they agree to something, or no longer do."};
inline constexpr EventKind export_asked{.name = "export.asked",
    .subject = &user_subject,
    .did = Did::create,
    .about = "Somebody asked for a copy of all their data."};
inline constexpr EventKind export_ready{.name = "export.ready",
    .subject = &user_subject,
    .did = Did::update,
    .about = "The copy of somebody's data that was asked for can be fetched.",
    .tells = tells_of_export};
inline constexpr EventKind erasure_asked{.name = "user.erasure_asked",
    .subject = &user_subject,
    .did = Did::update,
    .about = "Somebody asked to be erased, which is done two weeks later.",
    .tells = tells_of_erasure};
inline constexpr EventKind erasure_cancelled{.name = "user.erasure_cancelled",
    .subject = &user_subject,
    .did = Did::update,
    .about = "Somebody who was to be erased stays.",
    .tells = tells_of_no_erasure};
inline constexpr EventKind user_erased{.name = "user.erased",
    .subject = &user_subject,
    .did = Did::remove,
    .about = "Somebody was erased who had asked for it: the certificate of that."};
