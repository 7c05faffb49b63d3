// What reading makes of foreign texts, and that it changes no letter without saying so.
#include "lib/imports/text.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/encoding.hpp"
#include "lib/formats/html.hpp"
#include "lib/words/slug.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string text(std::string_view source)
{
    Remarks remarks;
    return readable_text(source, remarks);
}

std::size_t remarks_of(std::string_view source)
{
    Remarks remarks;
    readable_text(source, remarks);
    return remarks.size();
}

} // namespace

BOOST_AUTO_TEST_SUITE(import_texts)

BOOST_AUTO_TEST_CASE(right_texts_stay_as_they_are_without_a_word)
{
    for (std::string_view source :
        {"Write to Ann.Lee@example.com", "view?Source=x", "spaCy, phpMyAdmin", "Bonus „500 €“, 3 €–5 €",
            "👩‍💻", "می‌خواهیم", "क्‍ष", "ASP.Net and Node.Js",
            "JavaScript, PowerPoint", "javaScript and LinkedIn", "eClinical iPhone", "U.S.Army",
            "numpy.Array of react.Component", "re:Invent", "see https://example.com/a?This=1&copy=2&lang=en",
            "x.We@example.com", "AT&T, R&D", "CAFÉ™ in the old town", "É… uma vaga", "col·laboració",
            "Berlin · Full-time · Remote", "CHF 500.- pro Monat", "if a<b and c>d", "x < y <your name>",
            "Knows <canvas> and <textarea>", "&unknown; &amp &#0; &#xd800; &#1;", "C# and F#", "5 * 3 - 2",
            "“Great” pay", "São João", "Łódź", "日本語教師", "Повар в кафе"}) {
        BOOST_TEST(text(source) == source);
        BOOST_TEST(remarks_of(source) == 0, source);
    }
}

BOOST_AUTO_TEST_CASE(html_is_read)
{
    BOOST_TEST(text("<td>Mon</td><td>8</td>") == "Mon 8");
    BOOST_TEST(text("<table><tr><th>Day</th><th>Hours</th></tr><tr><td>Mon</td><td>8</td></tr></table>") ==
               "Day Hours\nMon 8");
    BOOST_TEST(text("<a href=\"https://example.com/apply?id=7\">here</a>") ==
               "here (https://example.com/apply?id=7)");
    BOOST_TEST(text("<a href='https://www.example.com/'>example.com</a>") == "example.com");
    BOOST_TEST(text("<a href='mailto:jobs@example.com?subject=Hi'>Write</a>") == "Write (jobs@example.com)");
    BOOST_TEST(text("<p>One</p><ul><li>Two</li><li><p>Three</p></li></ul>a<br/>b <b>c</b>") ==
               "One\n\n- Two\n- Three\na\nb c");
    BOOST_TEST(text("<p>hard\nwrapped</p>") == "hard wrapped");
    BOOST_TEST(text("line\n<b>bold</b>") == "line\nbold");
    BOOST_TEST(text("x <script>bad()</script>end <!-- no -->!") == "x end !");
    BOOST_TEST(text("<p title=\"a > b\">Z</p><img src=\"data:image/png;base64," + std::string(5000, 'A') +
                    "\" alt='x>y'>W") == "Z\n\nW");
    BOOST_TEST(text("<p>Ask <your manager> about <address></p>") == "Ask <your manager> about <address>");
    BOOST_TEST(text("<div><span>cut off") == "cut off");
    BOOST_TEST(text("<o:p></o:p><st1:place>Berlin</st1:place><br>") == "Berlin");
    BOOST_TEST(text("<p>See <https://example.com> or <ann@example.com></p>") ==
               "See <https://example.com> or <ann@example.com>");
    BOOST_TEST(text("<a href=\"www.example.com/a\">Apply</a>") == "Apply (www.example.com/a)");
    BOOST_TEST(text("<a href=\"https://example.com/a\">at https://example.com/a now</a>") ==
               "at https://example.com/a now");
    BOOST_TEST(remarks_of("<a href=\"#top\">Top</a>") == 2);
    BOOST_TEST(remarks_of("<p>One</p>") == 1);
    BOOST_TEST(remarks_of("<p>One<img src=x></p>") == 2);
}

BOOST_AUTO_TEST_CASE(every_reference_is_known_and_what_was_escaped_twice_is_read)
{
    BOOST_TEST(text("&Alpha;&omega;&hearts;&setminus;&hellip;&#8364;&#x2019;&Scaron;&#128;") == "Αω♥∖…€’Š€");
    BOOST_TEST(text("R&amp;D &lt;b&gt;") == "R&D <b>");
    BOOST_TEST(text("&lt;p&gt;A &amp;amp; B&lt;/p&gt;") == "A & B");
    BOOST_TEST(text("&amp;lt;p&amp;gt;A&amp;lt;/p&amp;gt;") == "A");
    BOOST_TEST(text("R&amp;amp;D") == "R&D");
    BOOST_TEST(text("<b>Write</b> &lt;b&gt;bold&lt;/b&gt;") == "Write <b>bold</b>");
}

BOOST_AUTO_TEST_CASE(hostile_html_costs_little)
{
    std::string nested, marks;
    for (int i = 0; i < 100'000; ++i) nested += "<div>", marks += "<a ";
    BOOST_TEST(read_html(nested).too_long);
    BOOST_TEST(read_html(marks + ">").too_long);
    BOOST_TEST(remarks_of(nested) == 1);
}

BOOST_AUTO_TEST_CASE(wrong_decoding_is_undone_where_the_whole_text_proves_it)
{
    BOOST_TEST(text("the company€™s own, resum\u00c3\u00a9") == "the company’s own, resumé");
    BOOST_TEST(text("don\u00e2€™t") == "don’t");
    BOOST_TEST(text("don‚Äôt, √©t√©") == "don’t, été");
    BOOST_TEST(text("РџРѕРІР°СЂ") == "Повар");
    BOOST_TEST(text("\u00c3ƒ\u00c2\u00a9t\u00c3ƒ\u00c2\u00a9") == "été");
    BOOST_TEST(text("Dave\u0092s") == "Dave’s");
    BOOST_TEST(text("the €œgo to€\u009d place") == "the “go to” place");
    BOOST_TEST(text("resum&Atilde;&copy;") == "resumé");
    BOOST_TEST(remarks_of("resum\u00c3\u00a9") == 1);
    // Right beside wrong: nothing is proved.
    BOOST_TEST(!better_decoded("日本 caf\u00c3\u00a9"));
}

BOOST_AUTO_TEST_CASE(blanks_are_spaces_and_nothing_invisible_stays_at_edges)
{
    BOOST_TEST(text("a\u00a0\u00a0b\u200b \r\n\r\n\r\n\r\nc") == "a b\n\nc");
    BOOST_TEST(text("a\u2028b\u0085c\rd\ve") == "a\nb\nc\nd\ne");
    BOOST_TEST(text("\ufeff a\u3000b\u3000") == "a b");
    BOOST_TEST(text("Kran\u00adken\x01haus") == "Krankenhaus");
    BOOST_TEST(remarks_of("Kran\u00adken\x01haus") == 2);
}

BOOST_AUTO_TEST_CASE(list_marks_and_lost_sentence_ends_make_lines)
{
    BOOST_TEST(text("Duties:\u00b7 Drive\u00b7 Load") == "Duties:\n- Drive\n- Load");
    BOOST_TEST(text("• Drive\n• Load") == "- Drive\n- Load");
    BOOST_TEST(text("We offer●Car●Phone") == "We offer\n- Car\n- Phone");
    BOOST_TEST(text("Good skills.- Drive.- Load!* Clean") == "Good skills.\n- Drive.\n- Load!\n- Clean");
    BOOST_TEST(
        text("We are hiring.Please apply now!The rest") == "We are hiring.\nPlease apply now!\nThe rest");
    BOOST_TEST(remarks_of("We are hiring.Please apply now!The rest") == 1);
}

BOOST_AUTO_TEST_CASE(details_of_remarks_are_clean_text)
{
    Remarks remarks;
    readable_text("Done.- " + std::string(20, 'x') + "ü€ü€ü€ü€ü€", remarks);
    BOOST_TEST(remarks.size() == 1);
    BOOST_TEST(is_clean_text(remarks.front().detail));
}

BOOST_AUTO_TEST_CASE(masked_contacts_become_neutral)
{
    Remarks remarks;
    BOOST_TEST(text("see #URL_00ff# or write #EMAIL_ab12#today, in C#") ==
               "see [link] or write [e-mail] today, in C#");
    BOOST_TEST(readable_line("Clerk #URL_00ff#", remarks) == "Clerk");
    BOOST_TEST(remarks.size() == 1);
}

BOOST_AUTO_TEST_CASE(texts_are_cut_between_characters_and_words)
{
    BOOST_TEST(shortened("äöü äöü", 5) == "äöü ä");
    BOOST_TEST(shortened("one two three four five sixse", 26) == "one two three four five");
    BOOST_TEST(says_something("--- 家"));
    BOOST_TEST(!says_something("--- !"));
}

BOOST_AUTO_TEST_CASE(names_become_slugs)
{
    BOOST_TEST(slug_of("R&D, Café") == "r-d-cafe");
    BOOST_TEST(slug_of("Łódź – Straße") == "lodz-strasse");
    BOOST_TEST(slug_of("日本") == "ri-ben");
    BOOST_TEST(slug_of("one two three", 9) == "one-two");
}

BOOST_AUTO_TEST_SUITE_END()
