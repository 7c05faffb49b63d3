// Networks of addresses: of those who call, and of those who may be called.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Addresses that begin with the same bits. IPv4 is kept as IPv6 has it (::ffff:a.b.c.d), so that both
// spellings of an address are one. `local`: whoever comes through a unix socket.
struct Network {
    std::array<unsigned char, 16> address{};
    int bits = 128;
    bool local = false;
    bool operator==(const Network&) const = default;
};

// Of 10.0.0.5, 10.0.0.0/8, 2001:db8::/32 and unix:. Nothing for what is none, or has bits set behind its
// length.
std::optional<Network> parse_network(std::string_view);

// As it is written shortest; of a single address without its length.
std::string text_of(const Network&);

// An address in it, as a web server tells it.
std::string address_in(const Network&);

// `address` as a web server tells it; false for what is none.
bool within(const std::vector<Network>&, std::string_view address);

// Whether one of them holds all of `part`.
bool within(const std::vector<Network>&, const Network& part);

// What counts as one client everywhere: an IPv4 address, also one written as IPv6 (::ffff:192.0.2.1); of IPv6
// the first 64 bits, which one customer has whole (RFC 6177), as "2001:db8:1:2::". Anything else is itself.
std::string network_of(std::string_view address);
