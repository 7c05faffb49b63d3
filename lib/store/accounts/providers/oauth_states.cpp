#include "oauth_states.hpp"

#include "lib/db/batches.hpp"

void store::add_oauth_state(Sql& sql, const OAuthState& state)
{
    sql.change(R"(
        INSERT INTO oauth_states (digest, provider, person, nonce, verifier, redirect_uri, expires_at)
        VALUES (:digest, :provider, :person::uuid, :nonce, :verifier, :redirect_uri, now() + interval '10 minutes')
    )",
        args_of(state));
}

std::optional<OAuthState> store::spend_oauth_state(
    Sql& sql, const std::string& digest, const std::string& provider, const std::optional<Uuid>& person)
{
    return sql.one<OAuthState>(R"(
        DELETE FROM oauth_states WHERE digest = :digest AND provider = :provider AND expires_at > now()
           AND (:person::uuid IS NULL OR person = :person::uuid)
        RETURNING digest, provider, person, nonce, verifier, redirect_uri
    )",
        {arg("digest", std::string_view(digest)), arg("provider", std::string_view(provider)),
            arg("person", person)});
}

long long store::sweep_oauth_states(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM oauth_states WHERE digest = ANY (ARRAY(
            SELECT digest FROM oauth_states WHERE expires_at < now()
             ORDER BY expires_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}
