// What clients send and see of API keys.
#pragma once

#include "handlers/accounts/factors/reauthentication.hpp"

#include "lib/store/accounts/keys/api_keys.hpp"
#include "lib/web/shape/page.hpp"

namespace api_keys {

struct Content {
    std::string name;
    std::vector<std::string> scopes, allowed_ips;
    std::optional<int> rate_limit;
    std::optional<Time> expires_at;
    bool is_active = true;

    static constexpr std::string_view schema_name = "ApiKeyContent";
    static constexpr std::string_view schema_about = "What a key is for, and what it may do.";
    static constexpr auto fields = std::tuple{
        field("name", &Content::name,
            {.max = 100, .about = "What it is for.", .example = "Nightly import of our jobs"}),
        field("scopes", &Content::scopes,
            {.min = 1,
                .max = 100,
                .about = "What it may do: `read`, `write`, or both for one resource alone, such as "
                         "`jobs:read`. Each by itself: who may write may not read.",
                .example = "jobs:read"}),
        field("allowed_ips", &Content::allowed_ips,
            {.max = 50,
                .defaulted = true,
                .about = "Addresses and networks that it may be used from; from everywhere, if there are "
                         "none.",
                .example = "192.0.2.0/24"}),
        field("rate_limit", &Content::rate_limit,
            {.min = 1,
                .max = 100'000,
                .about = "How many requests a minute it may make, within what its owner may; null: as many "
                         "as its owner.",
                .example = "120"}),
        field("expires_at", &Content::expires_at, {.about = "When it ends; null: never."}),
        field("is_active", &Content::is_active, {.defaulted = true, .about = "Whether it can be used."}),
    };
};

struct Shown {
    Uuid id;
    std::string prefix;
    Uuid user;
    std::string user_name;
    Content content;
    Patch<std::string> key;
    std::optional<Time> last_used_at, previous_expires_at;
    bool is_expired = false, is_valid = false;
    Time created_at{}, updated_at{};

    static constexpr std::string_view schema_name = "ApiKey";
    static constexpr std::string_view schema_about = "A key that programs send instead of signing in.";
    static constexpr auto fields = std::tuple{
        field("id", &Shown::id, {.about = "The key's id."}),
        field("prefix", &Shown::prefix, {.about = "What its text begins with.", .example = "jb_1f0a77c2"}),
        field("user", &Shown::user, {.about = "The id of its owner, as whom it acts."}),
        field("user_name", &Shown::user_name, {.about = "What they are called.", .example = "ann"}),
        fields_of(&Shown::content),
        field("key", &Shown::key,
            {.about = "The key itself: shown when it is made or rotated, and never again.",
                .example = "jb_1f0a77c2_Zm9yIHRoZSBkb2NzIG9ubHksIHRoaXMgb3BlbnMgbm8"}),
        field("last_used_at", &Shown::last_used_at,
            {.figure = true, .about = "When it was used last, to the minute; null if never."}),
        field("previous_expires_at", &Shown::previous_expires_at,
            {.figure = true,
                .about = "When the text that it had before it was rotated ends; null if it has ended."}),
        field("is_expired", &Shown::is_expired, {.figure = true, .about = "Whether it has ended."}),
        field("is_valid", &Shown::is_valid,
            {.figure = true,
                .about = "Whether it opens anything now: active, not expired, its owner active."}),
        field("created_at", &Shown::created_at, {.about = "When it was made."}),
        field("updated_at", &Shown::updated_at, {.about = "When it was changed last."}),
    };
};

struct New {
    Content content;
    std::optional<Secret> password;
    static constexpr std::string_view schema_name = "NewApiKey";
    static constexpr std::string_view schema_about = "A key to be made.";
    static constexpr auto fields =
        std::tuple{fields_of(&New::content), field("password", &New::password, own_password)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The key's id."})};
};

struct Update {
    ById which;
    ChangeOf<Content> content;
    using Whole = Content;
    static constexpr std::string_view schema_name = "ApiKeyChange";
    static constexpr std::string_view schema_about = "What changes of a key; the rest stays.";
    static constexpr auto fields = std::tuple{fields_of(&Update::which), fields_of(&Update::content)};
};

struct Rotate {
    ById which;
    int overlap_hours = 24;
    std::optional<Secret> password;
    static constexpr std::string_view schema_name = "ApiKeyRotation";
    static constexpr std::string_view schema_about = "How long the old text is good, too.";
    static constexpr auto fields = std::tuple{
        fields_of(&Rotate::which),
        field("overlap_hours", &Rotate::overlap_hours,
            {.min = 0,
                .max = 168,
                .defaulted = true,
                .about = "For so many hours both open the same; with 0 the old one ends at once.",
                .example = "24"}),
        field("password", &Rotate::password, own_password),
    };
};

struct List {
    std::optional<Uuid> user;
    std::optional<bool> is_active;
    Paging paging;
    static constexpr auto fields = std::tuple{
        field("user", &List::user, {.in = In::query, .about = "The id of the owner; admins see all."}),
        field("is_active", &List::is_active, {.in = In::query, .about = "Whether it can be used."}),
        fields_of(&List::paging),
    };
};

} // namespace api_keys
