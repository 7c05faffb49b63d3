// API keys: what programs send instead of signing in.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/accounts/account_events.hpp"
#include "lib/store/ledger/scope.hpp"
#include "lib/words/values.hpp"

#include <span>

// What its owner says of one.
struct ApiKeyText {
    std::string name;
    std::string scopes, allowed_ips; // with commas
    std::optional<int> rate_limit;   // requests a minute
    std::optional<Time> expires_at;
    bool is_active = true;

    static constexpr auto fields = std::tuple{
        field("name", &ApiKeyText::name),
        field("scopes", &ApiKeyText::scopes),
        field("allowed_ips", &ApiKeyText::allowed_ips),
        field("rate_limit", &ApiKeyText::rate_limit),
        field("expires_at", &ApiKeyText::expires_at),
        field("is_active", &ApiKeyText::is_active),
    };
};

struct ApiKey {
    Uuid id, owner;
    std::string owner_name, prefix;
    ApiKeyText text;
    std::optional<Time> last_used_at;   // to the minute
    std::optional<Time> previous_until; // when the text before this one ends, while it is good
    bool is_revoked = false, is_expired = false, is_valid = false;
    Time created_at{}, updated_at{};

    static constexpr auto fields = std::tuple{
        field("id", &ApiKey::id),
        field("owner", &ApiKey::owner),
        field("owner_name", &ApiKey::owner_name),
        field("prefix", &ApiKey::prefix),
        fields_of(&ApiKey::text),
        field("last_used_at", &ApiKey::last_used_at),
        field("previous_until", &ApiKey::previous_until),
        field("is_revoked", &ApiKey::is_revoked),
        field("is_expired", &ApiKey::is_expired),
        field("is_valid", &ApiKey::is_valid),
        field("created_at", &ApiKey::created_at),
        field("updated_at", &ApiKey::updated_at),
    };
};

// What is kept of the key itself.
struct ApiKeySecret {
    std::string prefix, digest;
    static constexpr auto fields = std::tuple{
        field("prefix", &ApiKeySecret::prefix),
        field("digest", &ApiKeySecret::digest),
    };
};

struct ApiKeyFilter {
    std::optional<Uuid> owner;
    std::optional<bool> is_active;
};

inline constexpr EventSubject api_key_subject{
    .name = "api_key",
    .facts = "SELECT jsonb_build_object('api_key_id', id, 'api_key_name', name, 'api_key_prefix', prefix, "
             "'user_id', owner) FROM api_keys WHERE id = e.subject",
};

inline constexpr std::string_view owner_of_api_key = "SELECT owner FROM api_keys WHERE id = e.subject";

inline constexpr Tells tells_of_new_api_key[] = {told_for_safety(
    "told.api_key_created.title"_s, "told.api_key_created.message"_s, "api_key_created", owner_of_api_key)};
inline constexpr Tells tells_of_rotated_api_key[] = {told_for_safety(
    "told.api_key_rotated.title"_s, "told.api_key_rotated.message"_s, "api_key_rotated", owner_of_api_key)};

inline constexpr EventKind api_key_created{.name = "api_key.created",
    .subject = &api_key_subject,
    .did = Did::create,
    .about = "Somebody made an API key.",
    .tells = tells_of_new_api_key};
inline constexpr EventKind api_key_updated{.name = "api_key.updated",
    .subject = &api_key_subject,
    .did = Did::update,
    .about = "An API key was changed: its name, what it may do, or how long."};
inline constexpr EventKind api_key_revoked{.name = "api_key.revoked",
    .subject = &api_key_subject,
    .did = Did::update,
    .about = "An API key was revoked, for good."};
inline constexpr EventKind api_key_rotated{.name = "api_key.rotated",
    .subject = &api_key_subject,
    .did = Did::update,
    .about = "An API key got another text; the one before is good for as long as its owner asked.",
    .tells = tells_of_rotated_api_key};
inline constexpr EventKind api_key_deleted{.name = "api_key.deleted",
    .subject = &api_key_subject,
    .did = Did::remove,
    .about = "An API key was deleted."};

namespace store {

std::span<const Order<ApiKey>> api_key_orders();
Slice<ApiKey> list_api_keys(Sql&, const Scope&, const ApiKeyFilter&, const Window<ApiKey>&);
std::optional<ApiKey> find_api_key(Sql&, const Uuid& id, const Scope&);
// Kept as it is until the transaction ends.
std::optional<ApiKey> lock_api_key(Sql&, const Uuid& id, const Scope&);
long long count_api_keys(Sql&, const Uuid& owner);

void add_api_key(Sql&, const Uuid& id, const Uuid& owner, const ApiKeyText&, const ApiKeySecret&);
void change_api_key(Sql&, const Uuid& id, const ApiKeyText& before, const ApiKeyText& after);
// For good, and with it the one before.
void revoke_api_key(Sql&, const Uuid& id);
// The one before is good for so many hours more.
void rotate_api_key(Sql&, const Uuid& id, const ApiKeySecret&, int overlap_hours);
bool delete_api_key(Sql&, const Uuid& id, const Scope&);
void delete_api_keys_of(Sql&, const Uuid& owner);

} // namespace store
