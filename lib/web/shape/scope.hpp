// Whose rows a caller sees, by what they may do.
#pragma once

#include "lib/store/ledger/scope.hpp"
#include "lib/web/endpoint.hpp"

// Of whoever has that grant their own beside what is public; of whoever may see everybody's, all.
inline Scope scope_of(const Context& c, Grant has_own)
{
    return {
        .caller = c.caller.id, .own = c.caller.may(has_own), .everything = c.caller.may(Grant::everybodys)};
}
