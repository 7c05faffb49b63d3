// Accounts of providers that one's own account is linked to.
#include "identification.hpp"

#include "handlers/accounts/factors/reauthentication.hpp"

namespace linked_accounts {

struct Shown {
    Uuid id;
    std::string provider, label;
    std::optional<std::string> email;
    Time created_at{};
    std::optional<Time> last_used_at;

    static constexpr std::string_view schema_name = "LinkedAccount";
    static constexpr std::string_view schema_about = "An account of a provider by which somebody signs in.";
    static constexpr auto fields = std::tuple{
        field("id", &Shown::id, {.about = "The link's id."}),
        field("provider", &Shown::provider, {.about = "The provider's name.", .example = "google"}),
        field("label", &Shown::label, {.about = "What its button says.", .example = "Google"}),
        field("email", &Shown::email,
            {.about = "The address there, as it was at the last sign-in; null when it told none.",
                .format = "email",
                .example = "ann@example.com"}),
        field("created_at", &Shown::created_at, {.about = "When it was linked."}),
        field("last_used_at", &Shown::last_used_at,
            {.about = "When somebody last signed in by it; null if never."}),
    };
};

struct Link {
    ProviderCallback callback;
    std::optional<Secret> password;
    static constexpr std::string_view schema_name = "LinkAccount";
    static constexpr std::string_view schema_about = "What the browser came back with from a provider.";
    static constexpr auto fields = std::tuple{
        fields_of(&Link::callback),
        field("password", &Link::password, own_password),
    };
};

struct Unlink {
    Uuid id;
    std::optional<Secret> password;
    static constexpr std::string_view schema_name = "UnlinkAccount";
    static constexpr std::string_view schema_about = "Who removes it.";
    static constexpr auto fields = std::tuple{
        field("id", &Unlink::id, {.in = In::path, .about = "The link's id."}),
        field("password", &Unlink::password, own_password),
    };
};

namespace {

Shown shown(const Site& site, const OAuthAccount& one)
{
    const auto* provider = site.providers->find(one.provider);
    return {one.id, one.provider, provider ? provider->settings().label : one.provider,
        one.email.empty() ? std::nullopt : std::optional(one.email), one.created_at, one.last_used_at};
}

// A token is fine where only the code is not: that is no 401.
Identified identified(Context& c, const Link& in)
{
    show_again_who(c, in.password);
    return identify(c, in.callback, c.caller.id, invalid("code", "oauth.code_refused"_s));
}

Shown link(Context& c, const Identified& found)
{
    const auto& person = *c.caller.id;
    if (auto known = store::find_oauth_account(c.sql, found.who, person)) {
        c.status = 200;
        return shown(c.site, *known);
    }
    auto id = store::link_oauth_account(c.sql, person, found.who);
    return shown(c.site, *store::find_oauth_account(c.sql, id, person));
}

// Two removals at once wait for each other at the account's row.
Nothing unlink(Context& c, const Unlink& in)
{
    const auto& person = *c.caller.id;
    store::lock_user(c.sql, person);
    if (!store::find_oauth_account(c.sql, in.id, person)) throw Problem{"not_found"};
    if (!store::has_other_way_in(c.sql, in.id, person, c.site.providers->names()))
        throw invalid(no_field, "oauth.last_way_in"_s);
    store::unlink_oauth_account(c.sql, in.id, person);
    return {};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_linked_accounts",
        .methods = Method::get,
        .path = "/api/v1/auth/oauth/accounts/",
        .summary = "By which providers one can sign in",
        .about = "Oldest first.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> std::vector<Shown> {
            std::vector<Shown> out;
            for (const auto& one : store::list_oauth_accounts(c.sql, *c.caller.id))
                out.push_back(shown(c.site, one));
            return out;
        },
    },
    {
        .name = "link_account",
        .methods = Method::post,
        .path = "/api/v1/auth/oauth/accounts/",
        .summary = "Link an account of a provider, to sign in by it from now on",
        .about =
            "With what the browser came back with. The address of `oauth/login-url/` must have been asked "
            "for with the same account's token, so that nobody can have another person link an account "
            "that is not theirs. One that is linked already is answered as it is, with 200.",
        .needs = signed_in,
        .rate = {"oauth_accounts", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .status = 201,
        .other_status = 200,
        .conflict = "`oauth_account_taken`: it is linked to another account",
        .prepare = [](Context& c, const Link& in) -> Identified { return identified(c, in); },
        .answer = [](Context& c, const Link&, Identified& found) -> Shown { return link(c, found); },
    },
    {
        .name = "unlink_account",
        .methods = Method::del,
        .path = "/api/v1/auth/oauth/accounts/{id}/",
        .thing = "linked_account",
        .summary = "Remove the link to an account of a provider",
        .about = "Not the last way to sign in: set a password before.",
        .needs = signed_in,
        .rate = {"oauth_accounts", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .prepare = [](Context& c, const Unlink& in) -> Proven { return show_again_who(c, in.password); },
        .answer = [](Context& c, const Unlink& in, Proven&) -> Nothing { return unlink(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace linked_accounts
