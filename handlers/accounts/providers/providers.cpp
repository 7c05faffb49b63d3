// Signing in by a provider of OpenID Connect.
#include "identification.hpp"

#include "handlers/accounts/factors/challenge.hpp"
#include "handlers/accounts/sessions.hpp"

#include "lib/auth/names.hpp"
#include "lib/base/crypto.hpp"

namespace providers {

struct Shown {
    std::string provider, label;
    static constexpr std::string_view schema_name = "IdentityProvider";
    static constexpr std::string_view schema_about = "Somebody by whom people can sign in.";
    static constexpr auto fields = std::tuple{
        field("provider", &Shown::provider, {.about = "Its name in requests.", .example = "google"}),
        field("label", &Shown::label, {.about = "What its button says.", .example = "Google"}),
    };
};

struct AskForWay {
    std::string provider;
    std::optional<std::string> redirect_uri;
    static constexpr auto fields = std::tuple{
        field("provider", &AskForWay::provider,
            {.in = In::query,
                .max = 50,
                .about = "The provider's name, as it is listed.",
                .example = "google"}),
        field("redirect_uri", &AskForWay::redirect_uri,
            {.in = In::query,
                .max = 2000,
                .about =
                    "Where the browser comes back to: an address that the board's settings list. Without "
                    "one, the front end's page at ACCOUNT_LINKS/oauth/.",
                .example = "https://app.example.org/signed-in"}),
    };
};

struct Way {
    std::string oauth_url, provider, state;
    static constexpr std::string_view schema_name = "WayToProvider";
    static constexpr std::string_view schema_about = "Where the browser goes to sign in by a provider.";
    static constexpr auto fields = std::tuple{
        field("oauth_url", &Way::oauth_url,
            {.about = "Where to send the browser.",
                .format = "uri",
                .example = "https://accounts.google.com/o/oauth2/v2/auth?response_type=code"}),
        field("provider", &Way::provider, {.about = "The provider's name.", .example = "google"}),
        field("state", &Way::state,
            {.about = "What the browser comes back with; to be kept and compared until then.",
                .example = "d1f3a0b94c5e7782d1f3a0b94c5e7782d1f3a0b94c5e7782d1f3a0b94c5e7782"}),
    };
};

struct SignedInByProvider {
    SignedIn signed_in;
    bool created = false;
    static constexpr std::string_view schema_name = "SignedInByProvider";
    static constexpr std::string_view schema_about =
        "A pair of tokens, whose they are, and whether the account is new.";
    static constexpr auto fields = std::tuple{
        fields_of(&SignedInByProvider::signed_in),
        field("created", &SignedInByProvider::created, {.about = "Whether the account was made just now."}),
    };
};

namespace {

struct Person {
    Uuid id;
    bool created = false;
};

std::vector<Shown> shown(const Site& site)
{
    std::vector<Shown> out;
    for (const auto& one : site.providers->all) out.push_back({one->settings().name, one->settings().label});
    return out;
}

Way way_to(Context& c, const AskForWay& in)
{
    auto address = in.redirect_uri.value_or(c.site.accounts.links + "/oauth/");
    auto* provider = c.site.providers->find(in.provider);
    Faults faults;
    if (!provider) faults.add("provider", in.provider.empty() ? "required"_s : "oauth.no_such_provider"_s);
    if (!c.site.providers->lets_return_to(address)) faults.add("redirect_uri", "oauth.no_such_redirect"_s);
    faults.end_if_any();
    auto way = begin_way(c, *provider, address);
    return {std::move(way.address), in.provider, std::move(way.state)};
}

// The beginning of a text, of so many characters at most.
std::string beginning(std::string_view text, std::size_t most)
{
    std::string out(trimmed(text.substr(0, 4 * most)));
    while (!is_clean_text(out) || characters(out) > most) out.pop_back();
    return std::string(trimmed(out));
}

// Of the part before the @, with some digits behind it when that is taken by somebody else.
std::string username_of(const std::string& email, bool taken)
{
    std::string out;
    for (char c : email.substr(0, email.find('@')))
        if (is_username(std::string(3, c))) out += c;
    if (out.empty()) out = "user";
    return taken || !is_username(out) ? out + '_' + random_hex(4) : out;
}

NewUser new_user(const Identified& found, bool name_taken)
{
    constexpr std::size_t longest_name = 150;
    const auto& who = found.identity;
    bool in_parts = !who.given_name.empty() || !who.family_name.empty();
    return {.id = new_uuid(),
        .username = username_of(found.who.email, name_taken),
        .email = found.who.email,
        .password_hash = "!",
        .first_name = beginning(in_parts ? who.given_name : who.name, longest_name),
        .last_name = beginning(who.family_name, longest_name),
        .role = Role::user};
}

// Two have to know that the address is theirs, the provider and the board: otherwise whoever writes somebody
// else's address into one of the two would come into their account at the other.
Person link_by_address(Context& c, const AddressOwner& owner, const Identified& found)
{
    if (!owner.email_verified || !found.identity.email_verified) throw Problem{"account_exists"};
    c.sql.act_as(owner.id);
    store::link_oauth_account(c.sql, owner.id, found.who);
    return {owner.id};
}

std::optional<Person> add(Context& c, const Identified& found, bool name_taken)
{
    auto user = new_user(found, name_taken);
    c.sql.act_as(user.id);
    if (!store::add_verified_user(c.sql, user)) return std::nullopt;
    store::link_oauth_account(c.sql, user.id, found.who);
    return Person{user.id, true};
}

// Another request may bring the same person, or take the name, at the same time: then it is looked again.
Person person_of(Context& c, const Identified& found)
{
    for (int tries = 0; tries < 4; ++tries) {
        if (auto known = store::use_oauth_account(c.sql, found.who)) return {*known};
        auto owner = store::find_owner_of_address(c.sql, found.who.email);
        if (owner) return link_by_address(c, *owner, found);
        if (found.who.email.empty() || !found.identity.email_verified) throw Problem{"address_needed"};
        if (auto person = add(c, found, tries > 0)) return *person;
    }
    throw Problem{"database_conflict"};
}

SignedInByProvider sign_in(Context& c, const Identified& found)
{
    auto person = person_of(c, found);
    auto account = store::find_credentials(c.sql, person.id);
    if (account && account->is_active)
        ask_for_second_factor(c, *account, {.buckets = {}, .device = known_device(c, account)});
    auto device = ::sign_in(c, person.id);
    if (!device) throw Problem{"sign_in_refused"};
    return {sign_in_answer(c, person.id, *device), person.created};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_identity_providers",
        .methods = Method::get,
        .path = "/api/v1/auth/oauth/providers/",
        .summary = "By whom one can sign in besides a password",
        .about = "Empty where the board knows nobody.",
        .needs = anyone,
        .rate = {"oauth_providers", 300, per_minute},
        .cache = a_second,
        .answer = [](Context& c, const Nothing&) -> std::vector<Shown> { return shown(c.site); },
    },
    {
        .name = "begin_provider_sign_in",
        .methods = Method::get,
        .path = "/api/v1/auth/oauth/login-url/",
        .summary = "Where the browser goes to sign in by a provider",
        .about =
            "Send the browser to `oauth_url`. It comes back to `redirect_uri` with `code` and `state`: "
            "see to it that the state is the one of this answer, and send both to `oauth/callback/` within "
            "ten minutes. To link the provider to one's account, ask with the token, and send them to "
            "`oauth/accounts/`.",
        .needs = anyone,
        .rate = {"oauth_begin", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .prepare = [](Context& c, const AskForWay& in) -> Way { return way_to(c, in); },
        .answer = [](Context&, const AskForWay&, Way& way) -> Way { return way; },
    },
    {
        .name = "sign_in_by_provider",
        .methods = Method::post,
        .path = "/api/v1/auth/oauth/callback/",
        .summary = "Sign in with what the browser came back with from a provider",
        .about =
            "Whoever is new gets an account with the role `user` and no password, if the provider has "
            "verified their address. Whoever has an account with that address comes into it when the board "
            "has verified it, too.",
        .needs = anyone_unseen,
        .rate = {"oauth_callback", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .refusal = "The provider does not confirm who it is, or the account is not active",
        .conflict = "`account_exists`: there is an account with that address. `address_needed`: the provider "
                    "has verified no address",
        .prepare = [](Context& c, const ProviderCallback& in) -> Identified {
            return identify(c, in, std::nullopt, Problem{"sign_in_refused"});
        },
        .answer = [](Context& c, const ProviderCallback&, Identified& found) -> SignedInByProvider {
            return sign_in(c, found);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace providers
