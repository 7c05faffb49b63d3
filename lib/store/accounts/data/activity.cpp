#include "activity.hpp"

#include "lib/store/accounts/account_events.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr Order<Activity> orders[] = {
    {"created_at", "e.at", "e.at", "timestamptz",
        [](const Activity& e, bool) { return exact_text(e.created_at); }},
};

// Where somebody else was who changed the account is not told.
constexpr std::string_view columns = R"(
    e.id, e.kind AS event, '' AS description, CASE WHEN e.own THEN e.address ELSE '' END AS address,
    CASE WHEN e.own THEN e.agent ELSE '' END AS device, e.at AS created_at)";

// Each half is read in the order of its own index.
constexpr std::string_view of_person = R"((
    SELECT id, at, kind, address, agent, actor IS NULL OR actor = :person::uuid AS own FROM events
     WHERE subject = :person::uuid AND kind = ANY (string_to_array(:of_account, ','))
     UNION ALL
    SELECT id, at, kind, address, agent, true FROM events
     WHERE actor = :person::uuid AND kind = ANY (string_to_array(:of_doer, ','))) e)";

// For as long as it lives.
class ActingAs {
public:
    ActingAs(Sql& sql, Actor actor) : sql(sql), before(sql.actor()) { sql.act_as(std::move(actor)); }
    ~ActingAs() { sql.act_as(std::move(before)); }
    ActingAs(const ActingAs&) = delete;
    ActingAs& operator=(const ActingAs&) = delete;

private:
    Sql& sql;
    Actor before;
};

} // namespace

std::span<const Order<Activity>> store::activity_orders()
{
    return orders;
}

Slice<Activity> store::list_activity(
    Sql& sql, const Uuid& person, const ActivityKinds& kinds, const Window<Activity>& window)
{
    Params params{arg("person", person), arg("of_account", kinds.of_account), arg("of_doer", kinds.of_doer)};
    return read_part(
        sql, {columns, of_person, "e.id", Counting::to_ten_thousand}, " WHERE true", params, window);
}

void store::tell_of_failed_sign_in(Sql& sql, const FailedSignIn& failed)
{
    static const auto telling_of_it = telling(sign_in_failed,
        "SELECT id, username, NULL::jsonb FROM users WHERE id = :person::uuid AND deleted_at IS NULL");
    ActingAs nobody(sql, {failed.came_by, std::nullopt, failed.request, failed.method, failed.path,
                             failed.address, failed.agent});
    tell(sql, telling_of_it, {arg("person", failed.person)});
}
