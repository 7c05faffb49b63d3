// What somebody may do. Endpoints ask for grants and never for roles: which role has which grant stands in
// one table.
#pragma once

#include "lib/base/scalar.hpp"

enum class Role { user, employer, admin };
template <> inline constexpr std::array<std::string_view, 3> names_of<Role>{"user", "employer", "admin"};
template <> inline constexpr SchemaName schema_of<Role>{
    "Role", "Users apply, employers post jobs, admins may do everything."};

enum class Grant {
    apply,             // for jobs
    post_jobs,         // and change one's own
    decide,            // about applications for one's own jobs
    everybodys,        // the two before, and reading, whoever owns it; deleted things too
    feature_jobs,      // put jobs in front of others
    manage_categories, //
    manage_accounts,   // of others
    watch,             // how the board fares
    audit,             // read who did what
    administer,        // on the pages for admins
};

// A set of grants.
class Grants {
public:
    constexpr Grants() = default;
    constexpr Grants(std::initializer_list<Grant> list)
    {
        for (auto grant : list) bits |= 1u << static_cast<unsigned>(grant);
    }
    constexpr bool has(Grant grant) const { return bits >> static_cast<unsigned>(grant) & 1u; }

private:
    unsigned bits = 0;
};

constexpr Grants grants_of(Role role)
{
    using enum Grant;
    switch (role) {
    case Role::user: return {apply};
    case Role::employer: return {post_jobs, decide};
    case Role::admin:
        return {post_jobs, decide, everybodys, feature_jobs, manage_categories, manage_accounts, watch, audit,
            administer};
    }
    return {};
}
