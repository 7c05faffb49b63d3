#include "json.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstring>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <unordered_set>

namespace {

constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                           rapidjson::kParseNumbersAsStringsFlag;

// Builds the tree; the pointers in `open` stay valid because a container only grows while it is innermost.
class Builder {
public:
    JsonValue root;
    JsonFault fault = JsonFault::malformed; // why an event answered false

    explicit Builder(std::size_t most) : most(most) {}
    bool Null() { return add({}); }
    bool Bool(bool b) { return add({.kind = JsonValue::Kind::boolean, .text = b ? "true" : "false"}); }
    bool RawNumber(const char* s, rapidjson::SizeType n, bool)
    {
        return add({.kind = JsonValue::Kind::number, .text = std::string(s, n)});
    }
    bool String(const char* s, rapidjson::SizeType n, bool)
    {
        return clean(s, n) && add({.kind = JsonValue::Kind::text, .text = std::string(s, n)});
    }
    bool Key(const char* s, rapidjson::SizeType n, bool)
    {
        if (!clean(s, n)) return false;
        if (!keys.back().emplace(s, n).second) return refuse(JsonFault::doubled_key);
        open.back()->members.push_back({std::string(s, n), JsonValue{}});
        return true;
    }
    bool StartObject() { return enter(JsonValue::Kind::object); }
    bool EndObject(rapidjson::SizeType) { return leave(); }
    bool StartArray() { return enter(JsonValue::Kind::list); }
    bool EndArray(rapidjson::SizeType) { return leave(); }
    // Never called: numbers come as text.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

private:
    std::vector<JsonValue*> open;
    std::vector<std::unordered_set<std::string>> keys; // of each open container
    std::size_t nodes = 0, most;
    JsonValue* last = nullptr;

    bool refuse(JsonFault reason)
    {
        fault = reason;
        return false;
    }
    bool clean(const char* s, std::size_t n)
    {
        if (std::memchr(s, 0, n)) return refuse(JsonFault::nul);
        // The reader lets half of an escaped surrogate pair pass.
        return is_clean_text({s, n}) || refuse(JsonFault::not_unicode);
    }
    bool add(JsonValue value)
    {
        if (++nodes > most) return refuse(JsonFault::too_many_values);
        if (open.empty()) last = &(root = std::move(value));
        else if (open.back()->kind == JsonValue::Kind::list)
            last = &open.back()->items.emplace_back(std::move(value));
        else last = &(open.back()->members.back().value = std::move(value));
        return true;
    }
    bool enter(JsonValue::Kind kind)
    {
        if (open.size() >= json_max_depth) return refuse(JsonFault::too_deep);
        if (!add({.kind = kind})) return false;
        open.push_back(last);
        keys.emplace_back();
        return true;
    }
    bool leave()
    {
        open.pop_back();
        keys.pop_back();
        return true;
    }
};

constexpr std::uint64_t every_byte(std::uint64_t value)
{
    return value * 0x0101010101010101;
}

// Whether a byte of the word is below `limit`; the bytes are told apart by the carry into their top bits.
constexpr std::uint64_t bytes_below(std::uint64_t word, std::uint64_t limit)
{
    return (word - every_byte(limit)) & ~word & every_byte(0x80);
}

bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

// Where the first byte stands that JSON wants escaped. Looks at eight bytes at once, for nearly all text has
// none.
std::size_t find_escape(std::string_view text)
{
    std::size_t at = 0;
    for (std::uint64_t word; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (bytes_below(word, 0x20) | bytes_below(word ^ every_byte('"'), 1) |
            bytes_below(word ^ every_byte('\\'), 1))
            break;
    }
    while (at < text.size() && !needs_escape(static_cast<unsigned char>(text[at]))) ++at;
    return at;
}

std::string escaped(char c)
{
    constexpr std::string_view named = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
    if (auto at = named.find(c); at != named.npos) return {'\\', letters[at]};
    constexpr char digits[] = "0123456789ABCDEF";
    return {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
}

} // namespace

const JsonValue* JsonValue::member(std::string_view name) const
{
    auto it = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.name == name; });
    return it == members.end() ? nullptr : &it->value;
}

JsonValue parse_json(std::string_view text)
{
    return parse_json(text, json_max_nodes);
}

JsonValue parse_json(std::string_view text, std::size_t most_values)
{
    // The reader takes one between values for the end of the document.
    if (text.find('\0') != text.npos) throw JsonError{JsonFault::nul};
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> input(bytes);
    rapidjson::Reader reader;
    Builder builder(most_values);
    if (reader.Parse<flags>(input, builder).IsError()) throw JsonError{builder.fault};
    return std::move(builder.root);
}

JsonWriter::JsonWriter(rapidjson::StringBuffer& out) : Writer(out) {}

void JsonWriter::StartObject()
{
    Writer::StartObject();
}

void JsonWriter::EndObject()
{
    Writer::EndObject();
}

void JsonWriter::StartArray()
{
    Writer::StartArray();
}

void JsonWriter::EndArray()
{
    Writer::EndArray();
}

void JsonWriter::Key(const char* text, rapidjson::SizeType size)
{
    Writer::Key(text, size);
}

void JsonWriter::Key(const char* text)
{
    Writer::Key(text);
}

void JsonWriter::RawValue(const char* json, std::size_t size, rapidjson::Type type)
{
    Writer::RawValue(json, size, type);
}

void JsonWriter::Null()
{
    Writer::Null();
}

void JsonWriter::Bool(bool value)
{
    Writer::Bool(value);
}

void JsonWriter::Int64(std::int64_t value)
{
    Writer::Int64(value);
}

void JsonWriter::copy(std::string_view text)
{
    if (text.empty()) return; // of no text at all memcpy() may not be told where it is
    std::memcpy(os_->Push(text.size()), text.data(), text.size());
}

void JsonWriter::text(std::string_view text)
{
    Prefix(rapidjson::kStringType);
    copy("\"");
    while (true) {
        auto run = find_escape(text);
        copy(text.substr(0, run));
        if (run == text.size()) break;
        copy(escaped(text[run]));
        text.remove_prefix(run + 1);
    }
    copy("\"");
}

void JsonWriter::plain(std::string_view text)
{
    Prefix(rapidjson::kStringType);
    char* to = os_->Push(text.size() + 2);
    *to = '"';
    std::memcpy(to + 1, text.data(), text.size());
    to[text.size() + 1] = '"';
}
