#include "audit.hpp"

#include "lib/base/text.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = R"(
    e.id, e.actor AS "user", e.actor_name AS user_name, e.did AS action, initcap(e.did) AS action_display,
    e.kind AS event, e.subject_kind AS content_type, initcap(e.subject_kind) AS content_type_name,
    e.subject AS object_id, e.subject_name AS object_repr, coalesce(e.changes, '{}')::text AS changes,
    e.address AS ip_address, e.agent AS user_agent, e.path AS request_path, e.method AS request_method,
    json_build_object('request_id', e.request, 'came_by', e.came_by)::text AS metadata, e.at AS created_at)";

constexpr Order<AuditEntry> orders[] = {
    {"created_at", "e.at", "e.at", "timestamptz",
        [](const AuditEntry& e, bool) { return exact_text(e.created_at); }},
};

std::string conditions(const AuditFilter& filter, Params& params)
{
    std::string out = " WHERE true";
    auto add = [&](std::string_view condition, Param param) {
        out += " AND ";
        out += condition;
        params.push_back(std::move(param));
    };
    if (filter.action) add("e.did = :did", arg("did", *filter.action));
    if (filter.content_type) add("e.subject_kind = :subject_kind", arg("subject_kind", *filter.content_type));
    if (filter.event) add("e.kind = :kind", arg("kind", *filter.event));
    if (filter.object_id) add("e.subject = :subject::uuid", arg("subject", *filter.object_id));
    if (filter.user_id) add("e.actor = :actor::uuid", arg("actor", *filter.user_id));
    if (filter.date_from) add("e.at >= board_day_start(:from::date)", arg("from", *filter.date_from));
    if (filter.date_to) add("e.at < board_day_start(:to::date + 1)", arg("to", *filter.date_to));
    if (filter.search)
        add("(e.subject_name ILIKE :like OR e.actor_name ILIKE :like)",
            arg("like", like_containing(*filter.search)));
    return out;
}

long long count_up_to(Sql& sql, const std::string& where, const Params& params, long long most)
{
    auto text =
        fmt::format("SELECT count(*) AS count FROM (SELECT FROM events e{} LIMIT {}) few", where, most);
    return sql.all_once<Count>(text, params)[0].count;
}

// Every kind with one of its subjects: each found by its place in the index, however many events there are.
constexpr std::string_view kinds = R"(
    WITH RECURSIVE known (kind, subject_kind) AS (
        (SELECT kind, subject_kind FROM events ORDER BY kind LIMIT 1)
        UNION ALL
        SELECT next.kind, next.subject_kind
          FROM known, LATERAL (SELECT kind, subject_kind FROM events
                                WHERE kind > known.kind ORDER BY kind LIMIT 1) next))";

} // namespace

std::span<const Order<AuditEntry>> store::audit_orders()
{
    return orders;
}

Slice<AuditEntry> store::list_audit(Sql& sql, const AuditFilter& filter, const Window<AuditEntry>& window)
{
    Params params;
    auto where = conditions(filter, params);
    return read_part(sql, {columns, "events e", "e.id", Counting::to_ten_thousand}, where, params, window);
}

std::optional<AuditEntry> store::find_audit_entry(Sql& sql, const Uuid& id)
{
    static const auto text = fmt::format("SELECT {} FROM events e WHERE e.id = :id::uuid", columns);
    return sql.one<AuditEntry>(text, {arg("id", id)});
}

bool store::visit_audit(Sql& sql, const AuditFilter& filter, long long at_most,
    const std::function<void(const AuditEntry&)>& visit)
{
    constexpr int at_once = 5000;
    Params params;
    auto where = conditions(filter, params);
    if (count_up_to(sql, where, params, at_most + 1) > at_most) return false;
    auto first = fmt::format(
        "SELECT {} FROM events e{} ORDER BY e.at DESC, e.id DESC LIMIT {}", columns, where, at_once);
    auto next =
        fmt::format("SELECT {} FROM events e{} AND (e.at, e.id) < (:last::timestamptz, :last_id::uuid) "
                    "ORDER BY e.at DESC, e.id DESC LIMIT {}",
            columns, where, at_once);
    auto rows = sql.all_once<AuditEntry>(first, params);
    while (!rows.empty()) {
        for (const auto& row : rows) visit(row);
        if (rows.size() < at_once) break;
        auto place = params;
        place.push_back(arg("last", rows.back().created_at));
        place.push_back(arg("last_id", rows.back().id));
        rows = sql.all_once<AuditEntry>(next, place);
    }
    return true;
}

std::vector<Choice> store::kinds_of_events(Sql& sql)
{
    static const auto text =
        fmt::format("{} SELECT kind AS value, kind AS label FROM known ORDER BY kind", kinds);
    return sql.all<Choice>(text);
}

std::vector<Choice> store::subjects_of_events(Sql& sql)
{
    static const auto text = fmt::format("{} SELECT DISTINCT subject_kind AS value, replace(subject_kind, "
                                         "'_', ' ') AS label FROM known ORDER BY 1",
        kinds);
    return sql.all<Choice>(text);
}
