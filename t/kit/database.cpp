#include "database.hpp"

#include "process.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace {

Sql& administration()
{
    static Sql sql(patient(environment("TEST_DATABASE") + " dbname=postgres"));
    return sql;
}

std::string fresh_name()
{
    static int made = 0;
    return fmt::format("t_{}_{}", getpid(), ++made);
}

} // namespace

SqlOptions patient(const std::string& connection)
{
    return {.connection = Secret(connection),
        .statement_timeout_ms = 60'000,
        .lock_timeout_ms = 60'000,
        .idle_transaction_timeout_ms = 600'000};
}

Database::Database(From from) : name(fresh_name())
{
    administration().script(fmt::format("CREATE DATABASE {} TEMPLATE {} OWNER jobboard_owner", name,
        from == From::template_ ? "jobboard_template" : "template0"));
}

Database::~Database()
{
    try {
        administration().script("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    } catch (const DatabaseError&) { // the whole cluster goes soon
    }
}

std::string Database::connection(std::string_view role, std::string_view host) const
{
    auto directory = host.empty() ? cluster_socket_directory() : std::string(host);
    return fmt::format("host={} dbname={} user={}", directory, name, role);
}

std::string cluster_socket_directory()
{
    auto words = environment("TEST_DATABASE");
    auto from = words.find("host=");
    if (from == words.npos) throw std::runtime_error("TEST_DATABASE has no host=");
    return words.substr(from + 5, words.find(' ', from) - from - 5);
}

void empty_tables(Sql& sql)
{
    sql.script("TRUNCATE users, categories, locations, jobs, job_figures, job_counts, kept_counts, "
               "applications, sign_in_attempts, rate_slots, job_visits, job_visitors, job_views, "
               "idempotency_keys, events, event_chain CASCADE");
}

Db::Db()
    : sql([] {
          static Database database;
          return patient(database.connection());
      }())
{
    sql.begin();
}
