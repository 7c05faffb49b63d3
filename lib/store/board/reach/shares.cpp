#include "shares.hpp"

#include "lib/store/ledger/part.hpp"

#include <fmt/format.h>

namespace {

constexpr std::string_view columns = "s.id, s.job, j.title AS job_title, s.method, s.shared_with, s.message, "
                                     "s.shared_at",
                           rows = "job_shares s JOIN jobs j ON j.id = s.job";

constexpr Order<JobShare> orders[] = {
    {"shared_at", "s.shared_at", "s.shared_at", "timestamptz",
        [](const JobShare& s, bool) { return exact_text(s.shared_at); }},
};

} // namespace

std::span<const Order<JobShare>> store::share_orders()
{
    return orders;
}

Slice<JobShare> store::list_shares(Sql& sql, const Uuid& owner, const Window<JobShare>& window)
{
    return read_part(
        sql, {columns, rows, "s.id"}, " WHERE s.owner = :owner::uuid", {arg("owner", owner)}, window);
}

std::optional<JobShare> store::find_share(Sql& sql, const Uuid& id, const Uuid& owner)
{
    static const auto text =
        fmt::format("SELECT {} FROM {} WHERE s.id = :id::uuid AND s.owner = :owner::uuid", columns, rows);
    return sql.one<JobShare>(text, {arg("id", id), arg("owner", owner)});
}

void store::add_share(Sql& sql, const NewShare& share)
{
    static const auto sharing = telling(job_shared, R"(
        INSERT INTO job_shares (id, owner, job, method, shared_with, message)
        VALUES (:id::uuid, :owner::uuid, :job::uuid, :method, :shared_with, :message)
        RETURNING id, (SELECT title FROM jobs WHERE id = job),
                  jsonb_build_object('method', jsonb_build_array(NULL, method)))");
    tell(sql, sharing, args_of(share));
}

long long store::count_mailed_shares(Sql& sql, const Uuid& owner)
{
    sql.change("SELECT FROM users WHERE id = :owner::uuid FOR NO KEY UPDATE", {arg("owner", owner)});
    return sql
        .one<Count>(
            "SELECT count(*) AS count FROM job_shares WHERE owner = :owner::uuid AND method = 'email' "
            "AND shared_at > now() - interval '1 day'",
            {arg("owner", owner)})
        ->count;
}
