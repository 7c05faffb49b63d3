#include "address_guard.hpp"

#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>

namespace {

std::vector<Network> networks(std::initializer_list<std::string_view> texts)
{
    std::vector<Network> out;
    for (auto text : texts) out.push_back(parse_network(text).value());
    return out;
}

Network v4(const unsigned char* bytes)
{
    Network out = parse_network("0.0.0.0").value();
    std::copy_n(bytes, 4, out.address.begin() + 12);
    return out;
}

// The IPv4 address that an IPv6 one leads to: by NAT64 (RFC 6052), 6to4 (RFC 3056) or ISATAP (RFC 5214).
std::optional<Network> led_to(const Network& n)
{
    static const auto nat64 = networks({"64:ff9b::/96"}), by_6to4 = networks({"2002::/16"});
    const auto& a = n.address;
    if (within(nat64, n)) return v4(&a[12]);
    if (within(by_6to4, n)) return v4(&a[2]);
    bool isatap = (a[8] & 0xfd) == 0 && a[9] == 0 && a[10] == 0x5e && a[11] == 0xfe;
    return isatap ? std::optional(v4(&a[12])) : std::nullopt;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry/ and -ipv6-. Of IPv6 only 2000::/3 is
// anybody's.
bool is_everybodys(const Network& n)
{
    static const auto all_v4 = networks({"0.0.0.0/0"});
    static const auto special_v4 = networks({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
        "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
    static const auto global_v6 = networks({"2000::/3"});
    static const auto special_v6 = networks({"2001::/23", "2001:db8::/32", "3fff::/20"});
    if (within(all_v4, n)) return !within(special_v4, n);
    return within(global_v6, n) && !within(special_v6, n);
}

// Every form of an IPv4 address that resolvers take: 2130706433, 0x7f.1, 0177.0.0.1.
std::optional<Network> literal_address(const std::string& host)
{
    if (host.starts_with('[')) return parse_network(std::string_view(host).substr(1, host.size() - 2));
    in_addr address{};
    if (inet_aton(host.c_str(), &address) == 0) return std::nullopt;
    return v4(reinterpret_cast<const unsigned char*>(&address.s_addr));
}

// Browsers and resolvers disagree about 1.2.3.4.5 and a.0x7f; no name ends like that.
bool ends_in_a_number(std::string_view host)
{
    auto last = host.substr(host.rfind('.') + 1);
    bool hexadecimal = last.starts_with("0x") && last.find_first_not_of("0123456789abcdef", 2) == last.npos;
    return hexadecimal || last.find_first_not_of("0123456789") == last.npos;
}

bool is_name_of_ourselves(std::string_view host)
{
    auto top = host.substr(host.rfind('.') + 1);
    return top == "localhost" || top == "localdomain" || top.starts_with("ip6-") ||
           top.starts_with("localhost");
}

} // namespace

bool AddressGuard::lets(const Network& n) const
{
    if (within(allowed, n)) return true;
    if (n.local || n.bits != 128) return false;
    if (auto other = led_to(n)) return lets(*other);
    return is_everybodys(n);
}

bool AddressGuard::lets(const sockaddr& address) const
{
    Network out;
    if (address.sa_family == AF_INET6) {
        const auto& bytes = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr;
        std::copy(std::begin(bytes), std::end(bytes), out.address.begin());
        return lets(out);
    }
    if (address.sa_family != AF_INET) return false;
    return lets(v4(reinterpret_cast<const unsigned char*>(
        &reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr)));
}

std::optional<Key> url_trouble(std::string_view text, const AddressGuard& guard)
{
    if (text.size() > longest_url) return "url.too_long"_s;
    auto url = is_clean_text(text) ? parse_url(text) : std::nullopt;
    if (!url) return "url.malformed"_s;
    auto start = lowered(text.substr(0, text.find("://")));
    if (start != "http" && start != "https") return "url.not_http"_s;
    auto authority = text.substr(start.size() + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.find('@') != authority.npos) return "url.has_credentials"_s;
    if (text.find('#') != text.npos) return "url.has_fragment"_s;
    if (url->port == "0") return "url.malformed"_s;

    auto host = url->host;
    if (host.ends_with('.')) host.pop_back();
    auto address = literal_address(host);
    if (!address && (host.empty() || host.starts_with('[') || ends_in_a_number(host)))
        return "url.malformed"_s;
    if (!address && is_name_of_ourselves(host)) address = parse_network("127.0.0.1");
    return address && !guard.lets(*address) ? std::optional("url.not_public"_s) : std::nullopt;
}
