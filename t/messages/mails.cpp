// Mails on their way: what the next server says decides, and what comes back is believed.
#include "t/mail/smtp_server.hpp"
#include "told_board.hpp"

namespace {

struct Mailing {
    SmtpServer smtp;
    ToldBoard told;
    Api ann = told.board.user("ann");

    explicit Mailing(std::vector<std::string> manner = {})
        : smtp(std::move(manner)),
          told({{"MAIL", smtp.setting("smtp://")}, {"MAIL_FROM", "Board <board@jobs.example>"}})
    {
    }
    void write_to(const std::string& address)
    {
        told.sql.change(
            "UPDATE users SET email = :address WHERE username = 'ann'", {arg("address", address)});
    }
    // Ann applies; her mail's state and what was answered.
    void apply()
    {
        Applying::made(Applying::apply(
            ann, seed::job(told.sql, {.title = "Job " + std::to_string(++jobs), .employer = told.acme})));
    }
    std::string hers(const std::string& column)
    {
        return told.one("SELECT coalesce((SELECT " + column +
                        " FROM mails m JOIN users u ON u.id = m.person "
                        "WHERE u.username = 'ann' ORDER BY m.created_at DESC LIMIT 1), '') AS value");
    }

private:
    int jobs = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(mails)

BOOST_AUTO_TEST_CASE(a_mail_reaches_the_server_with_its_id_and_is_shown_as_it_was)
{
    Mailing mailing;
    mailing.write_to("ann@people.example");
    mailing.apply();
    BOOST_TEST_REQUIRE(eventually([&] { return mailing.hers("state") == "sent"; }), mailing.hers("answer"));
    BOOST_TEST_REQUIRE(eventually([&] { return mailing.smtp.has(1) && mailing.smtp.has(2); }));
    bool found = false;
    for (int i : {1, 2})
        found |= text_of(mailing.smtp.directory.at(std::to_string(i) + ".json"))
                     .find(mailing.hers("m.id::text")) != std::string::npos;
    BOOST_TEST(found);
    BOOST_TEST(mailing.hers("body_text").find("Job 1") != std::string::npos);
    BOOST_TEST(mailing.hers("body_html").find("<html") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_refused_for_now_is_tried_again_and_what_is_refused_for_good_is_not)
{
    Mailing mailing;
    mailing.write_to("later@people.example");
    mailing.apply();
    BOOST_TEST(eventually([&] { return mailing.hers("attempts::text") == "1"; }));
    BOOST_TEST(mailing.hers("state") == "queued");
    BOOST_TEST(mailing.hers("answer").find("451") != std::string::npos, mailing.hers("answer"));
    mailing.told.sql.change("UPDATE mails SET address = 'ann@people.example' WHERE address LIKE 'later@%'");
    mailing.told.sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'send_mail' AND state = 'waiting'");
    BOOST_TEST(eventually([&] { return mailing.hers("state") == "sent"; }));
    mailing.write_to("refused@people.example");
    mailing.apply();
    BOOST_TEST(eventually([&] { return mailing.hers("state") == "failed"; }));
    BOOST_TEST(mailing.hers("answer").find("550") != std::string::npos, mailing.hers("answer"));
    BOOST_TEST(mailing.hers("attempts::text") == "1");
}

// A server that is away, or is a stranger, holds up nothing but its mails.
BOOST_AUTO_TEST_CASE(requests_go_on_while_the_server_is_away_and_the_mails_catch_up)
{
    Mailing mailing;
    mailing.write_to("ann@people.example");
    mailing.smtp.end();
    mailing.apply();
    BOOST_TEST(eventually([&] { return mailing.hers("attempts::text") == "1"; }));
    BOOST_TEST(mailing.hers("state") == "queued");
    mailing.apply();
    BOOST_TEST(
        eventually([&] { return mailing.ann.get("/api/v1/notifications/").json()["count"].text() == "2"; }));
    mailing.smtp.start();
    BOOST_TEST(eventually([&] {
        mailing.told.sql.change(
            "UPDATE tasks SET due_at = now() WHERE kind = 'send_mail' AND state = 'waiting'");
        return mailing.told.one("SELECT count(*)::text AS value FROM mails m JOIN users u ON u.id = m.person "
                                "WHERE u.username = 'ann' AND state = 'sent'") == "2";
    }));
}

BOOST_AUTO_TEST_CASE(an_address_whose_mail_bounced_for_good_gets_no_more)
{
    Mailing mailing;
    mailing.write_to("ann@people.example");
    mailing.apply();
    BOOST_TEST_REQUIRE(eventually([&] { return mailing.hers("state") == "sent"; }));
    auto id = mailing.hers("m.id::text");
    auto report = [&](const std::string& recipient, const std::string& status) {
        return "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; "
               "boundary=b\n\n"
               "--b\nContent-Type: text/plain\n\nIt did not arrive.\n"
               "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
               "Final-Recipient: rfc822; " +
               recipient + "\nAction: failed\nStatus: " + status +
               "\nDiagnostic-Code: smtp; 550 no such user\n\n"
               "--b\nContent-Type: message/rfc822\n\nMessage-ID: <" +
               id + "@jobs.example>\nSubject: x\n\nx\n--b--\n";
    };
    auto bounce = [&](const std::string& text) {
        mailing.told.mail.write("report", text);
        return run({"bash", "-c", "exec \"$0\" bounce < \"$1\"", jobboard(), mailing.told.mail.at("report")},
            {{"JOBBOARD_ENV_FILE", mailing.told.board.directory.at("env")}});
    };
    BOOST_TEST(bounce("nothing").status == 1);
    BOOST_TEST(bounce(report("somebody@else.example", "5.1.1")).status == 1); // not whom we wrote to
    BOOST_TEST(mailing.hers("state") == "sent");
    auto done = bounce(report("Ann@People.example", "5.1.1"));
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(mailing.hers("state") == "bounced");
    mailing.apply();
    BOOST_TEST(eventually([&] { return mailing.hers("state") == "failed"; }));
    BOOST_TEST(mailing.hers("answer").find("bounced") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_more_are_sent_in_a_minute_than_the_setting_says)
{
    SmtpServer smtp;
    ToldBoard told(Variables{
        {"MAIL", smtp.setting("smtp://")}, {"MAIL_FROM", "board@jobs.example"}, {"MAILS_PER_MINUTE", "2"}});
    auto ann = told.board.user("ann");
    for (int i = 0; i < 3; ++i)
        Applying::made(
            Applying::apply(ann, seed::job(told.sql, {.title = std::to_string(i), .employer = told.acme})));
    auto waiting = "SELECT count(*)::text AS value FROM tasks WHERE kind = 'send_mail' AND trouble LIKE 'As "
                   "many mails%'";
    BOOST_TEST(eventually([&] { return told.one(waiting) == "4"; }), told.one(waiting));
    BOOST_TEST(told.one("SELECT count(*)::text AS value FROM mails WHERE state = 'sent'") == "2");
    BOOST_TEST(told.one("SELECT count(*)::text AS value FROM mails WHERE state = 'failed'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
