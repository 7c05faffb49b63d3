// Reports of mail servers: what is read from them, and that broken ones do no harm.
#include "t/kit/process.hpp"

#include "lib/mail/bounce.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

namespace {

const std::string kept = "t/fuzz/corpus/bounce/";

Bounce read(const std::string& message)
{
    auto found = read_bounce(message);
    BOOST_TEST_REQUIRE(found.has_value());
    return *found;
}

// A report with the given headers of a recipient.
std::string report(const std::string& recipient,
    const std::string& original = "Message-ID: <id-1@jobs.example>\n\nx\n",
    const std::string& type = "message/rfc822")
{
    return fmt::format("From: MAILER-DAEMON@mx.example\nSubject: failed\nMIME-Version: 1.0\n"
                       "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
                       "--b\nContent-Type: text/plain\n\nSorry.\n"
                       "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{}\n"
                       "--b\nContent-Type: {}\n\n{}\n--b--\n",
        recipient, type, original);
}

const std::string failed = "Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\n";

} // namespace

BOOST_AUTO_TEST_SUITE(mail_bounce)

BOOST_AUTO_TEST_CASE(a_report_of_postfix)
{
    auto bounce = read(text_of(kept + "postfix"));
    BOOST_TEST(bounce.id == "0192f0c1-d2e3-7a4b-85c6-d7e8f9a0b1c2");
    BOOST_TEST(bounce.recipient == "nobody@example.com");
    BOOST_TEST(bounce.action == "failed");
    BOOST_TEST(bounce.status == "5.1.1");
    BOOST_TEST(bounce.diagnostic ==
               "550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown in local "
               "recipient table");
    BOOST_TEST(bounce.permanent);
}

BOOST_AUTO_TEST_CASE(a_report_of_exim_without_a_diagnosis)
{
    auto bounce = read(text_of(kept + "exim"));
    BOOST_TEST(bounce.id == "01a223a3-2a5b-779f-8df5-cf0d9be366fc");
    BOOST_TEST(bounce.recipient == "nobody@example.com");
    BOOST_TEST(bounce.action == "failed");
    BOOST_TEST(bounce.status == "5.0.0");
    BOOST_TEST(bounce.diagnostic == "");
    BOOST_TEST(bounce.permanent);
}

BOOST_AUTO_TEST_CASE(only_what_would_fail_again_is_permanent)
{
    auto permanent = [](const std::string& action, const std::string& status, const std::string& more = "") {
        return read(report("Final-Recipient: rfc822; ann@example.com\nAction: " + action + '\n' +
                           (status.empty() ? "" : "Status: " + status + '\n') + more))
            .permanent;
    };
    BOOST_TEST(permanent("failed", "5.1.1"));
    BOOST_TEST(permanent("Failed", "5.1.1 (bad destination mailbox)"));
    BOOST_TEST(permanent("failed", ""));
    BOOST_TEST(permanent("failed", "", "Diagnostic-Code: smtp; 550 no such user\n"));
    BOOST_TEST(!permanent("failed", "", "Diagnostic-Code: smtp; 452 full\n"));
    BOOST_TEST(!permanent("failed", "4.4.7"));
    BOOST_TEST(!permanent("delayed", "4.4.1"));
    BOOST_TEST(!permanent("delivered", "2.0.0"));
}

BOOST_AUTO_TEST_CASE(of_several_receivers_the_one_that_was_not_reached_counts)
{
    auto bounce = read(report("Final-Recipient: rfc822; bob@example.com\nAction: relayed\nStatus: 2.1.5\n\n"
                              "Final-Recipient: rfc822; <Ann@Example.com>\nAction: failed\nStatus: 5.2.1\n"));
    BOOST_TEST(bounce.recipient == "ann@example.com");
    BOOST_TEST(bounce.status == "5.2.1");
}

BOOST_AUTO_TEST_CASE(headers_may_be_folded_encoded_and_in_any_case)
{
    auto bounce = read(report("FINAL-recipient: RFC822;\n ann@example.com\naction:failed\nStatus:\t5.1.1\n"
                              "Diagnostic-Code: smtp; 550-5.1.1 The account\n\tdoes not exist\n"));
    BOOST_TEST(bounce.recipient == "ann@example.com");
    BOOST_TEST(bounce.diagnostic == "550-5.1.1 The account does not exist");
    auto original = std::string("From: x@jobs.example\nmessage-id:\n <id-2@jobs.example>\n");
    BOOST_TEST(read(report(failed, original, "text/rfc822-headers")).id == "id-2");
    BOOST_TEST(read(report(failed, original)).id == "id-2");
    std::string crlf;
    for (char c : report(failed)) crlf += c == '\n' ? "\r\n" : std::string(1, c);
    BOOST_TEST(read(crlf).id == "id-1");
    BOOST_TEST(read(crlf).status == "5.1.1");
}

BOOST_AUTO_TEST_CASE(without_the_mail_itself_there_is_no_id)
{
    BOOST_TEST(read(report(failed, "Subject: x\n\n")).id == "");
    BOOST_TEST(read(report(failed, "Message-ID: <>\n\n")).id == "");
    BOOST_TEST(read(report(failed, "Message-ID: nothing\n\n")).id == "");
}

BOOST_AUTO_TEST_CASE(other_mails_are_no_reports)
{
    for (const auto& other : {std::string(), std::string("x"), std::string(100'000, '\n'),
             std::string("\0\0", 2), std::string("Subject: Out of office\n\nI am away.\n"), report(""),
             report("Action: failed\n"), report("Final-Recipient: rfc822; ann@example.com\n"),
             std::string("Content-Type: multipart/report; boundary=b\n\n--b\n")})
        BOOST_TEST(!read_bounce(other).has_value());
}

BOOST_AUTO_TEST_CASE(nothing_of_a_report_breaks_a_line)
{
    auto bounce = read(
        report("Final-Recipient: rfc822; a\x01\xff n@example.com\nAction: fai\x1bled\nStatus: 5.1.1\x7f\n"
               "Diagnostic-Code: smtp; \x1b[31m" +
               std::string(50'000, 'x') + "\n"));
    for (const auto& text : {bounce.id, bounce.recipient, bounce.action, bounce.status, bounce.diagnostic}) {
        for (char c : text) BOOST_TEST_REQUIRE((c >= ' ' && c <= '~'));
        BOOST_TEST(text.size() <= 1'000u);
    }
}

BOOST_AUTO_TEST_CASE(deep_and_long_messages_do_no_harm)
{
    std::string deep;
    for (int i = 0; i < 20'000; ++i)
        deep += fmt::format("Content-Type: multipart/report; boundary=b{}\n\n--b{}\n", i, i);
    BOOST_TEST(!read_bounce(deep));
    std::string inside;
    for (int i = 0; i < 40'000; ++i) inside += "Content-Type: message/rfc822\n\n";
    BOOST_TEST(!read_bounce(inside));
    read_bounce("Content-Type: multipart/report; boundary=b\n\n--b\n" + inside);
    read_bounce(report(failed, std::string(3 << 20, 'x')));
    read_bounce("Content-Type: multipart/report" + std::string(200'000, ';'));
    read_bounce("Content-Type: " + std::string(200'000, '('));
    read_bounce("To: " + std::string(200'000, '<'));
    read_bounce("To: " + std::string(200'000, ':'));
}

BOOST_AUTO_TEST_SUITE_END()
