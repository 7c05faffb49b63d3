// Whether somebody who has shown one thing has to show a second one.
#pragma once

#include "handlers/accounts/attempts.hpp"

#include "lib/store/accounts/factors/factors.hpp"

// In the transaction of signing in, before anybody has: throws Problem second_factor_required, with a
// challenge, when the account has a second factor and does not trust the device. The attempt then counts no
// longer.
void ask_for_second_factor(Context&, const Credentials& account, const Attempt&);

// Of what makes a device known: its id.
std::optional<Uuid> id_of_device(std::string_view device);
