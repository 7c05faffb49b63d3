// How the program reaches PostgreSQL: for a request, with its short time limits, and for work that takes
// longer, such as loading and migrating.
#pragma once

#include "settings.hpp"

#include "lib/db/address/postgres_address.hpp"
#include "lib/db/sql.hpp"

#include <fmt/format.h>

inline SqlOptions request_session(const Settings& s)
{
    return {
        .connection = s.database_url,
        .time_zone = s.time_zone,
        .connect_timeout_s = static_cast<int>(s.database_connect_timeout_s),
        .statement_timeout_ms = static_cast<int>(s.statement_timeout_ms),
        .lock_timeout_ms = static_cast<int>(s.lock_timeout_ms),
        .idle_transaction_timeout_ms = static_cast<int>(s.idle_transaction_timeout_ms),
        .shared_breaker = true,
        .slow_statement_ms = static_cast<int>(s.slow_statement_ms),
    };
}

inline SqlOptions standby_session(const Settings& s)
{
    auto options = request_session(s);
    options.connection = s.database_standby_url;
    options.shared_breaker = false;
    return options;
}

// `connection` is settings.database_url or, to change tables, settings.database_owner_url.
inline SqlOptions patient_session(const Settings& s, const Secret& connection)
{
    constexpr int ten_minutes = 600'000;
    auto options = request_session(s);
    options.connection = connection;
    options.statement_timeout_ms = options.lock_timeout_ms = options.idle_transaction_timeout_ms =
        ten_minutes;
    options.shared_breaker = false;
    return options;
}

// Why the database did not do what it was asked, for an operator; `connection` leads to it.
inline std::string sentence_of(const DatabaseError& e, const Secret& connection)
{
    if (e.lost)
        return fmt::format(
            "The database cannot be reached with \"{}\": {}.", shown_postgres(connection), e.summary);
    return fmt::format("The database refused: {} ({}).", e.summary, e.sqlstate);
}
