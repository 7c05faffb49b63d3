#include "operation.hpp"

#include "answers.hpp"
#include "lib/web/callers/scopes.hpp"
#include "lib/web/fresh/idempotency.hpp"

namespace {

std::string lower_method(Method method)
{
    auto name = std::string(name_of(method));
    for (char& c : name) c = static_cast<char>(c - 'A' + 'a');
    return name;
}

// What a token or a key is to it: needed, looked at, or not even that.
std::string security_of(const Endpoint& e)
{
    if (e.needs.proof == Proof::none) return "[]";
    return fmt::format(R"([{}{{"bearer":[]}}{}])", e.needs.who == Who::anyone ? "{}," : "",
        key_scope(e) ? R"(,{"apiKey":[]})" : "");
}

bool is_kept_by_clients(const Endpoint& e)
{
    return !e.writes() && e.cache.control != no_store.control;
}

// Of what is no JSON of ours.
std::string_view schema_of_media(std::string_view name)
{
    if (name == "application/json") return R"({"schema":{"type":"object"}})";
    return name.starts_with("text/") ? R"({"schema":{"type":"string"}})"
                                     : R"({"schema":{"type":"string","format":"binary"}})";
}

// "a, b and c, each with - for the reverse"
struct OrderingText {
    std::string about, pattern;
    explicit OrderingText(const Ordering& ordering);
};

OrderingText::OrderingText(const Ordering& ordering)
{
    std::string names, alternatives;
    for (auto name : ordering.fields()) {
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
        alternatives += fmt::format("{}{}", alternatives.empty() ? "" : "|", name);
    }
    pattern = fmt::format("-?({0})(,-?({0}))*", alternatives);
    about =
        fmt::format("Fields, separated by commas, with - before those in reverse: {}. Unless asked, `{}`.",
            names, ordering.unless_asked);
    if (!ordering.alone.empty()) {
        about += fmt::format(" Or `{}` by itself.", ordering.alone);
        pattern = fmt::format("-?{}|{}", ordering.alone, pattern);
    }
    pattern = fmt::format("^({})?$", pattern); // empty is as good as none
}

class Operation {
public:
    Operation(OpenApi& a, JsonWriter& j, const Endpoint& endpoint, Method m)
        : api(a), json(j), e(endpoint), method(m)
    {
    }
    void write(std::string_view tag);

private:
    OpenApi& api;
    JsonWriter& json;
    const Endpoint& e;
    Method method;

    void input();
    void header_parameters();
    void responses();
    void refusals();
    void answer(int status, std::string_view about);
    void content();
    void media(std::string_view name);
    void refuse(std::string_view status, std::string_view about = "");
    std::string headers_of(int status) const;
    bool may_be_absent() const { return e.path.find('{') != e.path.npos || e.ordering.fields; }
    bool is_a_file() const { return e.other_status == 206; }
    bool takes_body() const { return e.writes() && method != Method::del; }
};

// Of the conventions that the gate keeps for whole kinds of endpoints.
void Operation::header_parameters()
{
    auto header = [&](std::string_view name, std::string_view about, std::string_view schema) {
        json.StartObject();
        api.text("name", name);
        api.text("in", "header");
        api.text("description", about);
        api.raw("schema", schema);
        json.EndObject();
    };
    constexpr std::string_view tag = R"({"type":"string","examples":["\"5e0f1c7a9b3d2846\""]})";
    if (!e.row.empty())
        header("If-Match", "The ETag of the object as you know it: 412 if it has changed since.", tag);
    if (takes_key(e))
        header("Idempotency-Key",
            "Your own name for this request, such as a UUID. Sent again within 24 hours, it gets the first "
            "answer.",
            R"({"type":"string","minLength":1,"maxLength":255,"pattern":"^[!-~]+$",)"
            R"("examples":["6f1d2c3b-0a9e-4d8f-b7c6-5e4d3c2b1a09"]})");
    if (is_kept_by_clients(e))
        header("If-None-Match", "The ETag of your copy: 304 if that is still good.", tag);
}

void Operation::input()
{
    auto ordering = e.ordering.fields ? OrderingText(e.ordering) : std::optional<OrderingText>();
    api.rules_for = [&](std::string_view name, const Rules& rules) {
        auto out = rules;
        if (name == "ordering" && ordering) {
            out.about = ordering->about;
            out.pattern = ordering->pattern;
            out.example = e.ordering.unless_asked;
        }
        return out;
    };
    api.more_parameters = [&] { header_parameters(); };
    e.answer.describe_input(api, method == Method::put);
}

void Operation::media(std::string_view name)
{
    api.key(name);
    json.StartObject();
    api.key("schema");
    e.answer.describe_output(api, false);
    api.key("example");
    e.answer.describe_output(api, true);
    json.EndObject();
}

void Operation::content()
{
    api.key("content");
    json.StartObject();
    for (auto name : e.delivers) api.raw(name, schema_of_media(name));
    if (e.delivers.empty() && e.answer.describe_output) media(e.media);
    else if (e.delivers.empty()) api.raw(e.media, schema_of_media(e.media));
    json.EndObject();
}

std::string Operation::headers_of(int status) const
{
    std::string out = e.rate.budget > 0 ? "RateLimit-Limit RateLimit-Remaining RateLimit-Reset" : "";
    auto add = [&](std::string_view name) { out.append(out.empty() ? "" : " ").append(name); };
    if (is_kept_by_clients(e) || (!e.row.empty() && e.answer.has_body)) add("ETag");
    if (takes_key(e)) add("Idempotency-Replayed");
    if (is_a_file()) add("Content-Disposition");
    if (status == 206) add("Content-Range");
    return out;
}

void Operation::answer(int status, std::string_view about)
{
    api.key(std::to_string(status));
    json.StartObject();
    api.text("description", about);
    if (auto headers = headers_of(status); !headers.empty()) api.raw("headers", header_references(headers));
    if (e.answer.has_body) content();
    json.EndObject();
}

// In words of its own, if it has any.
void Operation::refuse(std::string_view status, std::string_view about)
{
    const auto& common = common_answer(status);
    if (about.empty()) api.raw(status, fmt::format(R"({{"$ref":"#/components/responses/{}"}})", common.name));
    else api.raw(status, error_answer(common, about));
}

void Operation::refusals()
{
    if (is_kept_by_clients(e)) refuse("304");
    refuse("400");
    if (e.needs.proof != Proof::none || !e.refusal.empty()) refuse("401", e.refusal);
    if (e.needs.proof != Proof::none) refuse("403");
    if (may_be_absent()) refuse("404");
    if (!is_a_file()) refuse("406");
    if (!e.conflict.empty()) refuse("409", e.conflict);
    if (!e.row.empty()) refuse("412");
    if (takes_body()) refuse("413"), refuse("415");
    if (takes_key(e)) refuse("422");
    refuse("429");
    if (e.other_status != 503) refuse("503");
    refuse("default");
}

void Operation::responses()
{
    api.key("responses");
    json.StartObject();
    answer(e.answer.has_body ? e.status : 204, e.answer.has_body ? "Done: here it is." : "Done.");
    if (is_a_file()) {
        answer(206, "The part that was asked for with Range.");
        api.raw("302", R"({"description":"Where the file can be fetched for five minutes.","headers":)" +
                           header_references("Location") + '}');
    } else if (e.other_status) answer(e.other_status, "The same, when all is not well.");
    refusals();
    json.EndObject();
}

void Operation::write(std::string_view tag)
{
    api.key(lower_method(method));
    json.StartObject();
    api.text("operationId", operation_name(e, method));
    api.text("summary", e.summary);
    api.text("description", e.about);
    if (e.deprecated) api.raw("deprecated", "true");
    api.raw("tags", fmt::format(R"(["{}"])", tag));
    api.raw("security", security_of(e));
    input();
    responses();
    if (auto scope = key_scope(e); scope && !scope->empty()) api.text("x-scope", *scope);
    api.text("x-cache-control", e.cache.control);
    if (e.rate.budget > 0)
        api.text("x-rate-limit", fmt::format("{} in {} s ({})", e.rate.budget, e.rate.seconds, e.rate.scope));
    json.EndObject();
}

} // namespace

void write_operation(OpenApi& api, JsonWriter& json, const Endpoint& e, Method method, std::string_view tag)
{
    Operation(api, json, e, method).write(tag);
}
