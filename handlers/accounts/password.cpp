// A new password for one's own account.
#include "attempts.hpp"
#include "sessions.hpp"

#include "lib/auth/passwords.hpp"
#include "lib/store/accounts/sessions.hpp"

namespace password {

struct ChangePassword {
    Secret old_password, new_password, new_password2;
    static constexpr std::string_view schema_name = "PasswordChange";
    static constexpr std::string_view schema_about = "The old and the new password.";
    static constexpr auto fields = std::tuple{
        field("old_password", &ChangePassword::old_password,
            {.max = 1000, .verbatim = true, .about = "The one until now.", .example = "violet-harbour-74"}),
        field("new_password", &ChangePassword::new_password,
            {.max = 128,
                .verbatim = true,
                .about = "At least 8 characters: not only digits, no common one, and none like the name or "
                         "address.",
                .pattern = R"(^[\s\S]{8,}$)",
                .example = "lantern-orbit-58"}),
        field("new_password2", &ChangePassword::new_password2,
            {.max = 128,
                .verbatim = true,
                .about = "The new password again.",
                .pattern = R"(^[\s\S]{8,}$)",
                .example = "lantern-orbit-58"}),
    };

    void check(Faults& faults) const
    {
        if (faults.fine("new_password2") && new_password2 != new_password)
            faults.add("new_password", "password.differs"_s);
    }
};

struct PasswordChanged {
    std::string message, access, refresh;
    static constexpr std::string_view schema_name = "PasswordChanged";
    static constexpr std::string_view schema_about = "Tokens of a session of the new password.";
    static constexpr auto fields = std::tuple{
        field("message", &PasswordChanged::message,
            {.about = "What has happened, for people.",
                .example = "Your password is changed; every other session has ended."}),
        field("access", &PasswordChanged::access,
            {.about = "For `Authorization: Bearer …`, good for an hour.",
                .example = "eyJhbGciOiJIUzI1NiJ9.e30.access"}),
        field("refresh", &PasswordChanged::refresh,
            {.about = "For one call of `refresh`, good for a day.",
                .example = "eyJhbGciOiJIUzI1NiJ9.e30.refresh"}),
    };
};

namespace {

struct NewPassword {
    Uuid account;
    std::string seen, hash; // how the old one was kept when it was looked at, and how the new one will be
};

// Looks at the old password, too, and counts that as an attempt.
void check(Context& c, const ChangePassword& in, const Credentials& account, Faults& faults)
{
    auto user = store::find_user(c.sql, account.id);
    if (!user) throw Problem{"token_not_valid"};
    if (faults.fine("old_password")) {
        auto attempt = begin_own_attempt(c);
        if (!password_matches(account.password_hash, in.old_password.reveal()))
            faults.add("old_password", "password.not_yours"_s);
        else succeed(c, attempt, account);
    }
    if (in.new_password.reveal().empty()) return; // said already
    for (auto& said : password_faults(
             in.new_password.reveal(), {user->username, user->email, user->first_name, user->last_name}))
        faults.add("new_password", std::move(said));
}

Credentials own_credentials(Context& c)
{
    if (auto account = store::find_credentials(c.sql, *c.caller.id)) return *account;
    throw Problem{"token_not_valid"};
}

NewPassword prepared(Context& c, const ChangePassword& in)
{
    auto account = own_credentials(c);
    Faults faults;
    check(c, in, account, faults);
    faults.end_if_any();
    return {account.id, account.password_hash, hash_password(in.new_password.reveal(), c.site.hash_cost)};
}

// The old password is compared again, under the account's lock: of two changes one wins, and a sign-in that
// was faster has at most kept the same password in another way.
PasswordChanged change_password(Context& c, const ChangePassword& in, const NewPassword& change)
{
    if (!store::change_password(c.sql, change.account, change.seen, change.hash)) {
        auto now = store::find_credentials(c.sql, change.account);
        bool right = now && password_matches(now->password_hash, in.old_password.reveal()) &&
                     store::change_password(c.sql, change.account, now->password_hash, change.hash);
        if (!right) throw invalid("old_password", "password.not_yours"_s);
    }
    store::end_sessions(c.sql, change.account, c.caller.session);
    auto end = store::session_end(c.sql, *c.caller.session);
    if (!end) throw Problem{"token_revoked"};
    auto tokens = further_tokens(c, change.account, *c.caller.session, *end);
    return {c.site.words("password.changed"_s), tokens.access, tokens.refresh};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "change_password",
        .methods = Method::post,
        .path = "/api/v1/auth/change-password/",
        .summary = "Choose a new password; ends every other session",
        .about = "Wants the old one too. The answer has tokens to go on with.",
        .needs = signed_in,
        .rate = {"change_password", 10, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .further_faults = [](Context& c, const ChangePassword& in,
                              Faults& faults) { check(c, in, own_credentials(c), faults); },
        .prepare = [](Context& c, const ChangePassword& in) -> NewPassword { return prepared(c, in); },
        .answer = [](Context& c, const ChangePassword& in, NewPassword& change) -> PasswordChanged {
            return change_password(c, in, change);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace password
