#include "read.hpp"

namespace reading {

Wrong check_length(std::string_view text, const Rules& rules)
{
    auto size = static_cast<long long>(characters(text));
    if (size < rules.min) return Said("too_few_characters"_s, {{"min", rules.min}});
    if (size > rules.max) return Said("too_many_characters"_s, {{"max", rules.max}});
    if (rules.in_bytes && static_cast<long long>(text.size()) > rules.max)
        return Said("too_many_bytes"_s, {{"max", rules.max}});
    return std::nullopt;
}

Wrong check_count(std::size_t items, const Rules& rules)
{
    auto size = static_cast<long long>(items);
    if (size < rules.min) return Said("too_few_items"_s, {{"min", rules.min}});
    if (size > rules.max) return Said("too_many_items"_s, {{"max", rules.max}});
    return std::nullopt;
}

Wrong check_file_size(std::size_t bytes, const Rules& rules)
{
    constexpr long long mib = 1 << 20;
    if (static_cast<long long>(bytes) <= rules.max) return std::nullopt;
    if (rules.max % mib == 0) return Said("file.too_many_mib"_s, {{"max", rules.max / mib}});
    return Said("file.too_many_bytes"_s, {{"max", rules.max}});
}

Wrong check_number(long long value, const Rules& rules)
{
    if (value < rules.min) return Said("too_small"_s, {{"min", rules.min}});
    if (value > rules.max) return Said("too_large"_s, {{"max", rules.max}});
    return std::nullopt;
}

Wrong check_money(const Money& value, const Rules& rules)
{
    // Bounds are whole units; the upper one includes its hundredths: max 99999999 allows 99999999.99.
    if (rules.min != LLONG_MIN && value.hundredths < rules.min * 100)
        return Said("too_small"_s, {{"min", rules.min}});
    if (rules.max != LLONG_MAX && value.hundredths > rules.max * 100 + 99)
        return Said("too_large"_s, {{"max", fmt::format("{}.99", rules.max)}});
    return std::nullopt;
}

namespace {

// {"filename": "cv.pdf", "content": "JVBERi0…"}
Wrong encoded_upload(const JsonValue& v, const Rules& rules, Upload& out)
{
    const auto *name = v.member("filename"), *content = v.member("content");
    if (!name || !content || name->kind != JsonValue::Kind::text || content->kind != JsonValue::Kind::text)
        return "file.in_form_or_json"_s;
    auto bytes = base64_decoded(content->text);
    if (!bytes) return "file.not_base64"_s;
    out.name = name->text;
    out.size = bytes->size();
    out.file = std::make_shared<Descriptor>(memory_file(*bytes));
    return check_file_size(out.size, rules);
}

} // namespace

Wrong upload_from_json(const JsonValue& v, const Rules& rules, Upload& out)
{
    if (v.kind == JsonValue::Kind::null) return "not_null"_s;
    if (rules.or_encoded) return encoded_upload(v, rules, out);
    if (!rules.or_address || v.kind != JsonValue::Kind::text) return "must_be_file"_s;
    out.address = v.text;
    return std::nullopt;
}

} // namespace reading
