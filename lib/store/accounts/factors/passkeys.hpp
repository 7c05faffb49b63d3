// Passkeys of people, and the challenges that authenticators answer. Ids of credentials, keys and challenges
// are bytes.
#pragma once

#include "lib/store/accounts/account_events.hpp"

#include "lib/auth/passkeys/passkeys.hpp"
#include "lib/db/window.hpp"

#include <span>

// A passkey as its owner sees it.
struct Passkey {
    Uuid id;
    std::string name;
    bool backed_up = false;
    Time created_at{};
    std::optional<Time> last_used_at;

    static constexpr std::string_view schema_name = "Passkey";
    static constexpr std::string_view schema_about = "A key by which somebody signs in without a password.";
    static constexpr auto fields = std::tuple{
        field("id", &Passkey::id, {.about = "The passkey's id."}),
        field("name", &Passkey::name, {.about = "What its owner calls it.", .example = "My phone"}),
        field("backed_up", &Passkey::backed_up,
            {.figure = true,
                .about =
                    "Whether there are copies of it, on other devices or in a cloud: it is not lost with "
                    "the device."}),
        field("created_at", &Passkey::created_at, {.about = "When it was added."}),
        field("last_used_at", &Passkey::last_used_at,
            {.figure = true, .about = "When somebody last signed in by it; null if never."}),
    };
};

// One that somebody claims to sign in by.
struct KnownPasskey {
    Uuid id, person;
    PasskeyCredential credential;
};

// How a browser knows a passkey that somebody has already.
struct PasskeyHandle {
    std::string credential_id; // in base64url
    std::string transports;    // with commas
    static constexpr auto fields = std::tuple{
        field("credential_id", &PasskeyHandle::credential_id),
        field("transports", &PasskeyHandle::transports),
    };
};

enum class PasskeyPurpose { register_one, sign_in };
template <> inline constexpr std::array<std::string_view, 2> names_of<PasskeyPurpose>{"register", "sign_in"};

// An account, with what its passkey is called.
inline constexpr EventSubject passkey_subject{
    .name = "user",
    .facts = R"(
        SELECT jsonb_build_object('user_id', u.id, 'username', u.username,
                   'name', coalesce(nullif(trim(u.first_name), ''), u.username),
                   'passkey', coalesce(e.changes -> 'passkey' ->> 1, e.changes -> 'passkey' ->> 0))
          FROM users u WHERE u.id = e.subject)",
};
inline constexpr Tells tells_of_added_passkey[] = {
    told_for_safety("told.passkey_added.title"_s, "told.passkey_added.message"_s, "passkey_added")};
inline constexpr Tells tells_of_removed_passkey[] = {
    told_for_safety("told.passkey_removed.title"_s, "told.passkey_removed.message"_s, "passkey_removed")};
inline constexpr EventKind passkey_added{.name = "passkey.added",
    .subject = &passkey_subject,
    .did = Did::update,
    .about = "Somebody can sign in by a further passkey.",
    .tells = tells_of_added_passkey};
inline constexpr EventKind passkey_renamed{.name = "passkey.renamed",
    .subject = &passkey_subject,
    .did = Did::update,
    .about = "A passkey is called otherwise."};
inline constexpr EventKind passkey_removed{.name = "passkey.removed",
    .subject = &passkey_subject,
    .did = Did::update,
    .about = "Somebody can sign in by a passkey no more.",
    .tells = tells_of_removed_passkey};

namespace store {

inline constexpr int most_passkeys = 20; // of one person
inline constexpr std::chrono::minutes passkey_challenge_lasts{5};

std::span<const Order<Passkey>> passkey_orders();
Slice<Passkey> list_passkeys(Sql&, const Uuid& person, const Window<Passkey>&);
std::optional<Passkey> find_passkey(Sql&, const Uuid& id, const Uuid& person);
long long count_passkeys(Sql&, const Uuid& person);
std::vector<PasskeyHandle> passkey_handles(Sql&, const Uuid& person);
std::optional<KnownPasskey> find_passkey(Sql&, const std::string& credential_id);

// False when the person has as many as there may be. Wants a transaction: until it ends nobody else adds one
// to the same account. Throws DatabaseError: of passkeys_credential_key when it has been added before, by
// whomever.
bool add_passkey(Sql&, const Uuid& id, const Uuid& person, const std::string& name, const PasskeyCredential&,
    const std::string& transports);
// False, and so below, when the person has no such passkey.
bool rename_passkey(Sql&, const Uuid& id, const Uuid& person, const std::string& name);
bool delete_passkey(Sql&, const Uuid& id, const Uuid& person);
// It has just signed. False when its counter has not grown, as another use has seen meanwhile, or when its
// owner's account is not active.
bool use_passkey(Sql&, const Uuid& id, const PasskeyUse&);

// `session`: the one that registers.
void add_passkey_challenge(
    Sql&, PasskeyPurpose, const std::string& challenge, const std::optional<Uuid>& session);
// Whether it was given out for that and is not spent; it is from now on.
bool take_passkey_challenge(
    Sql&, PasskeyPurpose, const std::string& challenge, const std::optional<Uuid>& session);
// Removes those that are too old, in batches outside any transaction; answers how many.
long long sweep_passkey_challenges(Sql&);

} // namespace store
