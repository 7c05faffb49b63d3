#include "scope.hpp"

#include <fmt/format.h>

std::string store::owned_by_caller(std::string_view column)
{
    return fmt::format("({} = :caller::uuid OR :everything::boolean)", column);
}

Params store::args_of(const Scope& scope, Params more)
{
    more.insert(more.begin(), {arg("caller", scope.caller), arg("everything", scope.everything)});
    return more;
}
