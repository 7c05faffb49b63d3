// Attempts to prove a password, kept to a number that guessing cannot live on.
#pragma once

#include "lib/web/endpoint.hpp"

// An attempt on an account, in the buckets of the account and of the client's network: however many addresses
// they come from, guesses at one account stay below a hundred a day. A device that has signed in to the
// account before has a bucket of its own in place of the account's, so that nobody can lock its owner out.
struct Attempt {
    std::vector<std::string> buckets;
};

// Counts an attempt before the password is looked at. `name` is the account as the client names it, folded;
// `user` the account if there is one. Throws Problem too_many_attempts with Retry-After. Outside a
// transaction: what it counts stays.
Attempt begin_attempt(Context&, const std::string& name, const std::optional<Uuid>& user);

// It was right: it counts no longer, and the client's device is known from now on.
void succeed(Context&, const Attempt&, const Uuid& user);
