// The templates of schema.hpp: examples.
#pragma once

#include "schema.hpp"

#include <algorithm>

// As JSON; empty where a text has no example.
template <IsScalar T> std::string OpenApi::value_of(const Rules& rules)
{
    constexpr auto kind = Scalar<T>::kind;
    if constexpr (kind == JsonKind::boolean)
        return rules.example.empty() ? "true" : std::string(rules.example);
    else if constexpr (kind == JsonKind::integer)
        return rules.example.empty() ? std::to_string(std::max(rules.min, 1LL)) : std::string(rules.example);
    else {
        std::string value(rules.example);
        if (value.empty()) {
            if constexpr (Named<T>) value = names_of<T>[0];
            else if constexpr (kind == JsonKind::money) value = "60000.00";
            else if constexpr (std::same_as<T, Uuid>) value = "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b";
            else if constexpr (std::same_as<T, Time>) value = "2026-11-22T10:53:12Z";
            else if constexpr (std::same_as<T, Date>) value = "2027-12-31";
        }
        return value.empty() ? "" : json_text(value);
    }
}

template <Described T> void OpenApi::object_example(Side side)
{
    within.push_back(&T::fields);
    json.StartObject();
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        if (f.rules.in != In::body) return;
        key(f.name);
        example<M>(f.rules, side);
    });
    json.EndObject();
    within.pop_back();
}

template <class M> void OpenApi::example(const Rules& rules, Side side)
{
    if constexpr (is_patch<M>) example<decltype(M::value)>(rules, side);
    else if constexpr (is_optional<M>) example<typename M::value_type>(rules, side);
    else if constexpr (is_list<M>) {
        using One = typename M::value_type;
        bool is_tree = false; // a child is shown without its children
        if constexpr (Described<One>) is_tree = std::count(within.begin(), within.end(), &One::fields) > 1;
        json.StartArray();
        if (!is_tree) example<One>(Rules{}, side);
        json.EndArray();
    } else if constexpr (IsScalar<M>) {
        auto value = value_of<M>(rules);
        if (value.empty()) value = R"("")";
        json.RawValue(value.data(), value.size(), rapidjson::kStringType);
    } else if constexpr (is_upload<M>) json.text(rules.example);
    else object_example<M>(side);
}
