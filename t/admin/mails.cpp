// Mails on the admin pages: what became of them, and how they looked.
#include "desk.hpp"

namespace {

struct Mails : AtDesk {
    Uuid ann = account("ann");

    Mails() { sql.script("DELETE FROM mails; DELETE FROM mail_blocks; DELETE FROM tasks"); }

    Uuid mail(const std::string& state, const std::string& age = "1 minute")
    {
        auto id = new_uuid();
        sql.change(
            R"(INSERT INTO mails (id, once, person, address, template, subject, body_text, body_html, state,
                                         attempts, answer, created_at)
                      VALUES (:id::uuid, :id::uuid::text, :person::uuid, 'Ann@people.example', 'decision', 'A <subject>',
                              'Dear Ann', '<p style="color:red">Dear Ann</p><script>window.ran=3</script>', :state, 1,
                              '550 No such user', now() - :age::interval))",
            {arg("id", id), arg("person", ann), arg("state", state), arg("age", age)});
        return id;
    }
    std::string page_of(const Uuid& id) const { return "/admin/mails/" + to_text(id) + '/'; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_mails, Mails)

BOOST_AUTO_TEST_CASE(a_mail_is_seen_as_it_looked_and_can_do_nothing)
{
    auto page = desk.get(page_of(mail("bounced")));
    for (auto part : {"A &lt;subject&gt;", "Dear Ann", "550 No such user", "Ann@people.example", "/html/\""})
        BOOST_TEST(has(page, part), part);
    BOOST_TEST(!has(page, "<script>window"));
    BOOST_TEST(page.header("content-security-policy").find("frame-src 'self'") != std::string_view::npos);
    BOOST_TEST(desk.get("/admin/mails/").header("content-security-policy").find("frame-src") ==
               std::string_view::npos);
    auto html = desk.get(page_of(mail("sent")) + "html/");
    BOOST_TEST(html.status == 200);
    BOOST_TEST(has(html, "<p style=\"color:red\">"));
    auto policy = html.header("content-security-policy");
    for (std::string_view part : {"sandbox;", "default-src 'none'", "frame-ancestors 'self'"})
        BOOST_TEST(policy.find(part) != policy.npos, part);
    BOOST_TEST(policy.find("script") == policy.npos);
    BOOST_TEST(html.header("x-frame-options") == "SAMEORIGIN");
    BOOST_TEST(desk.get("/admin/").header("x-frame-options") == "DENY");
    BOOST_TEST(board.anonymous().get(page_of(mail("sent")) + "html/").status == 303);
}

BOOST_AUTO_TEST_CASE(they_are_found_by_what_became_of_them)
{
    for (auto state : {"failed", "bounced", "sent"}) mail(state);
    mail("failed", "3 days");
    auto rows = [&](const std::string& query) { return rows_in(desk.get("/admin/mails/" + query)); };
    BOOST_TEST(rows("") == 4u);
    BOOST_TEST(rows("?state=sent") == 1u);
    BOOST_TEST(rows("?astray=true") == 3u);
    BOOST_TEST(rows("?q=ann@people.example") == 4u);
    BOOST_TEST(rows("?q=people") == 0u);
    BOOST_TEST(rows("?template=decision") == 4u);
    BOOST_TEST(rows("?person=" + to_text(ann)) == 4u);
    BOOST_TEST(rows("?person=" + to_text(root)) == 0u);
    auto dashboard = desk.get("/admin/");
    BOOST_TEST(has(dashboard, "<strong>2</strong> mails gone astray since yesterday<"));
    auto from = dashboard.body.find("/admin/mails/?astray=true");
    auto to = dashboard.body.find('"', from);
    auto link = dashboard.body.substr(from, to - from);
    for (auto at = link.find("&amp;"); at != link.npos; at = link.find("&amp;")) link.erase(at + 1, 4);
    BOOST_TEST(rows_in(desk.get(link)) == 2u);
}

BOOST_AUTO_TEST_CASE(a_mail_is_sent_again_and_its_address_unblocked)
{
    auto id = mail("bounced");
    sql.change("INSERT INTO mail_blocks (address, reason) VALUES ('ann@people.example', 'No such user.')");
    BOOST_TEST(has(desk.get(page_of(id)), "No such user."));
    auto unblocked = desk.follow(desk.post(page_of(id) + "unblock/", {}));
    BOOST_TEST(has(unblocked, "gets mail again"));
    BOOST_TEST(!has(unblocked, "/unblock/\""));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM mail_blocks") == "0");
    BOOST_TEST(has(desk.get(page_of(id) + "send-again/"), "may get it twice"));
    auto again = desk.follow(desk.post(page_of(id) + "send-again/", {}));
    BOOST_TEST(has(again, "sent again"));
    BOOST_TEST(sql_value("SELECT state AS value FROM mails") == "queued");
    BOOST_TEST(sql_value("SELECT string_agg(kind || ' ' || (input->>'mail'), ',') AS value FROM tasks") ==
               "send_mail " + to_text(id));
    BOOST_TEST(sql_value("SELECT string_agg(kind, ', ' ORDER BY number) AS value FROM events "
                         "WHERE subject_kind = 'mail'") == "mail.unblocked, mail.sent_again");
}

// What it is made from is forgotten by then: a mail with holes would go out.
BOOST_AUTO_TEST_CASE(an_old_mail_is_not_sent_again)
{
    auto id = mail("failed", "91 days");
    BOOST_TEST(!has(desk.get(page_of(id)), "/send-again/\""));
    BOOST_TEST(desk.post(page_of(id) + "send-again/", {}).status == 409);
    auto api = board.admin();
    check_refused(api.send("POST", "/api/v1/mails/" + to_text(id) + "/send-again/"), 409, "mail_forgotten");
    BOOST_TEST(sql_value("SELECT state AS value FROM mails") == "failed");
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM tasks") == "0");
}

BOOST_AUTO_TEST_CASE(programs_list_them_by_the_same_filters)
{
    auto id = mail("bounced");
    mail("sent");
    auto api = board.admin();
    auto count = [&](const std::string& query) {
        return api.get("/api/v1/mails/" + query).json()["count"].text();
    };
    BOOST_TEST(count("") == "2");
    BOOST_TEST(count("?state=bounced") == "1");
    BOOST_TEST(count("?address=ANN@people.example") == "2");
    BOOST_TEST(count("?template=welcome") == "0");
    BOOST_TEST(count("?person=" + to_text(ann)) == "2");
    BOOST_TEST(api.get("/api/v1/mails/" + to_text(id) + '/').json()["answer"].text() == "550 No such user");
}

BOOST_AUTO_TEST_SUITE_END()
