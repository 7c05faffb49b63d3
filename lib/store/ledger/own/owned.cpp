#include "owned.hpp"

#include <fmt/format.h>

namespace {

// Each name in that form, with commas between.
std::string joined(const std::vector<std::string_view>& names, std::string_view form)
{
    std::string out;
    for (auto name : names) out += (out.empty() ? "" : ", ") + fmt::format(fmt::runtime(form), name);
    return out;
}

// What there is to tell of a row: of whom, and what it was and became.
std::string told(const OwnedTable& of)
{
    return fmt::format(R"(
        RETURNING owner, (SELECT username FROM users WHERE id = owner),
                  CASE WHEN :before::jsonb = :after::jsonb THEN '{{}}'
                       ELSE jsonb_build_object('{}', jsonb_build_array(:before::jsonb, :after::jsonb)) END)",
        of.changed);
}

} // namespace

store::OwnedStatements::OwnedStatements(const OwnedTable& of, const std::vector<std::string_view>& names)
    : columns("id, " + joined(names, "{}") + ", created_at, updated_at"), from(of.table),
      find(fmt::format("SELECT {} FROM {} WHERE id = :id::uuid AND owner = :owner::uuid", columns, from)),
      lock(find + " FOR UPDATE"),
      count(fmt::format("SELECT count(*) AS count FROM {} WHERE owner = :owner::uuid", from)),
      all(fmt::format(
          "SELECT {} FROM {} WHERE owner = :owner::uuid ORDER BY created_at DESC, id DESC", columns, from)),
      add(telling(
          *of.told, fmt::format("INSERT INTO {} (id, owner, {}) VALUES (:id::uuid, :owner::uuid, {}){}", from,
                        joined(names, "{}"), joined(names, ":{}"), ::told(of)))),
      change(telling(*of.told,
          fmt::format(
              "UPDATE {} SET {}, updated_at = CASE WHEN :before::jsonb = :after::jsonb THEN updated_at "
              "ELSE now() END WHERE id = :id::uuid AND owner = :owner::uuid{}",
              from, joined(names, "{0} = :{0}"), ::told(of)))),
      remove(telling(*of.told,
          fmt::format("DELETE FROM {} WHERE id = :id::uuid AND owner = :owner::uuid{}", from, ::told(of))))
{
}

bool store::may_own_more(Sql& sql, const OwnedTable& of, const OwnedStatements& statements, const Uuid& owner)
{
    sql.change("SELECT FROM users WHERE id = :owner::uuid FOR NO KEY UPDATE", {arg("owner", owner)});
    return sql.one<Count>(statements.count, {arg("owner", owner)})->count < of.at_most;
}

Params store::args_of_owned(
    const Uuid& id, const Uuid& owner, const std::string& before, const std::string& after)
{
    return {arg("id", id), arg("owner", owner), arg("before", std::string_view(before)),
        arg("after", std::string_view(after))};
}
