// Reading multipart/form-data (RFC 7578): texts into memory, files into nameless files, in a single pass.
#pragma once

#include "request.hpp"
#include "upload.hpp"

struct MultipartLimits {
    std::size_t body = 6 << 20;        // bytes of everything
    std::size_t file = 6 << 20;        // bytes of one file
    std::size_t text = 64 << 10;       // bytes of one text
    std::size_t part_header = 8 << 10; // bytes of one part's header lines
    std::size_t parts = 20;
    std::size_t boundary = 70; // RFC 2046
};

struct Form {
    std::vector<std::pair<std::string, std::string>>
        texts; // in their order; no name twice, also not among files
    Uploads files;
};

// Reads the request's body, whose Content-Type is multipart/form-data. Files go to the request's upload
// directory. A file field in which nothing was chosen, as browsers send it, is as good as absent.
// Throws Problem malformed for a body that is cut short, breaks the rules or has a field twice, Problem
// body_too_large, and std::system_error when a file cannot be stored.
Form read_multipart(Request&, const MultipartLimits& = {});

// A header's value taken apart, as `form-data; name="a"; filename="b.txt"`.
struct HeaderValue {
    std::string value;                                           // in lower case
    std::vector<std::pair<std::string, std::string>> parameters; // names in lower case, quotes taken off

    // Nothing when it was not given.
    std::optional<std::string_view> parameter(std::string_view lower_case_name) const;
};

// Nothing when it is malformed: a quote that does not end, a parameter without a value or given twice.
std::optional<HeaderValue> parse_header_value(std::string_view);
