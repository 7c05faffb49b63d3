// Figures and errors that processes share.
#include "lib/process/figures.hpp"
#include "lib/process/error_lines.hpp"
#include "lib/process/scoreboard.hpp"
#include "t/kit/process.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <memory>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(shared_figures)

BOOST_AUTO_TEST_CASE(what_processes_add_at_the_same_time_adds_up)
{
    auto board = Scoreboard::create();
    constexpr int processes = 4, each = 20'000;
    for (int p = 0; p < processes; ++p)
        if (fork() == 0) {
            for (int i = 0; i < each; ++i) {
                board.figures().of("jobs").add({200, 3ms, 1ms, 2});
                board.figures().of("job").add({404, 300us, 100us, 1, Cost::Cached::made});
            }
            _exit(0);
        }
    while (wait(nullptr) > 0) {}
    auto seen = board.figures().status();
    BOOST_REQUIRE(seen.size() == 2u);
    BOOST_TEST(seen[0].name == "job");
    BOOST_TEST(seen[0].statuses[3] == std::uint64_t{processes * each});
    BOOST_TEST(seen[0].kept_made == std::uint64_t{processes * each});
    BOOST_TEST(seen[1].requests == std::uint64_t{processes * each});
    BOOST_TEST(seen[1].took[2] == std::uint64_t{processes * each}); // over 2.5 ms, not over 5
    BOOST_TEST(seen[1].statements == std::uint64_t{2 * processes * each});
    BOOST_TEST(seen[1].time_s == processes * each * 0.003, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(more_names_than_lines_lose_no_request)
{
    auto figures = std::make_unique<Figures>();
    for (std::size_t i = 0; i < 2 * Figures::capacity; ++i)
        figures->of("endpoint_" + std::to_string(i)).add({200, 1ms, 0us, 0});
    std::uint64_t requests = 0;
    for (const auto& line : figures->status()) requests += line.requests;
    BOOST_TEST(requests == 2 * Figures::capacity);
}

BOOST_AUTO_TEST_CASE(a_line_that_was_spoilt_is_left_out)
{
    auto figures = std::make_unique<Figures>();
    figures->of("good").add({});
    figures->lines[5].key = 77;
    figures->lines[5].name[0] = 0xffff'ffff'ffff'ffffu;
    auto seen = figures->status();
    BOOST_REQUIRE(seen.size() == 1u);
    BOOST_TEST(seen[0].name == "good");
}

BOOST_AUTO_TEST_CASE(errors_come_once_and_in_order)
{
    auto lines = std::make_unique<ErrorLines>();
    std::uint64_t seen = 0, missed = 0;
    lines->add("one");
    lines->add(std::string(9000, 'x'));
    auto got = lines->after(seen, missed);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got[0] == "one");
    BOOST_TEST(got[1] == std::string(ErrorLines::longest - 1, 'x'));
    BOOST_TEST(lines->after(seen, missed).empty());
    BOOST_TEST(missed == 0u);
}

BOOST_AUTO_TEST_CASE(errors_that_gave_way_are_counted)
{
    auto lines = std::make_unique<ErrorLines>();
    std::uint64_t seen = 0, missed = 0;
    for (std::size_t i = 0; i < ErrorLines::capacity + 10; ++i) lines->add(std::to_string(i));
    auto got = lines->after(seen, missed);
    BOOST_TEST(missed == 10u);
    BOOST_REQUIRE(got.size() == ErrorLines::capacity);
    BOOST_TEST(got.front() == "10");
}

// A process that is killed while it writes a line leaves a gap, not silence.
BOOST_AUTO_TEST_CASE(a_writer_that_dies_holds_up_nobody)
{
    auto* memory =
        mmap(nullptr, sizeof(ErrorLines), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BOOST_REQUIRE(memory != MAP_FAILED);
    auto& lines = *new (memory) ErrorLines;
    const std::string line(ErrorLines::longest, 'x');
    std::uint64_t seen = 0, missed = 0;
    for (int round = 0; round < 50; ++round) {
        auto writer = fork();
        if (writer == 0)
            for (;;) lines.add(line);
        auto begun = [&] { return !lines.after(seen, missed).empty() || missed > 0; };
        BOOST_REQUIRE(eventually(begun));
        kill(writer, SIGKILL);
        waitpid(writer, nullptr, 0);
        lines.add("afterwards");
        auto got = lines.after(seen, missed);
        BOOST_TEST_REQUIRE(!got.empty(), "in round " << round);
        BOOST_TEST(got.back() == "afterwards", "in round " << round);
        missed = 0;
    }
    munmap(memory, sizeof(ErrorLines));
}

BOOST_AUTO_TEST_SUITE_END()
