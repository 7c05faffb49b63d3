// Attempts to prove a password, kept to a number that guessing cannot live on.
#pragma once

#include "lib/web/endpoint.hpp"

// Counts an attempt on an account, before the password is looked at, in the buckets of the account and of
// the client's network: however many addresses they come from, guesses at one account stay below a hundred a
// day. A device that has signed in to the account before has a bucket of its own in place of the account's,
// so that nobody can lock its owner out.
class Attempt {
public:
    // `name` is the account as the client names it, folded; `user` the account if there is one. Throws
    // Problem too_many_attempts with Retry-After. What it counts is committed at once.
    Attempt(Context&, const std::string& name, const std::optional<Uuid>& user);

    // It was right: it counts no longer, and the client's device is known from now on.
    void succeed(const Uuid& user);

private:
    Context& context;
    std::vector<std::string> buckets;
};
