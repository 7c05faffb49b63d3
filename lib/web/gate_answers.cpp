// What the gate adds to answers: how long they may be kept, which version they are, where what was made is.
#include "gate.hpp"

#include "cors.hpp"

#include "lib/web/fresh/etag.hpp"
#include "lib/web/fresh/precondition.hpp"

#include <algorithm>

namespace {

bool has(const Headers& headers, std::string_view name)
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
}

void spare_unchanged(const Endpoint& e, const Request& request, Response& response)
{
    auto tag = etag_of(response.body, e.answer.figures());
    response.set("ETag", tag);
    auto known = request.header("if-none-match");
    if (!known || !names_copy(*known, tag)) return;
    response.status = 304;
    response.body.clear();
}

// What somebody who has signed in is told is for nobody else, also where the same address has an answer for
// all.
std::string_view control_for(const Cache& cache, const Caller& caller)
{
    return cache.control == a_second.control && caller.id ? private_copy.control : cache.control;
}

// Whose headers an answer depends on, for caches between here and the caller.
std::string varies_by(const Response& response, bool by_origin)
{
    bool shared = std::any_of(response.headers.begin(), response.headers.end(),
        [](const auto& h) { return h.first == "Cache-Control" && h.second != no_store.control; });
    return fmt::format("{}{}{}", shared ? "Accept, Authorization, X-API-Key" : "",
        shared && by_origin ? ", " : "", by_origin ? "Origin" : "");
}

} // namespace

// What belongs to every good answer of that endpoint.
void Gate::finish(const Endpoint& e, const Request& request, const Caller& caller, Response& response) const
{
    if (response.status != 204 && e.media != any_media)
        response.set("Content-Type", std::string(e.media) + "; charset=utf-8");
    if (!has(response.headers, "Cache-Control"))
        response.set("Cache-Control", std::string(control_for(e.cache, caller)));
    bool may_keep = e.cache.control != no_store.control;
    if (may_keep && response.status == 200) spare_unchanged(e, request, response);
    if (!e.row.empty() && response.status == 200)
        response.set("ETag", etag_of(response.body, e.answer.figures()));
    if (response.status == 201) say_where(e, request, response);
}

// Where what was made can be read from now on, and as which version, if that is what the answer shows.
void Gate::say_where(const Endpoint& e, const Request& request, Response& response) const
{
    auto id = id_of(response.body);
    auto path = e.shown_at.empty() ? canonical_path(request.uri) + id + '/' : std::string(e.shown_at);
    response.set("Location", site.public_url + path);
    if (!id.empty()) response.set("ETag", etag_of(response.body, e.answer.figures()));
}

// What every answer carries, errors too.
void Gate::dress(const Request& request, Response& response) const
{
    if (rate) {
        response.set("RateLimit-Limit", std::to_string(rate->limit));
        response.set("RateLimit-Remaining", std::to_string(rate->remaining));
        response.set("RateLimit-Reset", std::to_string(rate->reset_s));
    }
    if (auto vary = varies_by(response, !site.cors_origins.empty()); !vary.empty())
        response.set("Vary", vary);
    allow_origin(site, request, response);
}
