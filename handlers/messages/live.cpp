// Listening to what is new. nginx holds the connections, by its module nchan: no worker waits for anybody.
// The program says who may listen and to whom, and publishes what is new to nginx, over an address that only
// it reaches. Each person has a channel, whose name nobody can guess.
#include "live.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/http.hpp"
#include "lib/store/ledger/callers.hpp"
#include "lib/store/messages/notifications.hpp"
#include "lib/web/area.hpp"
#include "lib/web/http/input.hpp"

#include <algorithm>

namespace {

std::string channel_of(const Site& site, const Uuid& person)
{
    auto name = to_text(person);
    return name + '.' + base64url(mac(site.secret_key.reveal(), "channel of " + name));
}

} // namespace

namespace messages {

namespace {

constexpr std::size_t told_at_once = 200;

// Where nginx takes what is published.
struct Publisher {
    std::string origin;
    OutboundClient client;
};

Publisher& publisher(const Site& site)
{
    static constexpr std::string_view socket = "unix:";
    static Publisher kept = [&] {
        OutboundOptions options{.connecting = std::chrono::seconds(1), .whole = std::chrono::seconds(2)};
        bool local = site.live.starts_with(socket);
        if (local) options.unix_socket = site.live.substr(socket.size());
        return Publisher{local ? "http://localhost" : site.live, OutboundClient(options)};
    }();
    return kept;
}

void publish(const Site& site, const News& news)
{
    auto& to = publisher(site);
    auto answer = to.client.send({.method = "POST",
        .url = to.origin + '/' + channel_of(site, news.person),
        .headers = {{"content-type", "application/json"}, {"accept", "text/json"}},
        .body = json_text(news.notification)});
    if (!answer.well())
        throw TaskLater(answer.trouble.empty() ? fmt::format("nginx answered {}.", answer.status)
                                               : "nginx: " + answer.trouble);
}

// What is left to tell, once these are told.
struct Rest {
    std::optional<Uuid> after;
};

Rest tell(TaskRun& run, const ToTell& in)
{
    if (run.site.live.empty()) return {};
    auto news = store::news_of(run.sql, in.event, in.after, told_at_once);
    for (const auto& one : news) publish(run.site, one);
    if (news.size() < told_at_once) return {};
    return {news.back().notification.id};
}

} // namespace

void tell_listeners(TaskRun& run, const ToTell& what)
{
    if (run.site.live.empty()) return;
    auto once = to_text(what.event) + (what.after ? ' ' + to_text(*what.after) : "");
    enqueue(run.sql, tell_live, what, once);
}

// Not as one that asks a far end: nginx is near, answers at once or not at all, and nobody who listens is to
// wait behind a slow mail server.
extern constexpr TaskKind tell_live{
    .name = "tell_live",
    .about = "Tell those who listen what is new",
    .attempts = 3,
    .limit = std::chrono::seconds(30),
    .urgency = Urgency::high,
    .work = {[](TaskRun& run, const ToTell& in) -> Rest { return tell(run, in); },
        [](TaskRun& run, const ToTell& in, const Rest& rest) {
            if (rest.after) tell_listeners(run, {in.event, rest.after});
        }},
};

} // namespace messages

namespace listening {

constexpr std::chrono::seconds ticket_lifetime{60};

struct NoParameters {
    static constexpr auto fields = std::tuple{};
};

struct Ticket {
    std::string ticket;
    int expires_in = 0;
    static constexpr std::string_view schema_name = "ListeningTicket";
    static constexpr std::string_view schema_about = "Lets a browser listen, which can send no header there.";
    static constexpr auto fields = std::tuple{
        field("ticket", &Ticket::ticket,
            {.about = "The value of the parameter `ticket`. It is good for listening alone.",
                .example = "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoibGlzdGVuIn0.c2lnbmF0dXJl"}),
        field("expires_in", &Ticket::expires_in,
            {.about = "Seconds in which to connect. Who listens already is not cut off then.",
                .example = "60"}),
    };
};

struct Listen {
    std::optional<std::string> ticket, last_event_id;
    static constexpr auto fields = std::tuple{
        field("ticket", &Listen::ticket,
            {.in = In::query,
                .min = 1,
                .max = 2048,
                .about = "Instead of the access token in a header.",
                .example = "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoibGlzdGVuIn0.c2lnbmF0dXJl"}),
        field("last_event_id", &Listen::last_event_id,
            {.in = In::query,
                .min = 0,
                .max = 40,
                .about =
                    "The id of the last message that was received: what came since then comes first. The "
                    "header Last-Event-ID goes before it.",
                .example = "1795895953:0"}),
    };
};

namespace {

Ticket ticket_for(Context& c)
{
    auto at = now();
    return {c.site.tokens.sign(
                {TokenType::listen, new_uuid(), *c.caller.id, *c.caller.session, at, at + ticket_lifetime}),
        static_cast<int>(ticket_lifetime.count())};
}

// As the gate asks it of an access token.
Uuid holder_of(Context& c, const std::string& ticket)
{
    auto verified = c.site.tokens.verify(ticket, TokenType::listen, now());
    if (const auto* fault = std::get_if<TokenFault>(&verified))
        throw Problem{*fault == TokenFault::expired ? "token_expired" : "token_not_valid"};
    const auto& token = std::get<Token>(verified);
    auto standing = store::find_standing(c.sql, token.user, token.session, c.request.remote_address);
    if (!standing) throw Problem{"token_not_valid"};
    if (!standing->is_active) throw Problem{"user_inactive"};
    if (!standing->session_open) throw Problem{"token_revoked"};
    if (!standing->address_allowed) throw Problem{"address_not_allowed"};
    return token.user;
}

Uuid listener(Context& c, const Listen& in)
{
    if (c.caller.id) return *c.caller.id;
    if (!in.ticket) throw Problem{"not_authenticated"};
    return holder_of(c, *in.ticket);
}

// The ids that nginx gives: seconds, and which of that second.
bool is_event_id(std::string_view text)
{
    auto colon = text.find(':');
    if (colon == text.npos) return false;
    auto digits = [](std::string_view part, std::size_t most) {
        return !part.empty() && part.size() <= most &&
               std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    return digits(text.substr(0, colon), 12) && digits(text.substr(colon + 1), 6);
}

std::string last_event_id(Context& c, const Listen& in)
{
    std::string id(trimmed(c.request.header("last-event-id").value_or("")));
    if (id.empty()) id = in.last_event_id.value_or("");
    if (!id.empty() && !is_event_id(id)) throw invalid("last_event_id", "live.event_id"_s);
    return id;
}

// Browsers let the pages of anybody open a WebSocket. What is let through here, nginx lets through.
void check_origin(Context& c)
{
    auto origin = c.request.header("origin").value_or("");
    const auto& known = c.site.cors_origins;
    if (origin.empty() || std::ranges::find(known, origin) != known.end()) return;
    auto host = origin.find("://");
    bool own = host != origin.npos && origin.substr(host + 3) == c.request.header("host").value_or("");
    if (!own) throw Problem{.code = "permission_denied", .sentence = "live.origin"_s};
}

// nginx goes on from here.
Text hand_over(Context& c, const Listen& in)
{
    auto person = listener(c, in);
    check_origin(c);
    auto since = last_event_id(c, in);
    if (c.site.live.empty()) throw Problem{"live_off"};
    auto query = since.empty() ? "" : "?last_event_id=" + since;
    if (c.request.method != "HEAD")
        c.headers.emplace_back("X-Accel-Redirect", "/.live/" + channel_of(c.site, person) + query);
    return {};
}

bool names(std::string_view header, std::string_view word)
{
    return lowered(header).find(word) != std::string::npos;
}

// nginx looks for the very words.
Text stream(Context& c, const Listen& in)
{
    auto answer = hand_over(c, in);
    if (!names(c.request.header("accept").value_or(""), "text/event-stream")) throw Problem{"not_acceptable"};
    return answer;
}

Text socket(Context& c, const Listen& in)
{
    auto answer = hand_over(c, in);
    if (!names(c.request.header("upgrade").value_or(""), "websocket"))
        throw Problem{.code = "upgrade_required", .headers = {{"Upgrade", "websocket"}}};
    return answer;
}

} // namespace

constexpr Rate tickets{"listening_tickets", 60, per_minute}, connecting{"listening", 600, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "make_listening_ticket",
        .methods = Method::post,
        .path = "/api/v1/notifications/stream/ticket/",
        .summary = "Get a ticket to listen with, for a browser",
        .about = "EventSource and WebSocket cannot send the access token. Whoever has the ticket can listen, "
                 "and nothing else.",
        .needs = signed_in_by_session,
        .rate = tickets,
        .cache = no_store,
        .answer = [](Context& c, const NoParameters&) -> Ticket { return ticket_for(c); },
    },
    {
        .name = "listen_to_notifications",
        .methods = Method::get,
        .path = "/api/v1/notifications/stream/",
        .summary = "Listen to one's new notifications, as server-sent events",
        .about = "Each message is a notification as the list of them shows it. Say which message came last, "
                 "and what came since then comes first; the last hundred of the last hour are kept, until "
                 "nginx is started anew: read the list of notifications after each connection.",
        .needs = anyone,
        .rate = connecting,
        .cache = no_store,
        .media = "text/event-stream",
        .refusal = "Neither a valid access token nor a valid ticket; `code` says why.",
        .answer = [](Context& c, const Listen& in) -> Text { return stream(c, in); },
    },
    {
        .name = "listen_by_socket",
        .methods = Method::get,
        .path = "/api/v1/notifications/ws/",
        .summary = "Listen to one's new notifications, by a WebSocket",
        .about =
            "Nothing is to be sent. With the subprotocol `ws+meta.nchan`, lines `id: …` and an empty one "
            "stand before each message.",
        .needs = anyone,
        .rate = connecting,
        .cache = no_store,
        .media = "text/plain",
        .refusal = "Neither a valid access token nor a valid ticket; `code` says why.",
        .answer = [](Context& c, const Listen& in) -> Text { return socket(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace listening
