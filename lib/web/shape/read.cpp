#include "read.hpp"

namespace reading {

Sentence check_size(long long size, const Rules& rules, std::string_view unit)
{
    if (size < rules.min) return fmt::format("Must have at least {} {}.", rules.min, unit);
    if (size > rules.max) return fmt::format("Must have at most {} {}.", rules.max, unit);
    return std::nullopt;
}

Sentence check_file_size(std::size_t bytes, const Rules& rules)
{
    constexpr long long mib = 1 << 20;
    if (static_cast<long long>(bytes) <= rules.max) return std::nullopt;
    if (rules.max % mib == 0) return fmt::format("Must have at most {} MiB.", rules.max / mib);
    return fmt::format("Must have at most {} bytes.", rules.max);
}

Sentence check_number(long long value, const Rules& rules)
{
    if (value < rules.min) return fmt::format("Must be at least {}.", rules.min);
    if (value > rules.max) return fmt::format("Must be at most {}.", rules.max);
    return std::nullopt;
}

Sentence check_money(const Money& value, const Rules& rules)
{
    // Bounds are whole units; the upper one includes its hundredths: max 99999999 allows 99999999.99.
    if (rules.min != LLONG_MIN && value.hundredths < rules.min * 100)
        return fmt::format("Must be at least {}.", rules.min);
    if (rules.max != LLONG_MAX && value.hundredths > rules.max * 100 + 99)
        return fmt::format("Must be at most {}.99.", rules.max);
    return std::nullopt;
}

namespace {

// {"filename": "cv.pdf", "content": "JVBERi0…"}
Sentence encoded_upload(const JsonValue& v, const Rules& rules, Upload& out)
{
    static constexpr std::string_view wants = "Send a file in multipart/form-data, or in JSON an object with "
                                              "filename and content, its bytes in base64.";
    const auto *name = v.member("filename"), *content = v.member("content");
    if (!name || !content || name->kind != JsonValue::Kind::text || content->kind != JsonValue::Kind::text)
        return std::string(wants);
    auto bytes = base64_decoded(content->text);
    if (!bytes) return "Its content is not in base64.";
    out.name = name->text;
    out.size = bytes->size();
    out.file = std::make_shared<Descriptor>(memory_file(*bytes));
    return check_file_size(out.size, rules);
}

} // namespace

Sentence upload_from_json(const JsonValue& v, const Rules& rules, Upload& out)
{
    if (v.kind == JsonValue::Kind::null) return std::string(not_null);
    if (rules.or_encoded) return encoded_upload(v, rules, out);
    if (!rules.or_address || v.kind != JsonValue::Kind::text) return std::string(wants_file);
    out.address = v.text;
    return std::nullopt;
}

} // namespace reading
