// Which addresses may be called when strangers say whom to call: only those that the whole Internet shares,
// so that nobody reaches our own hosts through us (server-side request forgery).
#pragma once

#include "lib/base/net/networks.hpp"
#include "lib/words/sentence.hpp"

#include <string_view>

struct sockaddr;

class AddressGuard {
public:
    // Addresses in `allowed` may be called whatever they are.
    explicit AddressGuard(std::vector<Network> allowed = {}) : allowed(std::move(allowed)) {}

    // Whether it may be called: not when it is private, link-local, loopback, multicast, reserved, for
    // documentation or benchmarks, or an IPv6 address that leads to an IPv4 one of these.
    bool lets(const Network& single_address) const;
    bool lets(const sockaddr&) const; // false for what is neither IPv4 nor IPv6

private:
    std::vector<Network> allowed;
};

inline constexpr std::size_t longest_url = 2'000;

// What is wrong with an address that somebody wants called: nothing, or a key of url.… in the catalogue.
// Names of hosts are not resolved here, since they may mean something else later: whoever calls gives the
// guard to its client.
std::optional<Key> url_trouble(std::string_view url, const AddressGuard&);
