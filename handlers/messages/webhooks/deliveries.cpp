// Telling webhooks: a signed message, and what came of it.
#include "webhooks.hpp"

#include "lib/base/text.hpp"
#include "lib/outside/http.hpp"
#include "lib/outside/webhook_signature.hpp"
#include "lib/store/messages/webhooks.hpp"
#include "lib/web/area.hpp"

namespace messages {

namespace {

constexpr std::size_t longest_answer = 4096; // of what is kept

struct Tried {
    std::optional<DueDelivery> delivery; // none: there is nothing to do any more
    bool well = false;
};

OutboundClient& client(const Site& site)
{
    static OutboundClient kept({.guard = site.callable});
    return kept;
}

OutboundRequest message(const DueDelivery& delivery)
{
    std::vector<Secret> secrets{Secret(delivery.secret)};
    if (delivery.previous_secret) secrets.emplace_back(*delivery.previous_secret);
    auto headers = webhook_headers(secrets, to_text(delivery.id), now(), delivery.body);
    headers.emplace_back("content-type", "application/json");
    headers.emplace_back("user-agent", "jobboard-webhooks");
    return {"POST", delivery.url, std::move(headers), delivery.body};
}

// As text that the database takes.
std::string kept_part(std::string answer)
{
    answer.resize(std::min(answer.size(), longest_answer));
    while (!answer.empty() && !is_clean_text(answer)) answer.pop_back();
    return answer;
}

Tried deliver(TaskRun& run, const ToDeliver& in)
{
    Tried out{store::find_due_delivery(run.sql, in.delivery)};
    if (!out.delivery) return out;
    auto answer = client(run.site).send(message(*out.delivery));
    out.well = answer.well();
    store::note_attempt(run.sql, out.delivery->id,
        {answer.status ? std::optional(answer.status) : std::nullopt, kept_part(answer.body), answer.trouble,
            static_cast<int>(answer.took.count())});
    if (out.well || run.task.attempts >= deliver_webhook.attempts) return out;
    store::note_failing(run.sql, out.delivery->webhook);
    store::disable_failing_webhook(run.sql, out.delivery->webhook);
    throw TaskLater(
        answer.trouble.empty() ? "It answered " + std::to_string(answer.status) + '.' : answer.trouble);
}

} // namespace

extern constexpr TaskKind deliver_webhook{
    .name = "deliver_webhook",
    .about = "Tell a webhook what happened",
    .limit = std::chrono::seconds(20),
    .far = true,
    .work = {[](TaskRun& run, const ToDeliver& in) -> Tried { return deliver(run, in); },
        [](TaskRun& run, const ToDeliver&, const Tried& tried) {
            if (tried.delivery)
                store::end_delivery(
                    run.sql, *tried.delivery, tried.well ? DeliveryState::delivered : DeliveryState::failed);
        }},
};

} // namespace messages
