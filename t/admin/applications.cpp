// Applications on the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_applications, AtDesk)

BOOST_AUTO_TEST_CASE(an_application_is_decided_with_its_history_and_resume)
{
    auto id = seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
    auto page = "/admin/applications/" + to_text(id) + '/';
    BOOST_TEST(save(page, {{"status", "reviewed"}, {"notes", "Call her."}}).status == 303);
    auto shown = desk.get(page);
    BOOST_TEST(has(shown, "<del>pending</del> <span aria-label=\"became\">→</span> <ins>reviewed</ins>"));
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

// Nothing is offered that would be refused.
BOOST_AUTO_TEST_CASE(only_what_it_may_become_is_offered)
{
    auto id = seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
    auto page = "/admin/applications/" + to_text(id) + '/';
    auto offers = [&](const std::string& status) {
        return has(desk.get(page), "<option value=\"" + status + '"');
    };
    BOOST_TEST((offers("pending") && offers("reviewed") && offers("accepted") && offers("rejected")));
    BOOST_TEST(save(page, {{"status", "reviewed"}}).status == 303);
    BOOST_TEST((!offers("pending") && offers("reviewed") && offers("accepted") && offers("rejected")));
    BOOST_TEST(desk.post(page + "accept/", {}).status == 303);
    auto decided = desk.get(page);
    BOOST_TEST(!has(decided, "<option value=\"accepted\""));
    BOOST_TEST(!has(decided, page + "reject/"));
    BOOST_TEST(save(page, {{"status", "accepted"}, {"notes", "Begins in May."}}).status == 303);
    BOOST_TEST(desk.post(page + "reject/", {}).status == 400);
    BOOST_TEST(sql_value("SELECT status || notes AS value FROM applications") == "acceptedBegins in May.");
}

BOOST_AUTO_TEST_CASE(whom_and_what_it_names_is_one_click_away)
{
    auto job = seed::job(sql);
    auto ann = seed::user(sql, {.username = "ann", .role = "user"});
    auto page = desk.get("/admin/applications/" + to_text(seed::application(sql, job, ann)) + '/');
    BOOST_TEST(has(page, "<a href=\"/admin/users/" + to_text(ann) + "/\">"));
    BOOST_TEST(has(page, "<a href=\"/admin/jobs/" + to_text(job) + "/\">"));
    auto employer = sql_value("SELECT employer_id::text AS value FROM jobs");
    BOOST_TEST(has(page, "<a href=\"/admin/users/" + employer + "/\">"));
    BOOST_TEST(has(page, "field fact prose\"><span class=\"label\">Cover letter"));
}

BOOST_AUTO_TEST_CASE(what_was_read_in_the_resume_is_shown_beside)
{
    auto id =
        to_text(seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"})));
    auto page = "/admin/applications/" + id + '/', picture = page + "resume/first-page/";
    auto read = [&](const std::string& scan, const std::string& thumbnail) {
        sql.change("UPDATE resume_files SET reading = 'read', content = 'Ten years of <b>wood</b>.', "
                   "scan = :scan, thumbnail = nullif(:thumbnail, '')",
            {arg("scan", std::string_view(scan)), arg("thumbnail", std::string_view(thumbnail))});
    };
    BOOST_TEST(!has(desk.get(page), "What the résumé says")); // it waits to be read
    read("waiting", "");
    BOOST_TEST(has(desk.get(page), "Ten years of &lt;b&gt;wood&lt;/b&gt;."));
    BOOST_TEST(!has(desk.get(page), picture));
    BOOST_TEST(desk.get(picture).status == 404);
    read("clean", seed::resume_key);
    BOOST_TEST(has(desk.get(page), "src=\"" + picture + '"'));
    auto shown = desk.get(picture);
    BOOST_TEST(shown.status == 200);
    BOOST_TEST(shown.header("content-type") == "image/jpeg");
    BOOST_TEST(shown.body == seed::resume_content);                           // that key's bytes
    BOOST_TEST(Api(board.address(), Variables{}).get(picture).status == 303); // to sign in
    read("infected", seed::resume_key);
    BOOST_TEST(!has(desk.get(page), "What the résumé says"));
    BOOST_TEST(desk.get(picture).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
