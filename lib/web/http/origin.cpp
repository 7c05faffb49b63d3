#include "origin.hpp"

#include "lib/base/net/url.hpp"

#include <stdexcept>

std::string normal_origin(std::string_view text)
{
    auto url = parse_url(text);
    if (!url || url->host.find('*') != std::string::npos)
        throw std::invalid_argument("is not a scheme and a host, such as https://jobs.example.org");
    if (!url->user.empty() || !url->password.empty())
        throw std::invalid_argument("has a name or a password in it");
    if ((url->path != "/" && !url->path.empty()) || text.find_first_of("?#") != text.npos)
        throw std::invalid_argument("has something behind the host; there must be nothing but a port");
    return url->origin();
}
