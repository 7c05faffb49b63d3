#include "sweep.hpp"

#include "lib/base/json.hpp"
#include "lib/store/accounts/attempts.hpp"

namespace {

constexpr long long batch = 500;

struct Picture {
    std::string name;
    static constexpr auto fields = std::tuple{field("name", &Picture::name)};
};

// Rows that somebody else works on are left for next time.
long long remove(Sql& sql, std::string_view text, Params params = {})
{
    params.push_back(arg("batch", batch));
    long long all = 0;
    for (long long removed = batch; removed == batch; all += removed) removed = sql.change(text, params);
    return all;
}

} // namespace

SweptRows store::sweep(Sql& sql, std::chrono::seconds refresh_lifetime)
{
    SweptRows out;
    out.refresh_tokens = remove(sql, R"(
        DELETE FROM refresh_tokens WHERE id = ANY (ARRAY(
            SELECT id FROM refresh_tokens WHERE used_at < now() - :lifetime::bigint * interval '1 second'
             ORDER BY used_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )",
        {arg("lifetime", static_cast<long long>(refresh_lifetime.count()))});
    out.sessions = remove(sql, R"(
        DELETE FROM sessions WHERE id = ANY (ARRAY(
            SELECT id FROM sessions WHERE least(ended_at, expires_at) < now() - interval '7 days'
             ORDER BY least(ended_at, expires_at) LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
    // As long as the most patient bucket remembers.
    out.sign_in_attempts = remove(sql, R"(
        DELETE FROM sign_in_attempts WHERE bucket = ANY (ARRAY(
            SELECT bucket FROM sign_in_attempts
             WHERE last_at < now() - :forget::int * interval '1 second' AND blocked_until < now()
               AND failures_left(failures, last_at, :forget::int) = 0
             ORDER BY last_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )",
        {arg("forget", Patience{}.forget_s)});
    out.rate_slots = remove(sql, R"(
        DELETE FROM rate_slots WHERE key = ANY (ARRAY(
            SELECT key FROM rate_slots WHERE whole_at < now()
             ORDER BY whole_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
    out.kept_counts = remove(sql, R"(
        DELETE FROM kept_counts WHERE question = ANY (ARRAY(
            SELECT question FROM kept_counts WHERE counted_at < now() - interval '5 minutes'
             LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
    out.idempotency_keys = remove(sql, R"(
        DELETE FROM idempotency_keys WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
             ORDER BY created_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
    return out;
}

std::vector<std::string> store::pictures_in_use(Sql& sql, const std::vector<std::string>& names)
{
    rapidjson::StringBuffer list;
    JsonWriter json(list);
    json.StartArray();
    for (const auto& name : names) json.text(name);
    json.EndArray();
    std::vector<std::string> out;
    for (auto& picture : sql.all<Picture>(R"(
        SELECT profile_picture AS name FROM users
         WHERE profile_picture = ANY (ARRAY(SELECT jsonb_array_elements_text(:names::jsonb)))
    )",
             {arg("names", std::string_view(list.GetString(), list.GetSize()))}))
        out.push_back(std::move(picture.name));
    return out;
}
