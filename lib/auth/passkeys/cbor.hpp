// Maps of CBOR (RFC 8949), in the form that authenticators write (CTAP2's canonical one): everything tells
// its size before, and keys are numbers or texts, each once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

// What stands in a map. Of lists, nested maps and the like nothing is kept but that they are there.
struct CborValue {
    enum class Kind { number, bytes, text, map, other };
    Kind kind = Kind::other;
    std::int64_t number = 0;
    std::string text;        // bytes, too
    std::size_t members = 0; // of a map
};

using CborKey = std::variant<std::int64_t, std::string>;
using CborMap = std::map<CborKey, CborValue>;

// The map that `bytes` begin with, which is taken off them. Nothing when there is no whole one of that form,
// or it is nested deeper than sixteen levels. Costs what the bytes that are there do, whatever sizes they
// tell.
std::optional<CborMap> take_cbor_map(std::string_view& bytes);

// Null when there is none of that kind.
const CborValue* find(const CborMap&, const CborKey&, CborValue::Kind);
