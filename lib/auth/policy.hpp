// What a board asks of the accounts on it, by its settings.
#pragma once

#include "grants.hpp"

#include <chrono>

// From when on somebody must have shown that their address is theirs.
enum class Verification { off, before_applying_and_posting, before_sign_in };
template <> inline constexpr std::array<std::string_view, 3> names_of<Verification>{
    "off", "before_applying_and_posting", "before_sign_in"};

// Who must have a second factor.
enum class FactorsAsked { nobody, admins, employers_and_admins };
template <> inline constexpr std::array<std::string_view, 3> names_of<FactorsAsked>{
    "nobody", "admins", "employers_and_admins"};

struct AccountPolicy {
    Verification verification = Verification::off;
    FactorsAsked factors = FactorsAsked::nobody;
    std::chrono::seconds factor_grace{}; // from when somebody was first asked for one to when it is due
    std::string
        links; // what links in mails begin with that lead to pages about one's account, no slash at the end

    bool asks_factors_of(Role role) const
    {
        return (factors != FactorsAsked::nobody && role == Role::admin) ||
               (factors == FactorsAsked::employers_and_admins && role == Role::employer);
    }
};
