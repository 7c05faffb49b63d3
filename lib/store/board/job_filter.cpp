#include "job_filter.hpp"

#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <fmt/format.h>

namespace {

// Beyond this many places, the list of them is longer than a walk of the newest jobs.
constexpr int max_places = 1000;

struct Names {
    std::string categories; // of the subtree, as an array
    std::string places;     // whose name matches, as an array
    int place_count = 0;
    bool employer_known = false;
    AskedWords asked;
    long long jobs = 0; // about how many there are
    std::optional<long long> kept;
    static constexpr auto fields = std::tuple{
        field("categories", &Names::categories),
        field("places", &Names::places),
        field("place_count", &Names::place_count),
        field("employer_known", &Names::employer_known),
        field("asked", &Names::asked),
        field("jobs", &Names::jobs),
        field("kept", &Names::kept),
    };
};

std::string question_of(const JobFilter& f, const Scope& scope)
{
    auto text = [](const auto& value) { return value ? to_text(*value) : std::string{}; };
    std::string all;
    bool mine =
        scope.own && !scope.everything && f.status != JobStatus::active; // the answer is the caller's own
    for (const auto& part : {mine ? text(scope.caller) : std::string(scope.everything ? "everything" : ""),
             text(f.status), std::string(scope.deleted_too ? "deleted" : ""), text(f.category),
             text(f.employer), f.location ? lowered(*f.location) : "", text(f.job_type), text(f.min_salary),
             text(f.max_salary), text(f.is_featured), text(f.search)})
        all += part + '\x1f';
    return fingerprint(all);
}

Names look_up(Sql& sql, const JobFilter& filter, const std::string& question)
{
    static const std::string text = fmt::format(R"(
        WITH place AS MATERIALIZED (SELECT id FROM locations WHERE found_by LIKE place_pattern(:location) LIMIT {}),
             renewed AS (UPDATE kept_counts SET asked = true WHERE question = :question AND {})
        SELECT (SELECT coalesce(array_agg(below.id), '{{}}') FROM categories asked
                  JOIN categories below ON below.ancestors @> ARRAY[asked.id]
                 WHERE asked.id = :category_id::uuid OR asked.slug = :category_slug)::text AS categories,
               (SELECT coalesce(array_agg(id), '{{}}') FROM place)::text AS places,
               (SELECT count(*) FROM place)::int AS place_count,
               (SELECT EXISTS (SELECT FROM users WHERE id = :employer::uuid)) AS employer_known,
               said.matching::text AS asked_matching, said.loosely::text AS asked_loosely,
               said.in_title::text AS asked_in_title, said.titled::text AS asked_titled,
               said.some_in_title::text AS asked_some_in_title,
               coalesce(said.only_excludes, false) AS asked_only_excludes,
               (SELECT reltuples::bigint FROM pg_class WHERE oid = 'jobs'::regclass) AS jobs,
               (SELECT rows FROM kept_counts WHERE question = :question AND {}) AS kept
          FROM search_asked(:search) said)",
        max_places + 1, store::count_to_renew, store::good_count);
    auto slug_or_id = filter.category.value_or("");
    auto id = parse<Uuid>(slug_or_id);
    return *sql.one<Names>(
        text, {arg("location", filter.location), arg("category_id", id),
                  arg("category_slug", std::string_view(slug_or_id)), arg("employer", filter.employer),
                  arg("search", filter.search), arg("question", std::string_view(question))});
}

// The condition names its value once.
void add(store::JobConditions& c, std::string_view condition, const Param& value)
{
    c.where += fmt::format(" AND {}", condition);
    c.params.push_back(value);
    std::string pattern(condition);
    auto name = ":" + value.name;
    c.pattern +=
        " AND " + pattern.replace(pattern.find(name), name.size(), fmt::format("%{}$L", c.params.size()));
}

void add_names(store::JobConditions& c, const JobFilter& filter, const Names& names)
{
    if (filter.category) {
        if (names.categories == "{}") throw UnknownFilter{"category"};
        add(c, "j.category_id = ANY (:categories::uuid[])",
            arg("categories", std::string_view(names.categories)));
    }
    if (filter.employer) {
        if (!names.employer_known) throw UnknownFilter{"employer"};
        add(c, "j.employer_id = :employer::uuid", arg("employer", *filter.employer));
    }
    if (!filter.location) return;
    if (names.place_count <= max_places)
        add(c, "j.location_id = ANY (:places::int[])", arg("places", std::string_view(names.places)));
    else
        add(c, "j.location_id IN (SELECT id FROM locations WHERE found_by LIKE place_pattern(:location))",
            arg("location", *filter.location));
}

void add_values(store::JobConditions& c, const JobFilter& filter)
{
    if (filter.job_type) add(c, "j.job_type = :job_type", arg("job_type", *filter.job_type));
    // As the indexes have them: jobs without a salary stand before and behind all others.
    if (filter.min_salary)
        add(c, "coalesce(j.salary_min, -1) >= :min_salary::numeric", arg("min_salary", *filter.min_salary));
    if (filter.max_salary)
        add(c, "coalesce(j.salary_max, 100000000) <= least(:max_salary::numeric, 99999999.99)",
            arg("max_salary", *filter.max_salary));
    if (filter.is_featured) {
        auto condition = *filter.is_featured ? " AND j.is_featured" : " AND NOT j.is_featured";
        c.where += condition;
        c.pattern += condition;
    }
}

// Every job is asked for that the search finds, in the half of the index that holds them, or in either.
void search_for(store::JobConditions& c, AskedWords asked, bool active_only, std::optional<bool> featured)
{
    auto also = [&](std::string_view condition) {
        c.where += condition;
        c.pattern += condition;
    };
    if (!asked.matching) also(" AND false");
    if (!active_only)
        also(" AND (j.status = 'active' AND j.deleted_at IS NULL OR j.status <> 'active' OR "
             "j.deleted_at IS NOT NULL)"); // true of every job
    c.only_search = asked.matching && active_only && c.params.empty() && !featured;
    c.asked = std::move(asked);
}

// What the caller may see at all. The public's condition is the one that the indexes of active jobs are for.
void see(store::JobConditions& c, const JobFilter& f, const Scope& scope)
{
    auto both = [&](const char* text) { c.where = c.pattern = text; };
    if (f.status == JobStatus::active && !scope.deleted_too)
        return both("j.status = 'active' AND j.deleted_at IS NULL");
    both(scope.deleted_too ? "true" : "j.deleted_at IS NULL");
    if (scope.own && !scope.everything)
        add(c, "(j.status = 'active' OR j.employer_id = :caller::uuid)", arg("caller", *scope.caller));
    else if (!scope.everything) both("j.status = 'active' AND j.deleted_at IS NULL");
    if (f.status) add(c, "j.status = :status", arg("status", *f.status));
}

} // namespace

store::JobConditions store::conditions_of(Sql& sql, const JobFilter& f, const Scope& scope)
{
    JobConditions c;
    bool active_only = scope.is_public() || f.status == JobStatus::active;
    bool asks = f.category || f.employer || f.location || f.job_type || f.min_salary || f.max_salary ||
                f.is_featured || f.search;
    see(c, f, scope);
    c.plain = !asks && active_only && !scope.deleted_too &&
              f.status.value_or(JobStatus::active) == JobStatus::active;
    if (c.plain) return c;

    auto base = c.params.size();
    c.question = question_of(f, scope);
    auto names = look_up(sql, f, c.question);
    if (names.asked.only_excludes) throw NothingAsked{};
    c.known = names.kept;
    c.jobs = names.jobs;
    add_names(c, f, names);
    bool only_category = active_only && base == 0 && c.params.size() == 1 && f.category;
    add_values(c, f);
    if (only_category && c.params.size() == 1 && !f.is_featured && !f.search) c.categories = names.categories;
    if (f.search) search_for(c, std::move(names.asked), active_only && !scope.deleted_too, f.is_featured);
    return c;
}

store::JobConditions store::with_search(JobConditions c)
{
    if (c.asked.matching && !c.by_id)
        add(c, "j.search @@ :matching::tsquery", arg("matching", std::string_view(*c.asked.matching)));
    return c;
}

store::JobConditions store::of_these(JobConditions c, std::string_view ids)
{
    c.params.clear();
    c.where = c.pattern = "true";
    add(c, "j.id = ANY (:ids::uuid[])", arg("ids", ids));
    c.by_id = true;
    c.only_search = false;
    return c;
}

store::JobConditions store::without(JobConditions c, std::string_view ids)
{
    add(c, "j.id <> ALL (:without::uuid[])", arg("without", ids));
    return c;
}

std::string store::values_of(const JobConditions& c)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    json.StartArray();
    for (const auto& param : c.params) json.text(*param.text);
    json.EndArray();
    return {out.GetString(), out.GetSize()};
}
