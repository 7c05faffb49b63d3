// Sessions of signed-in people: one for each sign-in, ended by signing out, by a new password, or by
// somebody using an old refresh token.
#pragma once

#include "account_events.hpp"

#include "lib/base/uuid.hpp"

// A session as its owner sees it.
struct Session {
    Uuid id;
    std::string device, address;
    Time created_at{}, last_used_at{}, expires_at{};
    bool current = false;

    static constexpr std::string_view schema_name = "Session";
    static constexpr std::string_view schema_about = "A sign-in that has not ended.";
    static constexpr auto fields = std::tuple{
        field("id", &Session::id, {.about = "The session's id."}),
        field("device", &Session::device,
            {.about = "As the client describes itself.", .example = "Mozilla/5.0 (X11; Linux x86_64)"}),
        field("address", &Session::address,
            {.about = "The network address it was last used from.", .example = "192.0.2.7"}),
        field("created_at", &Session::created_at, {.about = "When somebody signed in."}),
        field("last_used_at", &Session::last_used_at, {.about = "When it was last signed in or refreshed."}),
        field("expires_at", &Session::expires_at, {.about = "When it ends at the latest."}),
        field("current", &Session::current, {.about = "The one that asks."}),
    };
};

struct NewSession {
    Uuid id, user_id;
    std::string device, address;
    Time expires_at{};

    static constexpr auto fields = std::tuple{
        field("id", &NewSession::id),
        field("user_id", &NewSession::user_id),
        field("device", &NewSession::device),
        field("address", &NewSession::address),
        field("expires_at", &NewSession::expires_at),
    };
};

// A refresh token that is presented, with its family locked until the transaction ends.
struct RefreshState {
    Uuid user_id;
    bool is_active = false, session_open = false;
    bool known = false; // one that was spent long ago is not remembered any more
    std::optional<Time> used_at;
    std::optional<bool> successor_unused; // nothing: it has no successor yet
    Time expires_at{};                    // of the session

    static constexpr auto fields = std::tuple{
        field("user_id", &RefreshState::user_id),
        field("is_active", &RefreshState::is_active),
        field("session_open", &RefreshState::session_open),
        field("known", &RefreshState::known),
        field("used_at", &RefreshState::used_at),
        field("successor_unused", &RefreshState::successor_unused),
        field("expires_at", &RefreshState::expires_at),
    };
};

namespace store {

// At most a hundred of one person are open, and as many ended ones are remembered: the one that was not used
// for longest ends. Wants the user's row to be locked.
void open_session(Sql&, const NewSession&);
// It is used now, from there.
void use_session(Sql&, const Uuid& session, const std::string& address);

std::vector<Session> list_sessions(Sql&, const Uuid& user, const Uuid& current);

// Until when a session lasts, which stays open until the transaction ends; nothing when it has ended.
std::optional<Time> session_end(Sql&, const Uuid& session);

// Whoever has it has just shown again who they are, and when that was.
void prove_session(Sql&, const Uuid& session);
std::optional<Time> session_proven_at(Sql&, const Uuid& session);

// False when the user has no such open session.
bool end_session(Sql&, const Uuid& user, const Uuid& session);
void end_sessions(Sql&, const Uuid& user, const std::optional<Uuid>& except = std::nullopt);
void end_admin_sessions(Sql&, const Uuid& user); // those on the pages for admins

void add_refresh_token(Sql&, const Uuid& id, const Uuid& session, Time issued);
// Nothing when there is no such session.
std::optional<RefreshState> lock_refresh_token(
    Sql&, const Uuid& id, const Uuid& session, const Uuid& successor);
// Of what a session has spent, the last hundred are remembered.
void spend_refresh_token(Sql&, const Uuid& id, Time at, const Uuid& session);

// Removes what has had its time, in batches outside any transaction, and answers how many. A refresh token is
// kept for as long as one is good, since its second use ends the session; a session for a week after its end.
long long sweep_refresh_tokens(Sql&, std::chrono::seconds refresh_lifetime);
long long sweep_sessions(Sql&);

} // namespace store
