// Addresses on the web, taken apart by the parser that libcurl also calls them with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct Url {
    std::string scheme;         // in lower case
    std::string user, password; // decoded
    std::string host;           // as ascii_host() writes it; IPv6 in brackets
    std::string port;           // empty when none is named
    std::string path;           // "/" at least
    std::string query, fragment;

    // https://jobs.example.org:8443, without a port that the scheme implies.
    std::string origin() const;
};

// Nothing for what does not begin with a scheme, :// and a host, or has spaces, control characters, quotes or
// backslashes in it, which readers disagree about.
std::optional<Url> parse_url(std::string_view);

// The name of a host as browsers write it: in ASCII and lower case. Empty for what is none.
std::string ascii_host(const std::string&);
