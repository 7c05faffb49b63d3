#include "cbor.hpp"

#include <cbor.h>
#include <limits>
#include <memory>
#include <set>

namespace {

using Kind = CborValue::Kind;

struct FreeItem {
    void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using Item = std::unique_ptr<cbor_item_t, FreeItem>;

// Nothing for what 64 bits with a sign do not hold.
std::optional<std::int64_t> number_of(const cbor_item_t* item)
{
    bool negative = cbor_isa_negint(item);
    if (!negative && !cbor_isa_uint(item)) return std::nullopt;
    auto size = cbor_get_int(item);
    if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    auto number = static_cast<std::int64_t>(size);
    return negative ? -1 - number : number;
}

std::string text_of(const unsigned char* data, std::size_t size)
{
    return size > 0 ? std::string(reinterpret_cast<const char*>(data), size) : std::string();
}

CborValue value_of(const cbor_item_t* item)
{
    if (auto number = number_of(item)) return {.kind = Kind::number, .number = *number, .text = {}};
    if (cbor_isa_bytestring(item) && cbor_bytestring_is_definite(item))
        return {
            .kind = Kind::bytes, .text = text_of(cbor_bytestring_handle(item), cbor_bytestring_length(item))};
    if (cbor_isa_string(item) && cbor_string_is_definite(item))
        return {.kind = Kind::text, .text = text_of(cbor_string_handle(item), cbor_string_length(item))};
    if (cbor_isa_map(item)) return {.kind = Kind::map, .text = {}, .members = cbor_map_size(item)};
    return {};
}

std::optional<CborKey> key_of(const cbor_item_t* item)
{
    auto value = value_of(item);
    if (value.kind == Kind::number) return value.number;
    if (value.kind == Kind::text) return std::move(value.text);
    return std::nullopt;
}

// libcbor keeps a key that is there twice.
bool is_sound(const cbor_item_t* item)
{
    if (cbor_isa_tag(item)) return is_sound(Item(cbor_tag_item(item)).get());
    if (cbor_isa_array(item)) {
        for (std::size_t i = 0; i < cbor_array_size(item); ++i)
            if (!is_sound(cbor_array_handle(item)[i])) return false;
        return true;
    }
    if (!cbor_isa_map(item)) return true;
    std::set<CborKey> keys;
    for (std::size_t i = 0; i < cbor_map_size(item); ++i) {
        const auto& pair = cbor_map_handle(item)[i];
        auto key = key_of(pair.key);
        if (!key || !keys.insert(std::move(*key)).second || !is_sound(pair.value)) return false;
    }
    return true;
}

} // namespace

std::optional<CborMap> take_cbor_map(std::string_view& bytes)
{
    cbor_load_result read{};
    Item item(cbor_load(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &read));
    if (!item || !cbor_isa_map(item.get()) || !is_sound(item.get())) return std::nullopt;
    bytes.remove_prefix(read.read);
    CborMap out;
    for (std::size_t i = 0; i < cbor_map_size(item.get()); ++i) {
        const auto& pair = cbor_map_handle(item.get())[i];
        out.emplace(*key_of(pair.key), value_of(pair.value));
    }
    return out;
}

const CborValue* find(const CborMap& map, const CborKey& key, Kind kind)
{
    auto found = map.find(key);
    return found != map.end() && found->second.kind == kind ? &found->second : nullptr;
}
