// Whom an address on the network belongs to, as far as addresses tell.
#pragma once

#include <string>
#include <string_view>

// What counts as one client everywhere: an IPv4 address, also one written as IPv6 (::ffff:192.0.2.1); of IPv6
// the first 64 bits, which one customer has whole (RFC 6177), as "2001:db8:1:2::". Anything else is itself.
std::string network_of(std::string_view address);
