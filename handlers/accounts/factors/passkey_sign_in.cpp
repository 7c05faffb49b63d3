// Signing in by a passkey.
#include "passkeys.hpp"

#include "passkey_options.hpp"

#include "handlers/accounts/sessions.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/net/networks.hpp"
#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/factors/passkeys.hpp"

namespace {

constexpr std::size_t challenge_bytes = 32;

bool is_on(std::string_view host, std::string_view domain)
{
    return host == domain || host.ends_with('.' + std::string(domain));
}

bool is_this_machine(std::string_view host)
{
    static const std::vector<Network> loopback{*parse_network("127.0.0.0/8"), *parse_network("::1")};
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return within(loopback, host);
}

// The bytes of the account's id are its user handle.
bool is_handle_of(std::string_view handle, const Uuid& person)
{
    return std::equal(handle.begin(), handle.end(), person.bytes.begin(), person.bytes.end(),
        [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

void tell_refused(std::string_view why)
{
    log(Level::info, "passkey_refused", {{"why", why}});
}

// The passkey, and what its use changes of it.
struct Asserted {
    KnownPasskey passkey;
    PasskeyUse use;
};

std::optional<Asserted> asserted(Context& c, const SentAssertion& sent)
{
    auto challenge = challenge_in(sent.answer.client_data);
    bool ours =
        challenge && store::take_passkey_challenge(c.sql, PasskeyPurpose::sign_in, *challenge, std::nullopt);
    if (!ours) return tell_refused("challenge"), std::nullopt;
    auto known = store::find_passkey(c.sql, sent.credential_id);
    if (!known || !is_handle_of(sent.user_handle, known->person))
        return tell_refused("unknown"), std::nullopt;
    try {
        auto use = verify_assertion(sent.answer, relying_party(c.site), *challenge, known->credential);
        return Asserted{*known, use};
    } catch (const PasskeyError& error) {
        return tell_refused(name_of(error.fault)), std::nullopt;
    }
}

} // namespace

RelyingParty relying_party(const Site& site)
{
    auto url = parse_url(site.public_url).value();
    RelyingParty out{url.host, {url.origin()}};
    if (is_this_machine(url.host)) {
        url.host = out.id = "localhost";
        out.origins.push_back(url.origin());
    }
    for (const auto& origin : site.cors_origins)
        if (auto other = parse_url(origin); other && is_on(other->host, out.id))
            out.origins.push_back(origin);
    return out;
}

std::string new_sign_in_challenge(Context& c)
{
    auto challenge = random_bytes(challenge_bytes);
    store::add_passkey_challenge(c.sql, PasskeyPurpose::sign_in, challenge, std::nullopt);
    return challenge;
}

std::optional<Uuid> person_of_assertion(Context& c, const CredentialJson& in, std::string_view field)
{
    auto sent = assertion_in(in);
    if (!sent) throw invalid(field, "passkey.not_json"_s);
    auto found = asserted(c, *sent);
    if (!found || !store::use_passkey(c.sql, found->passkey.id, found->use)) return std::nullopt;
    return found->passkey.person;
}

namespace passkey_sign_in {

struct SignIn {
    CredentialJson credential;
    static constexpr std::string_view schema_name = "PasskeySignIn";
    static constexpr std::string_view schema_about = "What a browser answers when it is asked for a passkey.";
    static constexpr auto fields = std::tuple{field("credential", &SignIn::credential,
        {.about = "What `toJSON()` of the answer of `navigator.credentials.get()` gives.",
            .example = assertion_example})};
};

namespace {

// One answer, whatever is wrong with it.
[[noreturn]] void refuse()
{
    throw Problem{.code = "invalid_credentials", .sentence = "passkey.nobodys"_s};
}

passkeys::RequestOptions options(Context& c)
{
    return {.challenge = base64url(new_sign_in_challenge(c)),
        .rp_id = relying_party(c.site).id,
        .allowed = {},
        .timeout = std::chrono::milliseconds(store::passkey_challenge_lasts).count()};
}

Uuid proved(Context& c, const SignIn& in)
{
    auto person = person_of_assertion(c, in.credential, "credential");
    if (!person) refuse();
    return *person;
}

SignedIn sign_in_by_passkey(Context& c, const Uuid& person)
{
    auto device = sign_in(c, person);
    if (!device) refuse();
    return sign_in_answer(c, person, *device);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "ask_for_passkey",
        .methods = Method::post,
        .path = "/api/v1/auth/login/passkey/options/",
        .summary = "Begin to sign in by a passkey",
        .about =
            "The answer is for `navigator.credentials.get()`; what that gives goes to `login_by_passkey` "
            "within five minutes.",
        .needs = anyone_unseen,
        .rate = {"passkey_options", 30, per_minute, true},
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> passkeys::RequestOptions { return options(c); },
    },
    {
        .name = "login_by_passkey",
        .methods = Method::post,
        .path = "/api/v1/auth/login/passkey/",
        .summary = "Sign in by a passkey",
        .about = "Counts as both factors. Each challenge is good for one answer. Whatever is wrong with an "
                 "answer, "
                 "and whosever it is, the refusal is the same.",
        .needs = anyone_unseen,
        .rate = {"login", 30, per_minute, true},
        .cache = no_store,
        .refusal = "No passkey of an active account, or not what was asked for",
        .prepare = [](Context& c, const SignIn& in) -> Uuid { return proved(c, in); },
        .answer = [](Context& c, const SignIn&, Uuid& person) -> SignedIn {
            return sign_in_by_passkey(c, person);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace passkey_sign_in
