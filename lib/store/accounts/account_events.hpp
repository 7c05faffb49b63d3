// What happens to accounts and their sessions.
#pragma once

#include "lib/store/ledger/events.hpp"

inline constexpr EventKind user_created{.name = "user.created",
    .subject = "user",
    .did = Did::create,
    .about = "Somebody registered, or an account was added."};
inline constexpr EventKind user_updated{.name = "user.updated",
    .subject = "user",
    .did = Did::update,
    .about = "An account was changed: its names, address, role or standing."};
inline constexpr EventKind user_deleted{
    .name = "user.deleted", .subject = "user", .did = Did::remove, .about = "An account was deleted."};
inline constexpr EventKind user_signed_in{
    .name = "user.signed_in", .subject = "user", .did = Did::login, .about = "Somebody signed in."};
inline constexpr EventKind user_signed_out{.name = "user.signed_out",
    .subject = "user",
    .did = Did::logout,
    .about = "A session was ended, once for each."};
inline constexpr EventKind password_changed{.name = "user.password_changed",
    .subject = "user",
    .did = Did::update,
    .about = "A password was changed or set."};
inline constexpr EventKind reset_link_made{.name = "user.reset_link_made",
    .subject = "user",
    .did = Did::update,
    .about = "An admin made a link that sets a new password."};
