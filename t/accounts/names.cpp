// What names of accounts are: which look-alikes are one, and which texts are a user name, an address, a
// number.
#include "lib/auth/names.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(what_looks_the_same_is_the_same)
{
    static constexpr std::string_view spellings[] = {"ann", "ANN", "Ann", "  ann ", "\tann\n", "ａｎｎ",
        "ＡＮＮ", "Ａnn", "𝐚𝐧𝐧", "ⓐⓝⓝ", "a\u00adnn", "a\u200bnn", "\u3000ann\u00a0"};
    for (auto spelling : spellings) BOOST_TEST(folded_name(spelling) == "ann", spelling);
    BOOST_TEST(folded_name("ANN＠Example．COM") == "ann@example.com");
    BOOST_TEST(folded_name("STRASSE") == folded_name("straße"));
    BOOST_TEST(folded_name("\u212bngstro\u0308m") == folded_name("ångström"));
}

BOOST_AUTO_TEST_CASE(folding_is_done_once_and_for_all)
{
    for (auto text : {"Ünïcode", "ﬃ", "İstanbul", "ΣΑΣ", "  x  y "}) {
        auto folded = folded_name(text);
        BOOST_TEST(folded_name(folded) == folded);
    }
    BOOST_TEST(folded_name("   ") == "");
    BOOST_TEST(folded_name("an n") == "an n");
}

BOOST_AUTO_TEST_CASE(other_scripts_are_no_look_alikes_and_no_user_names)
{
    BOOST_TEST(folded_name("аnn") != "ann"); // with a Cyrillic a
    BOOST_TEST(!is_username(folded_name("аnn")));
}

BOOST_AUTO_TEST_CASE(user_names)
{
    for (auto name : {"ann", "a_b", "a.b", "123", "...", "ann.lee_2"}) BOOST_TEST(is_username(name), name);
    for (auto name : {"", "an", "ann lee", "ann-lee", "ann@lee", "Ann", "änn", "ann\n", "ann/", "ann'"})
        BOOST_TEST(!is_username(name), name);
    BOOST_TEST(is_username(std::string(150, 'a')));
    BOOST_TEST(!is_username(std::string(151, 'a')));
    BOOST_TEST(!is_username(std::string("ann\0", 4)));
}

BOOST_AUTO_TEST_CASE(e_mail_addresses)
{
    for (auto address : {"ann@example.com", "a@b.co", "ann.lee+jobs@mail.example.com", "o'neil@example.com",
             "x_y-z@a-b.example", "1@2.3"})
        BOOST_TEST(is_email(address), address);
    for (auto address : {"", "ann", "@", "ann@", "@example.com", "ann@example", "ann@@example.com",
             "ann@exa mple.com", "ann lee@example.com", ".ann@example.com", "ann.@example.com",
             "a..b@example.com", "ann@-example.com", "ann@example-.com", "ann@example..com",
             "ann@.example.com", "ann@example.com.", "ann@example.com\r\nBcc: x@y.z", "<ann@example.com>",
             "ann@example_a.com", "\"ann\"@example.com", "ann@[127.0.0.1]"})
        BOOST_TEST(!is_email(address), address);
}

BOOST_AUTO_TEST_CASE(domains_are_folded_as_browsers_do)
{
    BOOST_TEST(folded_email(" Ann@B\u00dcCHER.example ") == "ann@xn--bcher-kva.example");
    BOOST_TEST(folded_email("ann@xn--bcher-kva.example") == "ann@xn--bcher-kva.example");
    BOOST_TEST(folded_email("ann@\u4f8b\u3048.jp") == "ann@xn--r8jz45g.jp");
    BOOST_TEST(!is_email(folded_email("ann@b\u00fc cher.example")));
    BOOST_TEST(!is_email(folded_email("ann@-b\u00fccher.example")));
    BOOST_TEST(folded_login("ANN") == "ann");
    BOOST_TEST(folded_login("ann@B\u00fccher.example") == "ann@xn--bcher-kva.example");
}

BOOST_AUTO_TEST_CASE(what_emptied_accounts_are_called_is_reserved)
{
    std::string hex(32, 'a');
    BOOST_TEST(!is_username("deleted_" + hex));
    BOOST_TEST(is_username("deleted_" + hex + "0"));
    BOOST_TEST(is_username("deleted_scenes"));
    for (auto address : {"a@deleted.invalid", "a@b.deleted.invalid"}) BOOST_TEST(!is_email(address), address);
    BOOST_TEST(is_email("a@undeleted.invalid"));
}

BOOST_AUTO_TEST_CASE(e_mail_addresses_have_bounds)
{
    std::string label(63, 'a'), domain = "@" + label + "." + label;
    BOOST_TEST(is_email(std::string(64, 'x') + domain));
    BOOST_TEST(!is_email(std::string(65, 'x') + domain));
    BOOST_TEST(!is_email("ann@" + label + "a.com"));
    auto long_domain = domain + "." + label; // 192 characters
    BOOST_TEST(is_email(std::string(62, 'x') + long_domain));
    BOOST_TEST(!is_email(std::string(63, 'x') + long_domain));
}

BOOST_AUTO_TEST_CASE(phone_numbers)
{
    for (auto number : {"+123456789", "+431234567890", "+123456789012345"})
        BOOST_TEST(is_phone_number(number), number);
    for (auto number :
        {"", "+", "123456789", "+12345678", "+1234567890123456", "+43 123 456 78", "+43-1234567",
            "++23456789", "+12345678a", "0043123456789", "+12345678\n", "+１２３４５６７８９"})
        BOOST_TEST(!is_phone_number(number), number);
}

BOOST_AUTO_TEST_SUITE_END()
