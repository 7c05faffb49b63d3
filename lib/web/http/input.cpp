#include "input.hpp"

#include "multipart.hpp"

#include "lib/base/text.hpp"
#include "lib/process/log.hpp"
#include "lib/words/values.hpp"

#include <algorithm>
#include <system_error>

namespace {

Problem malformed(Key sentence)
{
    return {.code = "malformed", .sentence = sentence};
}

std::string media_type_of(const Request& request)
{
    auto type = request.header("content-type").value_or("");
    return lowered(trimmed(type.substr(0, type.find(';'))));
}

std::string whole_body(Request& request)
{
    if (request.content_length > max_json_body) throw Problem{"body_too_large"};
    std::string body;
    char part[16'384];
    try {
        while (auto n = request.read_body(part)) {
            if (body.size() + n > max_json_body) throw Problem{"body_too_large"};
            body.append(part, n);
        }
    } catch (const BodyCut&) {
        throw malformed("body.cut"_s);
    }
    return body;
}

void read_json(std::string_view text, Input& input)
{
    if (trimmed(text).empty()) return;
    try {
        input.body = parse_json(text);
    } catch (const JsonError& e) {
        throw malformed(key_of(e.fault));
    }
    if (input.body.kind != JsonValue::Kind::object) throw malformed("body.not_an_object"_s);
}

void read_form(std::string_view text, Input& input)
{
    input.from_form = true;
    for (auto& [name, value] : parse_parameters(text))
        input.body.members.push_back({name, {.kind = JsonValue::Kind::text, .text = std::move(value)}});
}

// A disk that is full, or a directory that is not ours, is no fault of the client's.
Form taken_in(Request& request)
try {
    return read_multipart(request);
} catch (const std::system_error& error) {
    log(Level::error, "storage", {{"what", std::string_view(error.what())}});
    throw Problem{"storage_unavailable"};
}

void read_multipart_form(Request& request, Input& input)
{
    input.from_form = true;
    auto form = taken_in(request);
    for (auto& [name, text] : form.texts)
        input.body.members.push_back({name, {.kind = JsonValue::Kind::text, .text = std::move(text)}});
    input.files = std::move(form.files);
}

// "application/json", "application/*" or "*/*" with a quality that is not zero.
bool accepts(std::string_view range, std::string_view media_type)
{
    auto parameters = range.find(';');
    auto name = lowered(trimmed(range.substr(0, parameters)));
    auto family = std::string(media_type.substr(0, media_type.find('/')));
    if (name != media_type && name != family + "/*" && name != "*/*") return false;
    if (parameters == range.npos) return true;
    auto q = range.find("q=", parameters);
    return q == range.npos || trimmed(range.substr(q + 2)).find_first_not_of("0.") != std::string_view::npos;
}

// An escaped letter, digit, '-', '.', '_' or '~' is that sign (RFC 3986, 6.2.2.2); other escapes stay.
std::string with_letters(std::string_view path)
{
    std::string out;
    while (!path.empty()) {
        auto escape = path.find('%');
        out += path.substr(0, escape);
        path = escape == path.npos ? std::string_view{} : path.substr(escape);
        if (path.empty()) break;
        auto sign = percent_decoded(path.substr(0, 3), false);
        bool plain = sign && sign->size() == 1 && percent_encoded(*sign) == *sign;
        out += plain ? *sign : std::string(path.substr(0, 3));
        path.remove_prefix(std::min<std::size_t>(path.size(), 3));
    }
    return out;
}

void check_encoding(const Request& request)
{
    auto encoding = lowered(trimmed(request.header("content-encoding").value_or("")));
    if (!encoding.empty() && encoding != "identity")
        throw Problem{.code = "unsupported_media_type",
            .headers = {{"Accept-Encoding", "identity"}},
            .sentence = "body.encoded"_s};
}

} // namespace

std::string_view query_of(std::string_view uri)
{
    auto mark = uri.find('?');
    return mark == uri.npos ? std::string_view{} : uri.substr(mark + 1);
}

std::string canonical_path(std::string_view uri)
{
    auto path = with_letters(uri.substr(0, uri.find('?')));
    static constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@";
    bool odd = path.empty() || path[0] != '/' || path.find_first_not_of(plain) != path.npos ||
               path.find("//") != path.npos || (path + "/").find("/./") != std::string::npos ||
               (path + "/").find("/../") != std::string::npos;
    if (odd) throw Problem{"not_found"};
    return path;
}

Texts parse_parameters(std::string_view encoded)
{
    Texts out;
    for (std::size_t n = 0; !encoded.empty(); ++n) {
        if (n == max_query_parameters) throw malformed("parameters.too_many"_s);
        auto end = encoded.find('&');
        auto pair = encoded.substr(0, end);
        encoded = end == encoded.npos ? std::string_view{} : encoded.substr(end + 1);
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto name = percent_decoded(pair.substr(0, equals), true);
        auto value =
            percent_decoded(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1), true);
        if (!name || !value) throw malformed("parameters.not_text"_s);
        if (!out.emplace(*name, std::move(*value)).second) throw malformed("parameters.doubled"_s);
    }
    return out;
}

void read_body(Request& request, Input& input)
{
    input.body.kind = JsonValue::Kind::object;
    check_encoding(request);
    auto type = media_type_of(request);
    if (type == "multipart/form-data" && request.content_length > 0)
        return read_multipart_form(request, input);
    auto text = whole_body(request);
    if (text.empty()) return;
    if (type == "application/json" || (type.starts_with("application/") && type.ends_with("+json")))
        read_json(text, input);
    else if (type == "application/x-www-form-urlencoded") read_form(text, input);
    else throw Problem{"unsupported_media_type"};
}

void check_accept(const Request& request, std::string_view media_type)
{
    auto header = request.header("accept").value_or("");
    if (trimmed(header).empty()) return;
    for (std::string_view rest = header; !rest.empty();) {
        auto comma = rest.find(',');
        if (accepts(rest.substr(0, comma), media_type)) return;
        rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
    }
    throw Problem{"not_acceptable"};
}
