// The endpoints of what people have several of, each their own (lib/store/ledger/own/owned.hpp): list, add,
// read, change, replace, delete. A kind is a value that says what it is called and how often it may be asked
// for:
//
//     struct Skills {
//         using Content = Skill;
//         static constexpr std::string_view one = "skill", many = "skills", a_one = "a skill",
//                                           ones = "skills", path = "/api/v1/auth/profile/skills/";
//         static constexpr Rate reading{"profile", 600, per_minute}, writing{"profile_changes", 300,
//         per_minute};
//     };
//
// The struct says by `shown_as` what its schema is called. Where there are rules beside its fields' own, the
// value has a static void check(const Content&, Faults&).
#pragma once

#include "lib/store/ledger/own/owned.hpp"
#include "lib/store/ledger/part.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/words/labels.hpp"

// As clients read one.
template <OwnedContent T> struct Owned {
    Uuid id;
    T content;
    LabelsOf<T> labels;
    Time created_at{}, updated_at{};

    static constexpr std::string_view schema_name = T::shown_as, schema_about = T::schema_about;
    static constexpr auto fields = std::tuple{
        field("id", &Owned::id, {.about = "Its id."}),
        fields_of(&Owned::content),
        fields_of(&Owned::labels),
        field("created_at", &Owned::created_at, {.about = "When it was added."}),
        field("updated_at", &Owned::updated_at, {.about = "When it was changed last."}),
    };
};

namespace owned {

// Texts put together while compiling.
template <const std::string_view&... parts> inline constexpr auto joined_text = [] {
    std::array<char, (parts.size() + ...)> out{};
    std::size_t at = 0;
    for (std::string_view part : {parts...})
        for (char c : part) out[at++] = c;
    return out;
}();
template <const std::string_view&... parts>
inline constexpr std::string_view joined{joined_text<parts...>.data(), joined_text<parts...>.size()};

inline constexpr std::string_view list_ = "list_", add_ = "add_", read_ = "read_", update_ = "update_",
                                  delete_ = "delete_", by_id = "{id}/", ones_own = "One's own ",
                                  latest = ", latest first", add = "Add ", read = "Read ", change = "Change ",
                                  some = ", the whole or some of it", remove = "Delete ";

struct ById {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &ById::id, {.in = In::path, .about = "Its id."})};
};

template <OwnedContent T> struct Update {
    ById which;
    ChangeOf<T> content;
    using Whole = T;
    static inline const std::string schema_name = std::string(T::shown_as) + "Change";
    static constexpr std::string_view schema_about = "What changes of it; the rest stays.";
    static constexpr auto fields = std::tuple{fields_of(&Update::which), fields_of(&Update::content)};
};

template <OwnedContent T> Owned<T> shown(const OwnedRow<T>& row)
{
    return {row.id, row.content, LabelsOf<T>(row.content), row.created_at, row.updated_at};
}

template <OwnedContent T> Owned<T> found(Context& c, const Uuid& id)
{
    auto one = store::find_owned<T>(c.sql, id, *c.caller.id);
    if (!one) throw Problem{"not_found"};
    return shown(*one);
}

template <OwnedContent T> OwnedRow<T> locked(Context& c, const Uuid& id)
{
    auto one = store::lock_owned<T>(c.sql, id, *c.caller.id);
    if (!one) throw Problem{"not_found"};
    return *one;
}

template <OwnedContent T> Page<Owned<T>> list(Context& c, const Paging& in)
{
    const auto& statements = store::owned_statements<T>();
    auto window = window_of(c, in, store::owned_orders<T>(), "-created_at");
    auto slice = store::read_part(c.sql, {statements.columns, statements.from, "id"},
        " WHERE owner = :owner::uuid", {arg("owner", *c.caller.id)}, window);
    std::vector<Owned<T>> rows;
    for (const auto& row : slice.rows) rows.push_back(shown(row));
    auto page = page_of(c, in, window, slice);
    return {page.count, page.next, page.previous, std::move(rows)};
}

template <class Kind> void check(const typename Kind::Content& content, Faults& faults)
{
    if constexpr (requires { Kind::check(content, faults); }) Kind::check(content, faults);
}

template <class Kind> void expect_fine(const typename Kind::Content& content)
{
    Faults faults;
    check<Kind>(content, faults);
    faults.end_if_any();
}

template <class Kind, OwnedContent T> Owned<T> add_one(Context& c, const T& in)
{
    expect_fine<Kind>(in);
    auto id = store::add_owned(c.sql, *c.caller.id, in);
    if (!id) throw invalid(no_field, Said("owned.too_many"_s, {{"max", T::kept.at_most}}));
    return found<T>(c, *id);
}

template <class Kind, OwnedContent T> Owned<T> update(Context& c, const Update<T>& in)
{
    auto before = locked<T>(c, in.which.id);
    auto after = in.content.over(before.content);
    expect_fine<Kind>(after);
    store::change_owned(c.sql, *c.caller.id, before, after);
    return found<T>(c, in.which.id);
}

// What the endpoints of a kind do. Named, since clang 14 cannot take lambdas where they stand in a template.
template <class Kind> struct Lists {
    using T = typename Kind::Content;
    Page<Owned<T>> operator()(Context& c, const Paging& in) const { return list<T>(c, in); }
};
template <class Kind> struct Adds {
    using T = typename Kind::Content;
    Owned<T> operator()(Context& c, const T& in) const { return add_one<Kind>(c, in); }
};
template <class Kind> struct FindsFurtherFaults {
    using T = typename Kind::Content;
    void operator()(Context&, const T& in, Faults& faults) const { check<Kind>(in, faults); }
};
template <class Kind> struct Reads {
    using T = typename Kind::Content;
    Owned<T> operator()(Context& c, const ById& in) const { return found<T>(c, in.id); }
};
template <class Kind> struct Updates {
    using T = typename Kind::Content;
    Owned<T> operator()(Context& c, const Update<T>& in) const { return update<Kind>(c, in); }
};
template <class Kind> struct Removes {
    using T = typename Kind::Content;
    Nothing operator()(Context& c, const ById& in) const
    {
        store::remove_owned(c.sql, *c.caller.id, locked<T>(c, in.id));
        return {};
    }
};

} // namespace owned

// Those of one kind.
template <class Kind> struct OwnedEndpoints {
    using T = typename Kind::Content;
    static constexpr Endpoint all[] = {
        {
            .name = owned::joined<owned::list_, Kind::many>,
            .methods = Method::get,
            .path = Kind::path,
            .summary = owned::joined<owned::ones_own, Kind::ones, owned::latest>,
            .about = T::schema_about,
            .needs = signed_in,
            .rate = Kind::reading,
            .cache = private_copy,
            .ordering = {order_names<store::owned_orders<T>>, "-created_at"},
            .answer = owned::Lists<Kind>{},
        },
        {
            .name = owned::joined<owned::add_, Kind::one>,
            .methods = Method::post,
            .path = Kind::path,
            .summary = owned::joined<owned::add, Kind::a_one>,
            .about = T::schema_about,
            .needs = signed_in,
            .rate = Kind::writing,
            .cache = no_store,
            .status = 201,
            .further_faults = owned::FindsFurtherFaults<Kind>{},
            .answer = owned::Adds<Kind>{},
        },
        {
            .name = owned::joined<owned::read_, Kind::one>,
            .methods = Method::get,
            .path = owned::joined<Kind::path, owned::by_id>,
            .thing = Kind::one,
            .summary = owned::joined<owned::read, Kind::a_one>,
            .about = T::schema_about,
            .needs = signed_in,
            .rate = Kind::reading,
            .cache = private_copy,
            .answer = owned::Reads<Kind>{},
        },
        {
            .name = owned::joined<owned::update_, Kind::one>,
            .methods = Method::put | Method::patch,
            .path = owned::joined<Kind::path, owned::by_id>,
            .thing = Kind::one,
            .summary = owned::joined<owned::change, Kind::a_one, owned::some>,
            .about = T::schema_about,
            .needs = signed_in,
            .rate = Kind::writing,
            .cache = no_store,
            .row = T::kept.table,
            .answer = owned::Updates<Kind>{},
        },
        {
            .name = owned::joined<owned::delete_, Kind::one>,
            .methods = Method::del,
            .path = owned::joined<Kind::path, owned::by_id>,
            .thing = Kind::one,
            .summary = owned::joined<owned::remove, Kind::a_one>,
            .about = T::schema_about,
            .needs = signed_in,
            .rate = Kind::writing,
            .cache = no_store,
            .row = T::kept.table,
            .answer = owned::Removes<Kind>{},
        },
    };
    static_assert(consistent(all));
};

// The endpoints of several kinds.
template <class... Kinds> inline constexpr auto owned_endpoints = std::apply(
    [](auto... e) { return std::array{e...}; }, std::tuple_cat(std::to_array(OwnedEndpoints<Kinds>::all)...));
