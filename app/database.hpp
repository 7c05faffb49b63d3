// How the program's own commands reach PostgreSQL.
#pragma once

#include "../lib/db/sql.hpp"
#include "config.hpp"

// A session for work that takes longer than a request may: loading, importing.
inline SqlOptions patient_session(const Settings& settings, const std::string& connection)
{
    constexpr int ten_minutes = 600'000;
    return {.connection = connection,
        .connect_timeout_s = static_cast<int>(settings.database_connect_timeout_s),
        .statement_timeout_ms = ten_minutes,
        .lock_timeout_ms = ten_minutes,
        .idle_transaction_timeout_ms = ten_minutes};
}
