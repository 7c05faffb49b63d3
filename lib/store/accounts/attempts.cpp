#include "attempts.hpp"

#include "lib/db/batches.hpp"

#include "lib/base/scalar.hpp"

namespace {

struct Wait {
    long long seconds = 0;
    static constexpr auto fields = std::tuple{field("seconds", &Wait::seconds)};
};

} // namespace

std::optional<long long> store::begin_attempt(Sql& sql, const std::string& bucket, const Patience& patience)
{
    // One statement, so that of many attempts at once each sees the failures before it. A blocked bucket
    // does not change, and answers no row. The clock is read once the row is held: a block of length nought
    // that another attempt has just set is over by then, and an attempt that began before another may be
    // counted after it.
    auto counted = sql.change(R"(
        INSERT INTO sign_in_attempts AS a (bucket, failures, last_at, blocked_until)
        VALUES (:bucket, 1, now(), now())
            ON CONFLICT (bucket) DO UPDATE
           SET failures = failures_left(a.failures, least(a.last_at, now()), :forget::int) + 1,
               last_at = greatest(a.last_at, now()),
               blocked_until = now() + sign_in_delay(
                   failures_left(a.failures, least(a.last_at, now()), :forget::int) + 1, :free::int, :longest::int)
         WHERE a.blocked_until <= clock_timestamp()
    )",
        {arg("bucket", std::string_view(bucket)), arg("free", patience.free),
            arg("longest", patience.longest_s), arg("forget", patience.forget_s)});
    if (counted == 1) return std::nullopt;
    auto wait = sql.one<Wait>(R"(
        SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::bigint AS seconds
          FROM sign_in_attempts WHERE bucket = :bucket
    )",
        {arg("bucket", std::string_view(bucket))});
    return wait ? wait->seconds : 1;
}

void store::forgive_attempt(Sql& sql, const std::string& bucket)
{
    sql.change(R"(
        UPDATE sign_in_attempts SET failures = greatest(failures - 1, 0), blocked_until = least(blocked_until, now())
         WHERE bucket = :bucket
    )",
        {arg("bucket", std::string_view(bucket))});
}

// As long as the most patient bucket remembers.
long long store::sweep_attempts(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM sign_in_attempts WHERE bucket = ANY (ARRAY(
            SELECT bucket FROM sign_in_attempts
             WHERE last_at < now() - :forget::int * interval '1 second' AND blocked_until < now()
               AND failures_left(failures, last_at, :forget::int) = 0
             ORDER BY last_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )",
        {arg("forget", Patience{}.forget_s)});
}
