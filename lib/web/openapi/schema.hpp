// Schemas of the OpenAPI 3.1 document, by the field lists that read and write the same structs.
#pragma once

#include "lib/base/secret.hpp"
#include "lib/web/http/upload.hpp"

#include "lib/base/fields.hpp"
#include "lib/base/json.hpp"
#include "lib/base/money.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"
#include "lib/web/shape/write.hpp"

#include <functional>
#include <map>
#include <set>

// Writes schemas. Each struct is a component, by its `static constexpr std::string_view schema_name`, and so
// is each enum, by schema_of. A struct that is_whole is described for PUT by its Whole, which has the same
// fields.
class OpenApi {
public:
    // input: JSON; form: multipart and parameters, which know neither null nor objects; output: an answer
    enum class Side { input, form, output };

    explicit OpenApi(JsonWriter& j) : json(j) {}

    // `fallback`: what an absent one counts as, in JSON.
    template <class M> void schema(const Rules& rules, Side side, std::string_view fallback = "");

    // One value that the schema takes.
    template <class M> void example(const Rules& rules, Side side);

    // "parameters": […] and, if any field is read from it, "requestBody": {…}.
    template <Described T> void input(bool replaces);

    // Parameters of the operation in hand that no struct has.
    std::function<void()> more_parameters = [] {};
    // What the operation in hand says of a parameter.
    std::function<Rules(std::string_view name, const Rules&)> rules_for = [](auto, const Rules& r) {
        return r;
    };

    // Members of "schemas" for all that was referred to so far. Throws std::logic_error when two differ under
    // one name.
    void components();

    void key(std::string_view k) { json.Key(k.data(), static_cast<rapidjson::SizeType>(k.size())); }
    void text(std::string_view k, std::string_view v)
    {
        key(k);
        json.text(v);
    }
    void raw(std::string_view k, std::string_view value)
    {
        key(k);
        json.RawValue(value.data(), value.size(), rapidjson::kObjectType);
    }

private:
    using Define = void (*)(OpenApi&);
    JsonWriter& json;
    std::map<std::string, std::set<Define>> named; // components referred to so far
    std::vector<const void*> within;               // structs whose examples are being written

    void bounds(const Rules& rules, const char* low, const char* high);
    void text_bounds(const Rules& rules, Side side, bool nullable);
    void money(const Rules& rules, Side side, bool nullable);
    void types(std::initializer_list<std::string_view> names, bool nullable);
    void about(const Rules& rules, std::string_view fallback, std::string_view example);
    void reference(const std::string& name, bool nullable, Define define);
    void parameter(
        std::string_view name, const Rules& rules, const std::function<void(const Rules&)>& write_schema);
    void upload(const Rules& rules);
    void id(const Rules& rules, Side side, bool nullable);
    void begin_body(bool required);
    static void named_by_id(OpenApi&);
    std::string rendered(Define);
    template <IsScalar T> static std::string value_of(const Rules&);
    template <class T, class M>
    static constexpr bool may_be_absent(const Rules& rules, Side side, bool replaces);
    template <class T, class M> static std::string fallback_of(const Rules&, bool replaces, const M& initial);
    template <Named E> static void choices(OpenApi&);
    template <IsScalar T>
    void scalar(const Rules& rules, Side side, bool nullable, std::string_view fallback);
    template <IsScalar T> void plain(const Rules& rules, Side side, bool nullable);
    template <Described T, Side side, bool replaces> static void object(OpenApi&);
    template <Described T, Side side> void body(bool replaces);
    template <Described T> void object_example(Side side);
    template <class M> void nullable(const Rules& rules, Side side, std::string_view fallback);
};

#include "schema_body.hpp"
#include "schema_example.hpp"
#include "schema_parts.hpp"
