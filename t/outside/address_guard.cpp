// Which addresses may be called when strangers say whom to call.
#include "lib/outside/address_guard.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string trouble(std::string_view url, const AddressGuard& guard = AddressGuard())
{
    auto key = url_trouble(url, guard);
    return key ? std::string(key->name.substr(4)) : "";
}

struct Case {
    const char *trouble, *url;
};

} // namespace

BOOST_AUTO_TEST_SUITE(address_guard)

BOOST_AUTO_TEST_CASE(only_what_everybody_can_reach_may_be_called)
{
    AddressGuard guard;
    for (auto text : {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1",
             "192.0.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "11.0.0.1", "128.0.0.1",
             "2606:4700:4700::1111", "2a00:1450::1", "64:ff9b::8.8.8.8", "2002:808:808::1",
             "2606:4700::5efe:8.8.8.8", "::ffff:8.8.8.8"})
        BOOST_TEST(guard.lets(parse_network(text).value()), text);
    for (auto text :
        {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
            "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
            "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7",
            "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
            "::8.8.8.8", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
            "2002:7f00:1::1", "2002:a00:1::", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1",
            "fec0::1", "ff02::1", "4000::1", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1"})
        BOOST_TEST(!guard.lets(parse_network(text).value()), text);
    for (auto text : {"unix:", "8.0.0.0/8"}) BOOST_TEST(!guard.lets(parse_network(text).value()), text);
}

BOOST_AUTO_TEST_CASE(named_networks_may_be_called_besides)
{
    AddressGuard guard({*parse_network("10.1.0.0/16"), *parse_network("::1")});
    for (auto text : {"10.1.2.3", "::ffff:10.1.2.3", "::1", "8.8.8.8", "64:ff9b::10.1.2.3"})
        BOOST_TEST(guard.lets(parse_network(text).value()), text);
    for (auto text : {"10.2.0.1", "127.0.0.1", "64:ff9b::10.2.0.1", "::2"})
        BOOST_TEST(!guard.lets(parse_network(text).value()), text);
    BOOST_TEST(trouble("http://10.1.2.3/", guard) == "");
    BOOST_TEST(trouble("http://10.2.2.3/", guard) == "not_public");
    BOOST_TEST(trouble("http://localhost/", guard) == "not_public");
    BOOST_TEST(trouble("http://localhost/", AddressGuard({*parse_network("127.0.0.0/8")})) == "");
}

BOOST_AUTO_TEST_CASE(addresses_of_the_web_are_looked_through)
{
    for (auto [expected, url] : std::initializer_list<Case>{
             {"", "https://example.org/hooks"},
             {"", "http://example.org"},
             {"", "HTTPS://EXAMPLE.ORG/"},
             {"", "https://example.org:8443/a?b=c&d=%20"},
             {"", "https://example.org:/a"},
             {"", "https://bücher.example/"},
             {"", "https://xn--bcher-kva.example/"},
             {"", "https://a_b.example.org/"},
             {"", "https://8.8.8.8/"},
             {"", "https://[2606:4700:4700::1111]:443/"},
             {"", "https://mylocalhost.example.org/"},
             {"", "https://localhost.example.org/"},
             {"", "https://example.org/a@b"},
             {"", "https://example.org/?next=http://127.0.0.1/"},
             {"", "https://127.0.0.1.example.org/"},
             {"", "https://intranet/"}, // whether it may be reached is seen when it is
             {"not_http", "ftp://example.org/"},
             {"not_http", "gopher://example.org/"},
             {"not_http", "ws://example.org/"},
             {"not_http", "javascript://example.org/"},
             {"malformed", "file:///etc/passwd"},
             {"malformed", "file://example.org/etc/passwd"},
             {"malformed", ""},
             {"malformed", "example.org"},
             {"malformed", "//example.org/"},
             {"malformed", "https:/example.org/"},
             {"malformed", "https:example.org"},
             {"malformed", "https://"},
             {"malformed", "https:///example.org"},
             {"malformed", "https://:80/"},
             {"malformed", "https://?a"},
             {"malformed", "https://example.org:99999/"},
             {"malformed", "https://example.org:0/"},
             {"malformed", "https://example.org:00/"},
             {"malformed", "https://example.org:x/"},
             {"malformed", "https://exa mple.org/"},
             {"malformed", " https://example.org/"},
             {"malformed", "https://example.org/\r\nX: y"},
             {"malformed", "https://example.org\\@127.0.0.1/"},
             {"malformed", "https://1.2.3.4.5/"},
             {"malformed", "https://256.1.1.1/"},
             {"malformed", "https://example.0x7f/"},
             {"malformed", "https://[::1/"},
             {"malformed", "https://[::g]/"},
             {"malformed", "https://./"},
             {"has_credentials", "https://ann@example.org/"},
             {"has_credentials", "https://ann:secret@example.org/"},
             {"has_credentials", "https://:@example.org/"},
             {"has_credentials", "https://@example.org/"},
             {"has_credentials", "https://example.org@127.0.0.1/"},
             {"has_fragment", "https://example.org/#a"},
             {"has_fragment", "https://example.org/#"},
             {"not_public", "http://127.0.0.1/"},
             {"not_public", "http://127.1/"},
             {"not_public", "http://127.0.1/"},
             {"not_public", "http://0/"},
             {"not_public", "http://0.0.0.0/"},
             {"not_public", "http://2130706433/"},
             {"not_public", "http://0x7f000001/"},
             {"not_public", "http://0x7f.1/"},
             {"not_public", "http://0X7F.0x0.0x0.0x1/"},
             {"not_public", "http://0177.0.0.1/"},
             {"not_public", "http://017700000001/"},
             {"not_public", "http://127.0.0.1./"},
             {"not_public", "http://%31%32%37.0.0.1/"},
             {"not_public", "http://①②⑦.⓪.⓪.①/"},
             {"not_public", "http://127。0。0。1/"},
             {"not_public", "http://10.0.0.5:8080/x"},
             {"not_public", "http://192.168.0.1/"},
             {"not_public", "http://169.254.169.254/latest/meta-data/"},
             {"not_public", "http://[::]/"},
             {"not_public", "http://[::1]/"},
             {"not_public", "http://[0:0:0:0:0:0:0:1]/"},
             {"not_public", "http://[::ffff:127.0.0.1]/"},
             {"not_public", "http://[::ffff:7f00:1]/"},
             {"not_public", "http://[::127.0.0.1]/"},
             {"not_public", "http://[fe80::1]/"},
             {"not_public", "http://[fe80::1%25eth0]/"},
             {"not_public", "http://[fd00::1]/"},
             {"not_public", "http://[64:ff9b::7f00:1]/"},
             {"not_public", "http://[2002:7f00:1::]/"},
             {"not_public", "http://localhost/"},
             {"not_public", "http://localhost./"},
             {"not_public", "http://LOCALHOST:8080/"},
             {"not_public", "http://loCALhost/"},
             {"not_public", "http://a.localhost/"},
             {"not_public", "http://localhost.localdomain/"},
             {"not_public", "http://ip6-localhost/"},
             {"not_public", "http://ⓛocalhost/"},
         })
        BOOST_TEST(trouble(url) == expected, url << ": " << trouble(url));
    BOOST_TEST(trouble("https://example.org/" + std::string(2'000 - 20, 'a')) == "");
    BOOST_TEST(trouble("https://example.org/" + std::string(2'001 - 20, 'a')) == "too_long");
    BOOST_TEST(trouble(std::string("https://example.org/\0a", 22)) == "malformed");
    BOOST_TEST(trouble("https://ex\xff.org/") == "malformed");
}

BOOST_AUTO_TEST_SUITE_END()
