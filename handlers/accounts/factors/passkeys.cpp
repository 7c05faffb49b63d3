// One's own passkeys: adding, naming and removing them.
#include "passkeys.hpp"

#include "passkey_options.hpp"
#include "reauthentication.hpp"

#include "lib/auth/passkeys/public_key.hpp"
#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/oidc/providers.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/factors/passkeys.hpp"
#include "lib/store/accounts/providers/oauth_accounts.hpp"
#include "lib/store/accounts/users.hpp"
#include "lib/web/shape/page.hpp"

namespace passkeys {

constexpr std::string_view latest_first = "-created_at";

struct AskForOptions {
    std::optional<Secret> password;
    static constexpr std::string_view schema_name = "PasskeyOptionsRequest";
    static constexpr std::string_view schema_about = "Who wants to add a passkey shows who they are.";
    static constexpr auto fields = std::tuple{field("password", &AskForOptions::password, own_password)};
};

struct AddPasskey {
    std::string name;
    CredentialJson credential;
    static constexpr std::string_view schema_name = "NewPasskey";
    static constexpr std::string_view schema_about = "A passkey that a browser has just made.";
    static constexpr auto fields = std::tuple{
        field("name", &AddPasskey::name,
            {.min = 1, .max = 100, .about = "What its owner calls it.", .example = "My phone"}),
        field("credential", &AddPasskey::credential,
            {.about = "What `toJSON()` of the answer of `navigator.credentials.create()` gives.",
                .example = registration_example}),
    };
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The passkey's id."})};
};

struct Rename {
    ById which;
    Patch<std::string> name;
    static constexpr std::string_view schema_name = "PasskeyChange";
    static constexpr std::string_view schema_about = "What a passkey is called from now on.";
    static constexpr auto fields = std::tuple{
        fields_of(&Rename::which),
        field("name", &Rename::name,
            {.min = 1, .max = 100, .about = "What its owner calls it.", .example = "My old phone"}),
    };
};

struct Remove {
    ById which;
    AskForOptions proof;
    static constexpr std::string_view schema_name = "PasskeyRemoval";
    static constexpr std::string_view schema_about = "Who removes a passkey shows who they are.";
    static constexpr auto fields = std::tuple{fields_of(&Remove::which), fields_of(&Remove::proof)};
};

namespace {

std::vector<Descriptor> excluded(Context& c)
{
    std::vector<Descriptor> out;
    for (const auto& one : store::passkey_handles(c.sql, *c.caller.id))
        out.push_back({.id = one.credential_id, .transports = split_list(one.transports)});
    return out;
}

Owner owner(Context& c)
{
    auto user = store::find_user(c.sql, *c.caller.id);
    if (!user) throw Problem{"token_not_valid"};
    std::string handle(user->id.bytes.begin(), user->id.bytes.end());
    return {base64url(handle), user->username, user->full_name};
}

CreationOptions options(Context& c)
{
    if (store::count_passkeys(c.sql, *c.caller.id) >= store::most_passkeys)
        throw invalid(no_field, "passkey.too_many"_s);
    auto challenge = random_bytes(32);
    store::add_passkey_challenge(c.sql, PasskeyPurpose::register_one, challenge, c.caller.session);
    CreationOptions out{.rp = {relying_party(c.site).id, c.site.mailing.site.name},
        .user = owner(c),
        .challenge = base64url(challenge),
        .algorithms = {},
        .timeout = std::chrono::milliseconds(store::passkey_challenge_lasts).count(),
        .excluded = excluded(c),
        .selection = {}};
    for (auto algorithm : cose_algorithms) out.algorithms.push_back({.alg = static_cast<int>(algorithm)});
    return out;
}

// What is added: its answer is good once, whatever comes of it.
struct Registered {
    PasskeyCredential credential;
    std::string transports;
};

Registered registered(Context& c, const CredentialJson& in)
{
    auto sent = registration_in(in);
    if (!sent) throw invalid("credential", "passkey.not_json"_s);
    auto challenge = challenge_in(sent->answer.client_data);
    bool asked = challenge && store::take_passkey_challenge(
                                  c.sql, PasskeyPurpose::register_one, *challenge, c.caller.session);
    if (!asked) throw invalid("credential", "passkey.not_asked"_s);
    try {
        auto credential = verify_registration(sent->answer, relying_party(c.site), *challenge);
        if (credential.id == sent->credential_id) return {credential, sent->transports};
    } catch (const PasskeyError& error) {
        log(Level::info, "passkey_refused", {{"why", name_of(error.fault)}});
    }
    throw invalid("credential", "passkey.not_accepted"_s);
}

Passkey found(Context& c, const Uuid& id)
{
    auto one = store::find_passkey(c.sql, id, *c.caller.id);
    if (!one) throw Problem{"not_found"};
    return *one;
}

Passkey add(Context& c, const AddPasskey& in, const Registered& one)
{
    auto id = new_uuid();
    if (!store::add_passkey(c.sql, id, *c.caller.id, in.name, one.credential, one.transports))
        throw invalid(no_field, "passkey.too_many"_s);
    return found(c, id);
}

Passkey rename(Context& c, const Rename& in)
{
    const auto& id = in.which.id;
    if (in.name.given && !store::rename_passkey(c.sql, id, *c.caller.id, in.name.value))
        throw Problem{"not_found"};
    return found(c, id);
}

// Two removals at once wait for each other at the account's row.
Nothing remove(Context& c, const Uuid& id)
{
    const auto& person = *c.caller.id;
    store::lock_user(c.sql, person);
    if (!store::find_passkey(c.sql, id, person)) throw Problem{"not_found"};
    if (!store::has_other_way_in(c.sql, id, person, c.site.providers->names()))
        throw invalid(no_field, "oauth.last_way_in"_s);
    store::delete_passkey(c.sql, id, person);
    return {};
}

} // namespace

constexpr Rate reading{"passkeys", 300, per_minute}, writing{"passkey_changes", 60, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_passkeys",
        .methods = Method::get,
        .path = "/api/v1/auth/passkeys/",
        .summary = "One's own passkeys, latest first",
        .about = "By each of them one can sign in.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .ordering = {order_names<store::passkey_orders>, latest_first},
        .without_factor = true,
        .answer = [](Context& c, const Paging& in) -> Page<Passkey> {
            auto window = window_of(c, in, store::passkey_orders(), latest_first);
            return page_of(c, in, window, store::list_passkeys(c.sql, *c.caller.id, window));
        },
    },
    {
        .name = "ask_for_new_passkey",
        .methods = Method::post,
        .path = "/api/v1/auth/passkeys/options/",
        .summary = "Begin to add a passkey",
        .about = "The answer is for `navigator.credentials.create()`; what that gives goes to `add_passkey` "
                 "within five minutes, by the same session.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .pool = Pool::slow,
        .without_factor = true,
        .prepare = [](Context& c, const AskForOptions& in) -> Proven {
            return show_again_who(c, in.password);
        },
        .answer = [](Context& c, const AskForOptions&, Proven&) -> CreationOptions { return options(c); },
    },
    {
        .name = "add_passkey",
        .methods = Method::post,
        .path = "/api/v1/auth/passkeys/",
        .summary = "Add the passkey that a browser has made",
        .about = "Its owner is told by mail. An account has at most twenty.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .status = 201,
        .without_factor = true,
        .prepare = [](Context& c, const AddPasskey& in) -> Registered {
            return registered(c, in.credential);
        },
        .answer = [](Context& c, const AddPasskey& in, Registered& one) -> Passkey {
            return add(c, in, one);
        },
    },
    {
        .name = "read_passkey",
        .methods = Method::get,
        .path = "/api/v1/auth/passkeys/{id}/",
        .thing = "passkey",
        .summary = "Read one of one's own passkeys",
        .about = "What it is called, and when it was used.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .without_factor = true,
        .answer = [](Context& c, const ById& in) -> Passkey { return found(c, in.id); },
    },
    {
        .name = "rename_passkey",
        .methods = Method::patch,
        .path = "/api/v1/auth/passkeys/{id}/",
        .thing = "passkey",
        .summary = "Call a passkey otherwise",
        .about = "Nothing else of it changes.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .row = "passkeys",
        .answer = [](Context& c, const Rename& in) -> Passkey { return rename(c, in); },
    },
    {
        .name = "remove_passkey",
        .methods = Method::del,
        .path = "/api/v1/auth/passkeys/{id}/",
        .thing = "passkey",
        .summary = "Remove one of one's own passkeys",
        .about = "Nobody signs in by it any more; its owner is told by mail. Sessions go on.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .row = "passkeys",
        .pool = Pool::slow,
        .prepare = [](Context& c, const Remove& in) -> Proven {
            return show_again_who(c, in.proof.password);
        },
        .answer = [](Context& c, const Remove& in, Proven&) -> Nothing { return remove(c, in.which.id); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace passkeys
