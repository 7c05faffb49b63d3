// Maps of CBOR (RFC 8949), as authenticators write them, by libcbor.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// What stands in a map. Of lists, nested values and the like nothing is kept but that they are there.
struct CborValue {
    enum class Kind { number, bytes, text, map, other };
    Kind kind = Kind::other;
    std::int64_t number = 0;
    std::string text;        // bytes, too
    std::size_t members = 0; // of a map
};

using CborKey = std::variant<std::int64_t, std::string>;
using CborMap = std::map<CborKey, CborValue>;

// The map that `bytes` begin with, which is taken off them. Nothing when there is no whole one. Maps, nested
// ones too, have numbers and texts for keys, each once; a string in pieces counts as something other.
std::optional<CborMap> take_cbor_map(std::string_view& bytes);

// Null when there is none of that kind.
const CborValue* find(const CborMap&, const CborKey&, CborValue::Kind);
