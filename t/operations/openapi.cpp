// The OpenAPI document as something that clients are generated from.
#include "t/kit/board.hpp"
#include "t/kit/told.hpp"

#include "app/areas.hpp"
#include "lib/web/callers/scopes.hpp"
#include "lib/web/openapi/document.hpp"

#include <functional>
#include <regex>
#include <set>

namespace {

const JsonValue& document()
{
    static const auto value = parse_json(openapi_document(areas(), "https://jobs.example"), 100'000);
    return value;
}

Json whole()
{
    return document();
}

// Visits every value with the names on the way to it.
void walk(const JsonValue& value, const std::string& at,
    const std::function<void(const JsonValue&, std::string)>& visit)
{
    visit(value, at);
    for (const auto& item : value.items) walk(item, at + "/-", visit);
    for (const auto& [name, member] : value.members)
        if (name != "example" && name != "examples") walk(member, at + '/' + name, visit);
}

struct Operation {
    std::string name;
    Json value;
};

std::vector<Operation> operations()
{
    std::vector<Operation> out;
    for (const auto& [path, item] : document().member("paths")->members)
        for (const auto& [method, operation] : item.members)
            out.push_back({operation.member("operationId")->text, operation});
    return out;
}

Json operation(std::string_view name)
{
    for (const auto& o : operations())
        if (o.name == name) return o.value;
    throw std::logic_error("no such operation");
}

Json component(std::string_view name)
{
    return whole()["components"]["schemas"][name];
}

std::vector<std::string> names_in(Json object)
{
    std::vector<std::string> out;
    for (const auto& [name, member] : object.value().members) out.push_back(name);
    return out;
}

std::string referred(Json schema)
{
    auto address = schema["$ref"].text();
    return address.substr(address.rfind('/') + 1);
}

// What the document says of security, as it says it.
std::string security_of(Json operation)
{
    std::string out;
    for (std::size_t i = 0; i < operation["security"].size(); ++i) {
        auto names = joined(names_in(operation["security"][i]));
        out += (names.empty() ? "nobody" : names) + ' ';
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(openapi)

BOOST_AUTO_TEST_CASE(operations_say_whether_they_look_at_a_token)
{
    for (auto name : {"list_jobs", "read_job", "list_featured_jobs", "list_categories", "read_category"})
        BOOST_TEST(security_of(operation(name)) == "nobody bearer apiKey ", name);
    for (auto name : {"login", "refresh", "register"}) {
        BOOST_TEST(operation(name).has("security"), name);
        BOOST_TEST(security_of(operation(name)) == "", name);
    }
    each_endpoint([&](const Endpoint& e) {
        if (e.needs.who == Who::operators) return;
        std::string expected = e.needs.who != Who::anyone     ? "bearer "
                               : e.needs.proof == Proof::none ? ""
                                                              : "nobody bearer ";
        if (key_scope(e)) expected += "apiKey ";
        e.methods.each([&](Method method) {
            BOOST_TEST(security_of(operation(operation_name(e, method))) == expected, e.name);
        });
    });
}

BOOST_AUTO_TEST_CASE(structs_and_enumerations_are_named_once)
{
    for (const auto& [path, item] : document().member("paths")->members)
        walk(item, path, [](const JsonValue& value, const std::string& at) {
            BOOST_TEST(!value.member("properties"), at);
            BOOST_TEST(!value.member("enum"), at);
        });
    std::map<std::string, std::string> known;
    for (const auto& [name, schema] : document().member("components")->member("schemas")->members) {
        walk(schema, name, [&, top = name](const JsonValue& value, const std::string& at) {
            if (at == top || at.ends_with("/properties")) return;
            BOOST_TEST(!value.member("properties"), at);
            BOOST_TEST(!value.member("enum"), at);
        });
        const auto* values = schema.member("enum");
        if (!values) continue;
        std::string all;
        for (const auto& one : values->items) all += one.text + ' ';
        bool is_new = known.emplace(all, name).second;
        BOOST_TEST(is_new, name << " is " << known[all]);
    }
    for (auto name : {"Job", "JobDetail", "JobPage", "CategoryPage", "ApplicationPage", "UserPage", "JobType",
             "JobStatus", "ApplicationStatus", "Role", "ErrorCode"})
        BOOST_TEST(whole()["components"]["schemas"].has(name), name);
    BOOST_TEST(referred(operation(
                   "list_jobs")["responses"]["200"]["content"]["application/json"]["schema"]) == "JobPage");
}

BOOST_AUTO_TEST_CASE(every_operation_parameter_and_field_is_explained_and_shown)
{
    for (const auto& [name, o] : operations()) {
        for (auto text : {"summary", "description"})
            BOOST_TEST((o.has(text) && o[text].text() != ""), name << ' ' << text);
        BOOST_TEST(o["tags"].size() == 1u);
        for (std::size_t i = 0; i < o["parameters"].size(); ++i) {
            auto p = o["parameters"][i];
            BOOST_TEST(
                (p.has("description") && p["description"].text() != ""), name << ' ' << p["name"].text());
            BOOST_TEST(
                (p["schema"].has("examples") || p["schema"].has("$ref")), name << ' ' << p["name"].text());
        }
        if (o.has("requestBody"))
            for (const auto& [media, content] : o["requestBody"]["content"].value().members)
                BOOST_TEST(content.member("example"), name << ' ' << media);
    }
    for (const auto& [name, schema] : document().member("components")->member("schemas")->members) {
        BOOST_TEST(Json(schema).has("description"), name);
        if (!schema.member("properties")) continue;
        for (const auto& [field, value] : schema.member("properties")->members) {
            auto is_shown = value.member("examples") || value.member("$ref") || value.member("anyOf") ||
                            value.member("items") || Json(value)["format"].text() == "binary";
            BOOST_TEST((field == "code" || Json(value).has("description")), name << '.' << field);
            BOOST_TEST(is_shown, name << '.' << field);
        }
    }
}

// Generated clients use one media type: the first that is listed, or JSON wherever it stands.
BOOST_AUTO_TEST_CASE(a_file_is_sent_as_it_is_and_everything_else_as_json)
{
    for (auto [name, field] :
        {std::pair("apply", "resume"), std::pair("update_own_account", "profile_picture"),
            std::pair("replace_own_account", "profile_picture"), std::pair("update_user", "profile_picture"),
            std::pair("replace_user", "profile_picture")}) {
        auto content = operation(name)["requestBody"]["content"];
        BOOST_TEST(joined(names_in(content)) == "multipart/form-data", name);
        auto form = component(referred(content["multipart/form-data"]["schema"]));
        BOOST_TEST(form["properties"][field]["type"].text() == "string", name);
        BOOST_TEST(form["properties"][field]["format"].text() == "binary", name);
        walk(form.value(), name, [](const JsonValue& value, const std::string& at) {
            if (at.ends_with("/type/-") || at.ends_with("/type")) BOOST_TEST(value.text != "null", at);
        });
    }
    for (const auto& [name, o] : operations()) {
        if (!o.has("requestBody")) continue;
        auto content = o["requestBody"]["content"];
        if (content.has("multipart/form-data")) continue;
        BOOST_TEST(joined(names_in(content)) == "application/json", name);
    }
}

BOOST_AUTO_TEST_CASE(a_body_is_required_where_something_in_it_is)
{
    for (auto [name, required] :
        {std::pair("add_job", "true"), std::pair("replace_job", "true"), std::pair("update_job", "false"),
            std::pair("login", "true"), std::pair("logout", "false"), std::pair("apply", "true")})
        BOOST_TEST(operation(name)["requestBody"]["required"].text() == required, name);
}

BOOST_AUTO_TEST_CASE(a_resume_is_one_of_three_kinds_of_bytes)
{
    for (auto status : {"200", "206"}) {
        auto content = operation("fetch_resume")["responses"][status]["content"];
        BOOST_TEST(joined(names_in(content)) ==
                   "application/pdf, application/msword, "
                   "application/vnd.openxmlformats-officedocument.wordprocessingml.document, "
                   "application/json"); // a signed link, for who asks for one
        for (const auto& media : names_in(content))
            if (media != "application/json")
                BOOST_TEST(content[media]["schema"]["format"].text() == "binary");
    }
}

BOOST_AUTO_TEST_CASE(a_job_that_was_read_can_be_sent_back)
{
    auto body = [](auto name) {
        return referred(operation(name)["requestBody"]["content"]["application/json"]["schema"]);
    };
    BOOST_TEST(body("add_job") == "JobContent");
    BOOST_TEST(body("replace_job") == "JobContent");
    auto read = component("JobDetail")["properties"];
    for (const auto& name : names_in(component("JobContent")["properties"])) BOOST_TEST(read.has(name), name);
    auto category = component("JobContent")["properties"]["category"]["anyOf"];
    BOOST_TEST(category[0]["format"].text() == "uuid");
    BOOST_TEST(referred(category[1]) == "Reference");
    auto money = component("JobContent")["properties"]["salary_min"]["anyOf"];
    for (std::size_t i = 0; i < 3; ++i)
        BOOST_TEST(money[i]["type"].text() == std::vector<std::string>({"number", "string", "null"})[i]);
}

BOOST_AUTO_TEST_CASE(bad_requests_are_faults_of_fields_or_an_error)
{
    std::set<std::string> kinds;
    auto either = component("BadRequest")["anyOf"];
    for (std::size_t i = 0; i < either.size(); ++i) kinds.insert(referred(either[i]));
    BOOST_TEST((kinds == std::set<std::string>{"Error", "Invalid"}));
    BOOST_TEST(component("Invalid")["additionalProperties"]["type"].text() == "array");
}

BOOST_AUTO_TEST_CASE(text_that_may_not_be_blank_has_a_least_length)
{
    auto title = component("JobContent")["properties"]["title"];
    BOOST_TEST(title["minLength"].text() == "1");
    BOOST_TEST(title["maxLength"].text() == "200");
    std::regex username(component("Registration")["properties"]["username"]["pattern"].text());
    BOOST_TEST((std::regex_match("Ann_1.b", username) && !std::regex_match("an", username)));
}

BOOST_AUTO_TEST_CASE(a_category_is_read_by_its_slug_too)
{
    auto id = operation("read_category")["parameters"][0];
    BOOST_TEST(id["description"].text().find("slug") != std::string::npos);
    BOOST_TEST(!id["schema"].has("format"));
}

BOOST_AUTO_TEST_CASE(there_are_servers_and_tags_with_text)
{
    BOOST_TEST(whole()["servers"][0]["url"].text() == "https://jobs.example");
    std::set<std::string> told;
    for (std::size_t i = 0; i < whole()["tags"].size(); ++i) {
        BOOST_TEST(whole()["tags"][i]["description"].text() != "");
        told.insert(whole()["tags"][i]["name"].text());
    }
    for (const auto& [name, o] : operations()) BOOST_TEST(told.contains(o["tags"][0].text()), name);
}

// What is declared of ?ordering= is what the server takes.
BOOST_FIXTURE_TEST_CASE(lists_say_what_they_can_be_ordered_by, EmptyBoard)
{
    auto admin = board.admin();
    std::set<std::string> ordered;
    each_endpoint([&](const Endpoint& e) {
        if (!e.ordering.fields) return;
        auto fields = e.ordering.fields();
        if (!e.ordering.alone.empty()) fields.push_back(e.ordering.alone);
        auto parameters = operation(e.name)["parameters"];
        std::string path(e.path);
        if (!e.thing.empty())
            path = path_to(board.sql(), path, thing_named(e.thing), thing_named(e.thing).usual(board.sql()));
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (parameters[i]["name"].text() != "ordering") continue;
            std::regex pattern(parameters[i]["schema"]["pattern"].text());
            for (auto field : fields)
                for (const auto& asked : {std::string(field), "-" + std::string(field)}) {
                    BOOST_TEST(std::regex_match(asked, pattern), asked);
                    BOOST_TEST(parameters[i]["description"].text().find(field) != std::string::npos);
                    BOOST_TEST(admin.get(path + "?ordering=" + asked).status == 200, asked);
                }
            BOOST_TEST(!std::regex_match("password", pattern));
            BOOST_TEST(std::regex_match(std::string(e.ordering.unless_asked), pattern));
            ordered.insert(std::string(e.name));
        }
    });
    BOOST_TEST(
        (ordered == std::set<std::string>{"list_activity", "list_api_keys", "list_applications",
                        "list_audit_entries", "list_categories", "list_certifications", "list_consents",
                        "list_devices", "list_education", "list_ip_whitelist", "list_jobs", "list_languages",
                        "list_mails", "list_notifications", "list_object_history", "list_passkeys",
                        "list_portfolio", "list_push_subscriptions", "list_saved_answers", "list_saved_jobs",
                        "list_shares", "list_skills", "list_social_links", "list_tasks", "list_users",
                        "list_webhook_deliveries", "list_webhooks", "list_work_history"}));
    for (const auto& [name, o] : operations())
        for (std::size_t i = 0; i < o["parameters"].size(); ++i)
            if (o["parameters"][i]["name"].text() == "ordering") BOOST_TEST(ordered.contains(name), name);
}

namespace {

struct One {
    std::string a;
    static constexpr std::string_view schema_name = "Same";
    static constexpr auto fields = std::tuple{field("a", &One::a)};
};
struct Other {
    std::string b;
    static constexpr std::string_view schema_name = "Same";
    static constexpr auto fields = std::tuple{field("b", &Other::b)};
};

} // namespace

BOOST_AUTO_TEST_CASE(one_name_is_one_schema)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    OpenApi api(json);
    json.StartArray();
    api.schema<One>(Rules{}, OpenApi::Side::output);
    api.schema<Other>(Rules{}, OpenApi::Side::output);
    BOOST_CHECK_THROW(api.components(), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
