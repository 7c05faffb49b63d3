// The front door: what a request says, taken apart once and checked before anything reads it.
#pragma once

#include "lib/web/problem.hpp"
#include "upload.hpp"

#include "lib/base/json.hpp"

#include <map>

inline constexpr std::size_t max_json_body = 1 << 20, max_query_parameters = 100, max_query_length = 8192;

using Texts = std::map<std::string, std::string, std::less<>>;

struct Input {
    Texts path;             // of the endpoint's path: {id}
    Texts query;            // decoded
    JsonValue body;         // an object; empty when there was none
    Uploads files;          // of a multipart form
    bool from_form = false; // body values are texts: an empty one means null where null is allowed
};

// The path of a request target without its query; escaped letters and digits are what they stand for. Throws
// Problem not_found for a path that is not canonical (an encoded or doubled slash, dot segments, a control
// character): nginx decodes before it chooses a location, so such a path could be two things at once.
std::string canonical_path(std::string_view uri);

// The parameters of a target's query or of an urlencoded form. Throws Problem malformed, also for one that is
// there twice.
Texts parse_parameters(std::string_view encoded);

std::string_view query_of(std::string_view uri);

// Reads the body by its Content-Type into input: JSON or urlencoded up to max_json_body, or a multipart form
// with files. Throws Problem malformed, body_too_large, unsupported_media_type,
// storage_unavailable.
void read_body(Request&, Input&);

// Throws Problem not_acceptable when the client takes none of the offered media types.
void check_accept(const Request&, std::string_view media_type);
