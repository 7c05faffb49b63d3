#include "events.hpp"

#include <fmt/format.h>

namespace {

// Values that every telling statement binds, of whoever acts.
Params args_of_actor(const Actor& actor, Params params)
{
    params.push_back(arg("by_way", actor.came_by));
    params.push_back(arg("by", actor.person));
    params.push_back(arg("by_request", std::string_view(actor.request)));
    params.push_back(arg("by_method", std::string_view(actor.method)));
    params.push_back(arg("by_path", std::string_view(actor.path)));
    params.push_back(arg("by_address", std::string_view(actor.address)));
    params.push_back(arg("by_agent", std::string_view(actor.agent)));
    return params;
}

} // namespace

// The kinds' names are our own.
store::Telling store::telling(const EventKind& kind, std::string_view change)
{
    return {fmt::format(R"(
        WITH changed (id, name, changes) AS ({})
        INSERT INTO events (kind, did, subject_kind, subject, subject_name, changes, came_by, actor, actor_name,
                            request, method, path, address, agent)
        SELECT '{}', '{}', '{}', changed.id, changed.name, changed.changes, :by_way, :by::uuid,
               coalesce((SELECT username FROM users WHERE id = :by::uuid),
                        CASE WHEN changed.id = :by::uuid THEN changed.name ELSE '' END),
               :by_request, :by_method, :by_path, :by_address, :by_agent
          FROM changed WHERE changed.changes IS DISTINCT FROM '{{}}')",
        change, kind.name, name_of(kind.did), kind.subject->name)};
}

long long store::tell(Sql& sql, const Telling& what, Params params)
{
    return sql.change(what.text, args_of_actor(sql.actor(), std::move(params)));
}

std::vector<Happened> store::events_of(Sql& sql, const Uuid& subject, int at_most)
{
    return sql.all<Happened>(R"(
        SELECT kind, coalesce(changes, '{}')::text AS changes, actor_name, came_by, at FROM events
         WHERE subject = :subject::uuid ORDER BY at DESC, number DESC LIMIT :at_most::int
    )",
        {arg("subject", subject), arg("at_most", at_most)});
}

long long store::chain_events(Sql& sql, int at_most)
{
    return sql.one<Count>("SELECT chain_events(:at_most::int) AS count", {arg("at_most", at_most)})->count;
}

long long store::last_place(Sql& sql)
{
    return sql.one<Count>("SELECT coalesce(max(place), 0) AS count FROM event_chain")->count;
}

void store::make_event_months(Sql& sql)
{
    sql.change("SELECT make_event_months(3)");
}

store::ChainSeen store::verify_chain(Sql& sql, long long from, int at_most)
{
    return *sql.one<ChainSeen>(
        "SELECT place AS broken, seen FROM broken_event_link(:from::bigint, :at_most::int)",
        {arg("from", from), arg("at_most", at_most)});
}
