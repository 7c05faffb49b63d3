#include "second_factor.hpp"

#include "passkeys.hpp"
#include "reauthentication.hpp"

#include "handlers/accounts/links/links.hpp"

#include "lib/auth/factors/totp.hpp"
#include "lib/base/crypto.hpp"
#include "lib/web/area.hpp"

#include <algorithm>

namespace {

constexpr std::chrono::hours device_trusted_for{30 * 24};

Secret opened(Context& c, const Uuid& person, const std::optional<std::string>& sealed)
{
    auto seed = sealed ? c.site.keys.open(*sealed, store::purpose_of_totp(person)) : std::nullopt;
    if (!seed) throw std::runtime_error("No key of the ring opens the seed of a second factor.");
    return Secret(*seed);
}

// Letters and digits alone: people leave out what groups them, or type other cases.
std::string digest_of_recovery_code(std::string_view typed)
{
    std::string code;
    for (char c : typed)
        if (std::isalnum(static_cast<unsigned char>(c)))
            code += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return digest_of(Secret(code));
}

// "abcd-efgh-ijkl-mnop": 80 random bits.
std::string new_recovery_code()
{
    static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::string out;
    for (unsigned char byte : random_bytes(16)) {
        if (out.size() % 5 == 4) out += '-';
        out += letters[byte % 32];
    }
    return out;
}

} // namespace

MetChallenge meet_challenge(Context& c, const Secret& challenge, const ShownFactor& shown)
{
    MetChallenge met{
        .digest = digest_of(challenge), .challenge = {}, .attempt = {}, .step = {}, .recovery_code = {}};
    auto found = store::try_challenge(c.sql, met.digest);
    if (!found) throw Problem{"challenge_not_valid"};
    met.challenge = *found;
    met.attempt = begin_factor_attempt(c, found->person, found->device);
    if (shown.recovery_code) return met.recovery_code = digest_of_recovery_code(*shown.recovery_code), met;
    if (shown.assertion) {
        if (person_of_assertion(c, *shown.assertion, "assertion") != found->person)
            throw Problem{"code_not_valid"};
        return met;
    }
    auto kept = store::find_totp(c.sql, found->person);
    if (kept && kept->sealed)
        met.step = totp_step(opened(c, found->person, kept->sealed), shown.code.value_or(""), now());
    if (!met.step) throw Problem{"code_not_valid"};
    return met;
}

std::pair<Uuid, std::string> sign_in(Context& c, const MetChallenge& met, bool remember_device)
{
    const auto& person = met.challenge.person;
    c.sql.act_as(person);
    bool spent = met.step            ? store::spend_totp(c.sql, person, *met.step)
                 : met.recovery_code ? store::spend_recovery_code(c.sql, person, *met.recovery_code)
                                     : true; // a passkey's answer is spent when it is looked at
    if (!spent) throw Problem{"code_not_valid"};
    auto account = store::find_credentials(c.sql, person);
    if (!account || !store::end_challenge(c.sql, met.digest) ||
        !store::sign_in(c.sql, person, met.challenge.password_version))
        throw Problem{"challenge_not_valid"};
    auto device = succeed(c, met.attempt, *account);
    auto id = id_of_device(device);
    if (remember_device && id) store::trust_device(c.sql, person, *id, device_trusted_for);
    return {person, device};
}

namespace second_factor {

struct Step {
    Secret challenge;
    std::optional<std::string> code, recovery_code;
    std::optional<CredentialJson> assertion;
    std::optional<bool> remember_device;
    static constexpr std::string_view schema_name = "SecondStep";
    static constexpr std::string_view schema_about = "What shows who somebody is besides the password.";
    static constexpr auto fields = std::tuple{
        field("challenge", &Step::challenge,
            {.max = 200,
                .about = "As signing in answered it.",
                .example = "c2l4dHktZm91ciByYW5kb20gYml0cy4uLg"}),
        field("code", &Step::code,
            {.max = 20, .about = "What the app shows now; taken once.", .example = "492039"}),
        field("recovery_code", &Step::recovery_code,
            {.max = 100, .about = "One of the ten, in place of a code.", .example = "abcd-efgh-ijkl-mnop"}),
        field("assertion", &Step::assertion,
            {.about =
                    "What a passkey of the account answers to `login/passkey/options/`, in place of a code.",
                .example = assertion_example}),
        field("remember_device", &Step::remember_device,
            {.about = "Ask this device for no second factor for thirty days.", .example = "true"}),
    };
    void check(Faults& faults) const
    {
        bool one = int(code.has_value()) + recovery_code.has_value() + assertion.has_value() == 1;
        if (!one && faults.fine("code") && faults.fine("recovery_code") && faults.fine("assertion"))
            faults.add("code", "code.choose"_s);
    }
};

struct Again {
    std::optional<Secret> password;
    static constexpr std::string_view schema_name = "PasswordAgain";
    static constexpr std::string_view schema_about = "The password once more.";
    static constexpr auto fields = std::tuple{field("password", &Again::password, own_password)};
};

struct Confirm {
    std::string code;
    Again again;
    static constexpr std::string_view schema_name = "TotpConfirmation";
    static constexpr std::string_view schema_about = "What the app shows.";
    static constexpr auto fields = std::tuple{
        field("code", &Confirm::code, {.max = 20, .about = "What the app shows now.", .example = "492039"}),
        fields_of(&Confirm::again)};
};

struct NewTotp {
    std::string secret, otpauth_uri, qr_svg;
    static constexpr std::string_view schema_name = "TotpSetup";
    static constexpr std::string_view schema_about = "What an authenticator app takes in.";
    static constexpr auto fields = std::tuple{
        field("secret", &NewTotp::secret,
            {.about = "To be typed where there is no camera.",
                .example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}),
        field("otpauth_uri", &NewTotp::otpauth_uri,
            {.about = "The same with the names of the board and the account.",
                .example = "otpauth://totp/Jobs:ann?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Jobs"}),
        field("qr_svg", &NewTotp::qr_svg,
            {.about = "That as a QR code, an SVG.",
                .example = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"}),
    };
};

struct RecoveryCodes {
    std::vector<std::string> recovery_codes;
    static constexpr std::string_view schema_name = "RecoveryCodeList";
    static constexpr std::string_view schema_about = "Codes for when the app is lost, shown this once.";
    static constexpr auto fields = std::tuple{field("recovery_codes", &RecoveryCodes::recovery_codes,
        {.about = "Ten, each good once.", .example = R"(["abcd-efgh-ijkl-mnop"])"})};
};

namespace {

User own_account(Context& c)
{
    if (auto user = store::find_user(c.sql, *c.caller.id)) return *user;
    throw Problem{"token_not_valid"};
}

Factors factors(Context& c)
{
    auto out = store::find_factors(c.sql, *c.caller.id);
    out.required = c.site.accounts.asks_factors_of(own_account(c).role);
    return out;
}

NewTotp begin_totp(Context& c)
{
    auto user = own_account(c);
    auto seed = new_totp_seed();
    store::set_pending_totp(c.sql, user.id, c.site.keys.seal(seed.reveal(), store::purpose_of_totp(user.id)));
    auto address = totp_address(seed, c.site.mailing.site.name, user.username);
    return {shown_totp_seed(seed), address, qr_svg(address)};
}

RecoveryCodes new_codes(Context& c)
{
    RecoveryCodes out;
    std::vector<std::string> digests;
    while (out.recovery_codes.size() < 10)
        digests.push_back(digest_of_recovery_code(out.recovery_codes.emplace_back(new_recovery_code())));
    store::set_recovery_codes(c.sql, *c.caller.id, digests);
    return out;
}

RecoveryCodes confirm_totp(Context& c, const Confirm& in)
{
    const auto& person = *c.caller.id;
    auto kept = store::find_totp(c.sql, person);
    if (!kept || !kept->pending) throw invalid("code", "totp.nothing_pending"_s);
    auto step = totp_step(opened(c, person, kept->pending), in.code, now());
    if (!step) throw invalid("code", "code.wrong"_s);
    if (!store::confirm_totp(c.sql, person, *kept->pending, *kept->pending, *step))
        throw invalid("code", "totp.nothing_pending"_s);
    return new_codes(c);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "second_step",
        .methods = Method::post,
        .path = "/api/v1/auth/login/second-factor/",
        .summary = "Sign in with the second factor, after the password",
        .about =
            "With the `challenge` that signing in answered, and a code of the app, a recovery code or "
            "what a passkey answers. A challenge "
            "is good for ten minutes and five tries; each code is taken once. Failed attempts meet growing "
            "delays, as at signing in.",
        .needs = anyone_unseen,
        .rate = {"login", 30, per_minute, true},
        .cache = no_store,
        .refusal = "The challenge has ended, or the code is not valid",
        .prepare = [](Context& c, const Step& in) -> MetChallenge {
            return meet_challenge(c, in.challenge, {in.code, in.recovery_code, in.assertion});
        },
        .answer = [](Context& c, const Step& in, MetChallenge& met) -> SignedIn {
            auto [person, device] = sign_in(c, met, in.remember_device.value_or(false));
            return sign_in_answer(c, person, device);
        },
    },
    {
        .name = "read_second_factor",
        .methods = Method::get,
        .path = "/api/v1/auth/2fa/",
        .summary = "One's own second factor",
        .about = "Whether there is one, and whether the board asks for it.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .without_factor = true,
        .answer = [](Context& c, const Nothing&) -> Factors { return factors(c); },
    },
    {
        .name = "begin_totp",
        .methods = Method::post,
        .path = "/api/v1/auth/2fa/totp/",
        .summary = "Begin to set up an authenticator app",
        .about = "Answers a new secret, which counts from when a code of the app confirms it; until then "
                 "what there "
                 "was goes on.",
        .needs = signed_in,
        .rate = {"second_factor", 30, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .without_factor = true,
        .prepare = [](Context& c, const Again& in) -> Proven { return show_again_who(c, in.password); },
        .answer = [](Context& c, const Again&, Proven&) -> NewTotp { return begin_totp(c); },
    },
    {
        .name = "confirm_totp",
        .methods = Method::post,
        .path = "/api/v1/auth/2fa/totp/confirm/",
        .summary = "Confirm an authenticator app by one of its codes",
        .about = "From now on signing in by password asks for one. Answers ten recovery codes, this once.",
        .needs = signed_in,
        .rate = {"second_factor", 30, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .without_factor = true,
        .prepare = [](Context& c, const Confirm& in) -> Proven {
            return show_again_who(c, in.again.password);
        },
        .answer = [](Context& c, const Confirm& in, Proven&) -> RecoveryCodes { return confirm_totp(c, in); },
    },
    {
        .name = "remove_totp",
        .methods = Method::del,
        .path = "/api/v1/auth/2fa/totp/",
        .summary = "Remove the authenticator app and the recovery codes",
        .about = "Signing in then asks for the password alone.",
        .needs = signed_in,
        .rate = {"second_factor", 30, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .prepare = [](Context& c, const Again& in) -> Proven { return show_again_who(c, in.password); },
        .answer = [](Context& c, const Again&, Proven&) -> Nothing {
            if (!store::remove_totp(c.sql, *c.caller.id)) throw Problem{"not_found"};
            return {};
        },
    },
    {
        .name = "make_recovery_codes",
        .methods = Method::post,
        .path = "/api/v1/auth/2fa/recovery-codes/",
        .summary = "Ten new recovery codes; the old ones end",
        .about = "Answers them this once.",
        .needs = signed_in,
        .rate = {"second_factor", 30, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .prepare = [](Context& c, const Again& in) -> Proven { return show_again_who(c, in.password); },
        .answer = [](Context& c, const Again&, Proven&) -> RecoveryCodes {
            if (!store::find_factors(c.sql, *c.caller.id).totp) throw invalid(no_field, "totp.none"_s);
            return new_codes(c);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace second_factor
