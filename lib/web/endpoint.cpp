#include "endpoint.hpp"

std::string operation_name(const Endpoint& e, Method method)
{
    static constexpr std::string_view update = "update";
    bool replaces = method == Method::put && e.methods.has(Method::patch) && e.name.starts_with(update);
    return replaces ? "replace" + std::string(e.name.substr(update.size())) : std::string(e.name);
}

Held read_input(const Endpoint& e, Context& context, const Input& input, bool replaces)
{
    Faults faults;
    auto in = e.answer.read(input, replaces, faults);
    if (!faults.found.empty() && e.further_faults.find) e.further_faults.find(context, in.get(), faults);
    faults.end_if_any();
    return in;
}
