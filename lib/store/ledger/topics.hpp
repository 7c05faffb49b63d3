// How often what a kept answer shows has changed: see the table kept_answers.
#pragma once

#include "lib/db/sql.hpp"

namespace store {

// The number of committed changes of a topic. It grows with each, so that it names one state of the data.
inline long long changes_of(Sql& sql, std::string_view topic)
{
    return sql
        .one<Count>(
            "SELECT coalesce(sum(changes), 0)::bigint AS count FROM kept_answers WHERE topic = :topic",
            {arg("topic", topic)})
        ->count;
}

} // namespace store
