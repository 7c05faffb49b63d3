// `jobboard config`, `env-example`, `openapi`, `nginx-cached` and `nginx-locations`: what follows from the
// tables of the program, printed. And `vapid-key`: what is to stand in a setting.
#include "command.hpp"

#include "app/areas.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/push/web_push.hpp"
#include "lib/web/callers/scopes.hpp"
#include "lib/web/openapi/document.hpp"

#include <fmt/format.h>
#include <iostream>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>

namespace {

// Also of settings that the program would not start with, and then says so.
int print_config(const Settings& given)
{
    auto settings = given;
    std::string fault;
    try {
        check_settings(settings);
    } catch (const BadSetting& error) {
        fault = error.what();
    }
    print_settings(std::cout, settings);
    if (!fault.empty()) std::cerr << "jobboard: with these settings nothing starts. " << fault << '\n';
    return fault.empty() ? 0 : 2;
}

int print_example(const Settings&)
{
    print_env_example(std::cout);
    return 0;
}

int print_openapi(const Settings&)
{
    auto document = openapi_document(areas(), "http://127.0.0.1:8080"); // where `make run` has it
    rapidjson::MemoryStream in(document.data(), document.size());
    rapidjson::StringBuffer out;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(out);
    writer.SetIndent(' ', 2);
    rapidjson::Reader().Parse(in, writer);
    std::cout << out.GetString() << '\n';
    return 0;
}

std::string_view followers_of(Feed feed)
{
    switch (feed) {
    case Feed::admins: return "";
    case Feed::party: return "whom it concerns";
    case Feed::everybody: return "everybody, once it is public";
    }
    return "";
}

// As a page of the documentation.
int print_events(const Settings&)
{
    std::cout << R"(# What happens

Each change is written once, in the transaction of the change itself, with who made it and from where. Admins read it at
`/api/v1/audit/logs/`. `changes` names what was and what became; where all of a thing is new or gone they are empty.
Webhooks are told of all of them by these names, an employer's of what concerns the employer, an admin's of everything
([webhooks.md](webhooks.md)); `/api/v1/changes/` tells of jobs and applications. Some tell people, on the board and by
mail.
Generated from the event kinds by `make openapi`; do not edit.

| event | action | what happened | told in the change feed to | notifications (mails) |
|---|---|---|---|---|
)";
    for (const auto* area : areas())
        for (const auto& kind : area->events) {
            std::string told;
            for (const auto& tells : kind.tells)
                told += fmt::format("{}{} ({})", told.empty() ? "" : ", ", name_of(tells.topic),
                    tells.mail.empty() ? "no mail" : tells.mail);
            std::cout << fmt::format("| `{}` | {} | {} | {} | {} |\n", kind.name, name_of(kind.did),
                kind.about, followers_of(kind.feed), told);
        }
    return 0;
}

// As a page of the documentation.
int print_scopes(const Settings&)
{
    std::cout << R"(# Scopes of API keys

What a key may do ([security.md](security.md)). `read` and `write` hold for every resource below, a narrower one for its
resource alone; each by itself: who may write may not read. Below `/api/v1/auth/` a key opens nothing but its owner's account,
by `account:read`.
Generated from the endpoints by `make openapi`; do not edit.

| scope | operations |
|---|---|
)";
    for (const auto& scope : key_scopes(areas())) {
        std::string names;
        each_endpoint([&](const Endpoint& e) {
            if (key_scope(e) == scope) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", e.name);
        });
        std::cout << fmt::format("| `{}` | {} |\n", scope,
            names.empty() ? fmt::format("all that some `…:{}` opens", scope) : names);
    }
    return 0;
}

// "/api/v1/auth/login/" as a pattern of nginx: with and without version and last slash.
std::string pattern_of(std::string_view path)
{
    bool versioned = path.starts_with("/api/v1");
    if (versioned) path.remove_prefix(std::string_view("/api/v1").size());
    std::string out;
    while (path.ends_with('/')) path.remove_suffix(1);
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '{') {
            out += "[^/]+";
            i = path.find('}', i);
        } else if (path[i] == '.') out += "\\.";
        else out += path[i];
    }
    return fmt::format("{}{}/?", versioned ? "/api(/v1)?" : "", out);
}

// A line of nginx's map for each operation of an endpoint.
void print_patterns(const Endpoint& e, std::string_view value)
{
    e.methods.each([&](Method method) {
        for (auto path : {e.path, e.also_at})
            if (!path.empty())
                std::cout << fmt::format("\"~^{} {}$\" {};\n",
                    method == Method::get ? "(GET|HEAD)" : name_of(method), pattern_of(path), value);
    });
}

int print_nginx_locations(const Settings&)
{
    std::cout
        << "# Requests that the slow pool answers. Generated from the endpoint table by `make openapi`.\n";
    auto print = [](const Endpoint& e) {
        if (e.pool == Pool::slow) print_patterns(e, "slow");
    };
    each_endpoint(print);
    each_page(print);
    return 0;
}

int print_nginx_cached(const Settings&)
{
    std::cout << "# Requests whose answers to anonymous readers nginx may keep. Generated from the endpoint "
                 "table by "
                 "`make openapi`.\n";
    each_endpoint([](const Endpoint& e) {
        if (e.cache.control == a_second.control) print_patterns(e, "1");
    });
    return 0;
}

int print_vapid_key(const Settings&)
{
    auto key = new_p256_key();
    fmt::print("JOBBOARD_VAPID_KEY={}\n"
               "# Browsers subscribe with its public half, and are lost when it changes:\n# {}\n",
        base64url(scalar_of(key)), vapid_public_key(key));
    return 0;
}

} // namespace

namespace command {

extern constexpr Command config{
    .name = "config",
    .about = "Print every setting with its value, default and meaning",
    .needs_sound_settings = false,
    .call = calling<print_config>,
};
extern constexpr Command env_example{
    .name = "env-example",
    .about = "Print an env file with every setting",
    .needs_sound_settings = false,
    .call = calling<print_example>,
};
extern constexpr Command openapi{
    .name = "openapi",
    .about = "Print the OpenAPI document",
    .needs_sound_settings = false,
    .call = calling<print_openapi>,
};
extern constexpr Command nginx_cached{
    .name = "nginx-cached",
    .about = "Print the paths whose answers nginx may keep",
    .needs_sound_settings = false,
    .call = calling<print_nginx_cached>,
};
extern constexpr Command nginx_locations{
    .name = "nginx-locations",
    .about = "Print which paths nginx hands to the slow pool",
    .needs_sound_settings = false,
    .call = calling<print_nginx_locations>,
};

extern constexpr Command events_page{
    .name = "events-page",
    .about = "Print the page of what happens",
    .needs_sound_settings = false,
    .call = calling<print_events>,
};

extern constexpr Command scopes_page{
    .name = "scopes-page",
    .about = "Print the page of what API keys may do",
    .needs_sound_settings = false,
    .call = calling<print_scopes>,
};

extern constexpr Command vapid_key{
    .name = "vapid-key",
    .about = "Make a key for pushing to browsers, and print it",
    .needs_sound_settings = false,
    .call = calling<print_vapid_key>,
};

} // namespace command
