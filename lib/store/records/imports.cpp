// A batch goes by COPY into a temporary table, and from there into jobs.
#include "imports.hpp"

#include "lib/base/text.hpp"
#include "lib/db/copy.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/users.hpp"
#include "lib/store/board/category_changes.hpp"
#include "lib/store/board/job_changes.hpp"
#include "lib/words/slug.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unicode/unistr.h>

namespace {

constexpr const char* make_staging = R"(
    CREATE TEMPORARY TABLE IF NOT EXISTS import_rows (id uuid, employer_id uuid, category_id uuid, title text,
        description text, requirements text, location text, job_type text, status text,
        salary_min numeric(10,2), salary_max numeric(10,2), application_deadline date, created_at timestamptz,
        source_id text);
    TRUNCATE import_rows;
    -- Each row is looked up by the index. Plans made while the table was small would read all of it for
    -- every row or batch later on.
    SET LOCAL enable_seqscan = off;
    SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off;
    SET LOCAL gin_pending_list_limit = '16MB')";

// What of a row of jobs an import brings, as events name it.
std::string told_of(std::string_view row)
{
    return fmt::format(
        "jsonb_build_object('title', {0}.title, 'description', {0}.description, 'requirements', "
        "{0}.requirements, "
        "'location', {0}.location, 'job_type', {0}.job_type, 'salary_min', {0}.salary_min::text, "
        "'salary_max', {0}.salary_max::text, 'application_deadline', {0}.application_deadline, "
        "'category', {0}.category_id)",
        row);
}

const std::string update_jobs = R"(
    UPDATE jobs j
       SET title = r.title, description = r.description, requirements = r.requirements, location = r.location,
           job_type = r.job_type, salary_min = r.salary_min, salary_max = r.salary_max,
           application_deadline = r.application_deadline, category_id = r.category_id
      FROM import_rows r JOIN jobs o ON o.source = :source AND o.source_id = r.source_id
     WHERE j.id = o.id AND j.deleted_at IS NULL
       AND (j.title, j.description, j.requirements, j.location, j.job_type, j.salary_min, j.salary_max,
            j.application_deadline, j.category_id)
           IS DISTINCT FROM
           (r.title, r.description, r.requirements, r.location, r.job_type, r.salary_min, r.salary_max,
            r.application_deadline, r.category_id)
    RETURNING j.id, j.title, changed_members()" +
                                told_of("o") + ", " + told_of("j") + ")";

constexpr std::string_view insert_jobs = R"(
    INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, job_type,
                      status, salary_min, salary_max, application_deadline, created_at, updated_at,
                      source, source_id)
    SELECT r.id, r.employer_id, r.category_id, r.title, r.description, r.requirements, r.location, r.job_type,
           r.status, r.salary_min, r.salary_max, r.application_deadline, r.created_at, r.created_at,
           :source, r.source_id
      FROM import_rows r
     WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.source = :source AND j.source_id = r.source_id)
        ON CONFLICT (source, source_id) WHERE source IS NOT NULL DO NOTHING
    RETURNING id, title, NULL::jsonb)";

constexpr std::string_view find_category = R"(
    SELECT id FROM categories
     WHERE lower(name) = lower(:name) OR lower(full_path) = lower(:name) OR slug = :name
     ORDER BY lower(name) = lower(:name) DESC
     LIMIT 1)";

constexpr std::string_view add_category = R"(
    INSERT INTO categories (id, name, slug, ancestors, full_path, depth)
    VALUES (:id, :name, :slug, '{}', '', 0)
        ON CONFLICT DO NOTHING
    RETURNING id, name, NULL::jsonb)";

// The account whose username this is, else the one that the company's jobs were imported for before.
constexpr std::string_view find_employer = R"(
    SELECT id FROM users
     WHERE role = 'employer'
       AND id = coalesce((SELECT id FROM users WHERE username = :name AND role = 'employer'),
                         (SELECT employer_id FROM imported_employers WHERE company = :company)))";

constexpr std::string_view add_employer = R"(
    INSERT INTO users (id, username, email, first_name, role)
    VALUES (:id, :username, :email, :name, 'employer')
        ON CONFLICT DO NOTHING
    RETURNING id, username, NULL::jsonb)";

constexpr std::string_view remember_employer = R"(
    INSERT INTO imported_employers (company, employer_id) VALUES (:company, :id)
        ON CONFLICT (company) DO UPDATE SET employer_id = excluded.employer_id)";

struct FoundId {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &FoundId::id)};
};

// The name alone where that is free, else with a part that follows from the name.
std::string slug_for(const std::string& name, int attempt)
{
    auto slug = slug_of(name, 100);
    if (slug.empty()) return "category-" + fingerprint(name).substr(0, 12);
    return attempt == 0 ? slug : slug + "-" + fingerprint(name).substr(0, 6);
}

// The same, of an account.
std::string username_for(const std::string& name, const std::string& company, int attempt)
{
    auto username = slug_of(name, 120);
    std::replace(username.begin(), username.end(), '-', '_');
    if (username.size() < 3) return "employer_" + fingerprint(company).substr(0, 12);
    return attempt == 0 ? username : username + "_" + fingerprint(company).substr(0, 6);
}

// Names that differ in case alone are one.
std::string case_folded(const std::string& name)
{
    auto letters = icu::UnicodeString::fromUTF8(name);
    std::string out;
    return letters.foldCase().toUTF8String(out);
}

// A script that does something with each; `statement` is PL/pgSQL about `index`.
std::string for_each_search_index(std::string_view statement)
{
    return fmt::format(R"(DO $$
        DECLARE index regclass;
        BEGIN
            FOR index IN SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                           JOIN pg_am a ON a.oid = c.relam
                          WHERE i.indrelid = 'jobs'::regclass AND a.amname = 'gin' ORDER BY 1
            LOOP {} END LOOP;
        END $$)",
        statement);
}

} // namespace

GatheringSearchIndex::GatheringSearchIndex(Sql& session) : owner(session)
{
    try {
        owner.script(for_each_search_index("EXECUTE format('ALTER INDEX %s SET (fastupdate = on)', index);"));
        on = true;
    } catch (const DatabaseError& e) {
        log(Level::warning, "search_index_not_gathering", {{"sqlstate", std::string_view(e.sqlstate)}});
    }
}

GatheringSearchIndex::~GatheringSearchIndex()
{
    if (!on) return;
    try {
        owner.script(
            for_each_search_index("EXECUTE format('ALTER INDEX %s SET (fastupdate = off)', index);"));
        owner.script(for_each_search_index("PERFORM gin_clean_pending_list(index);"));
    } catch (const DatabaseError& e) {
        log(Level::warning, "search_index_keeps_gathering", {{"sqlstate", std::string_view(e.sqlstate)}});
    }
}

Uuid ImportStore::category(const std::string& name)
{
    if (auto known = categories.find(lowered(name)); known != categories.end()) return known->second;
    for (int attempt = 0; attempt < 3; ++attempt) {
        if (auto found = sql.one<FoundId>(find_category, {arg("name", name)}))
            return categories[lowered(name)] = found->id;
        static const auto adding = store::telling(category_created, add_category);
        store::tell(
            sql, adding, {arg("id", new_uuid()), arg("name", name), arg("slug", slug_for(name, attempt))});
    }
    throw std::logic_error("a category can be neither found nor made");
}

Uuid ImportStore::employer(const std::string& name)
{
    if (auto known = employers.find(name); known != employers.end()) return known->second;
    auto company = case_folded(name);
    for (int attempt = 0; attempt < 4; ++attempt) {
        if (auto found = sql.one<FoundId>(find_employer, {arg("company", company), arg("name", name)}))
            return employers[name] = found->id;
        auto username = username_for(name, company, attempt);
        static const auto adding = store::telling(user_created, add_employer);
        auto id = new_uuid();
        if (store::tell(sql, adding,
                {arg("id", id), arg("username", username), arg("email", username + "@imported.invalid"),
                    arg("name", name)}) == 1)
            sql.change(remember_employer, {arg("company", company), arg("id", id)});
    }
    throw std::logic_error("an employer can be neither found nor made");
}

void ImportStore::resolve_names(std::span<ImportedJob> jobs)
{
    for (auto& job : jobs) {
        job.category_id = category(job.category);
        job.employer_id = employer(job.employer);
    }
}

// What was made in a transaction that did not last is unknown again.
void ImportStore::forget()
{
    categories.clear();
    employers.clear();
}

ImportCounts ImportStore::store(std::span<ImportedJob> jobs)
{
    ImportCounts counts;
    try {
        Transaction transaction(sql);
        resolve_names(jobs);
        sql.script(make_staging);
        copy_rows<ImportedJob>(sql, "import_rows", jobs);
        static const auto updating = store::telling(job_updated, update_jobs),
                          adding = store::telling(job_created, insert_jobs);
        counts.updated = store::tell(sql, updating, {arg("source", source)});
        counts.imported = store::tell(sql, adding, {arg("source", source)});
        if (!dry_run) transaction.commit();
    } catch (const DatabaseError&) {
        forget();
        throw;
    }
    if (dry_run) forget();
    counts.unchanged = static_cast<long long>(jobs.size()) - counts.updated - counts.imported;
    return counts;
}
