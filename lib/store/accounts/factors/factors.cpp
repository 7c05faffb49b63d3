#include "factors.hpp"

#include "lib/db/batches.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

Factors store::find_factors(Sql& sql, const Uuid& person)
{
    return *sql.one<Factors>(R"(
        SELECT f.totp AS enabled, f.totp, f.passkeys, f.recovery_codes_left, false AS required
          FROM (SELECT EXISTS (SELECT FROM totp_factors WHERE person = :person::uuid AND sealed IS NOT NULL) AS totp,
                       (SELECT count(*) FROM passkeys WHERE person = :person::uuid) AS passkeys,
                       (SELECT count(*) FROM recovery_codes WHERE person = :person::uuid) AS recovery_codes_left) f
    )",
        {arg("person", person)});
}

namespace {

struct Yes {
    bool yes = false;
    static constexpr auto fields = std::tuple{field("yes", &Yes::yes)};
};

} // namespace

void store::ask_for_factor(Sql& sql, const Uuid& person)
{
    static const auto asking = telling(factor_asked, R"(
        UPDATE users SET factor_asked_at = now() WHERE id = :person::uuid AND factor_asked_at IS NULL
        RETURNING id, username, NULL::jsonb)");
    tell(sql, asking, {arg("person", person)});
}

std::string store::purpose_of_totp(const Uuid& person)
{
    return "totp " + to_text(person);
}

std::optional<TotpSeed> store::find_totp(Sql& sql, const Uuid& person)
{
    return sql.one<TotpSeed>(
        "SELECT sealed, pending FROM totp_factors WHERE person = :person::uuid", {arg("person", person)});
}

void store::set_pending_totp(Sql& sql, const Uuid& person, std::string_view sealed)
{
    sql.change(R"(
        INSERT INTO totp_factors (person, pending) VALUES (:person::uuid, :sealed)
        ON CONFLICT ON CONSTRAINT totp_factors_pkey DO UPDATE SET pending = excluded.pending
    )",
        {arg("person", person), arg("sealed", sealed)});
}

bool store::confirm_totp(
    Sql& sql, const Uuid& person, std::string_view pending, std::string_view sealed, long long step)
{
    static const auto confirming = telling(second_factor_enabled, R"(
        UPDATE totp_factors SET sealed = :sealed, pending = NULL, last_step = :step::bigint, made_at = now()
         WHERE person = :person::uuid AND pending = :pending
        RETURNING person, (SELECT username FROM users WHERE id = person), NULL::jsonb)");
    return tell(sql, confirming,
               {arg("sealed", sealed), arg("step", step), arg("person", person), arg("pending", pending)}) ==
           1;
}

bool store::spend_totp(Sql& sql, const Uuid& person, long long step)
{
    return sql.change(R"(
        UPDATE totp_factors SET last_step = :step::bigint
         WHERE person = :person::uuid AND sealed IS NOT NULL AND last_step < :step::bigint
    )",
               {arg("step", step), arg("person", person)}) == 1;
}

bool store::remove_totp(Sql& sql, const Uuid& person)
{
    static const auto removing = telling(second_factor_disabled, R"(
        DELETE FROM totp_factors WHERE person = :person::uuid AND sealed IS NOT NULL
        RETURNING person, (SELECT username FROM users WHERE id = person), NULL::jsonb)");
    if (tell(sql, removing, {arg("person", person)}) == 0) return false;
    sql.change("DELETE FROM recovery_codes WHERE person = :person::uuid", {arg("person", person)});
    sql.change("DELETE FROM trusted_devices WHERE person = :person::uuid", {arg("person", person)});
    return true;
}

std::vector<store::SealedSeed> store::totp_seeds_after(Sql& sql, const Uuid& person, int at_most)
{
    return sql.all<SealedSeed>(R"(
        SELECT person, sealed FROM totp_factors WHERE sealed IS NOT NULL AND person > :person::uuid
         ORDER BY person LIMIT :at_most::int
    )",
        {arg("person", person), arg("at_most", at_most)});
}

void store::reseal_totp(Sql& sql, const Uuid& person, std::string_view before, std::string_view after)
{
    sql.change("UPDATE totp_factors SET sealed = :after WHERE person = :person::uuid AND sealed = :before",
        {arg("after", after), arg("person", person), arg("before", before)});
}

void store::set_recovery_codes(Sql& sql, const Uuid& person, const std::vector<std::string>& digests)
{
    sql.change("DELETE FROM recovery_codes WHERE person = :person::uuid", {arg("person", person)});
    sql.change("INSERT INTO recovery_codes (person, digest) SELECT :person::uuid, "
               "unnest(string_to_array(:digests, ','))",
        {arg("person", person), arg("digests", fmt::format("{}", fmt::join(digests, ",")))});
    static const auto making =
        telling(recovery_codes_made, "SELECT id, username, NULL::jsonb FROM users WHERE id = :person::uuid");
    tell(sql, making, {arg("person", person)});
}

bool store::spend_recovery_code(Sql& sql, const Uuid& person, std::string_view digest)
{
    static const auto spending = telling(recovery_code_used, R"(
        DELETE FROM recovery_codes WHERE person = :person::uuid AND digest = :digest
        RETURNING person, (SELECT username FROM users WHERE id = person), NULL::jsonb)");
    return tell(sql, spending, {arg("person", person), arg("digest", digest)}) == 1;
}

void store::add_challenge(
    Sql& sql, std::string_view digest, const Challenge& challenge, std::chrono::seconds lifetime)
{
    sql.change(R"(
        INSERT INTO factor_challenges (digest, person, password_version, device, expires_at)
        VALUES (:digest, :person::uuid, :password_version::bigint, :device,
                now() + :lifetime::bigint * interval '1 second')
    )",
        args_of(
            challenge, {arg("digest", digest), arg("lifetime", static_cast<long long>(lifetime.count()))}));
}

std::optional<Challenge> store::try_challenge(Sql& sql, std::string_view digest)
{
    return sql.one<Challenge>(R"(
        UPDATE factor_challenges SET tries = tries + 1
         WHERE digest = :digest AND tries < 5 AND expires_at > now()
        RETURNING person, password_version, device
    )",
        {arg("digest", digest)});
}

bool store::end_challenge(Sql& sql, std::string_view digest)
{
    return sql.change("DELETE FROM factor_challenges WHERE digest = :digest", {arg("digest", digest)}) == 1;
}

void store::trust_device(Sql& sql, const Uuid& person, const Uuid& device, std::chrono::seconds lifetime)
{
    sql.change(R"(
        INSERT INTO trusted_devices (person, device, expires_at)
        VALUES (:person::uuid, :device::uuid, now() + :lifetime::bigint * interval '1 second')
        ON CONFLICT ON CONSTRAINT trusted_devices_pkey DO UPDATE SET expires_at = excluded.expires_at
    )",
        {arg("person", person), arg("device", device),
            arg("lifetime", static_cast<long long>(lifetime.count()))});
}

bool store::is_trusted(Sql& sql, const Uuid& person, const Uuid& device)
{
    return sql
        .one<Yes>(R"(
        SELECT EXISTS (SELECT FROM trusted_devices
                        WHERE person = :person::uuid AND device = :device::uuid AND expires_at > now()) AS yes
    )",
            {arg("person", person), arg("device", device)})
        ->yes;
}

void store::forget_factors(Sql& sql, const Uuid& person)
{
    for (const auto* table :
        {"totp_factors", "recovery_codes", "factor_challenges", "trusted_devices", "one_time_links"})
        sql.change(
            fmt::format("DELETE FROM {} WHERE person = :person::uuid", table), {arg("person", person)});
}

long long store::sweep_factors(Sql& sql)
{
    return in_batches(sql, R"(
               DELETE FROM factor_challenges WHERE digest = ANY (ARRAY(
                   SELECT digest FROM factor_challenges WHERE expires_at < now()
                    ORDER BY expires_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
           )") +
           in_batches(sql, R"(
               DELETE FROM trusted_devices WHERE (person, device) IN (
                   SELECT person, device FROM trusted_devices WHERE expires_at < now()
                    ORDER BY expires_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
           )");
}
