// Accounts of providers by which people sign in to theirs.
#pragma once

#include "lib/base/time.hpp"
#include "lib/store/accounts/users.hpp"

struct OAuthAccount {
    Uuid id;
    std::string provider, email;
    Time created_at{};
    std::optional<Time> last_used_at;

    static constexpr auto fields = std::tuple{
        field("id", &OAuthAccount::id),
        field("provider", &OAuthAccount::provider),
        field("email", &OAuthAccount::email),
        field("created_at", &OAuthAccount::created_at),
        field("last_used_at", &OAuthAccount::last_used_at),
    };
};

// Who somebody is at a provider.
struct OAuthSubject {
    std::string provider, subject, email;

    static constexpr auto fields = std::tuple{
        field("provider", &OAuthSubject::provider),
        field("subject", &OAuthSubject::subject),
        field("email", &OAuthSubject::email),
    };
};

// Whose address it is, and whether it is known to be theirs.
struct AddressOwner {
    Uuid id;
    bool email_verified = false;
    static constexpr auto fields =
        std::tuple{field("id", &AddressOwner::id), field("email_verified", &AddressOwner::email_verified)};
};

// The person, of whom something changed that they sign in by: see user_subject.
inline constexpr EventSubject oauth_subject{
    .name = "user",
    .facts = R"(
        SELECT jsonb_build_object('user_id', u.id, 'username', u.username, 'role', u.role,
                   'name', coalesce(nullif(trim(u.first_name), ''), u.username),
                   'provider', coalesce(e.changes -> 'provider' ->> 1, e.changes -> 'provider' ->> 0))
          FROM users u WHERE u.id = e.subject)",
};
// Not of the one that somebody has registered by.
inline constexpr Tells tells_of_linked_account[] = {told_for_safety(
    "told.oauth_account_linked.title"_s, "told.oauth_account_linked.message"_s, "oauth_account_linked", R"(
        SELECT e.subject
         WHERE NOT EXISTS (SELECT FROM events made WHERE made.subject = e.subject AND made.kind = 'user.created'
                              AND made.tx = e.tx))")};
inline constexpr Tells tells_of_unlinked_account[] = {told_for_safety("told.oauth_account_unlinked.title"_s,
    "told.oauth_account_unlinked.message"_s, "oauth_account_unlinked")};
inline constexpr EventKind oauth_account_linked{
    .name = "oauth_account.linked",
    .subject = &oauth_subject,
    .did = Did::update,
    .about = "Somebody can sign in by a provider from now on.",
    .tells = tells_of_linked_account,
};
inline constexpr EventKind oauth_account_unlinked{
    .name = "oauth_account.unlinked",
    .subject = &oauth_subject,
    .did = Did::update,
    .about = "Somebody can no longer sign in by a provider.",
    .tells = tells_of_unlinked_account,
};

namespace store {

// Somebody's own, oldest first; they are as few as there are providers.
std::vector<OAuthAccount> list_oauth_accounts(Sql&, const Uuid& person);
std::optional<OAuthAccount> find_oauth_account(Sql&, const Uuid& id, const Uuid& person);
std::optional<OAuthAccount> find_oauth_account(Sql&, const OAuthSubject&, const Uuid& person);

// Whose it is. It has then been used just now, and shows the address of now.
std::optional<Uuid> use_oauth_account(Sql&, const OAuthSubject&);

// Answers its id. Throws DatabaseError: of oauth_accounts_subject when it is somebody's, of
// oauth_accounts_once when the person has another one of that provider.
Uuid link_oauth_account(Sql&, const Uuid& person, const OAuthSubject&);

// False when the person has none of that id.
bool unlink_oauth_account(Sql&, const Uuid& id, const Uuid& person);

// Whether the person could sign in without that linked account or passkey: by a password, by a passkey, or by
// another one of `providers` (names with commas). Wants the person's row locked, so that of two removals at
// once one sees the other.
bool has_other_way_in(Sql&, const Uuid& id, const Uuid& person, const std::string& providers);

std::optional<AddressOwner> find_owner_of_address(Sql&, const std::string& email);

// Somebody whose address the provider has verified, without a password. False when the user name or the
// address is taken.
bool add_verified_user(Sql&, const NewUser&);

} // namespace store
