#include "network.hpp"

#include <algorithm>
#include <arpa/inet.h>

std::string network_of(std::string_view address)
{
    std::string given(address);
    in6_addr six{};
    if (inet_pton(AF_INET6, given.c_str(), &six) != 1) return given;
    char text[INET6_ADDRSTRLEN];
    if (IN6_IS_ADDR_V4MAPPED(&six)) return inet_ntop(AF_INET, six.s6_addr + 12, text, sizeof text);
    std::fill(six.s6_addr + 8, six.s6_addr + 16, 0);
    return inet_ntop(AF_INET6, &six, text, sizeof text);
}
