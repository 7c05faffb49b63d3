// Mails over the wire: to a strict SMTP server, to hostile ones, and into a maildir.
#include "t/mail/smtp_server.hpp"

#include "lib/mail/message.hpp"
#include "lib/outside/mail_drop.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>

template <>
inline constexpr std::array<std::string_view, 3> names_of<MailAnswer::Verdict>{"sent", "later", "refused"};

namespace {

using Verdict = MailAnswer::Verdict;

const MailSender sender{
    .address = "no-reply@jobs.example", .name = "Müller & Søn, \"Jobs\"", .reply_to = "help@jobs.example"};
const std::string user = "ann%40example.com:p%40ss%3Aw%2Frd%20%25@"; // what the server knows, encoded

MailMessage to(const std::string& address)
{
    return {.to = address,
        .to_name = "",
        .subject = "Hello",
        .text = "Text",
        .html = "<p>HTML</p>",
        .id = "1",
        .unsubscribe_url = ""};
}

MailDrop drop(const std::string& setting)
{
    using std::chrono::milliseconds;
    return MailDrop(Secret(setting), {.connecting = milliseconds(5'000), .whole = milliseconds(10'000)});
}

MailAnswer send(MailDrop& drop, const MailMessage& mail)
{
    return drop.send(sender.address, mail.to, mime_text(sender, mail, now()));
}

void check(const MailAnswer& answer, Verdict verdict, std::string_view says = "")
{
    BOOST_TEST(name_of(answer.verdict) == name_of(verdict), answer.says);
    BOOST_TEST(answer.says.find(says) != std::string::npos, answer.says);
    BOOST_TEST(answer.says != "");
    BOOST_TEST(answer.says.find("p@ss") == std::string::npos);
    BOOST_TEST(answer.says.find_first_of("\r\n") == std::string::npos);
}

std::string text(const JsonValue& mail, std::string_view name)
{
    auto found = mail.member(name);
    return found ? found->text : "none";
}

std::string header(const JsonValue& mail, std::string_view name)
{
    return text(*mail.member("headers"), name);
}

std::string with_crlf(const std::string& text)
{
    std::string out;
    for (char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(mail_drop)

BOOST_AUTO_TEST_CASE(what_arrives_is_what_was_meant)
{
    SmtpServer server;
    auto far = drop(server.setting("smtp://"));
    const std::string subjects[] = {"Hello", "Grüße aus Köln: 100 %",
        "=?UTF-8?Q?not_encoded?=", "two  spaces",
        "Вакансия: ночная медсестра в областной больнице, полная занятость, с проживанием и питанием",
        "A long subject in plain words that has to be folded somewhere since it does not fit into one line "
        "at all",
        "😭🎉👩‍⚕️ emoji", std::string(200, 'x')};
    const std::string names[] = {"Ann Lee", "Lee, Ann", "Žofie \"Žo\" Nováková",
        "O'Brien (Bob) <x@evil.example>", "Доктор Иван Иванович Преображенский-Достоевский", "李小龍", "",
        "=?UTF-8?B?eA==?="};
    int number = 0;
    for (std::size_t i = 0; i < std::size(subjects); ++i) {
        auto mail = to("ann@example.com");
        mail.subject = subjects[i];
        mail.to_name = names[i];
        mail.text = "Hello,\n\n.\n..\n.dotted\n" + subjects[i] + "\n" + std::string(2000, 'y') +
                    "\nFrom here\nend \n\n";
        mail.html = "<p>" + names[i] + " = =20 &amp; \t</p>\n" + std::string(1500, '<') + "\n";
        check(send(far, mail), Verdict::sent, "250 2.0.0 Taken as number");
        auto got = server.mail(++number);
        BOOST_TEST(header(got, "subject") == mail.subject);
        BOOST_TEST(text(got, "to_name") == mail.to_name);
        BOOST_TEST(text(got, "to_address") == mail.to);
        BOOST_TEST(text(got, "from_name") == sender.name);
        BOOST_TEST(text(got, "from") == sender.address);
        BOOST_TEST(text(got, "text") == with_crlf(mail.text));
        BOOST_TEST(text(got, "html") == with_crlf(mail.html));
        BOOST_TEST(text(got, "ascii") == "true");
        BOOST_TEST(text(got, "bare") == "false");
        BOOST_TEST(parse<long long>(text(got, "longest")).value_or(999) <= 76);
        BOOST_TEST(got.member("defects")->items.empty());
        BOOST_TEST(got.member("to")->items.size() == 1u);
    }
    BOOST_TEST(server.connections() == 1); // kept for all of them
}

BOOST_AUTO_TEST_CASE(tls_and_a_password_go_before_the_mail)
{
    SmtpServer server({"starttls", "auth"});
    auto options = "?starttls=required&" + server.authority();
    auto far = drop(server.setting("smtp://" + user, options));
    check(send(far, to("ann@example.com")), Verdict::sent);
    check(send(far, to("bob@example.com")), Verdict::sent);
    BOOST_TEST(text(server.mail(1), "tls") == "true");
    BOOST_TEST(text(server.mail(1), "user") == "ann@example.com");
    BOOST_TEST(server.connections() == 1);

    auto unknown = drop(server.setting("smtp://" + user, "?starttls=required"));
    check(send(unknown, to("ann@example.com")), Verdict::later,
        "certificate"); // which the system does not trust
    auto nobody = drop(server.setting("smtp://", options));
    check(send(nobody, to("ann@example.com")), Verdict::later, "530");
    auto wrong = drop(server.setting("smtp://ann%40example.com:p%40ss-wrong@", options));
    check(send(wrong, to("ann@example.com")), Verdict::later, "535");
    auto plain = drop(server.setting("smtp://"));
    check(send(plain, to("ann@example.com")), Verdict::later, "530");
    BOOST_TEST(!server.has(3));
}

BOOST_AUTO_TEST_CASE(tls_may_hold_from_the_first_byte)
{
    SmtpServer server({"smtps", "auth"});
    auto far = drop("smtps://" + user + "localhost:" + server.port + "?" + server.authority());
    check(send(far, to("ann@example.com")), Verdict::sent);
    BOOST_TEST(text(server.mail(1), "user") == "ann@example.com");
}

BOOST_AUTO_TEST_CASE(a_server_without_tls_gets_nothing_where_it_is_required)
{
    SmtpServer server({"auth"});
    auto far = drop(server.setting("smtp://" + user, "?starttls=required"));
    check(send(far, to("ann@example.com")), Verdict::later);
    BOOST_TEST(!server.has(1));
}

BOOST_AUTO_TEST_CASE(some_refusals_are_final_and_some_are_not)
{
    SmtpServer server;
    auto far = drop(server.setting("smtp://"));
    check(send(far, to("later@example.com")), Verdict::later, "451 4.7.1 Greylisted, come back");
    check(send(far, to("refused@example.com")), Verdict::refused, "550 5.1.1 No such user here");
    check(send(far, to("later-data@example.com")), Verdict::later, "451 4.7.1 Greylisted, come back");
    check(send(far, to("refused-data@example.com")), Verdict::refused, "550 5.1.1 No such user here");
    check(send(far, to("ann@example.com")), Verdict::sent);
    BOOST_TEST(server.has(1));
    BOOST_TEST(!server.has(2));
}

BOOST_AUTO_TEST_CASE(no_second_receiver_is_smuggled_in)
{
    SmtpServer server;
    auto far = drop(server.setting("smtp://"));
    for (const std::string evil : {"a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example\r\nDATA",
             "a@b.example> <c@d.example", "a@b.example SIZE=1", "", "a"}) {
        check(far.send(sender.address, evil, "x"), Verdict::refused);
        check(far.send(evil, "ann@example.com", "x"), Verdict::refused);
    }
    BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_comes_back_is_used_again)
{
    for (bool tls : {false, true}) {
        SmtpServer server(tls ? std::vector<std::string>{"starttls"} : std::vector<std::string>{});
        auto far = drop(server.setting("smtp://", tls ? "?starttls=required&" + server.authority() : ""));
        check(send(far, to("ann@example.com")), Verdict::sent);
        server.end();
        check(send(far, to("ann@example.com")), Verdict::later, "onnect");
        server.start();
        check(send(far, to("ann@example.com")), Verdict::sent);
        BOOST_TEST(server.connections() == 2);
    }
}

BOOST_AUTO_TEST_CASE(servers_that_misbehave_say_nothing_about_the_mail)
{
    for (const std::string manner : {"hang", "babble", "greet554"}) {
        SmtpServer server({manner});
        MailDrop far(Secret(server.setting("smtp://")),
            {.connecting = std::chrono::milliseconds(300), .whole = std::chrono::milliseconds(600)});
        check(send(far, to("ann@example.com")), Verdict::later);
    }
    auto nobody = drop("smtp://127.0.0.1:1");
    check(send(nobody, to("ann@example.com")), Verdict::later, "onnect");
    auto nowhere = drop("smtp://nowhere.invalid:587");
    check(send(nowhere, to("ann@example.com")), Verdict::later, "resolve");
}

BOOST_AUTO_TEST_CASE(a_maildir_gets_whole_files)
{
    Directory room;
    auto near = drop("maildir:" + room.at("deep/mail"));
    for (int i = 0; i < 3; ++i) check(send(near, to("ann@example.com")), Verdict::sent, "deep/mail/new/");
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(room.at("deep/mail/new"))) {
        ++found;
        auto mail = text_of(entry.path().string());
        BOOST_TEST(mail.find("\nTo: ann@example.com\n") != std::string::npos);
        BOOST_TEST(mail.find('\r') == std::string::npos);
    }
    BOOST_TEST(found == 3);
    BOOST_TEST(std::filesystem::is_empty(room.at("deep/mail/tmp")));
    BOOST_TEST((std::filesystem::status(room.at("deep/mail/new")).permissions() ==
                std::filesystem::perms::owner_all));
    BOOST_TEST(std::filesystem::is_directory(room.at("deep/mail/cur")));
    room.write("file", "");
    auto nowhere = drop("maildir:" + room.at("file"));
    check(send(nowhere, to("ann@example.com")), Verdict::later);
}

BOOST_AUTO_TEST_CASE(off_sends_nothing)
{
    auto none = drop("off");
    BOOST_TEST(none.is_off());
    check(send(none, to("ann@example.com")), Verdict::refused, "MAIL is off");
}

BOOST_AUTO_TEST_CASE(the_setting_has_one_form)
{
    auto read = [](const std::string& text) { return mail_place(Secret(text)); };
    BOOST_TEST(read("smtp://mail.example").url == "smtp://mail.example:587");
    BOOST_TEST(read("smtps://mail.example").url == "smtps://mail.example:465");
    BOOST_TEST(read("smtp://mail.example:25/").url == "smtp://mail.example:25");
    auto full = read("smtp://a%40b:c%3A%2F%40d@mail.example:2525?ca=/etc/ca%20file.pem");
    BOOST_TEST(full.user == "a@b");
    BOOST_TEST(full.password.reveal() == "c:/@d");
    BOOST_TEST(full.authority == "/etc/ca file.pem");
    BOOST_TEST(full.encrypted);
    BOOST_TEST(!read("smtp://mail.example?starttls=off").encrypted);
    for (const std::string local : {"smtp://localhost", "smtp://127.0.0.1:25", "smtp://[::1]:25"}) {
        BOOST_TEST(!read(local).encrypted, local);
        BOOST_TEST(read(local + "?starttls=required").encrypted, local);
        BOOST_TEST(read("smtps" + local.substr(4)).encrypted, local);
    }
    BOOST_TEST(!read("smtp://localhost.example").on_this_host());
    for (const std::string bad : {"on", "mail.example", "http://mail.example", "smtp://", "maildir:",
             "smtp://mail.example/inbox", "smtp://mail.example:99999", "smtp://mail.example?x=canary",
             "smtp://mail.example?starttls=maybe", "smtps://mail.example?starttls=off",
             "smtp://mail.example#x", "smtp://a:canary@mail.example?starttls=off",
             "smtp://a:canary%0d%0a@mail.example", "smtp://mail example", "smtp://mail.example\r\nx",
             "smtp://mail.example?ca=", "smtp://mail.example?ca=relative"}) {
        BOOST_CHECK_EXCEPTION(read(bad), std::invalid_argument,
            [](const std::invalid_argument& e) { return !std::strstr(e.what(), "canary"); });
        BOOST_TEST(shown_mail(Secret(bad)) == "********", bad);
    }
    BOOST_TEST(shown_mail(Secret("off")) == "off");
    BOOST_TEST(shown_mail(Secret("maildir:/x")) == "maildir:/x");
    BOOST_TEST(shown_mail(Secret("smtp://a%40b:canary@mail.example?ca=/x")) ==
               "smtp://a%40b:********@mail.example:587?ca=/x");
}

BOOST_AUTO_TEST_CASE(the_command_says_what_the_far_end_answered)
{
    SmtpServer server;
    Variables settings{{"ENVIRONMENT", "development"}, {"MAIL", server.setting("smtp://")},
        {"MAIL_FROM", "Jobs <jobs@example.com>"}, {"SITE_NAME", "Bürger & Jobs"}};
    for (auto& [name, value] : settings) name = "JOBBOARD_" + name;
    auto good = run({jobboard(), "mail-test", "ann@example.com"}, settings);
    BOOST_TEST(good.status == 0);
    BOOST_TEST(good.out == "sent to ann@example.com. 250 2.0.0 Taken as number 1\n");
    auto got = server.mail(1);
    BOOST_TEST(header(got, "subject") == "A test from Bürger & Jobs");
    BOOST_TEST(header(got, "from") == "Jobs <jobs@example.com>");
    BOOST_TEST(text(got, "html").find("Bürger &amp; Jobs") != std::string::npos);
    auto bad = run({jobboard(), "mail-test", "refused@example.com"}, settings);
    BOOST_TEST(bad.status == 1);
    BOOST_TEST(bad.out == "jobboard: refused: 550 5.1.1 No such user here.\n");
    BOOST_TEST(run({jobboard(), "mail-test", "nobody"}, settings).status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
