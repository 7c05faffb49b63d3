// Lists, forms and actions of the admin pages.
#include "desk.hpp"

#include "../lib/base/text.hpp"

#include <set>

namespace {

std::size_t rows_in(const Reply& reply)
{
    std::size_t n = 0;
    for (auto at = reply.body.find("<th scope=\"row\">"); at != reply.body.npos;
         at = reply.body.find("<th scope=\"row\">", at + 1))
        ++n;
    return n;
}

// The address of a link with that text or attribute before it.
std::string link_with(const Reply& reply, const std::string& mark)
{
    auto at = reply.body.find(mark);
    if (at == reply.body.npos) return "";
    auto from = reply.body.find("href=\"", at) + 6;
    auto raw = reply.body.substr(from, reply.body.find('"', from) - from);
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i)
        if (raw.compare(i, 5, "&amp;") == 0) {
            out += '&';
            i += 4;
        } else out += raw[i];
    return out;
}

const Variables whole_job{{"title", "Joiner"}, {"description", "Join."}, {"requirements", "Hands."},
    {"location", "Graz"}, {"job_type", "full-time"}, {"status", "active"}, {"salary_min", ""},
    {"salary_max", ""}, {"application_deadline", ""}};

Variables with(Variables fields, const Variables& changes)
{
    for (const auto& [name, value] : changes) {
        std::erase_if(fields, [&](const auto& f) { return f.first == name; });
        fields.emplace_back(name, value);
    }
    return fields;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin, AtDesk)

BOOST_AUTO_TEST_CASE(each_list_has_its_columns_and_says_so_when_there_is_nothing)
{
    for (auto [name, heads] :
        {std::pair("jobs", "Title Employer Category Location Type Status Featured Views Created"),
            std::pair("categories", "Name Parent Slug Created"),
            std::pair("applications", "Applicant Job Status Applied Reviewed")}) {
        auto empty = desk.get(std::string("/admin/") + name + '/');
        BOOST_TEST(has(empty, "class=\"empty\""), name);
        BOOST_TEST(has(empty, ">0 "), name);
        seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
        auto page = desk.get(std::string("/admin/") + name + '/');
        BOOST_TEST(rows_in(page) >= 1u, name);
        std::string all(heads);
        for (std::size_t at = 0; at < all.size();) {
            auto end = std::min(all.find(' ', at), all.size());
            BOOST_TEST(has(page, ">" + all.substr(at, end - at)), name << ' ' << all.substr(at, end - at));
            at = end + 1;
        }
        sql.change("DELETE FROM applications");
        sql.change("DELETE FROM jobs");
        sql.change("DELETE FROM categories");
    }
    auto people = desk.get("/admin/users/");
    for (auto head : {">User name", ">E-mail", ">Role", ">Name", ">Active", ">Joined"})
        BOOST_TEST(has(people, head), head);
}

BOOST_AUTO_TEST_CASE(filters_and_search_narrow_a_list_and_bad_ones_say_what_they_want)
{
    auto wood = seed::category(sql, {.name = "Wood"}),
         fine = seed::category(sql, {.name = "Fine wood", .parent = wood});
    seed::job(sql, {.title = "Planer", .category = fine, .location = "Linz", .status = "draft"});
    seed::job(sql, {.title = "Turner",
                       .description = "Turns spindles.",
                       .category = wood,
                       .employer = seed::user(sql, {.username = "lathe"}),
                       .job_type = "contract"});
    seed::job(sql, {.title = "Nurse", .is_featured = true, .created_at = "2026-03-03T12:00:00Z"});
    auto finds = [&](const std::string& query, const std::string& titles) {
        auto page = desk.get("/admin/jobs/?" + query);
        std::string found;
        for (auto title : {"Nurse", "Planer", "Turner"})
            if (has(page, std::string(">") + title + "</a>"))
                found += std::string(found.empty() ? "" : ", ") + title;
        BOOST_TEST(found == titles, query << ": " << found);
        BOOST_TEST(page.status == 200);
    };
    finds("", "Nurse, Planer, Turner");
    finds("status=draft", "Planer");
    finds("type=contract", "Turner");
    finds("category=" + to_text(wood), "Planer, Turner");
    finds("featured=true", "Nurse");
    finds("created_from=2026-03-01&created_to=2026-03-03", "Nurse");
    finds("q=spindle", "Turner");
    finds("q=linz", "Planer");
    finds("q=LATHE", "Turner");
    finds("q=nurse&status=draft", "");
    finds("q=" + std::string("%27%3B--%20%25_"), "");
    auto bad = desk.get("/admin/jobs/?status=open&created_from=yesterday");
    BOOST_TEST(has(bad, "Choose one of those offered."));
    BOOST_TEST(has(bad, "Must be a date"));
    BOOST_TEST(rows_in(bad) == 3u);
}

BOOST_AUTO_TEST_CASE(people_and_applications_are_found_by_what_they_are_called)
{
    auto ann =
        seed::user(sql, {.username = "ann", .role = "user", .first_name = "Ann", .last_name = "Smith"});
    seed::application(sql, seed::job(sql, {.title = "Baker"}), ann);
    for (auto query :
        {"q=ann", "q=n%20smi", "role=user", "active=true&q=ann", "joined_from=2026-01-01&q=ann"})
        BOOST_TEST(has(desk.get(std::string("/admin/users/?") + query), ">ann</a>"), query);
    BOOST_TEST(!has(desk.get("/admin/users/?active=false"), ">ann</a>"));
    for (auto query :
        {"q=smith", "q=baker", "status=pending", "applied_from=2026-06-01&applied_to=2026-06-30"})
        BOOST_TEST(rows_in(desk.get(std::string("/admin/applications/?") + query)) == 1u, query);
    for (auto query : {"q=butcher", "status=accepted", "reviewed_from=2020-01-01", "applied_to=2026-01-01"})
        BOOST_TEST(rows_in(desk.get(std::string("/admin/applications/?") + query)) == 0u, query);
}

BOOST_AUTO_TEST_CASE(parts_follow_each_other_without_gap_or_repeat_in_every_order)
{
    seed::jobs(sql, 60);
    sql.change("UPDATE job_figures SET views_count = 3 WHERE job_id IN (SELECT id FROM jobs LIMIT 20)");
    for (auto order : {"-created", "created", "title", "-title", "-views", "views"}) {
        std::set<std::string> seen;
        std::size_t parts = 0;
        auto target = std::string("/admin/jobs/?sort=") + order;
        std::string back;
        while (!target.empty() && parts < 9) {
            auto page = desk.get(target);
            ++parts;
            for (auto at = page.body.find("name=\"pick."); at != page.body.npos;
                 at = page.body.find("name=\"pick.", at + 1))
                BOOST_TEST(seen.insert(page.body.substr(at + 11, 36)).second, order);
            back = link_with(page, "rel=\"prev\"");
            target = link_with(page, "rel=\"next\"");
        }
        BOOST_TEST(seen.size() == 60u, order);
        BOOST_TEST(parts == 3u, order);
        BOOST_TEST(rows_in(desk.get(back)) == 25u, order);
    }
    BOOST_TEST(desk.get("/admin/jobs/?after=x&sort=nothing").status == 200);
    BOOST_TEST(desk.get("/admin/jobs/?after=00000000-0000-4000-8000-000000000000.x").status == 200);
}

BOOST_AUTO_TEST_CASE(the_list_leaves_as_csv_that_runs_nothing)
{
    seed::job(sql, {.title = "=HYPERLINK(\"http://x\")", .status = "draft"});
    seed::job(sql, {.title = "Plain"});
    auto csv = desk.get("/admin/jobs/export.csv?status=draft");
    BOOST_TEST(csv.status == 200);
    BOOST_TEST(csv.header("content-type") == "text/csv; charset=utf-8");
    BOOST_TEST(csv.header("content-disposition").find("jobs.csv") != std::string::npos);
    BOOST_TEST(csv.body.starts_with("\"Title\",\"Employer\""));
    BOOST_TEST(csv.body.find("'=HYPERLINK") != csv.body.npos);
    BOOST_TEST(csv.body.find("Plain") == csv.body.npos);
}

BOOST_AUTO_TEST_CASE(a_category_is_added_changed_and_its_faults_stand_beside_the_fields)
{
    auto added = desk.post("/admin/categories/new/",
        {{"name", "Carpentry"}, {"slug", ""}, {"parent", ""}, {"description", "x"}});
    BOOST_TEST(added.status == 303);
    auto page = std::string(added.header("location"));
    BOOST_TEST(sql_value("SELECT slug AS value FROM categories") == "carpentry");
    auto wrong = desk.post(
        "/admin/categories/new/", {{"name", ""}, {"slug", "No Slug"}, {"description", "kept <typed>"}});
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(wrong, "id=\"fault-name\""));
    BOOST_TEST(has(wrong, "kept &lt;typed&gt;"));
    BOOST_TEST(input_value(wrong.body, "slug") == "No Slug");
    auto saved =
        save(page, {{"name", "Joinery"}, {"slug", "carpentry"}, {"parent", ""}, {"description", "y"}});
    BOOST_TEST(saved.status == 303);
    BOOST_TEST(has(desk.get(page), "changed"));
    auto loop = save(page,
        {{"name", "Joinery"}, {"slug", "carpentry"}, {"parent", page.substr(18, 36)}, {"description", "y"}});
    BOOST_TEST(loop.status == 400);
    BOOST_TEST(has(loop, "id=\"fault-parent\""));
    BOOST_TEST(sql_value("SELECT name AS value FROM categories") == "Joinery");
    BOOST_TEST(has(desk.get("/admin/categories/tree/"), ">Joinery</a>"));
}

BOOST_AUTO_TEST_CASE(a_message_says_once_what_was_done)
{
    auto reply = desk.post("/admin/categories/new/", {{"name", "Carpentry"}});
    std::string said;
    for (const auto& [name, value] : reply.headers)
        if (name == "set-cookie" && value.starts_with("said=")) said = value.substr(0, value.find(';'));
    auto before = desk.jar;
    desk.jar += "; " + said;
    auto page = desk.get(std::string(reply.header("location")));
    BOOST_TEST(has(page, "role=\"status\">Added the category."));
    BOOST_TEST(page.header("set-cookie").find("said=; ") == 0u);
    desk.jar = before;
    BOOST_TEST(!has(desk.get(std::string(reply.header("location"))), "class=\"said\""));
}

BOOST_AUTO_TEST_CASE(deleting_a_category_says_what_goes_along)
{
    auto wood = seed::category(sql, {.name = "Wood"}),
         fine = seed::category(sql, {.name = "Fine wood", .parent = wood}),
         other = seed::category(sql, {.name = "Metal"});
    seed::job(sql, {.category = fine});
    auto target = "/admin/categories/" + to_text(wood) + "/delete/";
    auto asked = desk.get(target);
    BOOST_TEST(has(asked, "Delete: Wood?"));
    BOOST_TEST(has(asked, "Fine wood"));
    BOOST_TEST(has(asked, "1 job is filed there"));
    BOOST_TEST(desk.post(target, {{"move_jobs_to", ""}}).status == 400);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM categories") == "3");
    BOOST_TEST(desk.post(target, {{"move_jobs_to", to_text(other)}}).status == 303);
    BOOST_TEST(sql_value("SELECT string_agg(name, ',') AS value FROM categories") == "Metal");
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE category_id = '" + to_text(other) +
                         "'") == "1");
}

BOOST_AUTO_TEST_CASE(a_job_is_posted_and_changed_by_the_rules_of_the_api)
{
    auto category = to_text(seed::category(sql));
    auto posted =
        desk.post("/admin/jobs/new/", with(whole_job, {{"category", category}, {"is_featured", "true"}}));
    BOOST_TEST(posted.status == 303);
    BOOST_TEST(sql_value("SELECT title || status || is_featured AS value FROM jobs") == "Joineractivetrue");
    auto page = std::string(posted.header("location"));
    auto wrong = save(page, with(whole_job, {{"category", category}, {"salary_min", "9"}, {"salary_max", "5"},
                                                {"title", "Typed"}}));
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(wrong, "id=\"fault-salary_min\""));
    BOOST_TEST(input_value(wrong.body, "title") == "Typed");
    auto again = save(page, with(whole_job, {{"category", category}, {"status", "draft"}}));
    BOOST_TEST(has(again, "cannot become a draft again"));
    // A box without its tick, and fields that are only shown.
    BOOST_TEST(
        save(page, with(whole_job, {{"category", category}, {"views", "999"}, {"created", "2020-01-01"}}))
            .status == 303);
    BOOST_TEST(sql_value("SELECT is_featured::text AS value FROM jobs") == "false");
    BOOST_TEST(sql_value("SELECT views_count::text AS value FROM job_figures") == "0");
    BOOST_TEST(sql_value("SELECT (created_at > '2026-01-01')::text AS value FROM jobs") == "true");
}

BOOST_AUTO_TEST_CASE(what_somebody_changed_meanwhile_is_not_overwritten_unseen)
{
    auto job = seed::job(sql);
    auto category = to_text(seed::category(sql)), page = "/admin/jobs/" + to_text(job) + '/';
    auto shown = desk.get(page).body;
    Variables stale{{"form_token", input_value(shown, "form_token")},
        {"version", input_value(shown, "version")}, {"seen", input_value(shown, "seen")}};
    auto fields = with(whole_job, {{"category", category}, {"title", "Mine"}});
    fields.insert(fields.end(), stale.begin(), stale.end());
    account("helga", "admin");
    Desk other(board, fresh_address());
    BOOST_TEST_REQUIRE(other.sign_in("helga").status == 303);
    auto theirs = other.get(page).body;
    BOOST_TEST(other
                   .post_bare(page,
                       with(fields, {{"title", "Theirs"}, {"form_token", input_value(theirs, "form_token")},
                                        {"version", input_value(theirs, "version")}}),
                       {{"Origin", board.public_url()}})
                   .status == 303);
    auto refused = desk.post_bare(page, fields, {{"Origin", board.public_url()}});
    BOOST_TEST(refused.status == 409);
    BOOST_TEST(has(refused, "Changed meanwhile by helga"));
    BOOST_TEST(input_value(refused.body, "title") == "Mine");
    BOOST_TEST(sql_value("SELECT title AS value FROM jobs") == "Theirs");
    // Once seen, it may be.
    auto now_seen = with(fields, {{"version", input_value(refused.body, "version")}});
    BOOST_TEST(desk.post_bare(page, now_seen, {{"Origin", board.public_url()}}).status == 303);
    BOOST_TEST(sql_value("SELECT title AS value FROM jobs") == "Mine");
    sql.change("UPDATE jobs SET title = 'By a program'");
    auto fresh = desk.get(page).body;
    sql.change("UPDATE jobs SET title = 'By another'");
    auto last =
        with(now_seen, {{"version", input_value(fresh, "version")}, {"seen", input_value(fresh, "seen")}});
    auto by_api = desk.post_bare(page, last, {{"Origin", board.public_url()}});
    BOOST_TEST(has(by_api, "through the API"));
}

BOOST_AUTO_TEST_CASE(many_jobs_are_changed_at_once_each_with_its_outcome)
{
    auto open = seed::job(sql, {.title = "Open"}), second = seed::job(sql, {.title = "Second"});
    auto act = [&](const std::string& action, const Variables& more = {}) {
        Variables fields{
            {"action", action}, {"pick." + to_text(open), "1"}, {"pick." + to_text(second), "1"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return desk.post("/admin/jobs/", fields);
    };
    auto statuses = [&] {
        return sql_value("SELECT string_agg(DISTINCT status || is_featured, ',') AS value FROM jobs");
    };
    auto closed = act("close", {{"pick.00000000-0000-4000-8000-000000000000", "1"}});
    BOOST_TEST(closed.status == 200);
    BOOST_TEST(has(closed, "2 of 3 closed."));
    BOOST_TEST(has(closed, "It is not there any more."));
    BOOST_TEST(statuses() == "closedfalse");
    BOOST_TEST(has(act("activate"), "2 of 2 active."));
    BOOST_TEST(has(act("feature"), "2 of 2 featured."));
    BOOST_TEST(statuses() == "activetrue");
    BOOST_TEST(has(act("unfeature"), "2 of 2 no longer featured."));
    auto asked = act("delete");
    BOOST_TEST(has(asked, "<li><input type=\"hidden\" name=\"pick."));
    BOOST_TEST(has(asked, "Second"));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "2");
    BOOST_TEST(has(act("delete", {{"sure", "yes"}}), "2 of 2 deleted."));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "0");
    BOOST_TEST(act("explode").status == 404);
    BOOST_TEST(desk.post("/admin/jobs/", {{"action", "close"}}).status == 303);
}

BOOST_AUTO_TEST_CASE(an_application_is_decided_with_its_history_and_resume)
{
    auto id = seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
    auto page = "/admin/applications/" + to_text(id) + '/';
    BOOST_TEST(save(page, {{"status", "reviewed"}, {"notes", "Call her."}}).status == 303);
    auto shown = desk.get(page);
    BOOST_TEST(has(shown, "pending → reviewed"));
    BOOST_TEST(has(shown, "Call her."));
    auto wrong = save(page, {{"status", "pending"}, {"notes", "Typed."}});
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(wrong, "id=\"fault-status\""));
    BOOST_TEST(has(wrong, "Typed."));
    auto file = desk.get(page + "resume/");
    BOOST_TEST(file.status == 200);
    BOOST_TEST(file.body == seed::resume_content);
    BOOST_TEST(file.header("content-disposition").starts_with("attachment"));
    BOOST_TEST(file.header("cache-control") == "no-store");
}

BOOST_AUTO_TEST_CASE(people_are_added_changed_and_kept_out)
{
    auto added = desk.post("/admin/users/new/",
        {{"username", "newbie"}, {"email", "n@example.com"}, {"first_name", "N"}, {"last_name", "B"},
            {"role", "employer"}, {"password", good_password}, {"password2", good_password}});
    BOOST_TEST(added.status == 303);
    auto page = std::string(added.header("location"));
    auto wrong = desk.post(
        "/admin/users/new/", {{"username", "newbie"}, {"email", "x"}, {"first_name", "N"}, {"last_name", "B"},
                                 {"role", "user"}, {"password", "a"}, {"password2", "b"}});
    BOOST_TEST(wrong.status == 400);
    for (auto field : {"email", "password", "password2"})
        BOOST_TEST(has(wrong, std::string("id=\"fault-") + field), field);
    Variables fields{{"username", "newbie"}, {"email", "n2@example.com"}, {"first_name", "N"},
        {"last_name", "B"}, {"phone_number", ""}, {"bio", ""}};
    BOOST_TEST(save(page, fields).status == 303);
    BOOST_TEST(sql_value("SELECT email AS value FROM users WHERE username = 'newbie'") == "n2@example.com");
    auto theirs = sign_in("newbie");
    BOOST_TEST_REQUIRE(theirs.status == 200);
    auto they = board.bearer(theirs.json()["access"].text());
    BOOST_TEST(desk.post(page + "end-sessions/", {}).status == 303);
    BOOST_TEST(they.get(auth + "me/").status == 401);
    BOOST_TEST(desk.post(page + "deactivate/", {}).status == 303);
    BOOST_TEST(sign_in("newbie").status == 401);
    BOOST_TEST(has(desk.get(page), "Activate</a>"));
    BOOST_TEST(desk.post(page + "activate/", {}).status == 303);
    BOOST_TEST(sign_in("newbie").status == 200);
}

BOOST_AUTO_TEST_CASE(one_cannot_shut_oneself_out)
{
    auto self = "/admin/users/" + to_text(root) + '/';
    for (auto [action, fields] :
        {std::pair<std::string, Variables>("deactivate", {}), {"role", {{"role", "user"}}}, {"delete", {}}}) {
        auto reply = desk.post(self + action + '/', fields);
        BOOST_TEST(reply.status == 400, action);
        BOOST_TEST(has(reply, "class=\"fault\""), action);
    }
    BOOST_TEST(desk.get("/admin/").status == 200);
}

BOOST_AUTO_TEST_CASE(dangerous_things_want_the_password_again)
{
    auto ann = account("ann");
    auto page = "/admin/users/" + to_text(ann) + '/';
    sql.change("UPDATE admin_sessions SET proven_at = now() - interval '11 minutes'");
    for (auto [action, fields] : {std::pair<std::string, Variables>("role", {{"role", "admin"}}),
             {"delete", {}}, {"reset-link", {}}}) {
        BOOST_TEST(has(desk.get(page + action + '/'), "name=\"own_password\""), action);
        auto without = desk.post(page + action + '/', fields);
        BOOST_TEST(without.status == 400, action);
        auto wrong = desk.post(page + action + '/', with(fields, {{"own_password", "wrong"}}));
        BOOST_TEST(has(wrong, "Is not your password."), action);
    }
    BOOST_TEST(sql_value("SELECT role AS value FROM users WHERE username = 'ann'") == "user");
    auto job = to_text(seed::job(sql));
    BOOST_TEST(
        desk.post("/admin/jobs/", {{"action", "delete"}, {"sure", "yes"}, {"pick." + job, "1"}}).status ==
        400);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "1");

    auto right = desk.post(page + "role/", {{"role", "admin"}, {"own_password", good_password}});
    BOOST_TEST(right.status == 303);
    BOOST_TEST(sql_value("SELECT role AS value FROM users WHERE username = 'ann'") == "admin");
    BOOST_TEST(!has(desk.get(page + "delete/"), "name=\"own_password\""));
    BOOST_TEST(desk.post(page + "delete/", {}).status == 303);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM users WHERE username = 'ann'") == "0");
}

BOOST_AUTO_TEST_CASE(a_link_sets_a_password_once)
{
    auto ann = account("ann");
    auto made = desk.post("/admin/users/" + to_text(ann) + "/reset-link/", {});
    BOOST_TEST(made.status == 200);
    auto at = made.body.find(board.public_url() + "/reset-password/");
    BOOST_TEST_REQUIRE(at != made.body.npos);
    auto link = made.body.substr(at + board.public_url().size(), 16 + 48 + 1);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM password_resets WHERE digest = '" +
                         link.substr(16, 48) + "'") == "0");
    Desk they(board, fresh_address());
    auto set = [&](const std::string& first, const std::string& second) {
        return they.post_bare(
            link, {{"password", first}, {"password2", second}}, {{"Origin", board.public_url()}});
    };
    BOOST_TEST(has(they.get(link), "<strong>ann</strong>"));
    BOOST_TEST(set("short", "short").status == 400);
    BOOST_TEST(set("a whole new horse 9", "another").status == 400);
    auto before = sign_in("ann");
    BOOST_TEST(set("a whole new horse 9", "a whole new horse 9").status == 200);
    BOOST_TEST(sign_in("ann", "a whole new horse 9").status == 200);
    BOOST_TEST(board.bearer(before.json()["access"].text()).get(auth + "me/").status == 401);
    BOOST_TEST(they.get(link).status == 404);
    BOOST_TEST(set("a whole new horse 8", "a whole new horse 8").status == 404);
    auto old = desk.post("/admin/users/" + to_text(ann) + "/reset-link/", {});
    sql.change("UPDATE password_resets SET expires_at = now()");
    auto from = old.body.find("/reset-password/");
    BOOST_TEST(they.get(old.body.substr(from, 65)).status == 404);
}

BOOST_AUTO_TEST_CASE(the_dashboard_counts_and_leads_to_what_it_counts)
{
    seed::job(sql, {.status = "draft"});
    auto job = seed::job(sql);
    sql.change("UPDATE jobs SET created_at = now()");
    seed::application(
        sql, job, seed::user(sql, {.username = "ann", .role = "user"}), {.applied_at = exact_text(now())});
    sql.change("INSERT INTO job_views (job_id, day, views) VALUES (:job::uuid, current_date, 41)",
        {arg("job", job)});
    account("bob");
    sign_in("bob", "wrong");
    auto page = desk.get("/admin/");
    for (auto part : {"<strong>1</strong> pending application<", "<strong>1</strong> draft<",
             "<strong>1</strong> account with failed", "<strong>2</strong> Jobs",
             "<strong>1</strong> Applications", "<strong>41</strong> Views", " Registrations", "<svg"})
        BOOST_TEST(has(page, part), part);
    for (auto [mark, rows] : {std::pair("<li class=\"some\"><a href=\"/admin/jobs/?status=draft", 1u)}) {
        BOOST_TEST(has(page, mark));
        BOOST_TEST(rows_in(desk.get("/admin/jobs/?status=draft")) == rows);
    }
    BOOST_TEST(rows_in(desk.get("/admin/applications/?status=pending&sort=applied")) == 1u);
    auto failing = desk.get("/admin/users/?failing=true");
    BOOST_TEST(rows_in(failing) == 1u);
    BOOST_TEST(has(failing, ">bob</a>"));
}

BOOST_AUTO_TEST_CASE(markup_in_any_text_stays_text)
{
    static const std::string canary = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7}}";
    auto category = seed::category(sql, {.name = "C", .description = canary});
    auto employer = seed::user(sql, {.username = "acme", .first_name = canary, .last_name = canary});
    auto job = seed::job(sql, {.title = canary,
                                  .description = canary,
                                  .requirements = canary,
                                  .category = category,
                                  .employer = employer,
                                  .location = canary});
    auto ann =
        seed::user(sql, {.username = "ann", .role = "user", .first_name = canary, .last_name = canary});
    auto application = seed::application(sql, job, ann, {.notes = canary});
    Params c{arg("c", std::string_view(canary))};
    sql.change("UPDATE categories SET name = :c", c);
    sql.change("UPDATE users SET bio = :c", c);
    sql.change("UPDATE applications SET cover_letter = :c, resume_name = :c", c);
    auto q = "?q=" + percent_encoded(canary) + "&status=" + percent_encoded(canary) +
             "&created_from=" + percent_encoded(canary);
    for (const auto& target :
        std::vector<std::string>{std::string("jobs/"), std::string("users/"), std::string("categories/"),
            std::string("applications/"), "jobs/" + q, "users/" + q, "categories/tree/",
            "jobs/" + to_text(job) + '/', "jobs/" + to_text(job) + "/delete/", "users/" + to_text(ann) + '/',
            "users/" + to_text(ann) + "/role/", "categories/" + to_text(category) + '/',
            "categories/" + to_text(category) + "/delete/", "applications/" + to_text(application) + '/',
            std::string("sign-in/?next=") + percent_encoded(canary)}) {
        auto page = desk.get("/admin/" + target);
        BOOST_TEST(page.status == 200, target);
        BOOST_TEST(!has(page, "<img src=x"), target);
        BOOST_TEST(!has(page, "<script>alert"), target);
        BOOST_TEST(!has(page, canary.substr(28, 3)), target);
    }
    BOOST_TEST(has(desk.get("/admin/jobs/"), "&lt;script&gt;alert(2)"));
    auto typed = desk.post("/admin/jobs/new/", {{"title", canary}, {"description", canary}});
    BOOST_TEST(typed.status == 400);
    BOOST_TEST(!has(typed, "<img src=x"));
    BOOST_TEST(has(
        desk.post("/admin/jobs/", {{"action", "close"}, {"pick." + to_text(job), "1"}}), "&lt;img src=x"));
}

BOOST_AUTO_TEST_SUITE_END()
