// Mails as MIME: what becomes a header, and what bodies look like on the wire. That a receiver reads the same
// is shown in t/mail/mail_drop.cpp.
#include "lib/mail/message.hpp"
#include "lib/formats/mail_address.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

namespace {

const MailSender sender{.address = "no-reply@jobs.example", .name = "Job Board"};
const Time at = std::chrono::sys_days{std::chrono::year{2026} / 11 / 28} + std::chrono::hours(18) +
                std::chrono::microseconds(7'654'321);

MailMessage plain_mail()
{
    return {.to = "ann@example.com",
        .to_name = "Ann Lee",
        .subject = "Hello",
        .text = "Text",
        .html = "<p>HTML</p>",
        .id = "0192-f0",
        .unsubscribe_url = ""};
}

std::string mime(const MailMessage& mail)
{
    return mime_text(sender, mail, at);
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != text.npos;
}

// The headers of the mail itself.
std::string head(const MailMessage& mail)
{
    auto whole = mime(mail);
    return whole.substr(0, whole.find("\r\n\r\n") + 2);
}

void check_lines(const std::string& whole, std::size_t longest = 76)
{
    BOOST_TEST(whole.ends_with("\r\n"));
    std::size_t from = 0;
    for (auto end = whole.find("\r\n"); end != whole.npos; end = whole.find("\r\n", from)) {
        auto line = whole.substr(from, end - from);
        BOOST_TEST(line.size() <= longest, line);
        BOOST_TEST(line.find_first_of("\r\n") == line.npos);
        from = end + 2;
    }
    for (char c : whole) BOOST_TEST_REQUIRE((c == '\r' || c == '\n' || (c >= ' ' && c <= '~')));
}

// What must never become a header, wherever it came from.
const std::string breaks[] = {"a\r\nBcc: x@evil.example", "a\nb", "a\rb", "\n", "a\tb",
    std::string("a\0b", 3), "a\x7f", "a\x1b[1m",
    "a\xc2\x85"
    "b",
    "a\xe2\x80\xa8"
    "b",
    "a\xe2\x80\xa9"
    "b",
    "a\xff", "a\xed\xa0\x80", "a\xc0\x8a"};

} // namespace

BOOST_AUTO_TEST_SUITE(mail_message)

BOOST_AUTO_TEST_CASE(a_mail_has_the_headers_that_it_needs)
{
    BOOST_TEST(head(plain_mail()) == "Date: Sat, 28 Nov 2026 18:00:07 +0000\r\n"
                                     "From: Job Board <no-reply@jobs.example>\r\n"
                                     "To: Ann Lee <ann@example.com>\r\n"
                                     "Subject: Hello\r\n"
                                     "Message-ID: <0192-f0@jobs.example>\r\n"
                                     "Auto-Submitted: auto-generated\r\n"
                                     "MIME-Version: 1.0\r\n"
                                     "Content-Type: multipart/alternative; boundary=\"=_part\"\r\n");
}

BOOST_AUTO_TEST_CASE(a_list_can_be_left_with_one_click)
{
    BOOST_TEST(!has(mime(plain_mail()), "List-"));
    auto mail = plain_mail();
    mail.unsubscribe_url = "https://jobs.example/u/" + std::string(100, 'x');
    BOOST_TEST(has(head(mail), "List-Unsubscribe: \r\n <" + mail.unsubscribe_url +
                                   ">\r\n"
                                   "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
}

BOOST_AUTO_TEST_CASE(answers_may_go_elsewhere)
{
    auto from = sender;
    from.reply_to = "help@jobs.example";
    BOOST_TEST(has(mime_text(from, plain_mail(), at), "\r\nReply-To: help@jobs.example\r\n"));
}

BOOST_AUTO_TEST_CASE(no_header_is_injected)
{
    for (const auto& evil : breaks) {
        using Member = std::string MailMessage::*;
        for (Member member : {&MailMessage::to, &MailMessage::to_name, &MailMessage::subject,
                 &MailMessage::id, &MailMessage::unsubscribe_url}) {
            auto mail = plain_mail();
            mail.*member = evil;
            BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
            mail.*member = plain_mail().*member + evil;
            BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
            mail.*member = "https://x.example/" + evil;
            BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
        }
        for (auto member : {&MailSender::address, &MailSender::name, &MailSender::reply_to}) {
            auto from = sender;
            from.*member = evil;
            BOOST_CHECK_THROW(mime_text(from, plain_mail(), at), std::invalid_argument);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_address_or_link_that_is_none_is_refused)
{
    for (const std::string bad : {"", "ann", "ann@", "@example.com", "ann@example.com>", "<ann@example.com>",
             "a b@example.com", "ann@example.com, bob@example.com", "ann@@example.com", "\"a b\"@example.com",
             "ann@exa_mple.com", "grüße@example.com", "ann@bücher.example", ".ann@example.com",
             "a..b@example.com", "ann@example..com"}) {
        auto mail = plain_mail();
        mail.to = bad;
        BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
    }
    for (const std::string bad :
        {"javascript:alert(1)", "x", "https://a b", "https://a>b", "https://ü.example", "mailto:x@y"}) {
        auto mail = plain_mail();
        mail.unsubscribe_url = bad;
        BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
    }
    for (const std::string bad : {"", "a b", "a@b", "<a", "é"}) {
        auto mail = plain_mail();
        mail.id = bad;
        BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(subjects_are_encoded_only_where_they_must)
{
    auto subject = [](const std::string& text) {
        auto mail = plain_mail();
        mail.subject = text;
        auto all = head(mail);
        check_lines(all);
        auto from = all.find("Subject: ") + 9;
        return all.substr(from, all.find("\r\nMessage-ID") - from);
    };
    BOOST_TEST(subject("Nurse, night shift (Leeds)") == "Nurse, night shift (Leeds)");
    BOOST_TEST(subject("  Hello ") == "Hello");
    BOOST_TEST(subject("Grüße: 100 %") == "=?UTF-8?Q?Gr=C3=BC=C3=9Fe=3A_100_=25?=");
    BOOST_TEST(subject("=?UTF-8?Q?x?=") == "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fx=3F=3D?=");
    BOOST_TEST(subject("two  spaces") == "=?UTF-8?Q?two__spaces?=");
    std::string words;
    for (int i = 0; i < 40; ++i) words += "word ";
    auto folded = subject(words);
    BOOST_TEST(has(folded, "word\r\n word"));
    // Never in the middle of a character: each of these words decodes by itself.
    std::string tears;
    for (int i = 0; i < 100; ++i) tears += "😭";
    std::istringstream lines(subject(tears));
    for (std::string line; std::getline(lines, line);) {
        auto from = line.find("=?UTF-8?Q?") + 10;
        BOOST_TEST((line.rfind("?=") - from) % 12 == 0u, line);
    }
    BOOST_TEST(has(subject(std::string(300, 'x')), "\r\n =?UTF-8?Q?xxx"));
}

BOOST_AUTO_TEST_CASE(names_are_bare_or_quoted_or_encoded)
{
    auto receiver = [](const std::string& name, const std::string& address = "a@b.example") {
        auto mail = plain_mail();
        mail.to_name = name;
        mail.to = address;
        auto all = head(mail);
        auto from = all.find("To: ") + 4;
        return all.substr(from, all.find("\r\nSubject") - from);
    };
    BOOST_TEST(receiver("") == "a@b.example");
    BOOST_TEST(receiver("Ann Lee") == "Ann Lee <a@b.example>");
    BOOST_TEST(receiver("Lee, Ann J.") == "\"Lee, Ann J.\" <a@b.example>");
    BOOST_TEST(receiver("x@evil.example") == "\"x@evil.example\" <a@b.example>");
    BOOST_TEST(receiver("Ann \"A\\B\" <x@y>") == "\"Ann \\\"A\\\\B\\\" <x@y>\" <a@b.example>");
    BOOST_TEST(receiver("Žluťa, Ж") == "=?UTF-8?Q?=C5=BDlu=C5=A5a=2C_=D0=96?= <a@b.example>");
    auto far = std::string(60, 'l') + "@" + std::string(60, 'h') + ".example";
    BOOST_TEST(receiver("Ann", far) == "Ann\r\n <" + far + '>');
}

BOOST_AUTO_TEST_CASE(lines_of_bodies_are_short_and_end_alike)
{
    auto mail = plain_mail();
    mail.text = "a\nb\r\nc\rd\n\n.\n..\nFrom me\n" + std::string(3000, 'x') + "\n" + std::string(200, ' ') +
                "\nend \ntab\t\n=3D";
    mail.html = "Grüße 😭 " + std::string(500, '=');
    auto whole = mime(mail);
    check_lines(whole);
    BOOST_TEST(has(whole, "\r\na\r\nb\r\nc\r\nd\r\n\r\n.\r\n..\r\nFrom me\r\nxxx"));
    BOOST_TEST(has(whole, "end=20\r\ntab=09\r\n=3D3D\r\n"));
    BOOST_TEST(has(whole, "Gr=C3=BC=C3=9Fe =F0=9F=98=AD =3D"));
}

BOOST_AUTO_TEST_CASE(a_body_cannot_end_its_part)
{
    auto mail = plain_mail();
    mail.text = "--=_part--\r\n--=_part\r\nContent-Type: text/html\r\n\r\nx";
    auto whole = mime(mail);
    BOOST_TEST(has(whole, "--=3D_part--\r\n--=3D_part\r\n"));
    mail.text = "a\xff";
    BOOST_CHECK_THROW(mime(mail), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(mailboxes_are_read)
{
    auto read = [](std::string_view text) {
        auto box = read_mailbox(text);
        return box ? box->name + '|' + box->address : "none";
    };
    BOOST_TEST(read("a@b.example") == "|a@b.example");
    BOOST_TEST(read(" Job Board <no-reply@localhost> ") == "Job Board|no-reply@localhost");
    BOOST_TEST(read("\"Lee, Ann\" <a@b.example>") == "Lee, Ann|a@b.example");
    BOOST_TEST(read("<a@b.example>") == "|a@b.example");
    for (const std::string bad : {"", "Ann", "Ann <a>", "Ann <a@b.example", "a@b.example>",
             "A\nB <a@b.example>", "Ann <a@b.example> x"})
        BOOST_TEST(read(bad) == "none", bad);
}

BOOST_AUTO_TEST_SUITE_END()
