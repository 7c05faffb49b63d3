// `jobboard audit verify`: whether what happened is still written as it was.
#include "app/commands/command.hpp"

#include "app/database.hpp"
#include "lib/store/ledger/events.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

constexpr int at_once = 10'000;

// Fails at the first place that is not as it was.
int verify(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_url));
    long long seen = 0;
    for (;;) {
        auto part = store::verify_chain(sql, seen + 1, at_once);
        if (part.broken)
            throw CommandFailed(
                fmt::format("The event at place {} was changed, removed or put there later; the {} "
                            "before it are as they were.",
                    *part.broken, part.seen));
        if (part.seen == seen) break;
        seen = part.seen;
    }
    std::cout << fmt::format("{} events are as they were\n", seen);
    return 0;
}

} // namespace

namespace command {

constexpr CommandGroup audit_group{"audit", "Who did what"};

extern constexpr Command verify_audit{
    .name = "verify",
    .about = "Find out whether an event was changed, removed or put elsewhere",
    .group = &audit_group,
    .call = calling<verify>,
};

} // namespace command
