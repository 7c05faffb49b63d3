#include "networks.hpp"

#include "lib/base/scalar.hpp"

#include <algorithm>
#include <arpa/inet.h>

namespace {

using Bytes = std::array<unsigned char, 16>;

constexpr Bytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
constexpr int mapped_bits = 96;

bool is_mapped(const Bytes& address)
{
    return std::equal(mapped.begin(), mapped.begin() + mapped_bits / 8, address.begin());
}

std::optional<Bytes> parse_address(const std::string& text)
{
    Bytes out = mapped;
    if (inet_pton(AF_INET, text.c_str(), out.data() + mapped_bits / 8) == 1) return out;
    if (inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
    return std::nullopt;
}

bool bit(const Bytes& address, int number)
{
    return address[static_cast<std::size_t>(number / 8)] >> (7 - number % 8) & 1;
}

bool begin_alike(const Bytes& a, const Bytes& b, int bits)
{
    for (int i = 0; i < bits; ++i)
        if (bit(a, i) != bit(b, i)) return false;
    return true;
}

bool is_v4(const Network& n)
{
    return is_mapped(n.address) && n.bits >= mapped_bits;
}

} // namespace

std::optional<Network> parse_network(std::string_view text)
{
    if (text == "unix:") return Network{.local = true};
    auto slash = text.find('/');
    std::string written(text.substr(0, slash));
    auto address = parse_address(written);
    if (!address) return std::nullopt;
    Network out{.address = *address};
    if (slash != text.npos) {
        int before =
            written.find(':') == written.npos ? mapped_bits : 0; // a length of IPv4 counts its own bits
        auto bits = parse<int>(text.substr(slash + 1));
        if (!bits || *bits < 0 || *bits + before > 128) return std::nullopt;
        out.bits = *bits + before;
    }
    for (int i = out.bits; i < 128; ++i)
        if (bit(out.address, i)) return std::nullopt;
    return out;
}

std::string address_in(const Network& network)
{
    if (network.local) return "unix:";
    char text[INET6_ADDRSTRLEN];
    if (is_v4(network))
        return inet_ntop(AF_INET, network.address.data() + mapped_bits / 8, text, sizeof text);
    return inet_ntop(AF_INET6, network.address.data(), text, sizeof text);
}

std::string text_of(const Network& network)
{
    auto out = address_in(network);
    if (network.local || network.bits == 128) return out;
    return out + '/' + std::to_string(network.bits - (is_v4(network) ? mapped_bits : 0));
}

bool within(const std::vector<Network>& networks, const Network& part)
{
    return std::any_of(networks.begin(), networks.end(), [&](const Network& n) {
        return n.local == part.local && n.bits <= part.bits && begin_alike(n.address, part.address, n.bits);
    });
}

bool within(const std::vector<Network>& networks, std::string_view address)
{
    if (address.starts_with("unix:")) address = "unix:";
    auto single = parse_network(address);
    return single && single->bits == 128 && within(networks, *single);
}

std::string network_of(std::string_view address)
{
    auto network = parse_network(address);
    if (!network || network->local) return std::string(address);
    constexpr std::size_t customer_bytes = 8;
    if (!is_v4(*network)) std::fill(network->address.begin() + customer_bytes, network->address.end(), 0);
    return address_in(*network);
}
