// The way of a request between route and handler, and back: who calls, may they, is their copy still
// fresh, in which transaction, and what every answer carries.
#pragma once

#include "router.hpp"

class Gate {
public:
    // All must outlive the gate.
    Gate(const Router& router, Sql& sql, const Site& site) : router(router), sql(sql), site(site) {}

    // Never throws: whatever goes wrong becomes an answer.
    Response answer(Request&);

private:
    const Router& router;
    Sql& sql;
    const Site& site;
    const Endpoint* endpoint = nullptr; // of the request in hand, for its log line

    Response route(Request&);
    Response run(const Endpoint&, Request&, Input&);
    Response attempt(const Endpoint&, Request&, const Input&, const Caller&);
    Response options(const Request&, const Route&) const;
    void commit();
    Caller identify(const Request&);
    void admit(const Endpoint&, const Request&, const Caller&) const;
    void dress(const Request&, Response&) const;
};
