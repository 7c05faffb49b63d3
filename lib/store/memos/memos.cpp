#include "memos.hpp"

namespace {

constexpr Order<Memo> orders[] = {
    {"created_at", "m.created_at", "m.created_at", "timestamptz",
        [](const Memo& m, bool) { return exact_text(m.created_at); }},
};

const std::string theirs = store::owned_by_caller("m.owner_id");

} // namespace

std::span<const Order<Memo>> store::memo_orders()
{
    return orders;
}

Slice<Memo> store::list_memos(Sql& sql, const Scope& scope, const Window<Memo>& window)
{
    auto params = args_of(scope);
    auto count =
        sql.all_once<Count>("SELECT count(*) AS count FROM memos m WHERE " + theirs, params)[0].count;
    auto beside = beside_condition(window, "m.id", params);
    auto rows = sql.all_once<Memo>(
        fmt::format(
            "SELECT m.id, m.text, m.created_at FROM memos m WHERE {}{} ORDER BY {} LIMIT {} OFFSET {}",
            theirs, beside, order_clause(window, "m.id"), window.size + 1, window.offset),
        params);
    return slice_of(window, std::move(rows), count);
}

std::optional<Memo> store::find_memo(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto text =
        "SELECT m.id, m.text, m.created_at FROM memos m WHERE m.id = :id::uuid AND " + theirs;
    return sql.one<Memo>(text, args_of(scope, {arg("id", id)}));
}

void store::add_memo(Sql& sql, const Uuid& id, const Uuid& owner, const std::string& text)
{
    sql.change("INSERT INTO memos (id, owner_id, text) VALUES (:id::uuid, :owner::uuid, :text)",
        {arg("id", id), arg("owner", owner), arg("text", std::string_view(text))});
}

bool store::change_memo(Sql& sql, const Uuid& id, const Scope& scope, const std::string& text)
{
    static const auto statement = "UPDATE memos m SET text = :text WHERE m.id = :id::uuid AND " + theirs;
    return sql.change(statement, args_of(scope, {arg("id", id), arg("text", std::string_view(text))})) == 1;
}

bool store::delete_memo(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto statement = "DELETE FROM memos m WHERE m.id = :id::uuid AND " + theirs;
    return sql.change(statement, args_of(scope, {arg("id", id)})) == 1;
}
