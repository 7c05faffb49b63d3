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

// What is on its way out of the API, days as in 2027-12-31 (RFC 9745, RFC 8594). Not deprecated: without
// `since`.
struct Deprecated {
    std::string_view since = "", sunset = "";
    std::string_view successor = ""; // what to use instead: a path or a field
    constexpr explicit operator bool() const { return !since.empty(); }
};

// What a field's value must satisfy. Bounds are characters for text, elements for lists, bytes for files, the
// value itself for whole numbers, and whole units for money.
struct Rules {
    In in = In::body;
    long long min = LLONG_MIN;
    long long max = LLONG_MAX;
    bool defaulted = false;  // absent from a body: the member keeps its initial value
    bool clamped = false;    // above max: becomes max, silently
    bool in_bytes = false;   // of text: max is of its UTF-8 bytes, so that lists of many have a bound
    bool verbatim = false;   // text keeps its outer white space, as passwords must
    bool or_address = false; // a file that is there already may be sent as its address, as it was read
    bool or_encoded = false; // a file may come in JSON, as {"filename", "content"} with its bytes in base64
    bool blank = false;      // an empty query parameter counts as given; otherwise it is as good as absent
    bool figure = false; // follows from what others do (visits, applications): no new version of the object
    // For documentation: what it is, what its text looks like (a format of JSON Schema, a regular
    // expression), and one such value as text. Reading asks the bounds above alone.
    std::string_view about = "", format = "", pattern = "", example = "";
    std::string_view since = ""; // the version of the API that brought it, if it was not the first
    Deprecated deprecated = {};
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
template <class S, class M> struct Spliced {
    M S::*member;
};
template <class S, class M> constexpr Spliced<S, M> fields_of(M S::*member)
{
    return {member};
}

// clang-format off
template <class T>
concept Described = requires { T::fields; };
// clang-format on

template <Described T, class Visit> constexpr void each_field(Visit visit);

template <class S, class M, class Visit> constexpr void visit_field(const Field<S, M>& field, Visit& visit)
{
    visit(
        field, [member = field.member](auto& object) -> auto& { return object.*member; });
}

template <class S, class M, class Visit>
constexpr void visit_field(const Spliced<S, M>& spliced, Visit& visit)
{
    each_field<M>([&visit, member = spliced.member](const auto& field, auto access) {
        visit(
            field, [=](auto& object) -> auto& { return access(object.*member); });
    });
}

// Calls visit(field, access) for each field of T in order, where access(object) is a reference to that
// field's member in an object of type T. Members spliced in by fields_of are walked through.
template <Described T, class Visit> constexpr void each_field(Visit visit)
{
    std::apply([&](const auto&... field) { (visit_field(field, visit), ...); }, T::fields);
}

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool is_list = false;
template <class T> inline constexpr bool is_list<std::vector<T>> = true;

// A field of a partial update: absent, or a value. Patch<std::optional<T>> also tells null from absent.
template <class T> struct Patch {
    bool given = false;
    T value{}; // of a given field

    // What the field becomes, given what it is now.
    const T& over(const T& current) const { return given ? value : current; }
};
template <class T> inline constexpr bool is_patch = false;
template <class T> inline constexpr bool is_patch<Patch<T>> = true;

// One field of ChangeOf<T>.
template <class T, class M, std::size_t index> struct ChangedField {
    std::string_view name;
    Rules rules;
};
template <class T, class M, std::size_t index, class Visit>
constexpr void visit_field(const ChangedField<T, M, index>& field, Visit& visit)
{
    visit(
        field, [](auto& object) -> auto& { return std::get<index>(object.values); });
}

// What PATCH, and by PUT the whole, changes of a T, all of whose fields are its own: a Patch for each of
// them.
template <Described T> struct ChangeOf {
private:
    template <class... M> static std::tuple<Patch<M>...> patches(const std::tuple<Field<T, M>...>&);
    template <class... M> static constexpr auto changed_fields(const std::tuple<Field<T, M>...>& of)
    {
        return [&]<std::size_t... i>(std::index_sequence<i...>)
        {
            return std::tuple{ChangedField<T, M, i>{std::get<i>(of).name, std::get<i>(of).rules}...};
        }
        (std::index_sequence_for<M...>{});
    }
    template <class Visit> static void each(Visit visit)
    {
        [&]<std::size_t... i>(std::index_sequence<i...>)
        {
            (visit(std::integral_constant<std::size_t, i>{}, std::get<i>(T::fields).member), ...);
        }
        (std::make_index_sequence<std::tuple_size_v<decltype(values)>>{});
    }

public:
    using Whole = T;
    decltype(patches(T::fields)) values;

    ChangeOf()
    {
        const T initial{};
        each([&](auto i, auto member) { std::get<i>(values).value = initial.*member; });
    }
    // What it becomes, given what it is now.
    T over(T current) const
    {
        each([&](auto i, auto member) { current.*member = std::get<i>(values).over(current.*member); });
        return current;
    }

    static inline const std::string schema_name = std::string(T::schema_name) + "Change";
    static constexpr std::string_view schema_about = "What changes; the rest stays.";
    static constexpr auto fields = changed_fields(T::fields);
};

// Whether T, sent by PUT, stands for the whole object: what is left out is not as it was before. It says by
// `using Whole = …` which struct such an object is made from.
template <class T> inline constexpr bool is_whole = requires
{
    typename T::Whole;
};
