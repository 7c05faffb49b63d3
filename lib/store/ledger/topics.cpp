#include "topics.hpp"

long long store::changes_of(Sql& sql, std::string_view topic)
{
    return sql
        .one<Count>(
            "SELECT coalesce(sum(changes), 0)::bigint AS count FROM kept_answers WHERE topic = :topic",
            {arg("topic", topic)})
        ->count;
}
