// Forward-only migrations: sql/0001_….sql and on, each applied once, in order, in a transaction of its own.
//
// A file whose first line is "-- outside a transaction" holds a single statement that PostgreSQL allows in
// none, such as CREATE INDEX CONCURRENTLY, and is written so that it can be repeated (IF NOT EXISTS): it may
// have done its work and not be noted. What a failed attempt has left of an index it names is dropped first.
#pragma once

#include "sql.hpp"

#include <filesystem>

// A file that was applied has changed or vanished, a number is missing or doubled, or a file failed.
struct MigrationError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Migration {
    int version = 0;
    std::string name, checksum;
    static constexpr auto fields = std::tuple{
        field("version", &Migration::version),
        field("name", &Migration::name),
        field("checksum", &Migration::checksum),
    };
};

// The migrations in a directory, in order. Throws MigrationError.
std::vector<Migration> migrations_in(const std::filesystem::path& directory);

// Applies what is missing and answers which those were. Starters at the same time wait for each other. A
// session that lasts longer than a request is wanted: give it generous time limits.
std::vector<Migration> migrate(Sql&, const std::filesystem::path& directory);

// What is missing, without changing anything; also throws when applied files have changed. A database that a
// newer program has migrated misses nothing: this one goes on with it until it is replaced, or again if the
// new one has to be taken back.
std::vector<Migration> pending_migrations(Sql&, const std::filesystem::path& directory);
