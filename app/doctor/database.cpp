// What `jobboard doctor` looks at in PostgreSQL and Redis.
#include "doctor.hpp"

#include "app/database.hpp"
#include "lib/db/migrate.hpp"
#include "lib/db/redis.hpp"
#include "lib/db/standby.hpp"
#include "lib/store/operations/server_facts.hpp"

#include <fmt/format.h>

using enum Finding::Grade;

namespace {

Finding failed(std::string_view who, const DatabaseError& e)
{
    if (e.lost)
        return {failure,
            fmt::format(
                "{} cannot reach the database: {}. Is PostgreSQL running, is the address right, is the "
                "role let in by pg_hba.conf, are connections left?",
                who, e.summary)};
    return {failure, fmt::format("The database refused {}: {} ({}).", who, e.summary, e.sqlstate)};
}

void check_durability(const ServerFacts& server, Findings& out)
{
    auto must_be_on = [&](std::string_view name, const std::string& value, std::string_view otherwise) {
        if (value == "off") out.push_back({failure, fmt::format("{} is off: {}", name, otherwise)});
    };
    must_be_on("fsync", server.fsync, "a crash of the machine destroys the database. Turn it on.");
    must_be_on("full_page_writes", server.full_page_writes,
        "a crash of the machine may destroy tables. Turn it on.");
    must_be_on("synchronous_commit", server.synchronous_commit,
        "a crash loses changes whose success was answered. Turn it on.");
    must_be_on("autovacuum", server.autovacuum, "tables grow and become slow without end. Turn it on.");
    if (server.data_checksums == "off")
        out.push_back(
            {warning, "Data checksums are off: damage on the disk goes unseen. Stop PostgreSQL and run "
                      "pg_checksums --enable."});
}

void check_capacity(const Settings& s, const ServerFacts& server, Findings& out)
{
    auto needed = 2 * (s.fast_workers + s.slow_workers) + 2; // old and new ones during a reload
    if (needed > server.connections_allowed)
        out.push_back({failure,
            fmt::format("The workers of this host need up to {} connections, and PostgreSQL allows {} "
                        "altogether: raise max_connections, or have fewer workers.",
                needed, server.connections_allowed)});
    if (server.shared_buffers_mb < 128)
        out.push_back(
            {warning, fmt::format("shared_buffers is {} MB: give PostgreSQL a quarter of the memory.",
                          server.shared_buffers_mb)});
    if (server.jit == "on")
        out.push_back({warning, "jit is on: compiling plans takes longer here than they run. Turn it off."});
}

void check_clock(const ServerFacts& server, Time before, Findings& out)
{
    using namespace std::chrono;
    auto middle = before + (now() - before) / 2;
    auto apart =
        duration_cast<milliseconds>(server.clock > middle ? server.clock - middle : middle - server.clock);
    if (apart > seconds(2))
        out.push_back(
            {warning, fmt::format("The clocks of this host and of PostgreSQL's are {} ms apart: tokens and "
                                  "deadlines suffer. Run chrony or systemd-timesyncd on both.",
                          apart.count())});
}

} // namespace

Findings examine_server(const Settings& s)
try {
    Findings out;
    Sql sql(request_session(s));
    sql.script("SELECT 1"); // so that connecting does not count as a difference of clocks
    auto before = now();
    auto server = store::server_facts(sql);
    check_clock(server, before, out);
    if (server.version < 150000)
        out.push_back(
            {failure, fmt::format("It is version {}; 15 or later is needed.", server.version / 10000)});
    if (server.standby) out.push_back({failure, "DATABASE_URL leads to a standby, which takes no changes."});
    check_durability(server, out);
    check_capacity(s, server, out);
    for (const auto& table : store::tables_without_statistics(sql))
        out.push_back(
            {warning, fmt::format("Nothing is known of the rows of {0}: run ANALYZE {0}.", table.name)});
    return out;
} catch (const DatabaseError& e) {
    return {failed("the program's role", e)};
}

Findings examine_roles(const Settings& s)
{
    Findings out;
    try {
        Sql sql(request_session(s));
        auto app = store::role_facts(sql);
        if (app.superuser)
            out.push_back({failure,
                fmt::format("{} is a superuser: a fault of the program could do anything. See \"The "
                            "database\" in the operator's guide.",
                    app.name)});
        else if (app.tables_owned > 0 || app.makes_tables)
            out.push_back({failure,
                fmt::format(
                    "{} owns tables or may make them: only DATABASE_OWNER_URL's role should.", app.name)});
        auto needed = 2 * (s.fast_workers + s.slow_workers) + 2;
        if (app.connections_allowed >= 0 && app.connections_allowed < needed)
            out.push_back(
                {failure, fmt::format("{0} may have {1} connections, and this host's workers need up to {2}: "
                                      "ALTER ROLE {0} CONNECTION LIMIT {2}.",
                              app.name, app.connections_allowed, needed)});
    } catch (const DatabaseError& e) {
        out.push_back(failed("the program's role", e));
    }
    try {
        Sql sql(patient_session(s, s.database_owner_url));
        if (store::role_facts(sql).tables_owned == 0)
            out.push_back({warning, "DATABASE_OWNER_URL's role owns no tables: has `jobboard migrate` run?"});
    } catch (const DatabaseError& e) {
        auto finding = failed("the owner's role", e);
        finding.grade = warning; // hosts that only serve do not need it
        out.push_back(finding);
    }
    return out;
}

Findings examine_schema(const Settings& s)
try {
    Sql sql(request_session(s));
    auto pending = pending_migrations(sql, s.home_path + "/sql");
    if (pending.empty()) return {{ok, "All migrations that this program knows are applied."}};
    return {{failure, fmt::format("{} migrations are missing, from {} on: run `jobboard migrate`.",
                          pending.size(), pending.front().name)}};
} catch (const MigrationError& e) {
    return {{failure, e.what()}};
} catch (const DatabaseError& e) {
    return {failed("the program's role", e)};
}

Findings examine_standby(const Settings& s)
{
    if (s.database_standby_url.empty()) return {{ok, "There is none."}};
    Standby standby(standby_session(s), static_cast<int>(s.database_standby_lag_ms));
    if (standby.usable()) return {{ok, "It keeps up."}};
    return {{warning,
        fmt::format("It is away, cut off from its primary, or more than {} ms behind: the primary answers.",
            s.database_standby_lag_ms)}};
}

Findings examine_redis(const Settings& s)
{
    if (s.redis_url.empty()) return {{ok, "There is none."}};
    if (Redis(s.redis_url).ping()) return {{ok, "It answers."}};
    return {
        {warning, fmt::format("It does not answer at {}: the board works, uncached and with fewer limits.",
                      shown_redis(s.redis_url))}};
}
