// Idempotency-Key: a request that creates something is made once, however often a client sends it.
#pragma once

#include "lib/web/endpoint.hpp"

// Whether requests of that endpoint may carry a key: they create something for somebody who has signed in.
constexpr bool takes_key(const Endpoint& e)
{
    return e.methods.has(Method::post) && e.status == 201 && e.needs.who != Who::anyone;
}

// The request's key; nothing when it has none or the endpoint takes none. Throws Problem malformed.
std::optional<std::string_view> key_of(const Endpoint&, const Request&);

// What `make` answers, or answered to the same request with that key within the last 24 hours; then with the
// header Idempotency-Replayed. To be called in a transaction, of which both are a part. Throws Problem
// key_reused when the key belongs to another request; what make throws undoes the key, too.
Response made_once(
    Context&, const Endpoint&, std::string_view key, const Input&, const std::function<Response()>& make);
