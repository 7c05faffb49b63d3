#include "problem.hpp"

#include "lib/base/json.hpp"
#include "lib/process/log.hpp"

#include <algorithm>
#include <stdexcept>

namespace {

// Their sentences stand in lib/words/sentences.cpp.
constexpr ProblemKind general_kinds[] = {
    {"invalid", 400},
    {"malformed", 400},
    {"not_authenticated", 401},
    {"token_not_valid", 401},
    {"token_expired", 401},
    {"token_revoked", 401},
    {"user_inactive", 401},
    {"invalid_credentials", 401},
    {"api_key_not_valid", 401},
    {"permission_denied", 403},
    {"address_not_allowed", 403},
    {"not_by_key", 403},
    {"scope_missing", 403},
    {"not_found", 404},
    {"method_not_allowed", 405},
    {"not_acceptable", 406},
    {"conflict", 409},
    {"precondition_failed", 412},
    {"body_too_large", 413},
    {"key_reused", 422},
    {"unsupported_media_type", 415},
    {"too_many_attempts", 429},
    {"rate_limited", 429},
    {"internal_error", 500},
    {"database_unavailable", 503},
    {"database_timeout", 503},
    {"storage_unavailable", 503},
    {"outcome_unknown", 503},
    {"database_conflict", 503},
    // What nginx answers by itself.
    {"request_timeout", 408},
    {"uri_too_long", 414},
    {"range_not_satisfiable", 416},
    {"unknown_host", 421},
    {"headers_too_large", 431},
    {"bad_gateway", 502},
    {"service_unavailable", 503},
    {"gateway_timeout", 504},
    {"http_version_not_supported", 505},
    {"error", 500},
};

void write_faults(JsonWriter& json, const Words& words, const std::vector<Fault>& faults)
{
    // Sentences of one field stand together, fields in the order they were first named.
    std::vector<std::string_view> done;
    json.StartObject();
    for (const auto& f : faults) {
        if (std::find(done.begin(), done.end(), f.field) != done.end()) continue;
        done.push_back(f.field);
        json.Key(f.field.data(), static_cast<rapidjson::SizeType>(f.field.size()));
        json.StartArray();
        for (const auto& g : faults)
            if (g.field == f.field) json.text(words(g.said));
        json.EndArray();
    }
    json.EndObject();
}

void write_detail(JsonWriter& json, std::string_view sentence, std::string_view code, const Problem& problem)
{
    json.StartObject();
    json.Key("detail");
    json.text(sentence);
    json.Key("code");
    json.text(code);
    for (const auto& [name, value] : problem.members) {
        json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        json.RawValue(value.data(), value.size(), rapidjson::kObjectType);
    }
    json.EndObject();
}

std::vector<std::span<const Sentence>> tables_of(std::span<const AreaWords> areas)
{
    std::vector<std::span<const Sentence>> out{general_sentences()};
    for (const auto& area : areas) out.push_back(area.sentences);
    return out;
}

[[noreturn]] void refuse(std::string_view name, const char* why)
{
    throw std::logic_error("\"" + std::string(name) + "\" " + why);
}

} // namespace

std::span<const ProblemKind> general_problems()
{
    return general_kinds;
}

Words::Words(std::span<const AreaWords> areas)
    : kinds(std::begin(general_kinds), std::end(general_kinds)), catalogue(tables_of(areas))
{
    for (const auto& area : areas) {
        kinds.insert(kinds.end(), area.problems.begin(), area.problems.end());
        refusals.insert(refusals.end(), area.constraints.begin(), area.constraints.end());
    }
    for (const auto& kind : kinds) {
        if (&kind_of(kind.code) != &kind) refuse(kind.code, "is the code of two problems");
        if (!catalogue.has(kind.code)) refuse(kind.code, "is a code without a sentence");
    }
    for (const auto& c : refusals) {
        if (find_constraint(c.constraint) != &c) refuse(c.constraint, "is two constraints");
        if (!catalogue.has(c.key.name)) refuse(c.constraint, "is a constraint without a sentence");
    }
}

std::string Words::of(const Problem& problem) const
{
    return problem.sentence ? catalogue.word(*problem.sentence) : catalogue.word(kind_of(problem.code).code);
}

const ProblemKind& Words::kind_of(std::string_view code) const
{
    auto it = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.code == code; });
    return it == kinds.end() ? kind_of("internal_error") : *it;
}

const ConstraintFault* Words::find_constraint(std::string_view name) const
{
    auto it =
        std::find_if(refusals.begin(), refusals.end(), [&](const auto& c) { return c.constraint == name; });
    return it == refusals.end() ? nullptr : &*it;
}

Problem invalid(std::string_view field, Said said)
{
    return {"invalid", {{std::string(field), std::move(said)}}};
}

Response response_to(const Words& words, const Problem& problem)
{
    const auto& kind = words.kind_of(problem.code);
    rapidjson::StringBuffer body;
    JsonWriter json(body);
    if (problem.faults.empty()) write_detail(json, words.of(problem), kind.code, problem);
    else write_faults(json, words, problem.faults);

    Response response{kind.status, problem.headers, std::string(body.GetString(), body.GetSize())};
    response.set("Content-Type", "application/json; charset=utf-8");
    response.set("Cache-Control", "no-store");
    if (kind.status == 401) response.set("WWW-Authenticate", "Bearer realm=\"api\"");
    if (kind.status == 503) response.set("Retry-After", "1");
    return response;
}

Problem problem_of(const Words& words, const DatabaseError& e)
{
    std::string_view state = e.sqlstate;
    if (const auto* c = words.find_constraint(e.constraint))
        return c->field.empty() ? Problem{c->key.name} : invalid(c->field, c->key);
    if (e.lost || state.starts_with("08") || state.starts_with("57P") || state.starts_with("53"))
        return {"database_unavailable"};
    if (state == "57014" || state == "55P03" || state == "25P03") return {"database_timeout"};
    if (state == "40001" || state == "40P01") return {"database_conflict"};
    if (state.starts_with("22")) return invalid(no_field, "out_of_range"_s);

    log(Level::error, "database_error",
        {{"sqlstate", state}, {"constraint", std::string_view(e.constraint)},
            {"column", std::string_view(e.column)}, {"summary", std::string_view(e.summary)}});
    return {"internal_error"};
}
