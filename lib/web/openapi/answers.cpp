#include "answers.hpp"

#include "lib/base/json.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace {

constexpr CommonAnswer answers[] = {
    {"304", "NotModified", "Your copy is still good.", "", "", "ETag"},
    {"400", "BadRequest",
        "Fields or parameters are wrong, each named with all its faults; or the request cannot be read.", "",
        "", ""},
    {"401", "Unauthorized", "No valid access token; `code` says why.", "token_expired",
        "The access token has expired.", "WWW-Authenticate"},
    {"403", "Forbidden", "Not for this caller.", "permission_denied", "You may not do this.", ""},
    {"404", "NotFound", "There is no such object, or it is none of the caller's business.", "not_found",
        "There is nothing here.", ""},
    {"406", "NotAcceptable", "Accept rules out all that there is.", "not_acceptable",
        "This is not available in a form that you accept.", ""},
    {"409", "", "", "conflict", "This cannot be done at the moment.", ""},
    {"412", "PreconditionFailed", "The object has changed since you read it: read it again.",
        "precondition_failed", "The object has changed since you read it.", ""},
    {"413", "BodyTooLarge", "The body is larger than 1 MiB or, as a multipart form, 6 MiB.", "body_too_large",
        "The request is too large.", ""},
    {"415", "UnsupportedMediaType", "The body's Content-Type is none of those above.",
        "unsupported_media_type", "Send JSON or a form.", ""},
    {"422", "KeyReused", "The Idempotency-Key belongs to another request.", "key_reused",
        "This key belongs to another request.", ""},
    {"429", "TooManyRequests",
        "Too many requests, or too many failed attempts: wait as long as Retry-After says.", "rate_limited",
        "Too many requests. Try again later.",
        "Retry-After RateLimit-Limit RateLimit-Remaining RateLimit-Reset"},
    {"503", "Unavailable", "Try again after Retry-After.", "database_unavailable",
        "The service is not available at the moment.", "Retry-After"},
    {"default", "OtherError", "Any other error.", "internal_error", "Something went wrong.", ""},
};

struct Header {
    std::string_view name, schema, about;
};
constexpr Header headers[] = {
    {"ETag", R"({"type":"string"})", "The version of what is shown: for If-Match and If-None-Match."},
    {"Idempotency-Replayed", R"({"type":"string","const":"true"})",
        "There when this is the first answer again."},
    {"Content-Disposition", R"({"type":"string"})", "What the file is called."},
    {"Content-Range", R"({"type":"string"})", "Which part of how many bytes this is."},
    {"Location", R"({"type":"string","format":"uri"})", "Where to go on."},
    {"WWW-Authenticate", R"({"type":"string"})", "How callers prove who they are: Bearer."},
    {"Retry-After", R"({"type":"integer","minimum":0})", "In how many seconds to try again."},
    {"RateLimit-Limit", R"({"type":"integer","minimum":0})", "How many requests this caller may make."},
    {"RateLimit-Remaining", R"({"type":"integer","minimum":0})", "How many of them are left."},
    {"RateLimit-Reset", R"({"type":"integer","minimum":0})",
        "In how many seconds all of them are there again."},
};

std::string quoted(std::string_view text)
{
    return json_text(std::string(text));
}

std::string content_of(const CommonAnswer& answer)
{
    if (answer.status == "400")
        return R"("schema":{"$ref":"#/components/schemas/BadRequest"},"examples":{)"
               R"("fields":{"summary":"Faults of fields","value":{"title":["Must not be blank."],)"
               R"("salary_min":["Must not exceed salary_max."]}},)"
               R"("unreadable":{"summary":"A body that cannot be read",)"
               R"("value":{"detail":"The body is no JSON.","code":"malformed"}}})";
    return fmt::format(
        R"("schema":{{"$ref":"#/components/schemas/Error"}},"example":{{"detail":{},"code":{}}})",
        quoted(answer.detail), quoted(answer.code));
}

} // namespace

const CommonAnswer& common_answer(std::string_view status)
{
    for (const auto& answer : answers)
        if (answer.status == status) return answer;
    throw std::logic_error("no common answer of that status");
}

std::string header_references(std::string_view names)
{
    std::string out = "{";
    while (!names.empty()) {
        auto name = names.substr(0, names.find(' '));
        out += fmt::format(
            R"({}"{}":{{"$ref":"#/components/headers/{}"}})", out.size() > 1 ? "," : "", name, name);
        names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return out + '}';
}

std::string error_answer(const CommonAnswer& answer, std::string_view about)
{
    auto out = fmt::format(R"({{"description":{})", quoted(about));
    if (!answer.headers.empty()) out += R"(,"headers":)" + header_references(answer.headers);
    if (answer.status != "304")
        out += fmt::format(R"(,"content":{{"application/json":{{{}}}}})", content_of(answer));
    return out + '}';
}

std::string common_answers()
{
    std::string out;
    for (const auto& answer : answers)
        if (!answer.name.empty())
            out += fmt::format(
                R"({}"{}":{})", out.empty() ? "{" : ",", answer.name, error_answer(answer, answer.about));
    return out + '}';
}

std::string common_headers()
{
    std::string out;
    for (const auto& header : headers)
        out += fmt::format(R"({}"{}":{{"description":{},"schema":{}}})", out.empty() ? "{" : ",", header.name,
            quoted(header.about), header.schema);
    return out + '}';
}
