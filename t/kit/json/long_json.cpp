#include "long_json.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace {

// A container only grows while it is the innermost one, so that the pointers stay good.
struct Builder : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
    JsonValue root;
    std::vector<JsonValue*> open;

    JsonValue* add(JsonValue value)
    {
        if (open.empty()) return &(root = std::move(value));
        if (open.back()->kind == JsonValue::Kind::list)
            return &open.back()->items.emplace_back(std::move(value));
        return &(open.back()->members.back().value = std::move(value));
    }
    bool enter(JsonValue::Kind kind)
    {
        open.push_back(add({.kind = kind}));
        return true;
    }
    bool leave()
    {
        open.pop_back();
        return true;
    }
    bool scalar(JsonValue::Kind kind, std::string text)
    {
        add({.kind = kind, .text = std::move(text)});
        return true;
    }

    bool Null()
    {
        add({});
        return true;
    }
    bool Bool(bool b) { return scalar(JsonValue::Kind::boolean, b ? "true" : "false"); }
    bool RawNumber(const char* s, rapidjson::SizeType n, bool)
    {
        return scalar(JsonValue::Kind::number, {s, n});
    }
    bool String(const char* s, rapidjson::SizeType n, bool) { return scalar(JsonValue::Kind::text, {s, n}); }
    bool Key(const char* s, rapidjson::SizeType n, bool)
    {
        open.back()->members.push_back({{s, n}, {}});
        return true;
    }
    bool StartObject() { return enter(JsonValue::Kind::object); }
    bool EndObject(rapidjson::SizeType) { return leave(); }
    bool StartArray() { return enter(JsonValue::Kind::list); }
    bool EndArray(rapidjson::SizeType) { return leave(); }
};

} // namespace

JsonValue parse_long_json(std::string_view text)
{
    try {
        return parse_json(text);
    } catch (const JsonError& e) {
        if (e.fault != JsonFault::too_many_values) throw;
    }
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> input(bytes);
    rapidjson::Reader reader;
    Builder builder;
    if (reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag>(input, builder)
            .IsError())
        throw JsonError{JsonFault::malformed};
    return std::move(builder.root);
}
