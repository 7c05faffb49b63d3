// The way of a request between route and handler, and back: who calls, may they, is their copy still
// fresh, in which transaction, and what every answer carries.
#pragma once

#include "lib/db/standby.hpp"
#include "lib/process/figures.hpp"
#include "lib/web/fresh/answer_cache.hpp"
#include "lib/web/fresh/precondition.hpp"
#include "rate.hpp"
#include "router.hpp"

class Gate {
public:
    // All must outlive the gate.
    Gate(const Router& router, Sql& sql, Standby& standby, RateLimiter& limiter, AnswerCache& cache,
        const Site& site)
        : router(router), sql(sql), standby(standby), limiter(limiter), cache(cache), site(site)
    {
    }

    // Never throws: whatever goes wrong becomes an answer.
    Response answer(Request&);

private:
    const Router& router;
    Sql& sql;
    Standby& standby;
    RateLimiter& limiter;
    AnswerCache& cache;
    const Site& site;
    std::optional<RateVerdict> rate; // of the request in hand, for its headers
    // Of the request in hand, for its log line, the figures and its problem's page.
    const Operation* operation = nullptr;
    Caller caller;
    Cost::Cached cached = Cost::Cached::not_asked;

    Response route(Request&);
    Response run(const Endpoint&, Request&, Input&);
    std::optional<Response> from_copy(const Endpoint&, Request&, const Input&, const Caller&);
    Response attempt(const Endpoint&, Request&, const Input&, const Caller&, Sql& copy);
    Response answer_in_transaction(const Endpoint&, Context&, const Input&);
    Response form_again(const Endpoint&, Context&, const Input&, const Problem&);
    Held prepare(const Endpoint&, Context&, const void* in, std::optional<Problem>* refused);
    Response cached_or_made(
        const Endpoint&, const Request&, const Input&, const std::function<Response()>& make);
    void finish(const Endpoint&, const Request&, const Caller&, Response&) const;
    void say_where(const Endpoint&, const Request&, Response&) const;
    std::function<Representation()> current(const Endpoint&, const Request&, const Caller&);
    Response options(const Request&, const Route&) const;
    void commit();
    Caller identify(const Endpoint&, const Request&);
    Caller known_caller(const Endpoint&, const Request&);
    Response refuse(const Request&, const Problem&);
    void limit(const Endpoint&, const Request&, const Caller&);
    void admit(const Endpoint&, const Request&, const Caller&) const;
    void dress(const Request&, Response&) const;
    void account_for(const Request&, const Response&, std::chrono::microseconds took);
};
