// The demo board by COPY into temporary tables, from which names are resolved to ids.
#include "demo.hpp"

#include "lib/db/copy.hpp"

namespace {

constexpr const char* staging = R"(
    SELECT pg_advisory_xact_lock(hashtext('demo'));
    CREATE TEMPORARY TABLE demo_users (LIKE users INCLUDING DEFAULTS) ON COMMIT DROP;
    CREATE TEMPORARY TABLE demo_categories (id uuid, name text, description text, slug text, parent text,
        created_at timestamptz, position serial) ON COMMIT DROP;
    CREATE TEMPORARY TABLE demo_jobs (id uuid, employer text, category text, title text, description text,
        requirements text, location text, job_type text, status text, salary_min numeric, salary_max numeric,
        application_deadline date, is_featured boolean, created_at timestamptz, views bigint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE demo_views (job_id uuid, days_ago integer, views bigint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE demo_applications (id uuid, job_id uuid, applicant text, cover_letter text,
        resume text, resume_name text, status text, resume_bytes bigint, resume_sha256 text,
        applied_at timestamptz, reviewed_at timestamptz, notes text) ON COMMIT DROP)";

constexpr const char* add_users = R"(
    INSERT INTO users (id, username, email, password_hash, first_name, last_name, role, phone_number, bio,
                       email_verified, date_joined)
    SELECT id, username, email, password_hash, first_name, last_name, role, phone_number, bio,
           true, date_joined
      FROM demo_users
        ON CONFLICT DO NOTHING)";

// One statement for each level: a parent must stand before its children are placed.
constexpr const char* add_top_categories = R"(
    INSERT INTO categories (id, name, description, slug, ancestors, full_path, depth, created_at, updated_at)
    SELECT id, name, description, slug, '{}', '', 0, created_at, created_at
      FROM demo_categories WHERE parent = ''
     ORDER BY position
        ON CONFLICT DO NOTHING)";

constexpr const char* add_lower_categories = R"(
    INSERT INTO categories (id, name, description, parent_id, slug, ancestors, full_path, depth,
                            created_at, updated_at)
    SELECT d.id, d.name, d.description, above.id, d.slug, '{}', '', 0, d.created_at, d.created_at
      FROM demo_categories d
      JOIN categories above ON lower(above.name) = lower(d.parent)
     WHERE NOT EXISTS (SELECT FROM categories c WHERE lower(c.name) = lower(d.name) OR c.slug = d.slug)
     ORDER BY d.position
        ON CONFLICT DO NOTHING)";

constexpr const char* add_jobs = R"(
    INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, job_type,
                      status, salary_min, salary_max, application_deadline, is_featured,
                      created_at, updated_at, activated_at)
    SELECT d.id, u.id, c.id, d.title, d.description, d.requirements, d.location, d.job_type,
           d.status, d.salary_min, d.salary_max, d.application_deadline, d.is_featured,
           d.created_at, d.created_at,
           CASE WHEN d.status <> 'draft' THEN d.created_at END
      FROM demo_jobs d
      JOIN users u ON u.username = d.employer
      JOIN categories c ON lower(c.name) = lower(d.category)
     ORDER BY d.created_at
        ON CONFLICT DO NOTHING)";

constexpr const char* add_views = R"(
    UPDATE job_figures f SET views_count = d.views
      FROM demo_jobs d
     WHERE f.job_id = d.id AND f.views_count = 0)";

// By the days of the board, none of which lies before the job's first.
constexpr const char* add_daily_views = R"(
    INSERT INTO job_views (job_id, day, views)
    SELECT d.id, greatest(board_day(now()) - v.days_ago, board_day(d.created_at)), sum(v.views)
      FROM demo_views v JOIN demo_jobs d ON d.id = v.job_id
     GROUP BY 1, 2
        ON CONFLICT DO NOTHING)";

constexpr const char* add_applications = R"(
    INSERT INTO applications (id, job_id, applicant_id, cover_letter, resume, resume_name, resume_kind, resume_bytes,
                              resume_sha256, status, applied_at, reviewed_at, notes)
    SELECT d.id, d.job_id, u.id, d.cover_letter, d.resume, d.resume_name, 'pdf', d.resume_bytes,
           d.resume_sha256, d.status, d.applied_at, d.reviewed_at, d.notes
      FROM demo_applications d
      JOIN users u ON u.username = d.applicant
      JOIN jobs j ON j.id = d.job_id
     ORDER BY d.applied_at
        ON CONFLICT DO NOTHING)";

// Profiles of whoever looks for work: what each has follows from their id, so that the same people have the
// same every time.
constexpr const char* add_profiles[] = {R"(
    INSERT INTO profile_skills (id, owner, name, level, years_of_experience)
    SELECT gen_random_uuid(), u.id, skill,
           (ARRAY['beginner', 'intermediate', 'advanced', 'expert'])[1 + abs(hashtext(skill || u.id)) % 4],
           1 + abs(hashtext(u.id || skill)) % 12
      FROM demo_users u
           CROSS JOIN unnest(ARRAY['Project management', 'SQL', 'Customer service', 'Excel', 'Python', 'First aid',
                                   'Welding', 'Bookkeeping', 'Negotiation', 'Graphic design', 'Forklift licence',
                                   'C++']) skill
     WHERE u.role = 'user' AND abs(hashtext(u.username || skill)) % 3 = 0
        ON CONFLICT DO NOTHING)",
    R"(
    INSERT INTO profile_education (id, owner, institution, degree, field_of_study, start_date, end_date, is_current,
                                   description)
    SELECT gen_random_uuid(), u.id,
           (ARRAY['TU Wien', 'University of Graz', 'HTL Linz', 'FH Salzburg', 'University of Lisbon'])[1 + n % 5],
           (ARRAY['Bachelor of Science', 'Master of Arts', 'Diploma', 'Apprenticeship'])[1 + n % 4],
           (ARRAY['Computer science', 'Business', 'Mechanical engineering', 'Nursing', 'Design'])[1 + n / 7 % 5],
           make_date(2008 + n % 8, 10, 1), make_date(2012 + n % 8, 6, 30), false, ''
      FROM (SELECT id, role, abs(hashtext(username)) AS n FROM demo_users) u
     WHERE u.role = 'user' AND NOT EXISTS (SELECT FROM profile_education p WHERE p.owner = u.id))",
    R"(
    INSERT INTO profile_work_history (id, owner, company, position, start_date, end_date, is_current, description,
                                      location)
    SELECT gen_random_uuid(), u.id,
           (ARRAY['Bolt & Sons', 'Nordlicht', 'Café Central', 'Alpen Logistik',
                  'Hartmann Partner'])[1 + (n + which) % 5],
           (ARRAY['Developer', 'Assistant', 'Team lead', 'Technician', 'Consultant'])[1 + (n / 3 + which) % 5],
           make_date(2013 + n % 6 + 4 * which, 9, 1),
           CASE WHEN which = 0 THEN make_date(2017 + n % 6, 8, 31) END, which = 1, '',
           (ARRAY['Vienna', 'Graz', 'Linz', 'Berlin', 'Lisbon'])[1 + (n + 2 * which) % 5]
      FROM (SELECT id, role, abs(hashtext(username)) AS n FROM demo_users) u CROSS JOIN generate_series(0, 1) which
     WHERE u.role = 'user' AND NOT EXISTS (SELECT FROM profile_work_history p WHERE p.owner = u.id))",
    R"(
    INSERT INTO profile_languages (id, owner, language, level)
    SELECT gen_random_uuid(), u.id, language,
           (ARRAY['A2', 'B1', 'B2', 'C1', 'native'])[1 + abs(hashtext(language || u.id)) % 5]
      FROM demo_users u CROSS JOIN unnest(ARRAY['en', 'de', 'pt', 'ar', 'uk']) language
     WHERE u.role = 'user' AND (language = 'en' OR abs(hashtext(u.username || language)) % 4 = 0)
        ON CONFLICT DO NOTHING)"};

} // namespace

std::vector<KnownPassword> known_passwords(Sql& sql, const std::vector<std::string>& usernames)
{
    std::string names;
    for (const auto& username : usernames) names += username + ' ';
    return sql.all<KnownPassword>("SELECT username, password_hash FROM users"
                                  " WHERE username = ANY (string_to_array(:names, ' ')) ORDER BY username",
        {arg("names", names)});
}

DemoCounts add_demo_board(Sql& sql, const DemoBoard& board)
{
    Transaction transaction(sql);
    sql.script(staging);
    copy_rows<DemoUser>(sql, "demo_users", board.users);
    copy_rows<DemoCategory>(sql, "demo_categories", board.categories);
    copy_rows<DemoJob>(sql, "demo_jobs", board.jobs);
    copy_rows<DemoViews>(sql, "demo_views", board.views);
    copy_rows<DemoApplication>(sql, "demo_applications", board.applications);

    DemoCounts added;
    added.users = sql.change(add_users);
    added.categories = sql.change(add_top_categories);
    while (auto more = sql.change(add_lower_categories)) added.categories += more;
    added.jobs = sql.change(add_jobs);
    sql.change(add_views);
    sql.change(add_daily_views);
    added.applications = sql.change(add_applications);
    for (const auto* statement : add_profiles) sql.change(statement);
    transaction.commit();
    return added;
}
