#include "bounce.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/mail_address.hpp"

#include <algorithm>
#include <gmime/gmime.h>
#include <memory>
#include <vector>

namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T> using Owned = std::unique_ptr<T, Unref>;

constexpr std::size_t enough = 1 << 20;

bool is_of(GMimeObject* part, const char* type, const char* subtype)
{
    auto* content = g_mime_object_get_content_type(part);
    return content && g_mime_content_type_is_type(content, type, subtype);
}

// What a part holds, without its transfer encoding.
std::string content_of(GMimeObject* part)
{
    if (!GMIME_IS_PART(part)) return "";
    auto* content = g_mime_part_get_content(GMIME_PART(part));
    if (!content) return "";
    Owned<GMimeStream> into(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, into.get());
    auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(into.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

// --- Headers

struct Header {
    std::string name, value; // the name in lower case
};
using Block = std::vector<Header>;

std::string cleaned(std::string_view text)
{
    return printable_line(text, 1'000);
}

// Headers in blocks that empty lines part, as a report has them: of the mail, then of each recipient.
std::vector<Block> blocks_of(std::string_view text)
{
    std::vector<Block> out(1);
    while (!text.empty()) {
        auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto& block = out.back();
        auto colon = line.find(':');
        if (trimmed(line).empty()) {
            if (!block.empty()) out.emplace_back();
        } else if ((line[0] == ' ' || line[0] == '\t') && !block.empty()) {
            block.back().value += line;
        } else if (colon != line.npos) {
            block.push_back({lowered(trimmed(line.substr(0, colon))), std::string(line.substr(colon + 1))});
        }
    }
    return out;
}

std::string value_of(const Block& block, std::string_view name)
{
    for (const auto& header : block)
        if (header.name == name) return cleaned(header.value);
    return "";
}

// "rfc822; <ann@example.com>" names a kind first.
std::string without_kind(const std::string& text)
{
    return std::string(trimmed(text.substr(text.find(';') + 1))); // npos + 1 is 0
}

std::string address_in(const std::string& value)
{
    auto text = lowered(without_kind(value));
    auto open = text.find('<'), close = text.rfind('>');
    return open < close && close != text.npos ? text.substr(open + 1, close - open - 1) : text;
}

// The first word: "5.1.1 (bad mailbox)".
std::string first_word(std::string_view text)
{
    return std::string(text.substr(0, text.find_first_of(" (;")));
}

std::string id_in(std::string_view message_id)
{
    auto open = message_id.find('<');
    message_id.remove_prefix(open == message_id.npos ? 0 : open + 1);
    auto at = message_id.find('@');
    return at == message_id.npos ? "" : std::string(message_id.substr(0, at));
}

// --- The report

struct Report {
    std::string status, id;
};

// Of the mail that came back, whole or only its headers.
std::string returned_id(GMimeObject* part)
{
    if (GMIME_IS_MESSAGE_PART(part)) {
        auto* mail = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        const auto* id = mail ? g_mime_object_get_header(GMIME_OBJECT(mail), "Message-ID") : nullptr;
        return id_in(id ? cleaned(id) : "");
    }
    if (is_of(part, "text", "rfc822-headers") || is_of(part, "message", "rfc822-headers"))
        return id_in(value_of(blocks_of(content_of(part))[0], "message-id"));
    return "";
}

void look_through(GMimeObject* report, Report& out)
{
    if (!GMIME_IS_MULTIPART(report)) return;
    auto* parts = GMIME_MULTIPART(report);
    for (int i = 0; i < g_mime_multipart_get_count(parts); ++i) {
        auto* part = g_mime_multipart_get_part(parts, i);
        if (is_of(part, "message", "delivery-status") || is_of(part, "message", "global-delivery-status"))
            out.status = content_of(part);
        else if (out.id.empty()) out.id = returned_id(part);
    }
}

Bounce bounce_of(const Block& block)
{
    Bounce out;
    out.recipient = address_in(value_of(block, "final-recipient"));
    if (out.recipient.empty()) out.recipient = address_in(value_of(block, "original-recipient"));
    out.action = lowered(first_word(value_of(block, "action")));
    out.status = first_word(value_of(block, "status"));
    out.diagnostic = without_kind(value_of(block, "diagnostic-code"));
    auto shown = out.status.empty() ? out.diagnostic : out.status;
    out.permanent = out.action == "failed" && !shown.starts_with('4');
    return out;
}

std::optional<Bounce> first_of(const Report& report)
{
    std::optional<Bounce> out;
    for (const auto& block : blocks_of(report.status)) {
        auto one = bounce_of(block);
        if (one.recipient.empty() || one.action.empty()) continue;
        if (!out || (one.action == "failed" && out->action != "failed")) out = one;
    }
    if (out) out->id = report.id;
    return out;
}

} // namespace

std::optional<Bounce> read_bounce(std::string_view message)
{
    static const bool ready = (g_mime_init(), true);
    if (!ready) return std::nullopt;
    message = message.substr(0, enough);
    Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
    auto* whole = parsed ? g_mime_message_get_mime_part(parsed.get()) : nullptr;
    if (!whole || !is_of(whole, "multipart", "report")) return std::nullopt;
    Report report;
    look_through(whole, report);
    return first_of(report);
}
