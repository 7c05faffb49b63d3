// The forms of the admin pages: what was done is said, nothing is overwritten unseen, and no markup runs.
#include "desk.hpp"

#include "lib/base/text.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_form, AtDesk)

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
    BOOST_TEST(has(by_api, "meanwhile by a program"));
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
    BOOST_TEST(
        has(desk.post("/admin/jobs/", {{"action", "close"}, {"everything", "true"}}), "&lt;img src=x"));
    BOOST_TEST(save("/admin/jobs/" + to_text(job) + '/', with(whole_job, {{"category", to_text(category)}}))
                   .status == 303);
    auto told = desk.get("/admin/jobs/" + to_text(job) + '/'); // with what was there before
    BOOST_TEST(has(told, "<del>&lt;img src=x"));
    BOOST_TEST(!has(told, "<img src=x"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_stands_above_the_form_with_links_to_its_fields)
{
    auto typed = desk.post(
        "/admin/jobs/new/", with(whole_job, {{"title", ""}, {"salary_min", "x"}, {"category", ""}}));
    BOOST_TEST(typed.status == 400);
    BOOST_TEST(has(typed, "3 things need another look"));
    for (auto field : {"title", "salary_min", "category"})
        BOOST_TEST(has(typed, std::string("<a href=\"#field-") + field + "\">"), field);
    BOOST_TEST(!has(typed, "href=\"#field-location\""));
}

// Nothing is chosen by being the first of a list.
BOOST_AUTO_TEST_CASE(a_choice_that_is_wanted_is_made_by_somebody)
{
    seed::category(sql, {.name = "Apples"});
    auto form = desk.get("/admin/jobs/new/");
    for (auto field : {"category", "job_type"}) {
        auto at = form.body.find(std::string("<select id=\"field-") + field);
        BOOST_TEST_REQUIRE(at != form.body.npos);
        BOOST_TEST(
            form.body.find("<option value=\"\" selected>Choose …", at) < form.body.find("</select>", at),
            field);
    }
    auto refused = desk.post("/admin/jobs/new/", with(whole_job, {{"category", ""}, {"job_type", ""}}));
    BOOST_TEST(has(refused, "id=\"fault-category\""));
    BOOST_TEST(has(refused, "id=\"fault-job_type\""));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs") == "0");
}

BOOST_AUTO_TEST_CASE(the_history_says_what_was_and_what_became)
{
    auto job = seed::job(sql, {.title = "Cook", .status = "draft"});
    auto other = to_text(seed::category(sql, {.name = "Kitchen"})),
         page = "/admin/jobs/" + to_text(job) + '/';
    BOOST_TEST(
        save(page, with(whole_job, {{"category", other}, {"title", "Chef"}, {"status", "draft"}})).status ==
        303);
    auto shown = desk.get(page);
    BOOST_TEST(
        has(shown, "<dt>Title</dt><dd><del>Cook</del> <span aria-label=\"became\">→</span> <ins>Chef</ins>"));
    BOOST_TEST(has(shown, "<ins>Kitchen</ins>")); // by its name
    BOOST_TEST(!has(shown, "<dt>Status</dt>"));
    BOOST_TEST(desk.post(page + "activate/", {}).status == 303);
    BOOST_TEST(has(desk.get(page), "<dt>Status</dt><dd><del>draft</del>"));
    auto ann = account("ann");
    BOOST_TEST(desk.post("/admin/users/" + to_text(ann) + "/role/", {{"role", "employer"}}).status == 303);
    BOOST_TEST(has(desk.get("/admin/users/" + to_text(ann) + '/'), "<dt>Role</dt><dd><del>user</del>"));
}

BOOST_AUTO_TEST_SUITE_END()
