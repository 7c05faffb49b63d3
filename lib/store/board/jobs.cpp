#include "jobs.hpp"

#include "job_counts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

const std::string store::job_joins = R"(
    JOIN categories c ON c.id = j.category_id
    JOIN users u ON u.id = j.employer_id
    JOIN job_figures f ON f.job_id = j.id)";

namespace {

// Ends in whether somebody has saved it.
const std::string card_columns = R"(
    j.id, j.title, j.description,
    j.category_id, c.name AS category_name, c.slug AS category_slug, c.full_path AS category_full_path,
    j.employer_id, u.username AS employer_username,
    coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username) AS employer_full_name,
    j.location, j.job_type, j.salary_min, j.salary_max, j.status, j.is_featured,
    f.views_count, f.application_count, j.created_at, j.updated_at, )";

const std::string saved_unknown = "NULL::boolean AS is_saved",
                  saved_by_caller =
                      "CASE WHEN :caller::uuid IS NOT NULL THEN EXISTS (SELECT FROM saved_jobs s "
                      "WHERE s.owner = :caller::uuid AND s.job = j.id) END AS is_saved";

} // namespace

const std::string store::job_columns = card_columns + saved_unknown,
                  store::job_columns_for_caller = card_columns + saved_by_caller;

namespace {

// How many matches are ranked. Ranking all of them would cost seconds for a common word.
constexpr int ranked_at_most = 100;

// The order of a phrase's words is not in the index: of so many jobs that have them all, it is looked at.
constexpr int phrases_at_most = 2000;

using std::chrono::milliseconds;

// What a search may take in all, and of it the count, which can be guessed. Other lists take what the session
// allows.
constexpr milliseconds search_may_take{450}, count_may_take{200};

std::string salary(const std::optional<Money>& value, bool descending)
{
    return value ? to_text(*value) : descending ? "-1" : "100000000";
}

constexpr Order<Job> orders[] = {
    {"created_at", "j.created_at", "j.created_at", "timestamptz",
        [](const Job& j, bool) { return exact_text(j.created_at); }},
    {"salary_min", "coalesce(j.salary_min, 100000000)", "coalesce(j.salary_min, -1)", "numeric",
        [](const Job& j, bool descending) { return salary(j.salary_min, descending); }},
    {"salary_max", "coalesce(j.salary_max, 100000000)", "coalesce(j.salary_max, -1)", "numeric",
        [](const Job& j, bool descending) { return salary(j.salary_max, descending); }},
    {"views_count", "f.views_count", "f.views_count", "bigint",
        [](const Job& j, bool) { return to_text(j.views_count); }},
};

const OrderTerm<Job> newest{&orders[0], true};

bool counts_views(const Window<Job>& window)
{
    return std::any_of(
        window.order.begin(), window.order.end(), [](const auto& t) { return t.by->name == "views_count"; });
}

// The page's ids come first, from an index alone where there is one: a deep page then skips index entries
// and not whole rows.
std::string page_text(
    const store::JobConditions& c, const Window<Job>& window, const std::string& beside, bool gather)
{
    bool by_views = counts_views(window);
    auto id = by_views ? "f.job_id" : "j.id";
    auto order = order_clause(window, id);
    auto jobs =
        gather
            ? fmt::format(
                  "(SELECT id, created_at, salary_min, salary_max FROM jobs j WHERE {} OFFSET 0) j", c.where)
            : "jobs j";
    auto wanted = fmt::format("SELECT {} AS id FROM {}{} WHERE {}{} ORDER BY {} LIMIT {} OFFSET {}", id, jobs,
        by_views ? " JOIN job_figures f ON f.job_id = j.id" : "", gather ? "true" : c.where, beside, order,
        window.size + 1, window.offset);
    return fmt::format("SELECT {} FROM ({}) page JOIN jobs j ON j.id = page.id {} ORDER BY {}",
        store::job_columns, wanted, store::job_joins, order);
}

// Whether to find all matches of a search first and sort them, rather than walk all jobs in the order until
// enough have matched. The planner cannot tell: it takes a look at the words of one job for a comparison,
// which costs three times as much as fetching one that the index has found.
bool gathers(const store::JobConditions& c, const Window<Job>& window, long long found)
{
    if (c.by_id) return true;
    if (!c.asked.matching) return false;
    auto share = static_cast<double>(std::max(found, 1ll)) / static_cast<double>(std::max(c.jobs, 1ll));
    auto walked = static_cast<double>(window.offset + window.size) / share;
    return static_cast<double>(found) < 3 * walked;
}

std::vector<Job> fetch_page(
    Sql& sql, const store::JobConditions& c, const Window<Job>& window, long long found)
{
    auto params = c.params;
    auto beside = beside_condition(window, counts_views(window) ? "f.job_id" : "j.id", params);
    auto text = page_text(c, window, beside, gathers(c, window, found));
    // Every active job from the start or from a row on, in parts of the usual sizes: few texts, asked all the
    // time, worth keeping.
    bool usual = window.size == 20 || window.size == 50 || window.size == 100;
    bool hot = c.plain && usual && window.offset == 0 && window.order.size() == 1;
    return hot ? sql.all<Job>(text, params) : sql.all_once<Job>(text, params);
}

struct RankedJob : Job {
    long long found = 0; // matches, see best_jobs in sql/
    static constexpr auto fields = std::tuple_cat(Job::fields, std::tuple{field("found", &RankedJob::found)});
};

// How many of the best matches are ranked among themselves, a whole number of pages; the others follow,
// newest first.
int ranked_rows(const Window<Job>& window)
{
    return window.size * std::max(1, ranked_at_most / window.size);
}

constexpr std::string_view best_jobs =
    "best_jobs(:pattern, :values::jsonb, :matching::tsquery, :in_title::tsquery, "
    ":titled::tsquery, :some_in_title::tsquery, :among::int, "
    ":straight::boolean)";

Params best_params(const store::JobConditions& c, const Window<Job>& window, const Scope& scope)
{
    return {arg("pattern", c.only_search ? std::nullopt : std::optional(c.pattern)),
        arg("values", std::string_view(values_of(c))), arg("matching", c.asked.matching),
        arg("in_title", c.asked.in_title), arg("titled", c.asked.titled),
        arg("some_in_title", c.asked.some_in_title), arg("among", ranked_rows(window)),
        arg("straight", scope.deleted_too || c.by_id)};
}

struct Ids {
    std::string ids; // as an array
    long long count = 0;
    static constexpr auto fields = std::tuple{field("ids", &Ids::ids), field("count", &Ids::count)};
};

// Where a list is read, for whom, and how long it may still take.
struct Reading {
    Sql &sql, &copy;
    const Scope& scope;
    bool searches;
    std::chrono::steady_clock::time_point until = std::chrono::steady_clock::now() + search_may_take;

    // In whole steps, since each change is told to the server.
    milliseconds left() const
    {
        constexpr milliseconds step{50};
        if (!searches) return milliseconds(std::numeric_limits<int>::max());
        auto left = std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
        return std::max(step, left / step * step);
    }
};

// The newest jobs of those that have all words of a phrase are looked through for the phrase, once.
store::JobConditions with_phrase_found(const Reading& r, store::JobConditions c)
{
    StatementLimit limit(r.copy, r.left());
    auto found = *r.copy.one<Ids>(R"(
        SELECT coalesce(array_agg(j.id), '{}')::text AS ids, count(*) AS count
          FROM newest_jobs(:pattern, :values::jsonb, :loosely::tsquery, :among::int, :straight::boolean,
                           jobs_span()) n
               JOIN jobs j ON j.id = ANY (n.ids) AND j.search @@ :matching::tsquery)",
        {arg("pattern", c.only_search ? std::nullopt : std::optional(c.pattern)),
            arg("values", std::string_view(values_of(c))), arg("loosely", c.asked.loosely),
            arg("among", phrases_at_most), arg("straight", r.scope.deleted_too),
            arg("matching", c.asked.matching)});
    c = store::of_these(std::move(c), found.ids);
    c.known = found.count;
    return c;
}

long long count(const Reading& r, const store::JobConditions& c)
{
    StatementLimit limit(r.sql, r.searches ? std::min(count_may_take, r.left()) : r.left());
    return store::count_jobs(r.sql, store::with_search(c));
}

Slice<Job> ranked_slice(const Reading& r, const store::JobConditions& c, const Window<Job>& window)
{
    static const std::string text = fmt::format(R"(
        SELECT {}, best.matches AS found
          FROM {} best
               CROSS JOIN unnest(best.ids) WITH ORDINALITY page (id, place)
               JOIN jobs j ON j.id = page.id {}
         WHERE page.place BETWEEN :first::int AND :last::int
         ORDER BY page.place)",
        store::job_columns, best_jobs, store::job_joins);
    auto params = best_params(c, window, r.scope);
    params.push_back(arg("first", window.offset + 1));
    params.push_back(arg("last", window.offset + window.size));
    StatementLimit limit(r.copy, r.left());
    auto ranked = r.copy.all<RankedJob>(text, params);

    auto found = ranked.empty() ? 0 : ranked[0].found;
    Slice<Job> slice;
    for (auto& job : ranked) slice.rows.push_back(std::move(job));
    slice.by_offset = true;
    slice.before = window.offset > 0;
    slice.after = found > window.offset + window.size;
    bool all_found = !ranked.empty() && found <= ranked_rows(window);
    slice.count = all_found ? found : count(r, c);
    return slice;
}

Slice<Job> ordered_slice(const Reading& r, const store::JobConditions& c, const Window<Job>& window)
{
    auto counted = count(r, c);
    StatementLimit limit(r.copy, r.left());
    return slice_of(window, fetch_page(r.copy, store::with_search(c), window, counted), counted);
}

// Past the ranked matches: the others, newest first. What stands before the first of them is ranked, and not
// beside it in this order.
Slice<Job> unranked_slice(const Reading& r, const store::JobConditions& c, Window<Job> window)
{
    static const std::string text =
        fmt::format("SELECT coalesce(ids, '{{}}')::text AS ids, matches AS count FROM {} best", best_jobs);
    StatementLimit limit(r.copy, r.left());
    auto ranked = *r.copy.one<Ids>(text, best_params(c, window, r.scope));
    auto others = store::without(c, ranked.ids);
    window.offset -= ranked_rows(window);
    window.order.push_back(newest);
    auto counted = count(r, c);
    auto slice = slice_of(window, fetch_page(r.copy, store::with_search(others), window, counted), counted);
    slice.by_offset = slice.before = true;
    return slice;
}

} // namespace

std::span<const Order<Job>> store::job_orders()
{
    return orders;
}

Slice<Job> store::list_jobs(
    Sql& sql, Sql& copy, const JobFilter& filter, const Scope& scope, const Window<Job>& asked)
{
    Reading reading{.sql = sql, .copy = copy, .scope = scope, .searches = filter.search.has_value()};
    StatementLimit limit(sql, reading.left());
    auto conditions = conditions_of(sql, filter, scope);
    if (conditions.asked.matching != conditions.asked.loosely)
        conditions = with_phrase_found(reading, std::move(conditions));
    bool ranked = asked.order.empty() && filter.search;
    if (ranked && asked.offset < ranked_rows(asked)) return ranked_slice(reading, conditions, asked);
    if (ranked) return unranked_slice(reading, conditions, asked);
    auto window = asked;
    if (window.order.empty()) window.order.push_back(newest);
    return ordered_slice(reading, conditions, window);
}

const std::string& store::job_by_id()
{
    static const std::string text = "SELECT" + store::job_columns_for_caller +
                                    R"(, j.requirements, j.application_deadline,
               EXISTS (SELECT FROM applications a
                        WHERE a.job_id = j.id AND a.applicant_id = :caller::uuid) AS has_applied
          FROM jobs j)" + store::job_joins +
                                    R"(
         WHERE j.id = :id::uuid AND (j.deleted_at IS NULL OR :deleted_too::boolean)
           AND (j.status = 'active' OR )" +
                                    owned_by_caller("j.employer_id") + ")";
    return text;
}

Params store::job_by_id_params(const Uuid& id, const Scope& scope)
{
    return args_of(scope, {arg("id", id), arg("deleted_too", scope.everything && scope.deleted_too)});
}

namespace {

struct Saved {
    Uuid job;
    static constexpr auto fields = std::tuple{field("job", &Saved::job)};
};

} // namespace

void store::mark_saved(Sql& sql, const Uuid& person, std::vector<Job>& jobs)
{
    if (jobs.empty()) return;
    std::string ids;
    for (const auto& job : jobs) ids += (ids.empty() ? "{" : ",") + to_text(job.id);
    auto saved =
        sql.all<Saved>("SELECT job FROM saved_jobs WHERE owner = :person::uuid AND job = ANY (:ids::uuid[])",
            {arg("person", person), arg("ids", std::string_view(ids + '}'))});
    for (auto& job : jobs)
        job.is_saved = {true, std::ranges::find(saved, job.id, &Saved::job) != saved.end()};
}

std::optional<JobDetail> store::find_job(Sql& sql, const Uuid& id, const Scope& scope)
{
    return sql.one<JobDetail>(job_by_id(), job_by_id_params(id, scope));
}

std::vector<Job> store::featured_jobs(Sql& sql)
{
    static const std::string text = "SELECT" + store::job_columns + " FROM jobs j" + store::job_joins + R"(
         WHERE j.is_featured AND j.status = 'active' AND j.deleted_at IS NULL
         ORDER BY j.created_at DESC, j.id DESC LIMIT 10)";
    return sql.all<Job>(text);
}
