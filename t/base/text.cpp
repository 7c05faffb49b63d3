// The small rules about text.
#include "lib/base/text.hpp"
#include "lib/words/slug.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(white_space_is_trimmed_at_both_ends)
{
    BOOST_TEST(trimmed(" \t\r\n a b \f\v") == "a b");
    BOOST_TEST(trimmed("   ") == "");
    BOOST_TEST(trimmed("") == "");
}

BOOST_AUTO_TEST_CASE(clean_text_is_utf8_without_nul)
{
    for (auto good : {""sv, "abc"sv, "é"sv, "€"sv, "😀"sv, "\xf4\x8f\xbf\xbf"sv})
        BOOST_TEST(is_clean_text(good));
    for (auto bad : {"a\0b"sv, "\x80"sv, "\xc0\x80"sv, "\xc3"sv, "\xe2\x82"sv, "\xed\xa0\x80"sv,
             "\xf4\x90\x80\x80"sv, "\xff"sv})
        BOOST_TEST(!is_clean_text(bad));
}

BOOST_AUTO_TEST_CASE(figures_are_grouped_by_thousands)
{
    for (auto [number, text] : {std::pair(0LL, "0"), {999, "999"}, {1000, "1,000"}, {-100, "-100"},
             {-1000, "-1,000"}, {1234567, "1,234,567"}, {123456, "123,456"}})
        BOOST_TEST(grouped(number) == text);
}

BOOST_AUTO_TEST_CASE(characters_are_counted_not_bytes)
{
    BOOST_TEST(characters("aé€😀") == 4u);
    BOOST_TEST(characters("") == 0u);
}

BOOST_AUTO_TEST_CASE(escapes_are_decoded_once)
{
    BOOST_TEST(percent_decoded("a%20b%C3%A9", false).value() == "a bé");
    BOOST_TEST(percent_decoded("%2541", false).value() == "%41");
    BOOST_TEST(percent_decoded("a+b", true).value() == "a b");
    BOOST_TEST(percent_decoded("a+b", false).value() == "a+b");
    BOOST_TEST(percent_decoded("%41", true).value() == "A");
    for (auto bad : {"%", "%4", "%4x", "%x4", "abc%", "%00", "%ff", "%c3", "%u0041", "% 41"})
        BOOST_TEST(!percent_decoded(bad, true).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(encoding_and_decoding_agree)
{
    auto all = "a-._~/ +%&=?é😀\""sv;
    BOOST_TEST(percent_encoded("a b+é") == "a%20b%2B%C3%A9");
    BOOST_TEST(percent_decoded(percent_encoded(all), true).value() == all);
}

BOOST_AUTO_TEST_CASE(like_patterns_take_text_literally)
{
    BOOST_TEST(like_containing("50%_\\x") == "%50\\%\\_\\\\x%");
}

BOOST_AUTO_TEST_CASE(html_is_escaped)
{
    BOOST_TEST(
        html_escaped("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

BOOST_AUTO_TEST_CASE(base64url_has_one_text_for_the_same_bytes)
{
    for (auto bytes : {""sv, "f"sv, "fo"sv, "foo"sv, "\xff\xfe\x00\x01"sv})
        BOOST_TEST(base64url_decoded(base64url(bytes)).value() == bytes);
    BOOST_TEST(base64url("\xfb\xff") == "-_8");
    for (auto bad : {"-_9", "a", "ab=", "a+b/", "aaaaa"})
        BOOST_TEST(!base64url_decoded(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(slugs_are_plain_ascii)
{
    BOOST_TEST(slug_of("R&D, Café") == "r-d-cafe");
    BOOST_TEST(slug_of("  Größe -- Øst  ") == "grosse-ost");
    for (auto [name, slug] : {std::pair{"Компьютеры и сети", "komputery-i-seti"},
             {"Ελληνικά Άρθρα", "ellenika-arthra"}, {"هندسة البرمجيات", "hndst-albrmjyat"},
             {"工程師", "gong-cheng-shi"}, {"데이터 분석", "deiteo-bunseog"}, {"Đặng Việt", "dang-viet"},
             {"İstanbul", "istanbul"}, {"Łódź", "lodz"}, {"naïve – “quoted”", "naive-quoted"}, {"🎉", ""},
             {"\xff\xfe broken", "broken"}}) {
        BOOST_TEST(slug_of(name) == slug, name);
        BOOST_TEST(slug_of(name) == slug_of(name), name);
    }
    BOOST_TEST(slug_of("one two three", 8) == "one-two");
    BOOST_TEST(slug_of(std::string(300, 'a')).size() == 120u);
}

BOOST_AUTO_TEST_SUITE_END()
