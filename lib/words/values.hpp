// What is said of values that cannot be read. lib/base reads them and knows no sentences.
#pragma once

#include "sentence.hpp"

#include "lib/base/json.hpp"
#include "lib/base/money.hpp"
#include "lib/base/scalar.hpp"
#include "lib/base/secret.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"

// What would be such a value.
template <IsScalar T> constexpr Key wanted()
{
    if constexpr (Named<T>) return "must_be_a_choice"_s;
    else if constexpr (std::same_as<T, Time>) return "must_be_time"_s;
    else if constexpr (std::same_as<T, Date>) return "must_be_date"_s;
    else if constexpr (std::same_as<T, Money>) return "must_be_money"_s;
    else if constexpr (std::same_as<T, Uuid>) return "must_be_uuid"_s;
    else if constexpr (Scalar<T>::kind == JsonKind::boolean) return "must_be_true_or_false"_s;
    else if constexpr (Scalar<T>::kind == JsonKind::integer) return "must_be_whole_number"_s;
    else {
        static_assert(IsText<T>, "say what a value of this type must be");
        return "must_be_text"_s;
    }
}

// Why a text is no JSON that is taken.
constexpr Key key_of(JsonFault fault)
{
    switch (fault) {
    case JsonFault::nul: return "json.nul"_s;
    case JsonFault::not_unicode: return "json.not_unicode"_s;
    case JsonFault::doubled_key: return "json.doubled_key"_s;
    case JsonFault::too_many_values: return "json.too_many_values"_s;
    case JsonFault::too_deep: return "json.too_deep"_s;
    default: return "json.malformed"_s;
    }
}
