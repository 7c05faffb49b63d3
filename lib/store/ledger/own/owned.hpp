// What people have several of, each their own: skills, saved answers. Such a kind of thing is one struct of
// what its owner says of it, which names its table:
//
//     struct Skill {
//         std::string name;
//         static constexpr OwnedTable kept{"profile_skills", "skills", &profile_updated};
//         static constexpr auto fields = std::tuple{field("name", &Skill::name, {.max = 100})};
//     };
//
// The table has a column for each field, and id, owner, created_at and updated_at. Whose row it is, how many
// somebody may have and what is told of it is said here for all of them; lib/web/shape/owned.hpp has their
// endpoints.
#pragma once

#include "lib/store/ledger/events.hpp"

#include "lib/db/window.hpp"

struct OwnedTable {
    std::string_view table;
    std::string_view changed;        // what events call it: {"skills": [before, after]}
    const EventKind* told = nullptr; // of the owner
    int at_most = 100;               // that one person may have
};

// clang-format off
template <class T>
concept OwnedContent = Described<T> && std::same_as<decltype(T::kept), const OwnedTable>;
// clang-format on

template <OwnedContent T> struct OwnedRow {
    Uuid id;
    T content;
    Time created_at{}, updated_at{};
    static constexpr auto fields = std::tuple{
        field("id", &OwnedRow::id),
        fields_of(&OwnedRow::content),
        field("created_at", &OwnedRow::created_at),
        field("updated_at", &OwnedRow::updated_at),
    };
};

namespace store {

// The statements of one table, made once.
struct OwnedStatements {
    std::string columns, from, find, lock, count, all;
    Telling add, change, remove;
    OwnedStatements(const OwnedTable&, const std::vector<std::string_view>& columns);
};

template <OwnedContent T> const OwnedStatements& owned_statements()
{
    static const OwnedStatements made(T::kept, [] {
        std::vector<std::string_view> out;
        each_field<T>([&](const auto& f, auto) { out.push_back(f.name); });
        return out;
    }());
    return made;
}

// Waits for whoever else adds something of this owner's, until the transaction ends; answers whether they may
// have one more.
bool may_own_more(Sql&, const OwnedTable&, const OwnedStatements&, const Uuid& owner);
Params args_of_owned(const Uuid& id, const Uuid& owner, const std::string& before, const std::string& after);

template <OwnedContent T> std::span<const Order<OwnedRow<T>>> owned_orders()
{
    static constexpr Order<OwnedRow<T>> orders[] = {
        {"created_at", "created_at", "created_at", "timestamptz",
            [](const OwnedRow<T>& row, bool) { return exact_text(row.created_at); }},
        {"updated_at", "updated_at", "updated_at", "timestamptz",
            [](const OwnedRow<T>& row, bool) { return exact_text(row.updated_at); }},
    };
    return orders;
}

// Whoever asks for one that is not theirs gets nothing.
template <OwnedContent T> std::optional<OwnedRow<T>> find_owned(Sql& sql, const Uuid& id, const Uuid& owner)
{
    return sql.one<OwnedRow<T>>(owned_statements<T>().find, {arg("id", id), arg("owner", owner)});
}

// Kept as it is until the transaction ends.
template <OwnedContent T> std::optional<OwnedRow<T>> lock_owned(Sql& sql, const Uuid& id, const Uuid& owner)
{
    return sql.one<OwnedRow<T>>(owned_statements<T>().lock, {arg("id", id), arg("owner", owner)});
}

// All of somebody's, latest first.
template <OwnedContent T> std::vector<OwnedRow<T>> all_owned(Sql& sql, const Uuid& owner)
{
    return sql.all<OwnedRow<T>>(owned_statements<T>().all, {arg("owner", owner)});
}

// Nothing when they have as many as they may. In a transaction.
template <OwnedContent T> std::optional<Uuid> add_owned(Sql& sql, const Uuid& owner, const T& content)
{
    const auto& statements = owned_statements<T>();
    if (!may_own_more(sql, T::kept, statements, owner)) return std::nullopt;
    auto id = new_uuid();
    tell(sql, statements.add, args_of(content, args_of_owned(id, owner, "null", json_text(content))));
    return id;
}

// A row that was locked becomes so.
template <OwnedContent T>
void change_owned(Sql& sql, const Uuid& owner, const OwnedRow<T>& before, const T& after)
{
    tell(sql, owned_statements<T>().change,
        args_of(after, args_of_owned(before.id, owner, json_text(before.content), json_text(after))));
}

template <OwnedContent T> void remove_owned(Sql& sql, const Uuid& owner, const OwnedRow<T>& row)
{
    tell(sql, owned_statements<T>().remove, args_of_owned(row.id, owner, json_text(row.content), "null"));
}

} // namespace store
