// Links in mails about one's account: making them, and what following one does. The API and the board's own
// pages both do it by these functions.
#pragma once

#include "lib/store/accounts/links.hpp"
#include "lib/store/accounts/users.hpp"
#include "lib/web/endpoint.hpp"

// The answer of what has nothing to show.
struct Message {
    std::string message;
    static constexpr std::string_view schema_name = "Message";
    static constexpr std::string_view schema_about = "What has happened, for people.";
    static constexpr auto fields = std::tuple{field("message", &Message::message,
        {.about = "What has happened, for people.", .example = "Your password is set: sign in with it."})};
};

struct LinkToMake {
    Uuid person;
    LinkPurpose purpose{};
    std::string address;              // where its mail goes
    const EventKind* event = nullptr; // which says that it was made, and tells of it; none: another one does
    std::chrono::seconds lifetime{};
    Uuid id = new_uuid();
};

// In the caller's transaction. Answers where it leads: nobody else is ever told, but for its mail.
std::string make_link(Sql&, const Site&, const LinkToMake&);

// Whether mails are sent at all; where none are, nobody can follow links in them.
bool sends_mail(const Site&);

// --- A new password

// A link for whoever has that address, if anybody has: the same is done either way, and the rest is a task.
void ask_for_password_reset(Context&, const std::string& email);

struct PasswordToSet {
    Uuid person;
    std::string hash;
};
// For Endpoint::prepare: checks the link and the password. Throws Problem invalid, on `token`, `new_password`
// or `new_password_confirm`.
PasswordToSet prepare_password(
    Context&, const Secret& token, const Secret& password, const std::optional<Secret>& again);
// Sets it, ends every session, and the link. Throws as before when another was faster.
void set_password(Context&, const Secret& token, const PasswordToSet&);
// Whose password the link may set.
User whose_password(Context&, const Secret& token);

// --- Addresses

// Sends a link to the address of an account that is not verified yet, or to the one it wants to have.
void ask_for_verification(Sql&, const Site&, const User&);
// Sends a link to the address that the account is to have from when it is followed, and one to that which it
// has, which undoes it.
void ask_for_other_email(Context&, const User&, const std::string& address);
// Verifies the address that the link went to, or puts it in the old one's place. Throws Problem invalid.
void follow_to_email(Context&, const Secret& token);
// The address is the one again that the link went to. Every session ends, since whoever asked for the other
// had one, and so do links that would bring the other back.
void undo_other_email(Context&, const Secret& token);
