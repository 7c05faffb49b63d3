// An endpoint is one value: what it is called, who may call it, how often, how its answer may be cached,
// which workers answer, and the function that does. Routing, reading, OpenAPI and the contract tests all
// read this one description.
#pragma once

#include "lib/web/openapi/schema.hpp"
#include "read.hpp"
#include "write.hpp"

#include "lib/auth/grants.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/auth/tokens.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"
#include "lib/files/storage/storage.hpp"

enum class Method { get, post, put, patch, del };
template <>
inline constexpr std::array<std::string_view, 5> names_of<Method>{"GET", "POST", "PUT", "PATCH", "DELETE"};

// Which callers an endpoint is for. Admins may do what employers may, but apply for nothing, as users do.
// Operators are known by their address: see OPERATOR_ADDRESSES. On the pages admins are known by a cookie.
enum class Who { anyone, operators, signed_in, users, employers, admins, admins_on_pages };

// None of these three has a default: an endpoint that forgets to say who may call it, how often, or how
// its answer may be cached does not compile.
struct Needs {
    Who who;
    constexpr explicit Needs(Who w) : who(w) {}
};
struct Rate {
    std::string_view scope; // endpoints of one scope share one budget
    int budget, seconds;
    bool strict; // holds also while Redis is out
    constexpr Rate(std::string_view s, int b, int per, bool strict = false)
        : scope(s), budget(b), seconds(per), strict(strict)
    {
    }
};
struct Cache {
    std::string_view control;
    constexpr explicit Cache(std::string_view c) : control(c) {}
};

inline constexpr Needs anyone{Who::anyone}, operators{Who::operators}, signed_in{Who::signed_in},
    job_seekers{Who::users}, employers{Who::employers}, admins{Who::admins},
    admins_on_pages{Who::admins_on_pages};
inline constexpr Cache no_store{"no-store"}, private_copy{"private, no-cache"},
    // To anonymous callers; private_copy to others, who may get another answer. nginx keeps it too.
    a_second{"public, max-age=1, stale-while-revalidate=2"};
inline constexpr Rate unlimited{"", 0, 0};
inline constexpr int per_minute = 60, per_hour = 3600;

// Who is asking. Nothing in it for an anonymous caller.
struct Caller {
    std::optional<Uuid> id, session;
    std::optional<Role> role;
    std::string username = {}; // on the pages
    Time proven_at{};          // on the pages: when the password was last asked for

    bool is_admin() const { return role == Role::admin; }
};

// What a deployment is, as far as answers show it.
struct Site {
    std::string public_url; // where clients reach it, no slash at the end
    Secret secret_key;      // signs cursors and devices
    TokenKeys tokens;
    std::chrono::seconds access_lifetime, refresh_lifetime, session_lifetime;
    HashCost hash_cost;     // of new passwords
    std::string templates;  // directory of the templates
    std::string media;      // directory of the files that anybody may see
    Storage files;          // those that only some may see
    bool files_are_scanned; // nobody gets one that is not known to be clean
    std::string migrations; // directory of the migrations
    std::string openapi;    // the OpenAPI document
    std::string redis_url;
    std::vector<std::string> cors_origins, operator_addresses;
};

// Everything a handler may touch.
struct Context {
    Sql& sql;  // in a transaction when the endpoint says so
    Sql& copy; // to read what may be some moments old, never to write: a standby, or the same as `sql`
    const Caller& caller;
    const Site& site;
    const Request& request;
    Headers headers = {}; // added to the answer's
    int status = 0;       // instead of the endpoint's, when not 0
};

// Of an answer whose handler sets its own Content-Type.
inline constexpr std::string_view any_media = "*/*";

// The answer of a handler that has nothing to say: 204.
struct Nothing {
    static constexpr auto fields = std::tuple{};
};

// An answer that is no JSON of ours: its bytes, and the endpoint's media type.
struct Text {
    std::string body;
    static constexpr auto fields = std::tuple{};
};

// A handler is a captureless lambda: Out (Context&, const In&). The shapes of its input and output are
// read off its signature. One that takes the Input itself reads it by another description than a struct.
class Answer {
    template <class F> struct signature;
    template <class L, class O, class I> struct signature<O (L::*)(Context&, const I&) const> {
        using Out = O;
        using In = I;
    };
    template <class L> using in = typename signature<decltype(&L::operator())>::In;
    template <class L> using out = typename signature<decltype(&L::operator())>::Out;

    template <class L> static Response run_lambda(Context& context, const Input& input)
    {
        using Out = out<L>;
        auto result = [&] {
            if constexpr (std::same_as<in<L>, Input>) return L{}(context, input);
            else return L{}(context, read<in<L>>(input));
        }();
        if constexpr (std::same_as<Out, Nothing>) return {.status = 204, .headers = {}, .body = {}};
        else if constexpr (std::same_as<Out, Text>)
            return {.status = 200, .headers = {}, .body = std::move(result.body)};
        else return {.status = 200, .headers = {}, .body = json_text(result)};
    }

public:
    void (*describe_input)(OpenApi&);  // parameters and body
    void (*describe_output)(OpenApi&); // a schema; null when there is no JSON of ours
    bool has_body;
    bool (*reads_path)(std::string_view parameter);
    Response (*run)(Context&, const Input&);

    template <class L> consteval Answer(L)
        : describe_input([](OpenApi& api) {
              if constexpr (!std::same_as<in<L>, Input>) api.input<in<L>>();
          }),
          describe_output(std::same_as<out<L>, Nothing> || std::same_as<out<L>, Text>
                              ? nullptr
                              : +[](OpenApi& api) { api.schema<out<L>>(Rules{}, OpenApi::Side::output); }),
          has_body(!std::same_as<out<L>, Nothing>), reads_path([](std::string_view parameter) {
              bool found = std::same_as<in<L>, Input>;
              if constexpr (!std::same_as<in<L>, Input>)
                  each_field<in<L>>(
                      [&](const auto& f, auto) { found |= f.name == parameter && f.rules.in == In::path; });
              return found;
          }),
          run(run_lambda<L>)
    {
    }
};

struct Endpoint {
    std::string_view name; // operationId, metric and log label
    Method method;
    std::string_view path; // of the unprefixed version: /api/v1/…; {parameters} in braces
    std::string_view summary;
    Needs needs;
    Rate rate;
    Cache cache;
    std::string_view kept =
        ""; // topic under which Redis keeps its answers, if they are the same for everybody
    // Of a change of one object that a GET shows: the table whose row an If-Match holds on to. The GET has
    // the same path unless `shown_at` says otherwise.
    std::string_view row = "", shown_at = "";
    Pool pool = Pool::fast;
    int status = 200;     // of a success with a body
    int other_status = 0; // which the handler may set for an answer of the same shape, if not 0
    std::string_view media = "application/json"; // any_media: the handler says which
    std::string_view refusal = ""; // what its 401 means, where that is not about the access token
    Response (*problem_page)(
        const Site&, const Request&, const Problem&) = nullptr; // of a page: instead of JSON
    bool from_copy = false;                                     // reads Context::copy
    bool transaction = true; // of a method that writes: the gate opens and commits one around the handler
    Answer answer;
};

// Every path starts at the root, each {parameter} in it is a field the handler reads from the path, and a
// GET answers 200.
consteval bool consistent(std::span<const Endpoint> endpoints)
{
    for (const auto& e : endpoints) {
        if (!e.path.starts_with('/') || (e.method == Method::get && e.status != 200)) return false;
        for (auto at = e.path.find('{'); at != e.path.npos; at = e.path.find('{', at + 1))
            if (!e.answer.reads_path(e.path.substr(at + 1, e.path.find('}', at) - at - 1))) return false;
    }
    return true;
}

// One handler file's endpoints.
using Module = std::span<const Endpoint>;
