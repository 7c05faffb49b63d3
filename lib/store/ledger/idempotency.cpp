#include "idempotency.hpp"

#include "lib/db/batches.hpp"

std::optional<AnsweredOnce> store::take_key(
    Sql& sql, const Uuid& user, std::string_view key, std::string_view request)
{
    auto who = arg("user", user), which = arg("key", key);
    auto taken = sql.change(R"(
        INSERT INTO idempotency_keys AS k (user_id, key, request) VALUES (:user::uuid, :key, :request)
            ON CONFLICT (user_id, key) DO UPDATE
               SET request = excluded.request, status = NULL, answer = NULL, created_at = now()
             WHERE k.created_at < now() - interval '24 hours'
    )",
        {who, which, arg("request", request)});
    if (taken) return std::nullopt;
    return sql.one<AnsweredOnce>(
        "SELECT request, status, answer FROM idempotency_keys WHERE user_id = :user::uuid AND key = :key",
        {who, which});
}

void store::remember_answer(
    Sql& sql, const Uuid& user, std::string_view key, int status, std::string_view answer)
{
    sql.change("UPDATE idempotency_keys SET status = :status::int, answer = :answer "
               "WHERE user_id = :user::uuid AND key = :key",
        {arg("user", user), arg("key", key), arg("status", status), arg("answer", answer)});
}

long long store::sweep_idempotency_keys(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM idempotency_keys WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
             ORDER BY created_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
}
