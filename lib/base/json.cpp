#include "json.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstring>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <unordered_set>

namespace {

constexpr unsigned flags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;

constexpr std::string_view nul_fault = "Text must not contain a NUL character.";

// Builds the tree; the pointers in `open` stay valid because a container only grows while it is innermost.
class Builder {
public:
    JsonValue root;
    std::string_view fault; // why an event answered false

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
        if (!keys.back().emplace(s, n).second) return refuse("An object has the same key twice.");
        open.back()->members.emplace_back(std::string(s, n), JsonValue{});
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
    std::size_t nodes = 0;
    JsonValue* last = nullptr;

    bool refuse(std::string_view reason)
    {
        fault = reason;
        return false;
    }
    bool clean(const char* s, std::size_t n)
    {
        if (std::memchr(s, 0, n)) return refuse(nul_fault);
        // The reader lets half of an escaped surrogate pair pass.
        return is_clean_text({s, n}) || refuse("Text must be valid Unicode.");
    }
    bool add(JsonValue value)
    {
        if (++nodes > json_max_nodes) return refuse("The document has too many values.");
        if (open.empty()) last = &(root = std::move(value));
        else if (open.back()->kind == JsonValue::Kind::list) last = &open.back()->items.emplace_back(std::move(value));
        else last = &(open.back()->members.back().second = std::move(value));
        return true;
    }
    bool enter(JsonValue::Kind kind)
    {
        if (open.size() >= json_max_depth) return refuse("The document is nested too deeply.");
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

bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

} // namespace

const JsonValue* JsonValue::member(std::string_view name) const
{
    auto it = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.first == name; });
    return it == members.end() ? nullptr : &it->second;
}

JsonValue parse_json(std::string_view text)
{
    // The reader takes one between values for the end of the document.
    if (text.find('\0') != text.npos) throw JsonError{nul_fault};
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> input(bytes);
    rapidjson::Reader reader;
    Builder builder;
    if (reader.Parse<flags>(input, builder).IsError())
        throw JsonError{builder.fault.empty() ? "The body is not valid JSON." : builder.fault};
    return std::move(builder.root);
}

void write_text(JsonWriter& json, std::string_view text)
{
    if (std::any_of(text.begin(), text.end(), needs_escape)) {
        json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
        return;
    }
    thread_local std::string quoted;
    quoted.clear();
    quoted.reserve(text.size() + 2);
    quoted += '"';
    quoted += text;
    quoted += '"';
    json.RawValue(quoted.data(), quoted.size(), rapidjson::kStringType);
}
