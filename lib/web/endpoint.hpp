// An endpoint is one value: what it is called, who may call it, how often, how its answer may be cached,
// which workers answer, and the function that does. Routing, reading, OpenAPI and the contract tests all
// read this one description.
#pragma once

#include "lib/base/json.hpp"
#include "lib/base/net/networks.hpp"
#include "lib/web/callers/key_in_use.hpp"
#include "lib/web/openapi/schema.hpp"
#include "lib/web/shape/figures.hpp"
#include "lib/web/shape/read.hpp"
#include "site.hpp"

#include "lib/auth/grants.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"

#include <functional>
#include <memory>
#include <span>

enum class Method { get, post, put, patch, del };
template <>
inline constexpr std::array<std::string_view, 5> names_of<Method>{"GET", "POST", "PUT", "PATCH", "DELETE"};

// One method, or two that one function answers: Method::put | Method::patch.
class Methods {
public:
    constexpr Methods(Method method)
        : bits(1u << static_cast<unsigned>(method)) {} // NOLINT: meant to convert
    constexpr bool has(Method method) const { return bits >> static_cast<unsigned>(method) & 1u; }
    // Calls visit for each of them.
    template <class Visit> constexpr void each(Visit visit) const
    {
        for (std::size_t i = 0; i < names_of<Method>.size(); ++i)
            if (auto method = static_cast<Method>(i); has(method)) visit(method);
    }
    constexpr Methods with(Methods other) const
    {
        other.bits |= bits;
        return other;
    }

private:
    unsigned bits;
};
constexpr Methods operator|(Method a, Method b)
{
    return Methods(a).with(b);
}

// Which callers an endpoint is for. Operators are known by their address: see OPERATOR_ADDRESSES.
enum class Who { anyone, operators, signed_in, granted };

// How somebody has proved who they are; none: by nothing that comes with every request.
enum class Proof { none, token, cookie, key };

// None of these three has a default: an endpoint that forgets to say who may call it, how often, or how
// its answer may be cached does not compile.
struct Needs {
    Who who;
    Grant grant{}; // of Who::granted
    // cookie: on pages, where browsers send it by themselves; none: no header is looked at
    Proof proof = Proof::token;
    bool by_key = true; // an API key will do, too: see lib/web/callers/scopes.hpp
    constexpr explicit Needs(Who w, Proof p = Proof::token, bool by_key = true)
        : who(w), proof(p), by_key(by_key)
    {
    }
    constexpr Needs(Grant g, Proof p) : who(Who::granted), grant(g), proof(p) {}
};
struct Rate {
    std::string_view scope; // endpoints of one scope share one budget
    int budget, seconds;
    bool strict; // counted in PostgreSQL: holds whatever becomes of Redis
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
    // Answers everybody alike, or whoever the body proves: a token in the header is not looked at, so that a
    // spent one keeps nobody from signing in again.
    anyone_unseen{Who::anyone, Proof::none},
    // What goes on from the session of whoever has signed in, which no API key has.
    signed_in_by_session{Who::signed_in, Proof::token, false};
constexpr Needs may(Grant grant)
{
    return {grant, Proof::token};
}
constexpr Needs may_on_pages(Grant grant)
{
    return {grant, Proof::cookie};
}
inline constexpr Cache no_store{"no-store"}, private_copy{"private, no-cache"},
    // To anonymous callers; private_copy to others, who may get another answer. nginx keeps it too.
    a_second{"public, max-age=1, stale-while-revalidate=2"};
inline constexpr Rate unlimited{"", 0, 0};
inline constexpr int per_minute = 60, per_hour = 3600;

// Who is asking. Nothing in it for an anonymous caller.
struct Caller {
    std::optional<Uuid> id, session;
    Grants grants;
    Proof proof = Proof::none;
    Role role{};
    bool email_verified = false;           // not said of whoever is on pages
    std::string username = {};             // on pages
    Time proven_at{};                      // on pages: when the password was last asked for
    std::optional<Uuid> on_behalf_of = {}; // on pages: whose it becomes what the caller adds
    std::optional<KeyInUse> key = {};      // that acts for them

    bool may(Grant grant) const { return grants.has(grant); }
    const Uuid& owner_of_new() const { return on_behalf_of ? *on_behalf_of : *id; }
};

// Everything a handler may touch.
struct Context {
    Sql& sql;  // the gate opens and ends its transactions: around the answer of what writes
    Sql& copy; // to read what may be some moments old, never to write: a standby, or the same as `sql`
    const Caller& caller;
    const Site& site;
    const Request& request;
    Headers headers = {}; // added to the answer's
    int status = 0;       // instead of the endpoint's, when not 0
    // To be done once what was written is there for good, outside any transaction. What fails is logged.
    std::vector<std::function<void()>> after_commit = {};
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

// Tells types apart, in constant expressions.
template <class T> inline constexpr char type_mark = 0;

// The parts of what an endpoint does are captureless lambdas, whose signatures say what they take and make.
template <class F> struct PartOf;
template <class L, class O, class I> struct PartOf<O (L::*)(Context&, const I&) const> {
    using Out = O;
    using In = I;
    using Prepared = void;
};
template <class L, class O, class I, class P> struct PartOf<O (L::*)(Context&, const I&, P&) const> {
    using Out = O;
    using In = I;
    using Prepared = P;
};

// Some request's input, and what was prepared of it, between reading and answering.
using Held = std::shared_ptr<void>;

// What comes before the answer and takes long, outside any transaction: hashing, pictures, storage, networks.
// A lambda P (Context&, const In&); the answer gets the P. Each statement in it commits by itself.
class Prepare {
    template <class L> using Part = PartOf<decltype(&L::operator())>;

public:
    const char *takes = nullptr, *makes = nullptr; // type_marks
    Held (*run)(Context&, const void* in) = nullptr;

    constexpr Prepare() = default; // nothing
    template <class L> consteval Prepare(L)
        : takes(&type_mark<typename Part<L>::In>), makes(&type_mark<typename Part<L>::Out>),
          run([](Context& context, const void* in) -> Held {
              using In = typename Part<L>::In;
              using Out = typename Part<L>::Out;
              return std::make_shared<Out>(L{}(context, *static_cast<const In*>(in)));
          })
    {
    }
};

// What else is wrong with an input that cannot be read whole, so that clients are told everything at once:
// what only the database knows, and rules between fields that are fine. A lambda void (Context&, const In&,
// Faults&), asked outside any transaction and only after reading has found a fault; otherwise the answer
// finds the same.
class FurtherFaults {
public:
    const char* takes = nullptr; // type_mark
    void (*find)(Context&, const void* in, Faults&) = nullptr;

    constexpr FurtherFaults() = default; // nothing
    template <class L> consteval FurtherFaults(L)
        : takes(&type_mark<typename PartOf<decltype(&L::operator())>::In>),
          find([](Context& context, const void* in, Faults& faults) {
              using In = typename PartOf<decltype(&L::operator())>::In;
              L{}(context, *static_cast<const In*>(in), faults);
          })
    {
    }
};

// The answer: Out (Context&, const In&), or Out (Context&, const In&, P&) after a Prepare that makes a P. The
// shapes of input and output are read off it. One that takes the Input itself reads it by another description
// than a struct.
class Answer {
    template <class L> using Part = PartOf<decltype(&L::operator())>;
    template <class L> using in = typename Part<L>::In;
    template <class L> using out = typename Part<L>::Out;

    template <class L> static Response run_lambda(Context& context, const void* input, void* prepared)
    {
        using Out = out<L>;
        using P = typename Part<L>::Prepared;
        const auto& from = *static_cast<const in<L>*>(input);
        auto result = [&] {
            if constexpr (std::same_as<P, void>) return L{}(context, from);
            else return L{}(context, from, *static_cast<P*>(prepared));
        }();
        if constexpr (std::same_as<Out, Nothing>) return {.status = 204, .headers = {}, .body = {}};
        else if constexpr (std::same_as<Out, Text>)
            return {.status = 200, .headers = {}, .body = std::move(result.body)};
        else return {.status = 200, .headers = {}, .body = json_text(result)};
    }

    template <class L, In place> static constexpr bool reads(std::string_view parameter)
    {
        bool found = std::same_as<in<L>, Input>;
        if constexpr (!std::same_as<in<L>, Input>)
            each_field<in<L>>(
                [&](const auto& f, auto) { found |= f.name == parameter && f.rules.in == place; });
        return found;
    }

    template <class L> static constexpr auto described() -> void (*)(OpenApi&, bool)
    {
        if constexpr (std::same_as<out<L>, Nothing> || std::same_as<out<L>, Text>) return nullptr;
        else
            return [](OpenApi& api, bool example) {
                if (example) api.example<out<L>>(Rules{}, OpenApi::Side::output);
                else api.schema<out<L>>(Rules{}, OpenApi::Side::output);
            };
    }

    template <class L> static Held read_input(const Input& input, bool replaces, Faults& faults)
    {
        if constexpr (std::same_as<in<L>, Input>) return std::make_shared<Input>(input);
        else return std::make_shared<in<L>>(::read<in<L>>(input, replaces, faults));
    }

public:
    void (*describe_input)(OpenApi&, bool replaces); // parameters and body
    void (*describe_output)(
        OpenApi&, bool example); // a schema or an example; null when there is no JSON of ours
    bool has_body;
    bool (*reads_path)(std::string_view parameter);
    bool (*reads_query)(std::string_view parameter);
    const char *takes, *needs;                    // type_marks: of the input, and of what must be prepared
    const std::vector<std::string>& (*figures)(); // how the JSON names figures: "views_count":
    Held (*read)(const Input&, bool replaces, Faults&); // `replaces`: by PUT, see read()
    Response (*run)(Context&, const void* in, void* prepared);

    template <class L> consteval Answer(L)
        : describe_input([](OpenApi& api, bool replaces) {
              if constexpr (!std::same_as<in<L>, Input>) api.input<in<L>>(replaces);
          }),
          describe_output(described<L>()), has_body(!std::same_as<out<L>, Nothing>),
          reads_path(reads<L, In::path>), reads_query(reads<L, In::query>), takes(&type_mark<in<L>>),
          needs(std::same_as<typename Part<L>::Prepared, void> ? nullptr
                                                               : &type_mark<typename Part<L>::Prepared>),
          figures(figures_of<out<L>>), read(read_input<L>), run(run_lambda<L>)
    {
    }
};

// How a list can be ordered: by fields, several of them together, and as it is unless it is asked.
struct Ordering {
    std::vector<std::string_view> (*fields)() = nullptr;
    std::string_view unless_asked = "";
    std::string_view alone = ""; // a field more, which no other goes with
};

struct Endpoint {
    std::string_view name; // operationId, metric and log label; of put | patch, PATCH's: see operation_name
    Methods methods;
    std::string_view path;         // of the unprefixed version: /api/v1/…; {parameters} in braces
    std::string_view also_at = ""; // where older clients find it
    std::string_view thing = "";   // what {id} in the path is the id of
    std::string_view summary;      // one line, without a full stop
    std::string_view about = "";   // in sentences, Markdown
    Needs needs;
    Rate rate;
    Cache cache;
    std::string_view topic = ""; // under which Redis keeps its answers, if they are the same for everybody
    // Of a change of one object that a GET shows: the table whose row an If-Match holds on to. The GET has
    // the same path unless `shown_at` says otherwise.
    std::string_view row = "", shown_at = "";
    Pool pool = Pool::fast;
    int status = 200;     // of a success with a body
    int other_status = 0; // which the handler may set for an answer of the same shape, if not 0
    std::string_view media = "application/json"; // any_media: the handler says which, of these:
    std::span<const std::string_view> delivers = {};
    Ordering ordering = {};         // of a list
    std::string_view refusal = "";  // what its 401 means, where that is not about the access token
    std::string_view conflict = ""; // what its 409 means, if it has one
    Response (*problem_page)(const Site&, const Request&, const Caller&,
        const Problem&) = nullptr; // of a page: instead of JSON; addresses below it without a page too
    // Of a form: shows it again with what is wrong, after what was begun is undone. Throws what is not its to
    // show.
    Response (*form_again)(Context&, const Input&, const Problem&) = nullptr;
    bool from_copy = false; // reads Context::copy
    bool metered =
        false; // what it costs depends on what is asked: its time is limited too, by client address
    bool without_factor =
        false; // also for somebody who has yet to set up the second factor that the board asks for
    std::string_view since = ""; // the version of the API that brought it, if it was not the first
    Deprecated deprecated = {};
    FurtherFaults further_faults = {};
    Prepare prepare = {};
    Answer answer;

    constexpr bool writes() const { return !methods.has(Method::get); }
};

// The input of one request. Throws Problem invalid with all that is wrong with it.
Held read_input(const Endpoint&, Context&, const Input&, bool replaces);

// What an operation, an endpoint by one of its methods, is called: PUT of update_job is replace_job.
std::string operation_name(const Endpoint&, Method);

// Every path starts at the root, each {parameter} in it is a field the handler reads from the path, an {id}
// is something's, a GET answers 200, and what is prepared is what the answer needs.
consteval bool consistent(std::span<const Endpoint> endpoints)
{
    for (const auto& e : endpoints) {
        if (!e.path.starts_with('/') || (!e.writes() && e.status != 200)) return false;
        if (e.path.starts_with("/api/") && e.path.find("{id}") != e.path.npos && e.thing.empty())
            return false;
        if (e.prepare.makes != e.answer.needs) return false;
        if (e.prepare.run && e.prepare.takes != e.answer.takes) return false;
        if (e.further_faults.find && e.further_faults.takes != e.answer.takes) return false;
        for (auto at = e.path.find('{'); at != e.path.npos; at = e.path.find('{', at + 1))
            if (!e.answer.reads_path(e.path.substr(at + 1, e.path.find('}', at) - at - 1))) return false;
    }
    return true;
}

// One resource's endpoints.
using Module = std::span<const Endpoint>;
