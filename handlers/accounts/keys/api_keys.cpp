// API keys: one's own, which admins see as well.
#include "api_keys.hpp"

#include "handlers/accounts/factors/reauthentication.hpp"

#include "lib/auth/api_keys.hpp"
#include "lib/store/accounts/users.hpp"
#include "lib/web/callers/scopes.hpp"

namespace api_keys {

constexpr std::string_view latest_first = "-created_at";
constexpr long long most_keys = 50;

namespace {

Scope scope_of(const Caller& caller)
{
    return {.caller = caller.id, .own = true, .everything = caller.may(Grant::manage_accounts)};
}

std::string joined(const std::vector<std::string>& texts)
{
    return fmt::format("{}", fmt::join(texts, ","));
}

Content content_of(const ApiKeyText& text)
{
    return {text.name, split_list(text.scopes), split_list(text.allowed_ips), text.rate_limit,
        text.expires_at, text.is_active};
}

ApiKeyText text_of(const Content& content)
{
    return {content.name, joined(content.scopes), joined(content.allowed_ips), content.rate_limit,
        content.expires_at, content.is_active};
}

Shown shown(const ApiKey& key, Patch<std::string> text = {})
{
    return {key.id, key.prefix, key.owner, key.owner_name, content_of(key.text), std::move(text),
        key.last_used_at, key.previous_until, key.is_expired, key.is_valid, key.created_at, key.updated_at};
}

ApiKey there(std::optional<ApiKey> found)
{
    if (!found) throw Problem{"not_found"};
    return std::move(*found);
}

ApiKey found(Context& c, const Uuid& id)
{
    return there(store::find_api_key(c.sql, id, scope_of(c.caller)));
}

ApiKey locked(Context& c, const Uuid& id)
{
    return there(store::lock_api_key(c.sql, id, scope_of(c.caller)));
}

std::vector<std::string> each_once(const std::vector<std::string>& texts)
{
    std::vector<std::string> out;
    for (const auto& text : texts)
        if (std::ranges::find(out, text) == out.end()) out.push_back(text);
    return out;
}

void check_scopes(Context& c, const std::vector<std::string>& scopes, Faults& faults)
{
    auto known = key_scopes(c.site.areas);
    for (const auto& scope : scopes)
        if (std::ranges::find(known, scope) == known.end())
            return faults.add("scopes", Said("api_key.no_such_scope"_s, {{"scope", scope}}));
}

// In their shortest spelling.
std::vector<std::string> addresses(const std::vector<std::string>& texts, Faults& faults)
{
    std::vector<std::string> out;
    for (const auto& text : texts) {
        auto network = parse_network(text);
        if (network && !network->local) out.push_back(::text_of(*network));
        else faults.add("allowed_ips", Said("network.malformed"_s, {{"text", text}}));
    }
    return each_once(out);
}

// What is kept of it. What stays as it was is not asked about again, so that what was read can be sent back.
Content checked(Context& c, Content in, const Content& before)
{
    Faults faults;
    in.scopes = each_once(in.scopes);
    if (in.scopes != before.scopes) check_scopes(c, in.scopes, faults);
    in.allowed_ips = addresses(in.allowed_ips, faults);
    if (in.expires_at) in.expires_at = std::chrono::floor<std::chrono::seconds>(*in.expires_at);
    if (in.expires_at && in.expires_at != before.expires_at && *in.expires_at <= now())
        faults.add("expires_at", "must_be_ahead"_s);
    faults.end_if_any();
    return in;
}

// The account is held, so that no two requests take the last place.
Shown add(Context& c, const Content& in)
{
    auto content = checked(c, in, {});
    store::lock_user(c.sql, *c.caller.id);
    if (store::count_api_keys(c.sql, *c.caller.id) >= most_keys)
        throw invalid(no_field, "api_key.too_many"_s);
    auto id = new_uuid();
    auto key = new_api_key();
    store::add_api_key(c.sql, id, *c.caller.id, text_of(content), {key.prefix, key.digest});
    return shown(found(c, id), {true, key.text});
}

Shown update(Context& c, const Update& in)
{
    auto before = locked(c, in.which.id);
    auto content = content_of(before.text);
    auto after = checked(c, in.content.over(content), content);
    store::change_api_key(c.sql, in.which.id, before.text, text_of(after));
    return shown(found(c, in.which.id));
}

// An admin who could rotate the key of somebody else could act as them.
Shown rotate(Context& c, const Rotate& in)
{
    auto before = locked(c, in.which.id);
    if (before.owner != *c.caller.id) throw Problem{"permission_denied"};
    if (before.is_revoked || before.is_expired) throw Problem{"api_key_ended"};
    if (before.previous_until && in.overlap_hours > 0) throw Problem{"api_key_overlaps"};
    auto key = new_api_key();
    store::rotate_api_key(c.sql, before.id, {key.prefix, key.digest}, in.overlap_hours);
    return shown(found(c, in.which.id), {true, key.text});
}

} // namespace

constexpr Rate reading{"api_keys", 300, per_minute}, writing{"api_key_changes", 60, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_api_keys",
        .methods = Method::get,
        .path = "/api/v1/auth/api-keys/",
        .summary = "One's API keys, latest first",
        .about = "Admins see everybody's.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .ordering = {order_names<store::api_key_orders>, latest_first},
        .answer = [](Context& c, const List& in) -> Page<Shown> {
            auto window = window_of(c, in.paging, store::api_key_orders(), latest_first);
            auto slice = store::list_api_keys(c.sql, scope_of(c.caller), {in.user, in.is_active}, window);
            std::vector<Shown> rows;
            for (const auto& key : slice.rows) rows.push_back(shown(key));
            auto page = page_of(c, in.paging, window, slice);
            return {page.count, page.next, page.previous, std::move(rows)};
        },
    },
    {
        .name = "add_api_key",
        .methods = Method::post,
        .path = "/api/v1/auth/api-keys/",
        .summary = "Make an API key",
        .about =
            "The answer has the key, this once: `X-API-Key: jb_…` or `Authorization: ApiKey jb_…` then "
            "acts for its owner, as far as its scopes go. At most 50 a person. Whoever has not shown for "
            "ten minutes who they are sends their password along.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .pool = Pool::slow,
        .status = 201,
        .prepare = [](Context& c, const New& in) -> Proven { return show_again_who(c, in.password); },
        .answer = [](Context& c, const New& in, Proven&) -> Shown { return add(c, in.content); },
    },
    {
        .name = "read_api_key",
        .methods = Method::get,
        .path = "/api/v1/auth/api-keys/{id}/",
        .thing = "api_key",
        .summary = "Read what an API key may do",
        .about = "Without the key itself.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> Shown { return shown(found(c, in.id)); },
    },
    {
        .name = "update_api_key",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/api-keys/{id}/",
        .thing = "api_key",
        .summary = "Change what an API key may do, or switch it off and on",
        .about = "It holds from the next request on. A revoked key is not switched on again.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .row = "api_keys",
        .answer = [](Context& c, const Update& in) -> Shown { return update(c, in); },
    },
    {
        .name = "delete_api_key",
        .methods = Method::del,
        .path = "/api/v1/auth/api-keys/{id}/",
        .thing = "api_key",
        .summary = "Delete an API key",
        .about = "It is no good from the next request on.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .row = "api_keys",
        .answer = [](Context& c, const ById& in) -> Nothing {
            if (!store::delete_api_key(c.sql, in.id, scope_of(c.caller))) throw Problem{"not_found"};
            return {};
        },
    },
    {
        .name = "revoke_api_key",
        .methods = Method::post,
        .path = "/api/v1/auth/api-keys/{id}/revoke/",
        .thing = "api_key",
        .summary = "End an API key for good",
        .about = "It stays in the list, and so does when it was used last.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Shown {
            locked(c, in.id);
            store::revoke_api_key(c.sql, in.id);
            return shown(found(c, in.id));
        },
    },
    {
        .name = "rotate_api_key",
        .methods = Method::post,
        .path = "/api/v1/auth/api-keys/{id}/rotate/",
        .thing = "api_key",
        .summary = "Give an API key another text, with time to change over",
        .about =
            "The answer has the new one, this once. Until the overlap is over, the old one opens the same. "
            "Only for its owner, who may have to send their password along.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .pool = Pool::slow,
        .conflict = "The key was revoked or has expired, or the text before this one is still good.",
        .prepare = [](Context& c, const Rotate& in) -> Proven { return show_again_who(c, in.password); },
        .answer = [](Context& c, const Rotate& in, Proven&) -> Shown { return rotate(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace api_keys
