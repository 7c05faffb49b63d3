#include "multipart.hpp"

#include "lib/web/problem.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <unicode/localpointer.h>
#include <unicode/ucnv.h>

namespace {

Problem malformed(Key sentence)
{
    return {.code = "malformed", .sentence = sentence};
}

Problem too_large(Key sentence)
{
    return {.code = "body_too_large", .sentence = sentence};
}

// The body as bytes to search in: no more of it is held than one piece and a boundary.
class Source {
public:
    Source(Request& request, std::size_t limit) : request(request), left(limit) {}

    // Hands the bytes before `mark` to sink, piece by piece, and goes behind it.
    template <class Sink> void until(std::string_view mark, Sink sink)
    {
        for (;;) {
            std::string_view view(held);
            view.remove_prefix(at);
            if (auto found = view.find(mark); found != view.npos) {
                sink(view.substr(0, found));
                at += found + mark.size();
                return;
            }
            auto safe = view.size() - std::min(view.size(), mark.size() - 1); // the rest may begin the mark
            sink(view.substr(0, safe));
            at += safe;
            if (!fill()) throw malformed("form.cut"_s);
        }
    }

    // Goes behind the text if it comes next.
    bool take_if(std::string_view text)
    {
        while (held.size() - at < text.size() && fill()) {}
        bool comes = std::string_view(held).substr(at).starts_with(text);
        if (comes) at += text.size();
        return comes;
    }

    void skip_rest()
    {
        do at = held.size();
        while (fill());
    }

private:
    Request& request;
    std::size_t left;
    std::string held = "\r\n"; // the first boundary stands at the beginning of a line, too
    std::size_t at = 0;        // of held: what is before has been handed out

    bool fill()
    try {
        char piece[16'384];
        auto got = request.read_body(piece);
        if (got > left) throw Problem{"body_too_large"};
        left -= got;
        held.erase(0, at);
        at = 0;
        held.append(piece, got);
        return got > 0;
    } catch (const BodyCut&) {
        throw malformed("body.cut"_s);
    }
};

struct PartHeader {
    std::string name, type;
    std::optional<std::string> file_name; // of a file
};

void skip_space(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

// A quoted string. A backslash escapes quotes and itself; before anything else it stands for itself, since
// some clients send whole Windows paths. Nothing when it does not end.
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string out;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return out;
        }
        bool escape = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        out += text[escape ? ++i : i];
    }
    return std::nullopt;
}

std::optional<std::string> take_value(std::string_view& text)
{
    if (text.starts_with('"')) return take_quoted(text);
    auto end = std::min(text.find_first_of("; \t"), text.size());
    std::string out(text.substr(0, end));
    text.remove_prefix(end);
    return out.empty() ? std::nullopt : std::optional(out);
}

// One "; name=value"; false when it is malformed.
bool take_parameter(std::string_view& text, HeaderValue& out)
{
    text.remove_prefix(1);
    skip_space(text);
    auto equals = text.find('=');
    if (equals == text.npos) return text.empty(); // a semicolon at the end
    auto name = lowered(trimmed(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
    skip_space(text);
    auto value = take_value(text);
    skip_space(text);
    if (!value || name.empty() || name.find_first_of(" \t\";") != name.npos || out.parameter(name))
        return false;
    out.parameters.emplace_back(std::move(name), std::move(*value));
    return true;
}

// In UTF-8; nothing for a charset that nobody knows.
std::optional<std::string> in_utf8(std::string_view bytes, std::string_view charset)
{
    UErrorCode error = U_ZERO_ERROR;
    icu::LocalUConverterPointer from(ucnv_open(std::string(charset).c_str(), &error));
    if (U_FAILURE(error)) return std::nullopt;
    ucnv_setToUCallBack(from.getAlias(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    std::string out(bytes.size() * 4 + 4, '\0'); // more than any charset needs
    auto size = ucnv_toAlgorithmic(UCNV_UTF8, from.getAlias(), out.data(), static_cast<int32_t>(out.size()),
        bytes.data(), static_cast<int32_t>(bytes.size()), &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::optional<char> parse_hex(std::string_view two)
{
    unsigned value = 0;
    auto [end, fault] = std::from_chars(two.data(), two.data() + two.size(), value, 16);
    if (fault != std::errc{} || two.size() != 2 || end != two.data() + 2) return std::nullopt;
    return static_cast<char>(value);
}

// One encoded word's bytes: base64 (B), or quoted as in mails with _ for a space (Q).
std::optional<std::string> decoded_word(char kind, std::string_view body)
{
    if (kind == 'B' || kind == 'b') return base64_decoded(body);
    if (kind != 'Q' && kind != 'q') return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < body.size(); ++i) {
        auto hex = body[i] == '=' ? parse_hex(body.substr(i + 1, 2)) : std::nullopt;
        if (body[i] == '=' && !hex) return std::nullopt;
        out += hex ? *hex : body[i] == '_' ? ' ' : body[i];
        if (hex) i += 2;
    }
    return out;
}

// RFC 5987: UTF-8'language'percent-encoded
std::optional<std::string> extended_value(std::string_view text)
{
    auto charset = text.find('\''), language = text.find('\'', charset + 1);
    if (charset == text.npos || language == text.npos || lowered(text.substr(0, charset)) != "utf-8")
        return std::nullopt;
    return percent_decoded(text.substr(language + 1), false);
}

// RFC 2047, as some mail libraries write names: =?utf-8?B?Y3YucGRm?= is "cv.pdf". Other text is itself.
std::string decoded_words(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        auto charset = text.find("=?"), kind = text.find('?', charset + 2);
        auto end = kind == text.npos ? kind : text.find("?=", kind + 3);
        if (charset == text.npos || end == text.npos || text.substr(kind + 2, 1) != "?") break;
        auto body = text.substr(kind + 3, end - kind - 3);
        auto bytes = decoded_word(text[kind + 1], body);
        auto clean = bytes ? in_utf8(*bytes, text.substr(charset + 2, kind - charset - 2)) : std::nullopt;
        if (!clean) break;
        if (auto between = text.substr(0, charset); out.empty() || !trimmed(between).empty()) out += between;
        out += *clean;
        text.remove_prefix(end + 2);
    }
    return out += text;
}

// The last component: a client has no business naming directories.
std::string base_name(std::string_view path)
{
    auto slash = path.find_last_of("/\\");
    return std::string(slash == path.npos ? path : path.substr(slash + 1));
}

void read_disposition(std::string_view text, PartHeader& header)
{
    auto disposition = parse_header_value(text);
    if (!disposition || disposition->value != "form-data") throw malformed("form.other_disposition"_s);
    auto name = disposition->parameter("name");
    if (!name || name->empty()) throw malformed("form.no_name"_s);
    header.name = *name;
    if (auto plain = disposition->parameter("filename")) header.file_name = base_name(decoded_words(*plain));
    if (auto extended = disposition->parameter("filename*")) {
        auto decoded = extended_value(*extended);
        if (!decoded) throw malformed("form.file_name_not_text"_s);
        header.file_name = base_name(*decoded);
    }
    if (!is_clean_text(header.name) || (header.file_name && !is_clean_text(*header.file_name)))
        throw malformed("form.name_not_text"_s);
}

void read_header_line(std::string_view line, PartHeader& header)
{
    auto colon = line.find(':');
    if (colon == line.npos || colon == 0 || line[0] == ' ' || line[0] == '\t')
        throw malformed("form.header_malformed"_s);
    auto name = lowered(line.substr(0, colon));
    auto value = trimmed(line.substr(colon + 1));
    if (name == "content-disposition") {
        if (!header.name.empty()) throw malformed("form.dispositions"_s);
        read_disposition(value, header);
    } else if (name == "content-type") header.type = value;
    else if (name == "content-transfer-encoding") {
        auto encoding = lowered(value);
        if (encoding != "binary" && encoding != "8bit" && encoding != "7bit")
            throw malformed("form.transfer_encoding"_s);
    }
}

// Of a text part that is not in UTF-8; empty when it is.
std::string charset_of(std::string_view type)
{
    auto value = parse_header_value(type);
    auto charset = value ? lowered(value->parameter("charset").value_or("")) : "";
    return charset == "utf-8" || charset == "utf8" || charset == "us-ascii" ? "" : charset;
}

PartHeader read_part_header(Source& source, std::size_t limit)
{
    PartHeader header;
    std::size_t size = 0;
    for (;;) {
        std::string line;
        source.until("\r\n", [&](std::string_view piece) {
            if (size + piece.size() > limit) throw malformed("form.header_too_long"_s);
            size += piece.size();
            line += piece;
        });
        if (line.empty()) break;
        read_header_line(line, header);
    }
    if (header.name.empty()) throw malformed("form.no_name"_s);
    return header;
}

struct Reader {
    Request& request;
    const MultipartLimits& limits;
    std::string mark;
    Source source;
    Form form;

    // Behind a boundary: whether another part follows.
    bool has_next()
    {
        if (source.take_if("--")) return false;
        source.until("\r\n", [](std::string_view piece) {
            if (piece.find_first_not_of(" \t") != piece.npos) throw malformed("form.boundary_goes_on"_s);
        });
        return true;
    }

    bool is_known(const std::string& name) const
    {
        return form.files.contains(name) || std::any_of(form.texts.begin(), form.texts.end(),
                                                [&](const auto& text) { return text.first == name; });
    }

    void read_text(PartHeader& header)
    {
        std::string text;
        source.until(mark, [&](std::string_view piece) {
            text += piece;
            if (text.size() > limits.text) throw too_large("form.text_too_long"_s);
        });
        if (auto charset = charset_of(header.type); !charset.empty()) {
            auto clean = in_utf8(text, charset);
            if (!clean) throw malformed("form.text_not_text"_s);
            text = std::move(*clean);
        }
        if (!is_clean_text(text)) throw malformed("form.text_not_text"_s);
        form.texts.emplace_back(std::move(header.name), std::move(text));
    }

    void read_file(PartHeader& header)
    {
        auto file = nameless_file(request.upload_directory);
        std::size_t size = 0;
        source.until(mark, [&](std::string_view piece) {
            if ((size += piece.size()) > limits.file) throw too_large("form.file_too_large"_s);
            write_all(file.get(), piece);
        });
        bool nothing_chosen = header.file_name->empty() && size == 0;
        if (nothing_chosen) return;
        form.files[header.name] = {.name = std::move(*header.file_name),
            .type = std::move(header.type),
            .size = size,
            .file = std::make_shared<Descriptor>(std::move(file)),
            .address = {}};
    }

    Form read()
    {
        source.until(mark, [](std::string_view) {}); // a preamble says nothing
        for (std::size_t parts = 0; has_next(); ++parts) {
            if (parts == limits.parts) throw malformed("form.too_many_parts"_s);
            auto header = read_part_header(source, limits.part_header);
            if (is_known(header.name)) throw malformed("form.doubled"_s);
            if (header.file_name) read_file(header);
            else read_text(header);
        }
        source.skip_rest();
        return std::move(form);
    }
};

std::string boundary_of(const Request& request, std::size_t limit)
{
    static constexpr std::string_view allowed =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=? ";
    auto type = parse_header_value(request.header("content-type").value_or(""));
    auto boundary = type ? type->parameter("boundary") : std::nullopt;
    if (!boundary || boundary->empty() || boundary->size() > limit || boundary->ends_with(' ') ||
        boundary->find_first_not_of(allowed) != boundary->npos)
        throw malformed("form.no_boundary"_s);
    return std::string(*boundary);
}

} // namespace

std::optional<std::string_view> HeaderValue::parameter(std::string_view name) const
{
    for (const auto& [key, value] : parameters)
        if (key == name) return value;
    return std::nullopt;
}

std::optional<HeaderValue> parse_header_value(std::string_view text)
{
    HeaderValue out;
    auto end = std::min(text.find(';'), text.size());
    out.value = lowered(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
    while (!text.empty())
        if (text[0] != ';' || !take_parameter(text, out)) return std::nullopt;
    return out;
}

Form read_multipart(Request& request, const MultipartLimits& limits)
{
    if (request.content_length > limits.body) throw Problem{"body_too_large"};
    auto mark = "\r\n--" + boundary_of(request, limits.boundary);
    Reader reader{request, limits, mark, Source(request, limits.body), {}};
    return reader.read();
}
