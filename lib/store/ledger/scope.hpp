// Whose rows a caller sees and changes: the one place where SQL asks who owns a row.
#pragma once

#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

#include <fmt/format.h>

// The public sees what is public; somebody with rows of their own those besides; some see everything.
struct Scope {
    std::optional<Uuid> caller = {};
    bool own = false;         // has rows of their own among these
    bool everything = false;  // whoever owns it
    bool deleted_too = false; // as some may wish who see everything

    bool is_public() const { return !own && !everything; }
};

namespace store {

// A condition that holds for the caller's own rows, and for all rows of those who see everything. The column
// holds the owner's id. Binds what args_of gives.
inline std::string owned_by_caller(std::string_view column)
{
    return fmt::format("({} = :caller::uuid OR :everything::boolean)", column);
}

// The values that conditions on a scope take, before `more`.
inline Params args_of(const Scope& scope, Params more = {})
{
    more.insert(more.begin(), {arg("caller", scope.caller), arg("everything", scope.everything)});
    return more;
}

} // namespace store
