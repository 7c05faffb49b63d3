#include "changes.hpp"

#include <fmt/format.h>

namespace {

constexpr int looked_at = 2000;

struct Found {
    long long place = 0;
    bool wanted = false;
    Change change;
    static constexpr auto fields = std::tuple{
        field("place", &Found::place),
        field("wanted", &Found::wanted),
        fields_of(&Found::change),
    };
};

} // namespace

// A job that was never active is nobody's business but its owner's. What is told of it is how it stands now,
// not how it stood then: whoever comes late need not see what is over. The last row says how far was looked.
ChangesFound store::find_changes(Sql& sql, const ChangesWanted& wanted)
{
    auto rows = sql.all<Found>(fmt::format(R"(
        WITH part AS MATERIALIZED (
            SELECT c.place, e.id, e.at, e.kind, e.subject_kind, e.subject
              FROM (SELECT * FROM event_chain WHERE place > :after::bigint ORDER BY place LIMIT {0}) c
              JOIN events e ON e.id = c.event AND e.at = c.event_at),
        shown AS (
            SELECT p.place, p.subject_kind AS type, p.subject AS id, p.kind AS event,
                   j.id IS NULL OR j.deleted_at IS NOT NULL
                   OR j.status <> 'active'
                      AND NOT coalesce(j.employer_id = :reader::uuid OR :everything::boolean, false)
                   AS deleted,
                   CASE WHEN j.id IS NULL OR j.deleted_at IS NOT NULL THEN 'deleted'
                        WHEN j.status <> 'active' AND NOT coalesce(j.employer_id = :reader::uuid
                             OR :everything::boolean, false) THEN 'closed' ELSE '' END AS reason, p.id AS event_id, p.at
              FROM part p LEFT JOIN jobs j ON j.id = p.subject
             WHERE p.subject_kind = 'job' AND :jobs::boolean
               AND (:everything::boolean OR j.activated_at IS NOT NULL OR j.employer_id = :reader::uuid)
            UNION ALL
            SELECT p.place, p.subject_kind, p.subject, p.kind, a.id IS NULL,
                   CASE WHEN a.id IS NULL THEN 'deleted' ELSE '' END, p.id, p.at
              FROM part p LEFT JOIN applications a ON a.id = p.subject
             WHERE p.subject_kind = 'application' AND :applications::boolean
               AND (:everything::boolean OR a.employer_id = :reader::uuid OR a.applicant_id = :reader::uuid)),
        first AS (SELECT place, true AS wanted, type, id, event, deleted, reason, event_id, at
                    FROM shown ORDER BY place LIMIT :at_most::int)
        SELECT * FROM first
        UNION ALL
        SELECT CASE WHEN (SELECT count(*) FROM first) = :at_most::int THEN (SELECT max(place) FROM first)
                    ELSE coalesce((SELECT max(place) FROM part), :after::bigint) END,
               false, 'job', gen_random_uuid(), '', false, '', gen_random_uuid(), now()
        ORDER BY wanted DESC, place)",
                                   looked_at),
        {arg("after", wanted.after), arg("jobs", wanted.jobs), arg("applications", wanted.applications),
            arg("reader", wanted.reader), arg("everything", wanted.everything),
            arg("at_most", wanted.at_most)});
    ChangesFound out{{}, rows.back().place};
    for (auto& row : rows)
        if (row.wanted) out.changes.push_back(std::move(row.change));
    return out;
}
