// `jobboard serve` and `work`: what answers requests; `upkeep`, which works behind them.
#include "command.hpp"

#include "app/pool/master.hpp"
#include "app/pool/worker.hpp"
#include "app/upkeep/runner.hpp"
#include "app/upkeep/upkeep.hpp"

namespace {

struct WorkOptions {
    Pool pool = Pool::fast;

    static constexpr auto options = std::tuple{
        option("pool", &WorkOptions::pool, {.about = "Whose requests, fast or slow; or the tasks"}),
    };
};

int work_in(const Settings& settings, const WorkOptions& options)
{
    return options.pool == Pool::tasks ? run_tasks(settings) : work(settings, options.pool);
}

} // namespace

namespace command {

extern constexpr Command serve{
    .name = "serve",
    .about = "Answer requests: a master and its workers",
    .call = calling<::serve>,
};
extern constexpr Command work{
    .name = "work",
    .about = "One worker on descriptor 0, as a FastCGI process manager starts it",
    .call = calling<work_in>,
};
extern constexpr Command run_tasks{
    .name = "run-tasks",
    .about = "Do what is due, e-mails and sweeps and all, until stopped",
    .call = calling<::run_tasks>,
};
extern constexpr Command upkeep{
    .name = "upkeep",
    .about = "Look whether files can be kept and report errors, until stopped",
    .call = calling<keep_up>,
};

} // namespace command
