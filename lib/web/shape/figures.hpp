// Figures: members of an answer that follow from what others do (visits, applications). Their change makes no
// new version of the object.
#pragma once

#include "lib/base/fields.hpp"

#include <string>
#include <vector>

namespace figures_within {

using Seen = std::vector<const void*>;
template <class T> inline constexpr char mark = 0;

template <class M> void add(std::vector<std::string>& out, Seen& seen)
{
    if constexpr (is_optional<M> || is_list<M>) add<typename M::value_type>(out, seen);
    else if constexpr (is_patch<M>) add<decltype(M::value)>(out, seen);
    else if constexpr (Described<M>) {
        for (const auto* one : seen)
            if (one == &mark<M>) return;
        seen.push_back(&mark<M>);
        each_field<M>([&](const auto& f, auto access) {
            if (f.rules.figure) out.push_back('"' + std::string(f.name) + "\":");
            add<std::remove_cvref_t<decltype(access(std::declval<M&>()))>>(out, seen);
        });
    }
}

} // namespace figures_within

// How JSON of a T names its figures, also those of what is in it: "views_count":
template <class T> const std::vector<std::string>& figures_of()
{
    static const auto all = [] {
        std::vector<std::string> out;
        figures_within::Seen seen;
        figures_within::add<T>(out, seen);
        return out;
    }();
    return all;
}
