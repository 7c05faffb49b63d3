#include "gate.hpp"

#include "cors.hpp"

#include "lib/web/callers/callers.hpp"
#include "lib/web/http/cookies.hpp"

#include "lib/base/net/networks.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/web/fresh/etag.hpp"
#include "lib/web/fresh/idempotency.hpp"
#include "lib/web/fresh/precondition.hpp"

#include <algorithm>

namespace {

using Clock = std::chrono::steady_clock;

// Does what changes nothing, and does it again when the session with the database turns out to have been
// lost long ago: the server may well be back. Not after a wait: the client has waited enough.
template <class Do> auto twice(Do work)
{
    auto from = Clock::now();
    try {
        return work();
    } catch (const DatabaseError& error) {
        if (!error.lost || Clock::now() - from > std::chrono::milliseconds(500)) throw;
    }
    return work();
}

// A sane identifier of the client's is kept: it ties our log to theirs.
std::string_view request_id(const Request& request)
{
    auto id = request.header("x-request-id").value_or("");
    bool sane = id.size() >= 8 && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_' || c == '.';
    });
    return sane ? id : std::string_view{};
}

// How long nginx waits for each pool, and some seconds for clocks that differ: nobody reads a later answer,
// so that the work is not begun. See fastcgi_read_timeout in nginx/inc.
void check_patience(const Endpoint& e, const Request& request)
{
    auto patience = std::chrono::seconds(e.pool == Pool::slow ? 65 : 20);
    if (request.sent && now() - *request.sent > patience) throw Problem{"service_unavailable"};
}

// What a client sent, as far as it can be read: a sign for each byte that cannot.
std::string kept(std::string_view text, std::size_t longest)
{
    std::string out(text.substr(0, longest));
    bool clean = is_clean_text(out);
    for (char& c : out)
        if ((c & 0x80 && !clean) || (c >= 0 && c < ' ') || c == 0x7f) c = '?';
    return out;
}

Actor actor_of(const Endpoint& e, const Request& request, const Caller& caller)
{
    auto path = std::string_view(request.uri).substr(0, request.uri.find('?'));
    return {.came_by = e.problem_page ? CameBy::page
                       : caller.key   ? CameBy::key
                                      : CameBy::api,
        .person = caller.id,
        .request = std::string(request_id(request)),
        .method = request.method,
        .path = kept(path, 300),
        .address = request.remote_address,
        .agent = kept(request.header("user-agent").value_or(""), 300)};
}

// Of the pages, the one whose address an address goes on from.
const Endpoint* page_above(const Site& site, std::string_view uri)
{
    const Endpoint* found = nullptr;
    for (const auto* area : site.areas)
        for (const auto& module : area->pages)
            for (const auto& e : module)
                if (e.path != "/" && uri.starts_with(e.path) &&
                    (!found || found->path.size() < e.path.size()))
                    found = &e;
    return found;
}

} // namespace

Response Gate::answer(Request& request)
{
    auto from = Clock::now();
    Response response;
    operation = nullptr;
    caller = {};
    cached = Cost::Cached::not_asked;
    rate.reset();
    try {
        response = route(request);
    } catch (const Problem& problem) {
        response = refuse(request, problem);
    } catch (const DatabaseError& error) {
        response = refuse(request, problem_of(site.words, error));
    } catch (const std::exception& error) {
        log(Level::error, "unexpected", {{"what", std::string_view(error.what())}});
        response = refuse(request, {"internal_error"});
    }
    if (sql.in_transaction()) sql.rollback();
    dress(request, response);

    account_for(
        request, response, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - from));
    return response;
}

void Gate::account_for(const Request& request, const Response& response, std::chrono::microseconds took)
{
    auto spent = sql.take_spent(), of_copy = standby.take_spent();
    spent.statements += of_copy.statements;
    spent.prepared += of_copy.prepared;
    spent.time += of_copy.time;
    std::move(of_copy.slow.begin(), of_copy.slow.end(), std::back_inserter(spent.slow));
    auto name = operation ? std::string_view(operation->name) : "none";
    auto ms = [](std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1000; };
    log(Level::info, "request",
        {{"id", request_id(request)}, {"endpoint", name},
            {"caller", caller.id ? std::string_view(to_text(*caller.id)) : "-"},
            {"method", std::string_view(request.method)}, {"status", static_cast<long long>(response.status)},
            {"ms", ms(took)}, {"sql", static_cast<long long>(spent.statements)},
            {"sql_prepared", static_cast<long long>(spent.prepared)}, {"sql_ms", ms(spent.time)},
            {"bytes", static_cast<long long>(response.body.size())}});
    for (const auto& slow : spent.slow)
        log(Level::warning, "slow_statement",
            {{"id", request_id(request)}, {"endpoint", name}, {"ms", ms(slow.time)},
                {"sql", std::string_view(slow.text)}});
    figures().of(name).add({response.status, took, spent.time, spent.statements, cached});
}

Response Gate::route(Request& request)
{
    auto found = router.find(request.method, canonical_path(request.uri));
    if (found.allow.empty() && !is_known_preflight(site, request)) throw Problem{"not_found"};
    if (request.method == "OPTIONS") return options(request, found);
    if (!found.operation) throw Problem{.code = "method_not_allowed", .headers = {{"Allow", found.allow}}};
    operation = found.operation;
    check_patience(*operation->endpoint, request);
    Input input;
    input.path = std::move(found.path);
    return run(*operation->endpoint, request, input);
}

Response Gate::run(const Endpoint& e, Request& request, Input& input)
{
    caller = twice([&] { return identify(e, request); });
    admit(e, request, caller);
    limit(e, request, caller);
    std::optional<Metered> time;
    if (e.metered) limiter.meter(time, network_of(request.remote_address));
    if (e.media != any_media) check_accept(request, e.media);
    if (query_of(request.uri).size() > max_query_length)
        throw Problem{.code = "malformed", .sentence = "query.too_long"_s};
    input.query = parse_parameters(query_of(request.uri));
    sql.act_as(actor_of(e, request, caller));
    if (e.writes()) read_body(request, input);
    else input.body.kind = JsonValue::Kind::object;

    if (e.writes() && e.problem_page) check_form(site, request, input, caller);
    if (e.writes()) return attempt(e, request, input, caller, sql);
    if (auto answered = from_copy(e, request, input, caller)) return std::move(*answered);
    return twice([&] { return attempt(e, request, input, caller, sql); });
}

// Only for callers without an account, and not when they ask for the newest: whoever writes reads what they
// wrote. What the standby does not know or cannot do, the primary is asked for.
std::optional<Response> Gate::from_copy(
    const Endpoint& e, Request& request, const Input& input, const Caller& caller)
{
    if (!e.from_copy || caller.id) return std::nullopt;
    if (request.header("cache-control").value_or("").find("no-cache") != std::string_view::npos)
        return std::nullopt;
    auto copy = standby.usable();
    if (!copy) return std::nullopt;
    try {
        return attempt(e, request, input, caller, *copy);
    } catch (const Problem& problem) {
        if (problem.code != "not_found") throw;
    } catch (const DatabaseError&) {
        standby.failed();
    }
    return std::nullopt;
}

Response Gate::attempt(
    const Endpoint& e, Request& request, const Input& input, const Caller& caller, Sql& copy)
{
    Context context{sql, copy, caller, site, request};
    Response response;
    try {
        response = answer_in_transaction(e, context, input);
    } catch (const Problem& problem) {
        if (problem.keeps && sql.in_transaction()) commit();
        if (!e.form_again) throw;
        response = form_again(e, context, input, problem);
    } catch (const DatabaseError& error) {
        if (!e.form_again) throw;
        response = form_again(e, context, input, problem_of(site.words, error));
    }
    if (response.status == 200) response.status = context.status ? context.status : e.status;
    for (auto& header : context.headers) response.headers.push_back(std::move(header));
    finish(e, request, caller, response);
    return response;
}

// The order of a request that writes: read it, prepare what takes long, and only then begin a transaction.
// What the object was is compared after the handler's own refusals; what it did is undone then.
Response Gate::answer_in_transaction(const Endpoint& e, Context& context, const Input& input)
{
    const auto& request = context.request;
    auto in = read_input(e, context, input, request.method == "PUT");
    auto key = key_of(e, request);
    std::optional<Problem> refused;
    auto prepared = prepare(e, context, in.get(), key ? &refused : nullptr);
    if (e.writes()) sql.begin();
    auto wanted = e.row.empty() ? std::nullopt : request.header("if-match");
    auto unwanted = e.row.empty() ? std::nullopt : request.header("if-none-match");
    auto seen = wanted || unwanted ? lock_version(sql, e, current(e, request, context.caller)) : "";

    auto make = [&] {
        if (refused) throw *refused;
        return e.answer.run(context, in.get(), prepared.get());
    };
    auto response = key               ? made_once(context, e, *key, input, make)
                    : e.topic.empty() ? make()
                                      : cached_or_made(e, request, input, make);
    bool holds = (!wanted || names_version(*wanted, seen)) && (!unwanted || !names_version(*unwanted, seen));
    if (!holds) throw Problem{"precondition_failed"};
    if (sql.in_transaction()) commit();
    for (const auto& then : context.after_commit) {
        try {
            then();
        } catch (const std::exception& error) {
            log(Level::error, "after_commit", {{"what", std::string_view(error.what())}});
        }
    }
    return response;
}

// A refusal waits where there is a key: what was answered to the same request before goes first.
//
// Callers without an account have not asked the database anything yet: whether the session is still alive is
// found out before something is written through it.
Held Gate::prepare(const Endpoint& e, Context& context, const void* in, std::optional<Problem>* refused)
{
    if (!e.prepare.run) return nullptr;
    if (!context.caller.id) {
        sql.begin();
        sql.rollback();
    }
    try {
        return e.prepare.run(context, in);
    } catch (const Problem& problem) {
        if (!refused) throw;
        *refused = problem;
        return nullptr;
    }
}

Response Gate::form_again(const Endpoint& e, Context& context, const Input& input, const Problem& problem)
{
    if (sql.in_transaction()) sql.rollback();
    context.headers.clear();
    context.after_commit.clear();
    return e.form_again(context, input, problem);
}

// What an address says beside what the endpoint knows makes no answers of its own: links repeat it, and
// everybody could fill the cache with it.
Response Gate::cached_or_made(
    const Endpoint& e, const Request& request, const Input& input, const std::function<Response()>& make)
{
    for (const auto& [name, value] : input.query)
        if (!e.answer.reads_query(name)) return make();
    cached = Cost::Cached::found;
    return cache.answer(sql, e.topic, request, [&] {
        cached = Cost::Cached::made;
        return make();
    });
}

// How a GET shows the object that a request is about to change; asked again by whoever has locked it.
std::function<Representation()> Gate::current(const Endpoint& e, const Request& request, const Caller& caller)
{
    return [this, &e, &request, &caller] {
        auto path = e.shown_at.empty() ? canonical_path(request.uri) : std::string(e.shown_at);
        auto found = router.find("GET", path);
        if (!found.operation) return Representation{};
        Context context{sql, sql, caller, site, request};
        Input input;
        input.path = std::move(found.path);
        input.body.kind = JsonValue::Kind::object;
        try {
            const auto& shown = *found.operation->endpoint;
            auto in = read_input(shown, context, input, false);
            return Representation{shown.answer.run(context, in.get(), nullptr).body, &shown.answer.figures()};
        } catch (const Problem&) {
            return Representation{}; // the handler will say so
        }
    };
}

Caller Gate::identify(const Endpoint& e, const Request& request)
{
    switch (e.needs.proof) {
    case Proof::none: return {};
    case Proof::cookie: return caller_by_cookie(sql, site, request);
    default: return caller_by_headers(sql, site, request);
    }
}

// Whoever it is, as far as that can be found out.
Caller Gate::known_caller(const Endpoint& e, const Request& request)
{
    try {
        return identify(e, request);
    } catch (const Problem&) {
    } catch (const DatabaseError&) {
    }
    return {};
}

// A page words its problems as a page, if it can; an address that nothing has, as the page above it does.
Response Gate::refuse(const Request& request, const Problem& problem)
{
    const auto* e = operation ? operation->endpoint : page_above(site, request.uri);
    if (!e || !e->problem_page) return response_to(site.words, problem);
    try {
        if (!operation) caller = known_caller(*e, request);
        return e->problem_page(site, request, caller, problem);
    } catch (const std::exception& error) {
        log(Level::error, "unexpected", {{"what", std::string_view(error.what())}});
        return response_to(site.words, problem);
    }
}

// When the server goes while it commits, nobody can tell which came first.
void Gate::commit()
{
    try {
        sql.commit();
    } catch (const DatabaseError& error) {
        if (error.lost) throw Problem{"outcome_unknown"};
        throw;
    }
}

void Gate::admit(const Endpoint& e, const Request& request, const Caller& caller) const
{
    if (caller.key) check_scope(e, *caller.key);
    switch (e.needs.who) {
    case Who::anyone: return;
    case Who::operators: {
        if (!within(site.operators, request.remote_address)) throw Problem{"not_found"};
        return;
    }
    default: break;
    }
    if (!caller.id) throw Problem{"not_authenticated"};
    if (e.needs.who == Who::granted && !caller.may(e.needs.grant)) throw Problem{"permission_denied"};
    check_account(sql, site, e, caller);
}

Response Gate::options(const Request& request, const Route& found) const
{
    Response response{.status = 204, .headers = {{"Cache-Control", "no-store"}}, .body = {}};
    if (!found.allow.empty()) response.set("Allow", found.allow);
    allow_preflight(site, request, found.allow, response);
    return response;
}

// By the caller, or by the network nginx saw them in where nobody has signed in. An API key with a limit of
// its own is held by both; what has less left is told.
void Gate::limit(const Endpoint& e, const Request& request, const Caller& caller)
{
    auto keep = [&](const std::optional<RateVerdict>& verdict) {
        if (!verdict) return;
        if (!rate || !verdict->allowed || verdict->remaining < rate->remaining) rate = verdict;
        if (verdict->allowed) return;
        auto wait = std::to_string(verdict->retry_s);
        throw Problem{.code = "rate_limited", .headers = {{"Retry-After", wait}}};
    };
    if (caller.key && caller.key->a_minute)
        keep(limiter.take_all_of({"api_key", *caller.key->a_minute, per_minute}, to_text(caller.key->id)));
    keep(limiter.take(sql, e.rate, caller.id ? to_text(*caller.id) : network_of(request.remote_address)));
}
