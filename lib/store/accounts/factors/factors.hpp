// Second factors of accounts: codes of an app, codes for when it is lost, and sign-ins that wait for one of
// them.
#pragma once

#include "lib/store/accounts/account_events.hpp"

#include "lib/base/time.hpp"

// What somebody has to show who they are besides a password.
struct Factors {
    bool enabled = false, totp = false;
    long long passkeys = 0, recovery_codes_left = 0;
    bool required = false;
    static constexpr std::string_view schema_name = "SecondFactor";
    static constexpr std::string_view schema_about = "What shows who somebody is besides their password.";
    static constexpr auto fields = std::tuple{
        field("enabled", &Factors::enabled, {.about = "Whether signing in by password asks for more."}),
        field("totp", &Factors::totp, {.about = "Whether an authenticator app is set up."}),
        field("passkeys", &Factors::passkeys, {.about = "How many passkeys there are.", .example = "1"}),
        field("recovery_codes_left", &Factors::recovery_codes_left,
            {.about = "Recovery codes that were not used yet.", .example = "10"}),
        field("required", &Factors::required, {.about = "Whether the board asks this account for one."}),
    };
};

// A seed as it is kept.
struct TotpSeed {
    std::optional<std::string> sealed, pending;
    static constexpr auto fields =
        std::tuple{field("sealed", &TotpSeed::sealed), field("pending", &TotpSeed::pending)};
};

// A right password that waits for the second factor.
struct Challenge {
    Uuid person;
    long long password_version = 0;
    std::string device;
    static constexpr auto fields = std::tuple{
        field("person", &Challenge::person),
        field("password_version", &Challenge::password_version),
        field("device", &Challenge::device),
    };
};

namespace store {

// `required` is left to the caller.
Factors find_factors(Sql&, const Uuid& person);
void ask_for_factor(Sql&, const Uuid& person); // notes when it was first asked for

// For what a seed of that person is sealed: see KeyRing.
std::string purpose_of_totp(const Uuid& person);
std::optional<TotpSeed> find_totp(Sql&, const Uuid& person);
// A seed that waits to be confirmed, in the place of another one that waits.
void set_pending_totp(Sql&, const Uuid& person, std::string_view sealed);
// The one that waits takes its place, if it is still that one, and codes up to that step are spent; sealed
// for good as `sealed`. False when another one waits.
bool confirm_totp(
    Sql&, const Uuid& person, std::string_view pending, std::string_view sealed, long long step);
// Codes up to that step are spent. False when they are already, or there is no such factor: of several who
// come with one code, one is let in.
bool spend_totp(Sql&, const Uuid& person, long long step);
// The app, the recovery codes and the devices that were trusted are gone. False when there was none.
bool remove_totp(Sql&, const Uuid& person);
// For each seed that was sealed by an older key: whose, and the seed as it is kept.
struct SealedSeed {
    Uuid person;
    std::string sealed;
    static constexpr auto fields =
        std::tuple{field("person", &SealedSeed::person), field("sealed", &SealedSeed::sealed)};
};
std::vector<SealedSeed> totp_seeds_after(Sql&, const Uuid& person, int at_most);
void reseal_totp(Sql&, const Uuid& person, std::string_view before, std::string_view after);

// In the place of those there are.
void set_recovery_codes(Sql&, const Uuid& person, const std::vector<std::string>& digests);
// False when there is none such, or no more.
bool spend_recovery_code(Sql&, const Uuid& person, std::string_view digest);

void add_challenge(Sql&, std::string_view digest, const Challenge&, std::chrono::seconds lifetime);
// Counts a try; nothing when there were five, it has expired, or there is none such.
std::optional<Challenge> try_challenge(Sql&, std::string_view digest);
// It has served. False when another request was faster.
bool end_challenge(Sql&, std::string_view digest);

void trust_device(Sql&, const Uuid& person, const Uuid& device, std::chrono::seconds lifetime);
bool is_trusted(Sql&, const Uuid& person, const Uuid& device);

// Whatever there is of them, and links in mails, when the account goes.
void forget_factors(Sql&, const Uuid& person);

long long sweep_factors(Sql&); // removes challenges and devices that have had their time; answers how many

} // namespace store
