// `jobboard demo`: fills a board that is to be tried or measured.
#include "command.hpp"

#include "app/bench/board.hpp"
#include "app/demo/demo.hpp"

namespace {

struct DemoOptions {
    std::optional<long long> bench;

    static constexpr auto options = std::tuple{
        option("bench", &DemoOptions::bench,
            {.min = 1,
                .max = 100'000'000,
                .about = "Instead, so many made-up jobs into an empty board, for measuring"}),
    };
};

int load(const Settings& settings, const DemoOptions& options)
{
    return options.bench ? load_bench_board(settings, *options.bench) : load_demo(settings);
}

} // namespace

namespace command {

extern constexpr Command demo{
    .name = "demo",
    .about = "Load the demo board",
    .call = calling<load>,
};

} // namespace command
