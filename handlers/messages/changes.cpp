// The change feed, for whoever keeps a copy of jobs or applications.
#include "lib/store/messages/changes.hpp"

#include "lib/process/scoreboard.hpp"
#include "lib/process/turns.hpp"
#include "lib/web/area.hpp"

#include <algorithm>
#include <thread>

namespace changes {

struct Wanted {
    std::optional<std::string> types, cursor;
    int page_size = 100, wait = 0;

    static constexpr auto fields = std::tuple{
        field("types", &Wanted::types,
            {.in = In::query,
                .max = 100,
                .about = "job, application, or both with a comma between. Unless it is given: job.",
                .example = "job"}),
        field("cursor", &Wanted::cursor,
            {.in = In::query,
                .max = 40,
                .blank = true,
                .about =
                    "Where to go on, as the last answer said; empty for the beginning, now for what comes "
                    "from now on.",
                .example = "now"}),
        field("page_size", &Wanted::page_size,
            {.in = In::query,
                .min = 1,
                .max = 500,
                .clamped = true,
                .about = "How many changes at most.",
                .example = "100"}),
        field("wait", &Wanted::wait,
            {.in = In::query,
                .min = 0,
                .max = 25,
                .clamped = true,
                .about = "Seconds to wait for a change while there is none. Only some can wait at once: "
                         "others are "
                         "answered right away.",
                .example = "10"}),
    };
};

struct Feed {
    std::vector<Change> results;
    std::string next_cursor;
    bool has_more = false;
    static constexpr std::string_view schema_name = "Changes";
    static constexpr std::string_view schema_about = "Part of the change feed.";
    static constexpr auto fields = std::tuple{
        field("results", &Feed::results, {.about = "What changed, in order."}),
        field("next_cursor", &Feed::next_cursor,
            {.about = "Where to go on: nothing before it will ever come to stand behind it.",
                .example = "4711"}),
        field("has_more", &Feed::has_more,
            {.about = "Whether to ask again at once; otherwise all that has happened was told.",
                .example = "false"}),
    };
};

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

long long place_of(Context& c, const std::optional<std::string>& cursor)
{
    if (!cursor || cursor->empty()) return 0;
    if (*cursor == "now") return store::last_place(c.sql);
    auto place = parse<long long>(*cursor);
    if (!place || *place < 0) throw invalid("cursor", "changes.cursor"_s);
    return *place;
}

ChangesWanted wanted_of(Context& c, const Wanted& in)
{
    ChangesWanted out{.after = place_of(c, in.cursor),
        .jobs = !in.types,
        .reader = c.caller.id,
        .everything = c.caller.may(Grant::everybodys),
        .at_most = in.page_size};
    for (const auto& name : split_list(in.types.value_or(""))) {
        auto type = parse<ChangedType>(name);
        if (!type) throw invalid("types", "changes.types"_s);
        (*type == ChangedType::job ? out.jobs : out.applications) = true;
    }
    if (out.applications && !c.caller.id) throw Problem{"not_authenticated"};
    return out;
}

// One at a time of all workers here, so that those who wait never hold up those who do not.
std::optional<Turns::Turn> turn_to_wait()
{
    static Turns turns(shared_file(), 1, 1000);
    return turns.take_free();
}

Feed read(Context& c, const Wanted& in)
{
    auto wanted = wanted_of(c, in);
    auto found = store::find_changes(c.sql, wanted);
    auto until = Clock::now() + std::chrono::seconds(in.wait);
    auto idle = [&] { return found.changes.empty() && found.seen == wanted.after; };
    if (idle() && in.wait > 0)
        if (auto turn = turn_to_wait()) {
            constexpr unsigned more = 5;
            own_slot().limit_s = static_cast<unsigned>(in.wait) + more;
            while (idle() && Clock::now() < until) {
                std::this_thread::sleep_for(250ms);
                found = store::find_changes(c.sql, wanted);
            }
            own_slot().limit_s = 0;
        }
    bool more = found.seen < store::last_place(c.sql);
    return {std::move(found.changes), std::to_string(found.seen), more};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "read_changes",
        .methods = Method::get,
        .path = "/api/v1/changes/",
        .summary = "What changed, in an order without gaps",
        .about = "For whoever keeps a copy. Changes of jobs are for everybody; applications only for those "
                 "whom they "
                 "concern. A change says that something is to be read anew, or to be forgotten. Whoever asks "
                 "again with "
                 "`next_cursor` misses nothing and sees nothing twice, however slow the one who made a "
                 "change was.",
        .needs = anyone,
        .rate = {"changes", 300, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .answer = [](Context& c, const Wanted& in) -> Feed { return read(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace changes
