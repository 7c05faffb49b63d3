// Mails from templates: those that there are, and what is refused.
#include "t/kit/process.hpp"

#include "lib/base/text.hpp"
#include "lib/mail/templates.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <sstream>

namespace {

const std::string all = "templates/mail";
const MailSite site{.name = "Müller & Co", .url = "https://jobs.example"};

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != text.npos;
}

// A directory with one mail in it, and a layout of only its content.
struct OneMail {
    Directory room;

    explicit OneMail(const std::string& text, const std::string& sample = "{}",
        const std::string& html = "<p>x</p>", const std::string& subject = "x")
    {
        for (auto name : {"layout", "one"}) std::filesystem::create_directory(room.at(name));
        for (auto type : {"text.txt", "html.html"})
            room.write("layout/" + std::string(type), "{{> content}}");
        room.write("one/text.txt", text);
        room.write("one/html.html", html);
        room.write("one/subject.txt", subject);
        room.write("one/sample.json", sample);
    }
    RenderedMail with(std::string_view data) const { return render_mail(room.path, "one", site, data); }
    std::string refusal(std::string_view data) const
    {
        return said([&] { with(data); });
    }
    std::string fault() const
    {
        return said([&] { check_mails(room.path, site); });
    }
    template <class F> static std::string said(F&& what)
    {
        try {
            return what(), "";
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(mail_templates)

BOOST_AUTO_TEST_CASE(every_mail_renders)
{
    check_mails(all, site);
    auto names = mail_names(all);
    const std::set<std::string> known(names.begin(), names.end());
    for (auto name : {"welcome", "applied", "new_application", "decision", "job_published", "job_closed",
             "new_device_sign_in", "password_changed", "password_reset", "passkey_added", "passkey_removed",
             "webhook_disabled", "digest", "test"})
        BOOST_TEST(known.contains(name), name);
    for (const auto& name : names) BOOST_TEST_CONTEXT(name)
    for (const auto& mail : render_samples(all, name, site)) {
        BOOST_TEST(mail.subject != "");
        BOOST_TEST(characters(mail.subject) <= 200u);
        BOOST_TEST(has(mail.text, "Müller & Co"));
        BOOST_TEST(has(mail.html, "Müller &amp; Co"));
        BOOST_TEST(!has(mail.html, "Müller & Co"));
        BOOST_TEST(!has(mail.text, "<"));
        BOOST_TEST(!has(mail.text, "\n\n\n"));
        BOOST_TEST(!has(mail.text, "{{"));
        BOOST_TEST(!has(mail.html, "{{"));
        BOOST_TEST(!has(mail.html, "<script"));
        BOOST_TEST(has(mail.html, "prefers-color-scheme: dark"));
        std::istringstream lines(mail.text);
        for (std::string line; std::getline(lines, line);)
            BOOST_TEST((characters(line) <= 72 || has(line, "://")), line);
    }
}

BOOST_AUTO_TEST_CASE(every_mail_shows_the_site)
{
    MailSite branded{.name = "Jobs",
        .url = "https://jobs.example",
        .colour = "#ffee00",
        .logo_url = "https://jobs.example/logo.png?a=1&b=2",
        .postal_address = "1 High Street\nLeeds",
        .signature = "Warmly,\nBea & the team"};
    for (const auto& name : mail_names(all)) BOOST_TEST_CONTEXT(name)
    for (const auto& mail : render_samples(all, name, branded)) {
        BOOST_TEST(has(mail.text, "\nWarmly,\nBea & the team\n"));
        BOOST_TEST(has(mail.text, "\n1 High Street\nLeeds\n"));
        BOOST_TEST(!has(mail.text, "Yours,"));
        BOOST_TEST(has(mail.html, "Bea &amp; the team"));
        BOOST_TEST(has(mail.html, "src=\"https://jobs.example/logo.png?a=1&amp;b=2\""));
        BOOST_TEST(has(mail.html, "background: #ffee00; color: #000000"));
    }
}

BOOST_AUTO_TEST_CASE(one_decision_is_told)
{
    auto said = [](const std::string& flag) {
        return render_mail(all, "decision", site,
            R"({"job_title": "Nurse <3", "url": "https://jobs.example/a/1", "note": null, ")" + flag +
                R"(": "yes"})");
    };
    BOOST_TEST(said("accepted").subject == "Good news about your application: Nurse <3");
    BOOST_TEST(said("rejected").subject == "About your application: Nurse <3");
    BOOST_TEST(has(said("reviewed").text, "is being read"));
    BOOST_TEST(!has(said("rejected").text, "Congratulations"));
    BOOST_TEST(!has(said("rejected").text, "They add"));
    BOOST_TEST(has(said("accepted").html, "<strong>Nurse &lt;3</strong>"));
    BOOST_TEST(has(said("accepted").html, "href=\"https://jobs.example/a/1\""));
    BOOST_TEST(has(said("accepted").text, "Your application: https://jobs.example/a/1\n"));
}

BOOST_AUTO_TEST_CASE(a_digest_lists_what_happened)
{
    auto mail = render_mail(all, "digest", site,
        R"({"items": [{"title": "One", "message": "First & foremost", "url": "https://jobs.example/1"},
            {"title": "Two", "message": "", "url": ""}], "preferences_url": "https://jobs.example/p"})");
    BOOST_TEST(mail.subject == "What is new at Müller & Co");
    BOOST_TEST(has(mail.text, "\n- One\n  First & foremost\n  https://jobs.example/1\n\n- Two\n\n"));
    BOOST_TEST(has(mail.html, "First &amp; foremost"));
    BOOST_TEST(has(mail.html, "<strong>Two</strong>"));
    BOOST_TEST(has(mail.text, "Choose which mails you get: https://jobs.example/p\n"));
}

BOOST_AUTO_TEST_CASE(a_value_cannot_break_out)
{
    OneMail mail("{{x}}", "{}", "<a title=\"{{x}}\">{{x}}</a>", " {{x}}\n");
    auto got = mail.with(R"({"x": "<b>\"'&\r\nBcc: {{y}}"})");
    BOOST_TEST(got.subject == "<b>\"'& Bcc: {{y}}");
    BOOST_TEST(got.html ==
               "<a title=\"&lt;b&gt;&quot;&#39;&amp;\r\nBcc: {{y}}\">&lt;b&gt;&quot;&#39;&amp;\r\nBcc: "
               "{{y}}</a>");
    BOOST_TEST(got.text == "<b>\"'&\nBcc: {{y}}\n");
}

BOOST_AUTO_TEST_CASE(data_cannot_speak_for_the_site)
{
    OneMail mail("{{site_name}} {{site_url}}");
    BOOST_TEST(mail.with(R"({"site_name": "Evil", "site_url": "https://evil.example"})").text ==
               "Müller & Co https://jobs.example\n");
}

BOOST_AUTO_TEST_CASE(a_subject_is_one_line_of_some_length)
{
    OneMail mail("x", "{}", "x", "  {{x}}\n");
    auto subject = [&](const std::string& text) { return mail.with("{\"x\": \"" + text + "\"}").subject; };
    BOOST_TEST(subject("a\\n\\n b\\tc ") == "a b c");
    BOOST_TEST(subject("a\\u0001b\\u007fc") == "a b c");
    std::string long_text;
    for (int i = 0; i < 200; ++i) long_text += "ü";
    BOOST_TEST(subject(long_text) == long_text);
    auto cut = subject(long_text + "x");
    BOOST_TEST(characters(cut) == 200u);
    BOOST_TEST(cut.ends_with("ü…"));
}

BOOST_AUTO_TEST_CASE(texts_are_wrapped)
{
    OneMail mail("{{x}}");
    std::string words, link = "https://jobs.example/" + std::string(100, 'x');
    for (int i = 0; i < 40; ++i) words += "wörd ";
    auto text =
        mail.with("{\"x\": \"" + words + "\\n\\n\\n\\n- " + words + link + " end\\n   indented  \"}").text;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line); ++number)
        BOOST_TEST((characters(line) <= 72 || line == "  " + link), line);
    BOOST_TEST(has(text, "wörd\n\n- wörd"));
    BOOST_TEST(has(text, "wörd\n  wörd"));
    BOOST_TEST(has(text, link + "\n  end\n   indented\n"));
    BOOST_TEST(number > 7);
}

BOOST_AUTO_TEST_CASE(what_has_no_value_is_refused)
{
    OneMail mail("{{#b}}{{a}}{{/b}}{{^b}}none{{/b}}");
    BOOST_TEST(mail.with("{}").text == "none\n");
    BOOST_TEST(mail.with(R"({"b": null})").text == "none\n");
    BOOST_TEST(mail.with(R"({"b": ""})").text == "none\n");
    BOOST_TEST(mail.with(R"({"b": false})").text == "none\n");
    BOOST_TEST(mail.with(R"({"b": []})").text == "none\n");
    BOOST_TEST(mail.with(R"({"b": "yes", "a": ""})").text == "");
    BOOST_TEST(mail.with(R"({"b": true, "a": 5})").text == "5\n");
    BOOST_TEST(mail.with(R"({"b": [{"a": 1}, {"a": "2"}]})").text == "12\n");
    BOOST_TEST(
        mail.refusal(R"({"b": "yes"})") == "The mail one: layout/text.txt asks for a, which has no value.");
    BOOST_TEST(has(mail.refusal(R"({"b": "yes", "a": null})"), "asks for a"));
}

BOOST_AUTO_TEST_CASE(data_that_is_none_is_refused)
{
    OneMail mail("x");
    for (auto bad : {"", "x", "[]", "\"x\"", "1", "{", "{\"a\": 1, \"a\": 2}", "{\"a\": \"\\u0000\"}"})
        BOOST_TEST(mail.refusal(bad) != "", bad);
    for (const std::string bad : {"javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b",
             "x", "https://x\\\"y", "https://x<y"})
        for (auto data : {R"({"url": "%"})", R"({"job_url": "%"})", R"({"items": [{"url": "%"}]})"}) {
            auto whole = std::string(data);
            whole.replace(whole.find('%'), 1, bad);
            BOOST_TEST(has(mail.refusal(whole), "url of a mail is no link"), whole);
        }
    BOOST_TEST(mail.refusal(R"({"url": ""})") == "");
    for (auto bad : {"", "none", "../one", "one/../one", "layout", "ONE"})
        BOOST_CHECK_THROW(render_mail(mail.room.path, bad, site, "{}"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_broken_template_is_found_before_it_is_needed)
{
    BOOST_TEST(OneMail("Hello").fault() == "");
    BOOST_TEST(has(OneMail("{{a}}").fault(), "asks for a"));
    BOOST_TEST(has(OneMail("x", "{}", "{{a}}").fault(), "asks for a"));
    BOOST_TEST(has(OneMail("x", "{}", "x", "{{a}}").fault(), "asks for a"));
    BOOST_TEST(OneMail("{{a}}", R"({"a": "x"})").fault() == "");
    BOOST_TEST(has(OneMail("{{a}}", R"([{"a": "x"}, {}])").fault(), "asks for a, which has no value"));
    // Also in what no sample shows.
    BOOST_TEST(has(
        OneMail("{{#b}}{{a}}{{/b}}", R"({"b": ""})").fault(), "asks for a, which none of its samples has"));
    BOOST_TEST(has(OneMail("{{#typo}}x{{/typo}}").fault(), "asks for typo"));
    BOOST_TEST(
        has(OneMail("{{#items}}{{title}}{{/items}}", R"({"items": [{"titel": "x"}]})").fault(), "title"));
    BOOST_TEST(has(OneMail("{{> nobody.txt}}").fault(), "nobody.txt is missing"));
    BOOST_TEST(has(OneMail("{{> content}}").fault(), "contains itself"));
    BOOST_TEST(has(OneMail("{{#a}}x", R"({"a": "x"})").fault(), "is no template"));
    BOOST_TEST(has(OneMail("{{a").fault(), "is no template"));
    BOOST_TEST(has(OneMail("x", "no JSON").fault(), "no JSON"));
    OneMail bare("x");
    std::filesystem::remove(bare.room.at("one/subject.txt"));
    BOOST_TEST(has(bare.fault(), "subject.txt is missing"));
    Directory empty;
    BOOST_CHECK_THROW(check_mails(empty.path, site), std::runtime_error);
    BOOST_CHECK_THROW(check_mails(empty.at("none"), site), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
