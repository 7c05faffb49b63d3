// One list of fields per struct. From it follow: reading a request, writing JSON, the OpenAPI schema, and
// the mapping of SQL rows and parameters.
//
//     struct NewCategory {
//         std::string name;
//         std::optional<std::string> description;
//         static constexpr auto fields = std::tuple{
//             field("name", &NewCategory::name, {.max = 100}),
//             field("description", &NewCategory::description),
//         };
//     };
#pragma once

#include "scalar.hpp"

#include <climits>
#include <tuple>
#include <type_traits>

enum class In { body, path, query };

// What a field's value must satisfy. Bounds are characters for text, elements for lists, the value itself
// for whole numbers, and whole units for money.
struct Rules {
    In in = In::body;
    long long min = LLONG_MIN;
    long long max = LLONG_MAX;
    bool defaulted = false; // absent from a body: the member keeps its initial value
    bool clamped = false;   // above max: becomes max, silently
    std::string_view about = "";
};

template <class S, class M> struct Field {
    std::string_view name;
    M S::*member;
    Rules rules;
};

template <class S, class M> constexpr Field<S, M> field(std::string_view name, M S::*member, Rules rules = {})
{
    return {name, member, rules};
}

// The fields of a member struct, standing among the fields of the struct that holds it.
template <class S, class M> constexpr Field<S, M> fields_of(M S::*member)
{
    return {"", member, {}};
}

template <class T>
concept Described = requires { T::fields; };


// Calls visit(field, access) for each field of T in order, where access(object) is a reference to that
// field's member in an object of type T. Members spliced in by fields_of are walked through.
template <Described T, class Visit> constexpr void each_field(Visit visit)
{
    std::apply(
        [&](const auto&... f) {
            auto one = [&](const auto& field) {
                using M = std::remove_reference_t<decltype(std::declval<T&>().*field.member)>;
                auto here = [member = field.member](auto& object) -> auto& { return object.*member; };
                if constexpr (Described<M>) {
                    if (field.name.empty()) {
                        each_field<M>([&](const auto& inner, auto access) {
                            visit(inner, [=](auto& object) -> auto& { return access(here(object)); });
                        });
                        return;
                    }
                }
                visit(field, here);
            };
            (one(f), ...);
        },
        T::fields);
}

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool is_list = false;
template <class T> inline constexpr bool is_list<std::vector<T>> = true;

// A field of a partial update: absent, null, or a value.
template <class T> struct Patch {
    bool given = false;
    std::optional<T> value; // of a given field: nothing means null

    // What the field becomes, given what it is now.
    std::optional<T> over(const std::optional<T>& current) const { return given ? value : current; }
};
template <class T> inline constexpr bool is_patch = false;
template <class T> inline constexpr bool is_patch<Patch<T>> = true;
