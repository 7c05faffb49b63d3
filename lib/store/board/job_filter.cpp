#include "job_filter.hpp"

#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <cctype>
#include <fmt/format.h>
#include <set>

namespace {

// Beyond this many places, the list of them is longer than a walk of the newest jobs.
constexpr int max_places = 1000;

struct Names {
    std::string categories; // of the subtree, as an array
    std::string places;     // whose name matches, as an array
    int place_count = 0;
    bool employer_known = false, has_index = false;
    long long jobs = 0; // about how many there are
    std::optional<long long> kept;
    static constexpr auto fields = std::tuple{
        field("categories", &Names::categories),
        field("places", &Names::places),
        field("place_count", &Names::place_count),
        field("employer_known", &Names::employer_known),
        field("has_index", &Names::has_index),
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

Names look_up(Sql& sql, const JobFilter& filter, const std::string& search, const std::string& question)
{
    static const std::string text = fmt::format(R"(
        SELECT (SELECT coalesce(array_agg(below.id), '{{}}') FROM categories asked
                  JOIN categories below ON below.ancestors @> ARRAY[asked.id]
                 WHERE asked.id = :category_id::uuid OR asked.slug = :category_slug)::text AS categories,
               (SELECT coalesce(array_agg(id), '{{}}') FROM place)::text AS places,
               (SELECT count(*) FROM place)::int AS place_count,
               (SELECT EXISTS (SELECT FROM users WHERE id = :employer::uuid)) AS employer_known,
               coalesce(querytree(websearch_to_tsquery('jobs', spell_names(:search))) <> 'T', false) AS has_index,
               (SELECT reltuples::bigint FROM pg_class WHERE oid = 'jobs'::regclass) AS jobs,
               (SELECT rows FROM kept_counts WHERE question = :question AND {}) AS kept
        )",
        store::good_count);
    static const std::string with_places = fmt::format(R"(
        WITH place AS MATERIALIZED (SELECT id FROM locations WHERE lower(name) LIKE lower(:location) LIMIT {}),
             asked AS (UPDATE kept_counts SET asked = true WHERE question = :question AND {})
        {})",
        max_places + 1, store::count_to_renew, text);
    auto slug_or_id = filter.category.value_or("");
    auto id = parse<Uuid>(slug_or_id);
    auto location = filter.location ? std::optional(like_containing(*filter.location)) : std::nullopt;
    return *sql.one<Names>(with_places,
        {arg("location", location), arg("category_id", id),
            arg("category_slug", std::string_view(slug_or_id)), arg("employer", filter.employer),
            arg("search", std::string_view(search)), arg("question", std::string_view(question))});
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
        add(c, "j.location_id IN (SELECT id FROM locations WHERE lower(name) LIKE lower(:location))",
            arg("location", std::string_view(like_containing(*filter.location))));
}

// A minus counts only before what can be excluded: "engineer - Vienna" asks for both, and PostgreSQL gives up
// on a long row of minus signs.
std::string without_stray_minus(std::string text)
{
    int foreign = 0; // minus signs before a character beyond ASCII, which may be a letter or not
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '-') continue;
        auto after = [&](std::size_t n) {
            return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0;
        };
        bool excludes = std::isalnum(after(1)) || after(1) == '"' ||
                        (after(1) == '.' && std::isalnum(after(2))) || (after(1) >= 0x80 && ++foreign <= 16);
        if (!excludes) text[i] = ' ';
    }
    return text;
}

// Words and phrases that stand there already cost as much as others and ask for nothing.
std::string without_repeats(std::string_view text)
{
    std::set<std::string_view> seen;
    std::string out;
    while (!(text = trimmed(text)).empty()) {
        auto end = std::min(text.find(' '), text.size());
        auto quote = text.find('"');
        if (quote < end) end = std::min(text.find('"', quote + 1), text.size() - 1) + 1;
        auto word = text.substr(0, end);
        text.remove_prefix(end);
        if (seen.insert(word).second || lowered(word) == "or")
            out += (out.empty() ? "" : " ") + std::string(word);
    }
    return out;
}

// A search that only excludes finds nearly everything: as a function, the condition keeps the planner from
// reading the whole index for it.
void add_search(store::JobConditions& c, bool has_index, bool active_only)
{
    add(c,
        has_index ? "j.search @@ websearch_to_tsquery('jobs', spell_names(:search))"
                  : "ts_match_vq(j.search, websearch_to_tsquery('jobs', spell_names(:search)))",
        arg("search", std::string_view(c.search)));
    if (active_only || !has_index) return;
    // True of every job: there is an index for either half.
    auto either = " AND (j.status = 'active' AND j.deleted_at IS NULL OR j.status <> 'active' OR "
                  "j.deleted_at IS NOT NULL)";
    c.where += either;
    c.pattern += either;
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

std::string store::search_words(std::string_view typed)
{
    return without_repeats(without_stray_minus(std::string(typed)));
}

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
    if (f.search) c.search = search_words(*f.search);
    auto names = look_up(sql, f, c.search, c.question);
    c.known = names.kept;
    c.jobs = names.jobs;
    c.has_index = f.search && names.has_index;
    add_names(c, f, names);
    bool only_category = active_only && base == 0 && c.params.size() == 1 && f.category;
    add_values(c, f);
    if (f.search) {
        active_only = active_only && !scope.deleted_too;
        add_search(c, names.has_index, active_only);
        c.only_search = names.has_index && active_only && c.params.size() == 1 && !f.is_featured;
    }
    if (only_category && c.params.size() == 1 && !f.is_featured) c.categories = names.categories;
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
