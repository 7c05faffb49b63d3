// Lists of jobs against a plain model in memory: random filters, orderings, pages and cursors over a few
// thousand jobs, for every kind of viewer. JOBBOARD_TEST_SEED=N walks the way of a run that failed.
#include "t/kit/lists.hpp"
#include "t/kit/seed.hpp"

#include "lib/base/text.hpp"
#include "lib/db/copy.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>

namespace {

constexpr int job_count = 2400;
const std::string list = "/api/v1/jobs/";

struct ModelJob {
    Uuid id;
    int category = 0, employer = 0; // their places in the model's lists
    std::string location, job_type, status, title;
    std::optional<int> salary_min, salary_max;
    bool is_featured = false, deleted = false;
    int day = 0; // when it was made
    long long views = 0;
};

struct Category {
    std::string name;
    int parent; // -1 for a root
};
const std::vector<Category> tree{
    {"Crafts", -1}, {"Wood", 0}, {"Joinery", 1}, {"Metal", 0}, {"Office", -1}, {"Law", 4}, {"Nobody", -1}};
const std::vector<std::string> employers{"acme", "other", "third"}, statuses{"active", "draft", "closed"},
    types{"full-time", "part-time", "contract", "internship", "freelance"},
    places{"Graz", "Graz Süd", "Vienna", "Linz 100%", "under_score", "Wien / Vienna", "Berlin"},
    words{"alpha", "bravo", "charlie", "delta"};

struct Filter {
    int category = -1, employer = -1;
    std::string location, job_type, status, word;
    std::optional<int> min_salary, max_salary;
    std::optional<bool> is_featured;
    bool include_deleted = false;
};

struct Viewer {
    std::string role; // empty: anonymous
    int employer = -1;
    Api api;
};

bool within(int category, int ancestor)
{
    while (category != ancestor && category >= 0) category = tree[static_cast<std::size_t>(category)].parent;
    return category == ancestor;
}

bool sees(const Viewer& viewer, const ModelJob& job, const Filter& f)
{
    bool admin = viewer.role == "admin";
    if (job.deleted && !(admin && f.include_deleted)) return false;
    return job.status == "active" || admin || (viewer.role == "employer" && viewer.employer == job.employer);
}

bool matches(const ModelJob& job, const Filter& f)
{
    return (f.category < 0 || within(job.category, f.category)) &&
           (f.employer < 0 || job.employer == f.employer) &&
           (f.location.empty() || lowered(job.location).find(lowered(f.location)) != std::string::npos) &&
           (f.job_type.empty() || job.job_type == f.job_type) &&
           (f.status.empty() || job.status == f.status) &&
           (!f.min_salary || (job.salary_min && *job.salary_min >= *f.min_salary)) &&
           (!f.max_salary || (job.salary_max && *job.salary_max <= *f.max_salary)) &&
           (!f.is_featured || job.is_featured == *f.is_featured) &&
           (f.word.empty() || job.title.find(f.word) != std::string::npos);
}

// What a field of the ordering says of a job; without a salary it comes last in either direction.
long long rank(const ModelJob& job, const std::string& field, bool descending)
{
    auto salary = [&](const std::optional<int>& s) { return s ? *s : descending ? -1LL : 1'000'000'000LL; };
    if (field == "created_at") return job.day;
    if (field == "salary_min") return salary(job.salary_min);
    if (field == "salary_max") return salary(job.salary_max);
    return job.views;
}

// "a,-b"; ids go the way of the first field.
bool comes_before(const ModelJob& a, const ModelJob& b, const std::string& ordering)
{
    auto terms = split_list(ordering.empty() ? "-created_at" : ordering);
    for (const auto& term : terms) {
        bool down = term[0] == '-';
        auto x = rank(a, term.substr(down), down), y = rank(b, term.substr(down), down);
        if (x != y) return (x < y) != down;
    }
    return (to_text(a.id) < to_text(b.id)) != (terms[0][0] == '-');
}

struct ModelRow {
    Uuid id, employer_id, category_id;
    std::string title, description = "Work.", requirements = "Hands.", location, job_type, status;
    std::optional<std::string> salary_min, salary_max, deleted_at;
    bool is_featured = false;
    std::string created_at, updated_at;
    int location_id = 0;
    static constexpr auto fields =
        std::tuple{field("id", &ModelRow::id), field("employer_id", &ModelRow::employer_id),
            field("category_id", &ModelRow::category_id), field("title", &ModelRow::title),
            field("description", &ModelRow::description), field("requirements", &ModelRow::requirements),
            field("location", &ModelRow::location), field("job_type", &ModelRow::job_type),
            field("status", &ModelRow::status), field("salary_min", &ModelRow::salary_min),
            field("salary_max", &ModelRow::salary_max), field("deleted_at", &ModelRow::deleted_at),
            field("is_featured", &ModelRow::is_featured), field("created_at", &ModelRow::created_at),
            field("updated_at", &ModelRow::updated_at), field("location_id", &ModelRow::location_id)};
};

struct Model : EmptyBoard {
    unsigned seed_number = [] {
        const char* given = std::getenv("JOBBOARD_TEST_SEED");
        return given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    }();
    std::mt19937 random{seed_number};
    std::vector<Uuid> category_ids, employer_ids;
    std::vector<ModelJob> all;
    std::vector<Viewer> viewers;

    Model()
    {
        BOOST_TEST_MESSAGE("JOBBOARD_TEST_SEED=" << seed_number);
        for (const auto& name : employers) employer_ids.push_back(seed::user(sql, {.username = name}));
        for (const auto& c : tree)
            category_ids.push_back(seed::category(
                sql, {.name = c.name,
                         .parent = c.parent < 0
                                       ? std::nullopt
                                       : std::optional(category_ids[static_cast<std::size_t>(c.parent)])}));
        make_jobs();
        viewers.push_back({"", -1, board.anonymous()});
        viewers.push_back({"user", -1, board.user("ann")});
        viewers.push_back({"employer", 0, board.employer("acme")});
        viewers.push_back({"employer", 1, board.employer("other")});
        viewers.push_back({"admin", -1, board.admin("root")});
    }

    int below(std::size_t n)
    {
        return std::uniform_int_distribution<int>(0, static_cast<int>(n) - 1)(random);
    }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class T> const T& any(const std::vector<T>& of)
    {
        return of[static_cast<std::size_t>(below(of.size()))];
    }

    // Few distinct values everywhere, so that every ordering is full of ties.
    ModelJob any_job()
    {
        ModelJob j{.id = new_uuid(),
            .category = below(tree.size() - 1),
            .employer = below(employers.size()),
            .location = any(places),
            .job_type = any(types),
            .status = one_in(3) ? any(statuses) : "active",
            .title = any(words) + " " + any(words)};
        if (!one_in(4)) j.salary_min = 1000 * below(4);
        if (!one_in(4)) j.salary_max = 4000 + 1000 * below(3);
        j.is_featured = one_in(10);
        j.deleted = one_in(12);
        j.day = below(9);
        j.views = one_in(2) ? 0 : below(4);
        return j;
    }

    void make_jobs()
    {
        std::vector<ModelRow> rows;
        std::string views;
        for (int i = 0; i < job_count; ++i) {
            auto j = any_job();
            auto at = fmt::format("2026-01-0{}T00:00:00Z", j.day + 1);
            auto salary = [](std::optional<int> s) {
                return s ? std::optional(std::to_string(*s)) : std::nullopt;
            };
            rows.push_back({.id = j.id,
                .employer_id = employer_ids[static_cast<std::size_t>(j.employer)],
                .category_id = category_ids[static_cast<std::size_t>(j.category)],
                .title = j.title,
                .location = j.location,
                .job_type = j.job_type,
                .status = j.status,
                .salary_min = salary(j.salary_min),
                .salary_max = salary(j.salary_max),
                .deleted_at = j.deleted ? std::optional(at) : std::nullopt,
                .is_featured = j.is_featured,
                .created_at = at,
                .updated_at = at});
            views += fmt::format("{}('{}',{})", i ? "," : "", to_text(j.id), j.views);
            all.push_back(std::move(j));
        }
        copy_rows<ModelRow>(sql, "jobs", rows);
        sql.script("UPDATE job_figures f SET views_count = v.n FROM (VALUES " + views +
                   ") v (id, n) WHERE f.job_id = v.id::uuid; ANALYZE jobs, job_figures");
    }

    std::vector<std::string> right_ids(
        const Viewer& viewer, const Filter& f, const std::string& ordering) const
    {
        std::vector<const ModelJob*> found;
        for (const auto& job : all)
            if (sees(viewer, job, f) && matches(job, f)) found.push_back(&job);
        std::sort(
            found.begin(), found.end(), [&](auto* a, auto* b) { return comes_before(*a, *b, ordering); });
        std::vector<std::string> ids;
        for (const auto* job : found) ids.push_back(to_text(job->id));
        return ids;
    }

    std::string query_of(const Filter& f)
    {
        std::string out;
        auto add = [&](std::string_view name, const std::string& value) {
            out += fmt::format("&{}={}", name, percent_encoded(value));
        };
        if (f.category >= 0) {
            auto at = static_cast<std::size_t>(f.category);
            add("category", one_in(2) ? to_text(category_ids[at]) : lowered(tree[at].name));
        }
        if (f.employer >= 0) add("employer", to_text(employer_ids[static_cast<std::size_t>(f.employer)]));
        if (!f.location.empty()) add("location", f.location);
        if (!f.job_type.empty()) add("job_type", f.job_type);
        if (!f.status.empty()) add("status", f.status);
        if (!f.word.empty()) add("search", f.word);
        if (f.min_salary) add("min_salary", std::to_string(*f.min_salary));
        if (f.max_salary) add("max_salary", std::to_string(*f.max_salary));
        if (f.is_featured) add("is_featured", *f.is_featured ? "true" : "false");
        if (f.include_deleted) add("include_deleted", "true");
        return out;
    }

    Filter any_filter(const Viewer& viewer)
    {
        static const std::vector<std::string> parts{
            "graz", "VIENNA", "100%", "_", "%", "wien /", "süd", "n", "nowhere"};
        Filter f;
        if (one_in(3)) f.category = below(tree.size());
        if (one_in(6)) f.employer = below(employers.size());
        if (one_in(4)) f.location = any(parts);
        if (one_in(5)) f.job_type = any(types);
        if (one_in(4)) f.status = viewer.role.empty() ? "active" : any(statuses);
        if (one_in(4)) f.word = any(words);
        if (one_in(5)) f.min_salary = 1000 * below(4);
        if (one_in(5)) f.max_salary = 4000 + 1000 * below(3);
        if (one_in(6)) f.is_featured = one_in(2);
        f.include_deleted = one_in(3);
        return f;
    }

    // A search without an ordering is ranked, which the model is not.
    std::string any_ordering(bool asked)
    {
        static const std::vector<std::string> fields{"created_at", "salary_min", "salary_max", "views_count"};
        if (!asked && one_in(3)) return "";
        std::string out;
        do out += (out.empty() ? "" : ",") + std::string(one_in(2) ? "-" : "") + any(fields);
        while (one_in(3) && out.size() < 40);
        return out;
    }

    void check_walk(Viewer& viewer, const std::string& query, const std::vector<std::string>& right)
    {
        auto forwards = flat(walk(board, viewer.api, list + query, "next"));
        BOOST_TEST(joined(forwards) == joined(right), query << " for \"" << viewer.role << '"');
        auto backwards = walk(board, viewer.api, last_target(board, viewer.api, list + query), "previous");
        std::reverse(backwards.begin(), backwards.end());
        BOOST_TEST(
            joined(flat(backwards)) == joined(right), query << " backwards for \"" << viewer.role << '"');
    }

    void check_page(Viewer& viewer, const std::string& query, const std::vector<std::string>& right)
    {
        auto size = static_cast<std::size_t>(below(30) + 1), pages = right.size() / size + 1;
        auto page = static_cast<std::size_t>(below(pages)) + 1, from = (page - 1) * size;
        auto target = fmt::format("{}?page={}&page_size={}{}", list, page, size, query);
        auto reply = viewer.api.get(target);
        if (from >= right.size() && page > 1) {
            BOOST_TEST(reply.status == 404, target);
            return;
        }
        BOOST_TEST_REQUIRE(reply.status == 200, target << ": " << reply.body);
        auto until = std::min(from + size, right.size());
        std::vector<std::string> part(right.begin() + static_cast<long>(std::min(from, until)),
            right.begin() + static_cast<long>(until));
        BOOST_TEST(joined(each(reply.json()["results"], "id")) == joined(part),
            target << " for \"" << viewer.role << '"');
        BOOST_TEST(reply.json()["count"].text() == std::to_string(right.size()),
            target << " for \"" << viewer.role << '"');
        BOOST_TEST(reply.json()["next"].is_null() == (until == right.size()), target);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_model, Model)

BOOST_AUTO_TEST_CASE(random_questions_are_answered_as_the_model_answers_them)
{
    BOOST_TEST_CONTEXT("JOBBOARD_TEST_SEED=" << seed_number)
    for (int i = 0; i < 500; ++i) {
        auto& viewer = viewers[static_cast<std::size_t>(below(viewers.size()))];
        auto filter = any_filter(viewer);
        auto ordering = any_ordering(!filter.word.empty());
        auto query = query_of(filter) + (ordering.empty() ? "" : "&ordering=" + ordering);
        check_page(viewer, query, right_ids(viewer, filter, ordering));
    }
}

BOOST_AUTO_TEST_CASE(every_walk_shows_each_row_once_and_in_the_models_order)
{
    BOOST_TEST_CONTEXT("JOBBOARD_TEST_SEED=" << seed_number)
    for (std::string ordering :
        {"", "created_at", "-created_at", "salary_min", "-salary_min", "salary_max", "-salary_max",
            "views_count", "-views_count", "-salary_min,created_at", "views_count,-salary_max"}) {
        auto& viewer = viewers[static_cast<std::size_t>(below(viewers.size()))];
        auto rest = ordering.empty() ? "" : "&ordering=" + ordering;
        check_walk(viewer, "?cursor=&page_size=100" + rest, right_ids(viewer, {}, ordering));
        check_walk(viewer, "?page=1&page_size=100" + rest, right_ids(viewer, {}, ordering));
    }
    for (auto& viewer : viewers)
        for (int i = 0; i < 4; ++i) {
            auto filter = any_filter(viewer);
            auto ordering = any_ordering(true);
            auto size = std::max(7, static_cast<int>(right_ids(viewer, filter, ordering).size()) / 8);
            check_walk(viewer,
                fmt::format(
                    "?cursor=&page_size={}{}&ordering={}", std::min(size, 100), query_of(filter), ordering),
                right_ids(viewer, filter, ordering));
        }
}

BOOST_AUTO_TEST_CASE(a_ranked_search_shows_each_match_once)
{
    BOOST_TEST_CONTEXT("JOBBOARD_TEST_SEED=" << seed_number)
    for (auto& viewer : viewers)
        for (const auto& word : {words[0], words[1]}) {
            Filter filter{.word = word};
            auto right = right_ids(viewer, filter, "");
            for (std::string by : {"?cursor=", "?page=1"}) {
                auto found =
                    flat(walk(board, viewer.api, list + by + "&page_size=100&search=" + word, "next"));
                BOOST_TEST(found.size() == right.size());
                BOOST_TEST(
                    (std::set(found.begin(), found.end()) == std::set(right.begin(), right.end())), word);
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()
