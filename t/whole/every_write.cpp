// Mass assignment, from the endpoint table: whatever a write is sent besides its own fields, it has the same
// effect as without, in every table. A write that no area tells of fails.
#include "catalogue.hpp"
#include "t/hiring/papers.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"
#include "t/kit/servers/identity_provider.hpp"
#include "t/kit/told.hpp"

#include "app/areas.hpp"
#include "lib/auth/tokens.hpp"
#include "lib/store/accounts/sessions.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

namespace {

using Names = std::set<std::string>;
using Row = std::map<std::string, std::string>; // column to value

// Figures and counters that follow from rows and requests.
const Names derived{"schema_migrations", "idempotency_keys", "job_counts", "job_views", "job_visitors",
    "job_visits", "kept_answers", "kept_counts", "rate_slots", "sign_in_attempts"};

// Identifiers that hold any digits by chance.
const Names drawn{"api_keys.digest", "api_keys.prefix", "api_keys.previous_digest", "applications.resume",
    "events.changes", "factor_challenges.digest", "one_time_links.digest", "one_time_links.sealed",
    "passkey_challenges.challenge", "recovery_codes.digest", "totp_factors.last_step", "totp_factors.pending",
    "totp_factors.sealed", "tasks.input", "tasks.once", "webhook_deliveries.body", "webhook_deliveries.once",
    "webhooks.secret", "events.number", "events.path", "events.request", "events.tx"};

struct Column {
    std::string table_name, column_name, data_type;
    static constexpr auto fields = std::tuple{
        field("table_name", &Column::table_name),
        field("column_name", &Column::column_name),
        field("data_type", &Column::data_type),
    };

    std::string name() const { return table_name + '.' + column_name; }
    // Whether a number in it can only come from the request.
    bool tells_numbers() const
    {
        return data_type != "uuid" && !data_type.starts_with("timestamp") && !drawn.contains(name());
    }
    // Whether the same request gives it the same value again.
    bool is_steady() const
    {
        return data_type != "uuid" && data_type != "tsvector" && !data_type.starts_with("timestamp") &&
               column_name != "id" && !column_name.ends_with("_id") && column_name != "password_hash" &&
               !drawn.contains(name()) && name() != "events.subject_name"; // which the scene made up
    }
};

// Values a client could try. `typed` are such that no constraint refuses them.
enum class Poison { none, typed, number, null };

// A board as one write finds it.
struct Scene : EmptyBoard {
    Uuid other = seed::user(sql, {.username = "other"}), target = seed::user(sql, {.username = "target"});
    Uuid elsewhere = seed::category(sql, {.name = "Elsewhere"}),
         empty = seed::category(sql, {.name = "Empty"});
    Uuid job = seed::job(sql), category = seed::category(sql);
    Uuid application = seed::application(
        sql, seed::job(sql, {.title = "Taken"}), seed::user(sql, {.username = "bob", .role = "user"}));
    Uuid ann = seed::user(sql, {.username = "ann", .role = "user"}), second = seed::session(sql, ann);
    std::vector<Column> columns = sql.all<Column>(R"(
        SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
          JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
           AND NOT (SELECT relispartition FROM pg_class WHERE oid = ('public.' || c.table_name)::regclass)
         ORDER BY 1, 2)");

    Scene()
    {
        seed::user(sql, {.username = "root", .role = "admin"});
        auto hash = hash_password(good_password, test_hash_cost);
        sql.change("UPDATE users SET password_hash = :hash", {arg("hash", std::string_view(hash))});
    }

    Api caller(const Endpoint& e) const
    {
        auto may = [&](Role role) {
            return e.needs.who == Who::granted && grants_of(role).has(e.needs.grant);
        };
        if (e.needs.who == Who::signed_in || may(Role::user)) return board.user();
        if (may(Role::employer)) return board.employer();
        return may(Role::admin) ? board.admin() : board.outsider();
    }

    // Its path, with a thing of the caller's.
    std::string target_of(const Endpoint& e) const
    {
        std::string out(e.path);
        if (out.find("{id}") == out.npos) return out;
        const auto& thing = thing_named(e.thing);
        auto may = [&](Role role) {
            return e.needs.who != Who::granted || grants_of(role).has(e.needs.grant);
        };
        auto owner = may(Role::user) ? ann : may(Role::employer) ? seed::user(sql) : target;
        return path_to(sql, out, thing, thing.of(sql, thing.is_owner ? target : owner, false));
    }

    std::string refresh_token() const
    {
        auto at = std::chrono::floor<std::chrono::seconds>(now());
        auto id = new_uuid();
        store::add_refresh_token(sql, id, second, at);
        return TokenKeys({test_secret_key})
            .sign({TokenType::refresh, id, ann, second, at, at + std::chrono::hours(1)});
    }

    // What the browser of the caller brings back from a provider, and what it was given.
    std::pair<std::string, std::string> code_and_state() const
    {
        auto way = board.user().get(auth + "oauth/login-url/?provider=test");
        return {known_provider().code_for(way.json()["oauth_url"].text()), way.json()["state"].text()};
    }

    std::string poisoned(std::string body, const Names& inputs, Poison poison) const
    {
        auto [code, state] =
            body.find("STATE") == body.npos ? std::pair<std::string, std::string>() : code_and_state();
        auto resume = R"({"filename":"cv.pdf","content":")" + papers::base64(papers::pdf()) + "\"}";
        for (const auto& [word, text] :
            {std::pair("PASSWORD", good_password), {"RESUME", resume}, {"CODE", code}, {"STATE", state},
                {"REFRESH", body.find("REFRESH") == body.npos ? "" : refresh_token()}})
            for (auto at = body.find(word); at != body.npos; at = body.find(word))
                body.replace(at, strlen(word), text);
        for (const auto& [word, make] : told().placeholders)
            if (auto at = body.find(word); at != body.npos) body.replace(at, word.size(), make(sql, ann));
        body = with_things(sql, body);
        body.pop_back();
        Names sent = inputs;
        for (const auto& c : columns)
            if (poison != Poison::none && sent.insert(c.column_name).second)
                body += fmt::format(
                    "{}\"{}\":{}", body.size() > 1 ? "," : "", c.column_name, value_of(c, poison));
        return body + '}';
    }

    std::string value_of(const Column& c, Poison poison) const
    {
        if (poison == Poison::null) return "null";
        if (poison == Poison::number) return "4711";
        if (c.column_name.starts_with("category") || c.column_name.starts_with("parent"))
            return '"' + to_text(elsewhere) + '"';
        if (c.data_type == "uuid") return '"' + to_text(other) + '"';
        if (c.data_type == "boolean") return c.column_name == "is_active" ? "false" : "true";
        if (c.data_type.starts_with("timestamp")) return "\"2001-02-03T04:05:06Z\"";
        if (c.data_type == "date") return "\"2099-01-01\"";
        if (c.data_type == "numeric" || c.data_type.ends_with("int") || c.data_type == "integer")
            return "4711";
        if (c.column_name == "role") return "\"admin\"";
        if (c.column_name == "status") return "\"closed\"";
        return "\"poison\"";
    }

    // Every row of every table that is no derived one.
    std::map<std::string, std::map<std::string, Row>> everything() const
    {
        std::map<std::string, std::map<std::string, Row>> out;
        for (const auto& c : columns) {
            if (derived.contains(c.table_name) || out.contains(c.table_name)) continue;
            auto& table = out[c.table_name];
            auto rows = parse_json(
                value(sql, fmt::format("SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text AS value "
                                       "FROM {} t",
                               c.table_name)));
            for (const auto& one : rows.items) {
                Row row;
                for (const auto& [column, cell] : one.members)
                    row[column] = cell.kind == JsonValue::Kind::null ? "null" : cell.text;
                auto key = one.member("id")               ? "id"
                           : one.member("application_id") ? "application_id"
                           : one.member("job_id")         ? "job_id"
                           : one.member("person")         ? "person"
                           : one.member("address")        ? "address"
                           : one.member("webhook")        ? "webhook"
                           : one.member("digest")         ? "digest"
                           : one.member("challenge")      ? "challenge"
                                                          : "key";
                table[row.at(key)] = row;
            }
        }
        return out;
    }
};

// What a write did: the names of its effects, and with them what the same write does again.
struct Outcome {
    int status = 0;
    Names effects, values;
    std::string cells, telling; // all that was written, and what of it tells numbers
};

void note(Outcome& out, const Column& c, const Row& row)
{
    const auto& cell = row.at(c.column_name);
    out.cells += cell + '\n';
    if (c.tells_numbers()) out.telling += cell + '\n';
    if (c.is_steady()) out.values.insert(c.name() + " is now " + cell);
}

Outcome difference(const Scene& scene, const auto& before, const auto& after)
{
    Outcome out;
    for (const auto& c : scene.columns) {
        if (derived.contains(c.table_name)) continue;
        const auto &old_rows = before.at(c.table_name), &rows = after.at(c.table_name);
        for (const auto& [key, row] : rows) {
            auto old = old_rows.find(key);
            if (old != old_rows.end() && old->second.at(c.column_name) == row.at(c.column_name)) continue;
            out.effects.insert(c.table_name == "events" ? "event " + row.at("kind")
                               : old == old_rows.end()  ? c.table_name + " +"
                                                        : c.name());
            note(out, c, row);
        }
        for (const auto& [key, row] : old_rows)
            if (!rows.contains(key)) out.effects.insert(c.table_name + " -");
    }
    return out;
}

Outcome outcome(const Sample& o, const Write& write, Poison poison)
{
    Scene scene;
    auto api = scene.caller(*o.endpoint);
    auto body = scene.poisoned(std::string(write.body), {o.body.begin(), o.body.end()}, poison);
    auto target = scene.target_of(*o.endpoint);
    auto before = scene.everything();
    auto reply = api.send(o.verb(), target, json_type, body);
    auto out = difference(scene, before, scene.everything());
    out.status = reply.status;
    BOOST_TEST(reply.status < 300, reply.status << ' ' << reply.body << " to " << body);
    for (const auto& mark :
        {to_text(scene.other), to_text(scene.elsewhere), std::string("poison"), std::string("2001-02-03")})
        BOOST_TEST(out.cells.find(mark) == std::string::npos, mark << " was written");
    BOOST_TEST(out.telling.find("4711") == std::string::npos, out.telling);
    return out;
}

std::string joined(const Names& names)
{
    return ::joined(std::vector<std::string>(names.begin(), names.end()));
}

std::vector<Sample> all_writes()
{
    EmptyBoard empty;
    auto out = samples(empty.sql);
    std::erase_if(out, [](const Sample& o) { return o.method == Method::get; });
    return out;
}

const Write* find(std::string_view endpoint)
{
    auto found = std::find_if(
        told().writes.begin(), told().writes.end(), [&](const Write& w) { return w.operation == endpoint; });
    return found == told().writes.end() ? nullptr : &*found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(every_write)

BOOST_AUTO_TEST_CASE(each_has_an_expectation)
{
    Names there;
    for (const auto& o : all_writes()) {
        there.insert(o.name());
        BOOST_TEST(find(o.name()) != nullptr, o.name() << " needs a line in the told.cpp of its area");
    }
    for (const auto& w : told().writes) BOOST_TEST(there.contains(std::string(w.operation)), w.operation);
}

BOOST_AUTO_TEST_CASE(each_does_what_it_declares_and_nothing_else)
{
    for (const auto& o : all_writes()) BOOST_TEST_CONTEXT(o.name())
        {
            const auto* write = find(o.name());
            if (!write) continue;
            auto plain = outcome(o, *write, Poison::none);
            BOOST_TEST(joined(plain.effects) == joined(write->effects));
            for (auto poison : {Poison::typed, Poison::number, Poison::null}) {
                auto poisoned = outcome(o, *write, poison);
                BOOST_TEST(poisoned.status == plain.status);
                BOOST_TEST(joined(poisoned.effects) == joined(plain.effects));
                BOOST_TEST(joined(poisoned.values) == joined(plain.values));
            }
        }
}

// What the areas say can happen is what writes tell, and what their tests make happen besides.
BOOST_AUTO_TEST_CASE(every_kind_of_event_happens)
{
    Names known, seen;
    for (const auto* area : areas())
        for (const auto& kind : area->events) known.insert("event " + std::string(kind.name));
    for (const auto& write : told().writes)
        for (const auto& effect : write.effects)
            if (effect.starts_with("event ")) seen.insert(effect);
    for (const auto& happening : told().happenings) {
        EmptyBoard empty;
        happening.make(empty.sql);
        auto kind = std::string(happening.event);
        BOOST_TEST(
            value(empty.sql, "SELECT count(*)::text AS value FROM events WHERE kind = '" + kind + "'") == "1",
            kind);
        seen.insert("event " + kind);
    }
    BOOST_TEST(joined(seen) == joined(known));
}

BOOST_AUTO_TEST_SUITE_END()
