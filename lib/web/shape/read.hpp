// From what a request says to an input struct: each field from where its rules say, all faults at once.
#pragma once

#include "lib/web/http/input.hpp"

#include "lib/base/fields.hpp"
#include "lib/base/money.hpp"
#include "lib/base/secret.hpp"
#include "lib/base/text.hpp"
#include "lib/base/uuid.hpp"
#include "lib/words/values.hpp"

#include <algorithm>
#include <fmt/format.h>

// Collects what is wrong with a request. A struct with more rules than its fields' own has a member
//     void check(Faults&) const;
// which is called once the fields are read. A field that is wrong already may hold anything: ask fine().
struct Faults {
    std::vector<Fault> found;
    // What was said of a field already is not said again.
    void add(std::string_view field, Said said)
    {
        bool known = std::any_of(found.begin(), found.end(),
            [&](const Fault& f) { return f.field == field && f.said.key == said.key; });
        if (!known) found.push_back({std::string(field), std::move(said)});
    }
    bool fine(std::string_view field) const
    {
        return std::none_of(found.begin(), found.end(), [&](const Fault& f) { return f.field == field; });
    }
    // Throws Problem invalid with all of them.
    void end_if_any()
    {
        if (!found.empty()) throw Problem{"invalid", std::move(found)};
    }
};

namespace reading {

using Wrong = std::optional<Said>; // nothing when all is well

template <Named E> Said must_be_one_of()
{
    static_assert(names_of<E>.size() > 1, "one choice is none");
    std::string others;
    for (std::size_t i = 0; i + 1 < names_of<E>.size(); ++i)
        others.append(i > 0 ? ", " : "").append(names_of<E>[i]);
    return {"must_be_one_of"_s, {{"others", others}, {"last", names_of<E>.back()}}};
}

Wrong check_length(std::string_view text, const Rules&);
Wrong check_count(std::size_t items, const Rules&);
Wrong check_file_size(std::size_t bytes, const Rules&);
Wrong check_number(long long value, const Rules&);
Wrong upload_from_json(const JsonValue&, const Rules&, Upload& out);
Wrong check_money(const Money&, const Rules&);

template <IsScalar T> Wrong from_text(std::string_view text, const Rules& rules, T& out)
{
    if (!Scalar<T>::parse(rules.verbatim ? text : trimmed(text), out)) {
        if constexpr (Named<T>) return must_be_one_of<T>();
        else return wanted<T>();
    }
    if constexpr (IsText<T>) return check_length(plain_text(out), rules);
    else if constexpr (std::same_as<T, Money>) return check_money(out, rules);
    else if constexpr (Scalar<T>::kind == JsonKind::integer) {
        if (rules.clamped && out > rules.max) out = static_cast<T>(rules.max);
        return check_number(out, rules);
    } else return std::nullopt;
}

// A JSON value's kind must fit: text for text; numbers and truth values also as text, as forms send them.
template <IsScalar T> bool fits(JsonValue::Kind kind)
{
    using Kind = JsonValue::Kind;
    if (kind == Kind::text) return true;
    if constexpr (Scalar<T>::kind == JsonKind::boolean) return kind == Kind::boolean;
    if constexpr (Scalar<T>::kind == JsonKind::integer || Scalar<T>::kind == JsonKind::money)
        return kind == Kind::number;
    return false;
}

template <class M> Wrong from_json(const JsonValue& v, const Rules& rules, M& out)
{
    if constexpr (is_patch<M>) {
        out.given = true;
        return from_json(v, rules, out.value);
    } else if constexpr (is_optional<M>) {
        if (v.kind == JsonValue::Kind::null) return out.reset(), std::nullopt;
        auto own = rules;
        if constexpr (IsText<typename M::value_type>) own.min = std::max(rules.min, 0LL); // may be blank
        return from_json(v, own, out.emplace());
    } else if constexpr (is_upload<M>) {
        return upload_from_json(v, rules, out);
    } else if constexpr (is_list<M>) {
        if (v.kind != JsonValue::Kind::list) return "must_be_list"_s;
        for (const auto& item : v.items)
            if (auto wrong = from_json(item, Rules{}, out.emplace_back())) return wrong;
        return check_count(out.size(), rules);
    } else {
        if constexpr (std::same_as<M, Uuid>) // an object that was read may be sent back where its id is meant
            if (const auto* id = v.member("id"); v.kind == JsonValue::Kind::object && id)
                return from_json(*id, rules, out);
        if (v.kind == JsonValue::Kind::null) return "not_null"_s;
        if (!fits<M>(v.kind)) return wanted<M>();
        if (IsText<M> && rules.min != 0 && trimmed(v.text).empty()) return "not_blank"_s;
        return from_text(v.text, rules, out);
    }
}

template <class M> Wrong from_file(const Upload& file, const Rules& rules, M& member)
{
    if constexpr (is_patch<M>) {
        member.given = true;
        return from_file(file, rules, member.value);
    } else if constexpr (is_upload<M>) {
        member = file;
        return check_file_size(file.size, rules);
    } else return "must_not_be_file"_s;
}

// An empty form field stands for null where the field may be null and is no text.
template <class M> bool empty_means_null()
{
    if constexpr (is_patch<M>) return empty_means_null<decltype(M::value)>();
    else if constexpr (is_optional<M>) return !IsText<typename M::value_type>;
    else return false;
}

// Whether an empty one is a value at all: otherwise an empty form field says that none was chosen.
template <class M> constexpr bool may_be_empty()
{
    if constexpr (is_patch<M>) return may_be_empty<decltype(M::value)>();
    else if constexpr (is_optional<M>) return true;
    else return IsText<M>;
}

template <class M> constexpr bool may_be_absent(bool replaces)
{
    if constexpr (is_patch<M>) return !replaces || is_optional<decltype(M::value)>;
    else return is_optional<M>;
}

template <class M>
Wrong from_body(const Input& input, std::string_view name, const Rules& rules, bool replaces, M& member)
{
    if (auto file = input.files.find(name); file != input.files.end())
        return from_file(file->second, rules, member);
    const auto* value = input.body.member(name);
    if (!value) {
        if constexpr (is_patch<M>) member.given = replaces;
        bool may_miss = rules.defaulted || may_be_absent<M>(replaces);
        return may_miss ? Wrong{} : "required"_s;
    }
    static const JsonValue null;
    bool is_empty = input.from_form && value->text.empty(), is_null = is_empty && empty_means_null<M>();
    if (is_empty && !may_be_empty<M>()) return "required"_s;
    return from_json(is_null ? null : *value, rules, member);
}

template <class M>
Wrong from_parameter(const Texts& from, std::string_view name, const Rules& rules, M& member)
{
    auto it = from.find(name);
    if (it == from.end() || (!rules.blank && trimmed(it->second).empty())) return std::nullopt;
    if constexpr (is_optional<M>) return from_text(it->second, rules, member.emplace());
    else return from_text(it->second, rules, member);
}

} // namespace reading

// Adds every fault to `faults`; what has one holds anything. A path parameter that is no such value is
// not_found: an id that is no UUID names nothing. `replaces`: of a T that is_whole, each Patch counts as
// given, with its initial value where the body has none; one without `defaulted` that may not be null is
// required then.
template <Described T> T read(const Input& input, bool replaces, Faults& faults)
{
    T out{};
    each_field<T>([&](const auto& f, auto access) {
        auto& member = access(out);
        using M = std::remove_cvref_t<decltype(member)>;
        reading::Wrong wrong;
        if (f.rules.in == In::body)
            wrong = reading::from_body(input, f.name, f.rules, replaces && is_whole<T>, member);
        else if constexpr (!is_patch<M> && !is_list<M> && !is_upload<M>)
            wrong = reading::from_parameter(
                f.rules.in == In::path ? input.path : input.query, f.name, f.rules, member);
        if (wrong && f.rules.in == In::path) throw Problem{"not_found"};
        if (wrong) faults.add(f.name, std::move(*wrong));
    });
    if constexpr (requires { out.check(faults); }) out.check(faults);
    return out;
}

// Throws Problem invalid with every fault.
template <Described T> T read(const Input& input, bool replaces = false)
{
    Faults faults;
    auto out = read<T>(input, replaces, faults);
    faults.end_if_any();
    return out;
}
