// Attempts to prove a password, kept to a number that guessing cannot live on.
#pragma once

#include "lib/store/accounts/users.hpp"
#include "lib/web/endpoint.hpp"

// An attempt on an account, in the buckets of the name that was given and of the client's network: however
// many addresses they come from, guesses at one name stay below a hundred a day. A device that has signed in
// to the account before, and a session, has a bucket of its own in their place, so that nobody can lock an
// owner out. User name and e-mail address of one account are two: otherwise locking one would tell of the
// other.
struct Attempt {
    std::vector<std::string> buckets;
    std::string device; // known to the account, or empty
};

// The device, as the client says, or else its cookie; empty when the account does not know it.
std::string known_device(
    const Context&, const std::optional<Credentials>& account, std::string_view said = "");

// Counts an attempt before the password is looked at. `name` is the account as the client names it, folded;
// `account` the one there is, if any; `device` what the client says its device is, where it sends no cookie.
// Throws Problem too_many_attempts with Retry-After. Outside a transaction: what it counts stays.
Attempt begin_attempt(
    Context&, const std::string& name, const std::optional<Credentials>& account, std::string_view device);

// The same for the password of the caller's own account, once they are signed in.
Attempt begin_own_attempt(Context&);

// It counts no longer.
void forgive(Context&, const Attempt&);

// The same for a second factor: by the device that is known to the account, or else by the account.
Attempt begin_factor_attempt(Context&, const Uuid& person, const std::string& device);

// It was right: it counts no longer, and the client's device is known from now on, until the password
// changes. Answers what makes it known.
std::string succeed(Context&, const Attempt&, const Credentials&);

// Makes the client's device known to the account of somebody who has signed in without a password. Answers as
// succeed() does; what its cookie says goes on being so.
std::string know_device(Context&, const Credentials&);
