#include "cbor.hpp"

#include <cbor.h>
#include <limits>

namespace {

using Kind = CborValue::Kind;

constexpr int most_levels = 16;

// The head of one item, and what it holds if that is no other items. libcbor's own trees are not used: they
// take up the room that a list says it needs before its items are there.
struct Head {
    enum class Holds { nothing, items, pairs, no_known_number };
    Holds holds = Holds::nothing;
    std::size_t size = 0; // of items or pairs
    CborValue value;
};

Head& head_in(void* context)
{
    return *static_cast<Head*>(context);
}

// One that 64 bits with a sign do not hold is of no kind that anybody asks for.
void note_number(void* context, std::uint64_t size, bool negative)
{
    if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return;
    auto number = static_cast<std::int64_t>(size);
    head_in(context).value = {.kind = Kind::number, .number = negative ? -1 - number : number, .text = {}};
}

template <class N> void note_positive(void* context, N number)
{
    note_number(context, number, false);
}

template <class N> void note_negative(void* context, N number)
{
    note_number(context, number, true);
}

template <Kind kind> void note_text(void* context, cbor_data data, std::size_t size)
{
    head_in(context).value = {.kind = kind, .text = {data, data + size}};
}

template <Head::Holds holds> void note_items(void* context, std::size_t size)
{
    head_in(context).holds = holds;
    head_in(context).size = size;
    if (holds == Head::Holds::pairs)
        head_in(context).value = {.kind = Kind::map, .text = {}, .members = size};
}

void note_tag(void* context, std::uint64_t)
{
    note_items<Head::Holds::items>(context, 1);
}

void note_no_size(void* context)
{
    head_in(context).holds = Head::Holds::no_known_number;
}

cbor_callbacks reading()
{
    auto out = cbor_empty_callbacks;
    out.uint8 = note_positive, out.uint16 = note_positive;
    out.uint32 = note_positive, out.uint64 = note_positive;
    out.negint8 = note_negative, out.negint16 = note_negative;
    out.negint32 = note_negative, out.negint64 = note_negative;
    out.byte_string = note_text<Kind::bytes>, out.string = note_text<Kind::text>;
    out.array_start = note_items<Head::Holds::items>, out.map_start = note_items<Head::Holds::pairs>;
    out.tag = note_tag;
    out.byte_string_start = out.string_start = note_no_size;
    out.indef_array_start = out.indef_map_start = out.indef_break = note_no_size;
    return out;
}

std::optional<Head> take_head(std::string_view& bytes)
{
    static const auto callbacks = reading();
    Head out;
    auto done = cbor_stream_decode(
        reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &callbacks, &out);
    if (done.status != CBOR_DECODER_FINISHED || out.holds == Head::Holds::no_known_number)
        return std::nullopt;
    bytes.remove_prefix(done.read);
    return out;
}

std::optional<CborValue> take_value(std::string_view& bytes, int level);

std::optional<CborMap> take_pairs(std::string_view& bytes, std::size_t size, int level)
{
    CborMap out;
    for (std::size_t i = 0; i < size; ++i) {
        auto name = take_value(bytes, level);
        if (!name || (name->kind != Kind::number && name->kind != Kind::text)) return std::nullopt;
        auto key = name->kind == Kind::number ? CborKey(name->number) : CborKey(std::move(name->text));
        auto value = take_value(bytes, level);
        if (!value || !out.emplace(std::move(key), std::move(*value)).second) return std::nullopt;
    }
    return out;
}

std::optional<CborValue> take_value(std::string_view& bytes, int level)
{
    auto head = level < most_levels ? take_head(bytes) : std::nullopt;
    if (!head) return std::nullopt;
    if (head->holds == Head::Holds::pairs && !take_pairs(bytes, head->size, level + 1)) return std::nullopt;
    for (std::size_t i = 0; head->holds == Head::Holds::items && i < head->size; ++i)
        if (!take_value(bytes, level + 1)) return std::nullopt;
    return std::move(head->value);
}

} // namespace

std::optional<CborMap> take_cbor_map(std::string_view& bytes)
{
    auto rest = bytes;
    auto head = take_head(rest);
    if (!head || head->holds != Head::Holds::pairs) return std::nullopt;
    auto out = take_pairs(rest, head->size, 1);
    if (out) bytes = rest;
    return out;
}

const CborValue* find(const CborMap& map, const CborKey& key, Kind kind)
{
    auto found = map.find(key);
    return found != map.end() && found->second.kind == kind ? &found->second : nullptr;
}
