#include "endpoint.hpp"

std::string operation_name(const Endpoint& e, Method method)
{
    static constexpr std::string_view update = "update";
    bool replaces = method == Method::put && e.methods.has(Method::patch) && e.name.starts_with(update);
    return replaces ? "replace" + std::string(e.name.substr(update.size())) : std::string(e.name);
}
