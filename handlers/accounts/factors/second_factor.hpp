// The second step of signing in, where an account has one.
#pragma once

#include "challenge.hpp"
#include "credential_json.hpp"

#include "handlers/accounts/sessions.hpp"

#include "lib/store/accounts/factors/factors.hpp"

// What somebody shows for a challenge: one of the three.
struct ShownFactor {
    std::optional<std::string> code, recovery_code;
    std::optional<CredentialJson> assertion; // of a passkey, by a challenge of login/passkey/options/
};

// A challenge that is met, but for what must be spent with it.
struct MetChallenge {
    std::string digest;
    Challenge challenge;
    Attempt attempt;
    std::optional<long long> step;            // of the app's code; neither: a passkey has answered
    std::optional<std::string> recovery_code; // its digest
};

// For Endpoint::prepare; counts a try. Throws Problem challenge_not_valid, code_not_valid or
// too_many_attempts.
MetChallenge meet_challenge(Context&, const Secret& challenge, const ShownFactor&);

// Counts as a sign-in, and spends the challenge and the code. Answers whose it is and what makes the client's
// device known. Throws Problem as meet_challenge() when another request was faster, or the password has
// changed since.
std::pair<Uuid, std::string> sign_in(Context&, const MetChallenge&, bool remember_device);
