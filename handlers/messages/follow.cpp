// Following events: each is told to whom its kind says, once.
#include "follow.hpp"
#include "live.hpp"
#include "push.hpp"

#include "lib/store/messages/follow.hpp"
#include "lib/store/messages/webhooks.hpp"
#include "lib/web/area.hpp"

namespace messages {

namespace {

const EventKind* kind_named(const Site& site, std::string_view name)
{
    for (const auto* area : site.areas)
        for (const auto& kind : area->events)
            if (kind.name == name) return &kind;
    return nullptr;
}

std::vector<Said::Arg> args_of_facts(const FollowedEvent& event, std::vector<std::string>& names)
{
    std::vector<Said::Arg> out;
    auto facts = parse_json(event.facts);
    names.reserve(facts.members.size());
    for (const auto& fact : facts.members) out.emplace_back(names.emplace_back(fact.name), fact.value.text);
    return out;
}

std::string filled(std::string text, const std::vector<Said::Arg>& args)
{
    for (const auto& arg : args) {
        auto name = '{' + std::string(arg.name) + '}';
        if (auto at = text.find(name); at != text.npos) text.replace(at, name.size(), arg.value);
    }
    return text;
}

Wording worded(const Site& site, const Tells& tells, const std::vector<Said::Arg>& args)
{
    Said title(tells.title), message(tells.message);
    title.args = message.args = args;
    auto link = filled(std::string(tells.link), args);
    return {site.words(title), site.words(message), link, site.public_url + link};
}

void follow(TaskRun& run, const ToFollow& in)
{
    const auto* kind = kind_named(run.site, in.kind);
    if (!kind) throw TaskOver("There is no such kind of event.");
    auto event = store::find_event(run.sql, in.event, *kind->subject);
    if (!event) throw TaskOver("There is no such event.");
    std::vector<std::string> names;
    auto args = args_of_facts(*event, names);
    long long notified = 0;
    for (const auto& tells : kind->tells) {
        auto words = worded(run.site, tells, args);
        notified += store::tell_people(run.sql, *event, tells, words).notified;
        push(run, *event, tells, words);
    }
    if (notified > 0) tell_listeners(run, {in.event, {}});
    store::deliver_event(run.sql, in.event, *kind->subject);
}

} // namespace

extern constexpr TaskKind follow_event{
    .name = "follow_event",
    .about = "Tell those whom something concerns that it happened",
    .limit = a_while,
    .urgency = Urgency::high,
    .work = {[](TaskRun& run, const ToFollow& in) { follow(run, in); }},
};

} // namespace messages
