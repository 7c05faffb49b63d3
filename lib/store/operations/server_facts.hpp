// What PostgreSQL and its roles are like, for `jobboard doctor`.
#pragma once

#include "lib/base/time.hpp"
#include "lib/db/sql.hpp"

struct ServerFacts {
    long long version = 0;                                                                    // 150004
    std::string fsync, full_page_writes, synchronous_commit, autovacuum, data_checksums, jit; // on or off
    long long connections_allowed = 0; // to accounts without privileges
    long long shared_buffers_mb = 0;
    bool standby = false;
    Time clock{};
    static constexpr auto fields = std::tuple{
        field("version", &ServerFacts::version),
        field("fsync", &ServerFacts::fsync),
        field("full_page_writes", &ServerFacts::full_page_writes),
        field("synchronous_commit", &ServerFacts::synchronous_commit),
        field("autovacuum", &ServerFacts::autovacuum),
        field("data_checksums", &ServerFacts::data_checksums),
        field("jit", &ServerFacts::jit),
        field("connections_allowed", &ServerFacts::connections_allowed),
        field("shared_buffers_mb", &ServerFacts::shared_buffers_mb),
        field("standby", &ServerFacts::standby),
        field("clock", &ServerFacts::clock),
    };
};

// Of the role that asks.
struct RoleFacts {
    std::string name;
    bool superuser = false, makes_tables = false; // makes_tables: in the schema of the program's
    long long tables_owned = 0;
    long long connections_allowed = -1; // -1: as many as it likes
    static constexpr auto fields = std::tuple{
        field("name", &RoleFacts::name),
        field("superuser", &RoleFacts::superuser),
        field("makes_tables", &RoleFacts::makes_tables),
        field("tables_owned", &RoleFacts::tables_owned),
        field("connections_allowed", &RoleFacts::connections_allowed),
    };
};

struct UnknownTable { // one with rows that the planner knows nothing of
    std::string name;
    static constexpr auto fields = std::tuple{field("name", &UnknownTable::name)};
};

namespace store {

ServerFacts server_facts(Sql&);
RoleFacts role_facts(Sql&);
std::vector<UnknownTable> tables_without_statistics(Sql&);

} // namespace store
