// Turns: never more at once than there are, none lost with the process that had it.
#include "lib/process/turns.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

// A file to take turns by, which each of its users opens anew.
struct Shared {
    Descriptor memory{memfd_create("turns", MFD_CLOEXEC)};

    Turns turns(int count) const
    {
        auto path = "/proc/self/fd/" + std::to_string(memory.get());
        return {Descriptor(open(path.c_str(), O_RDWR | O_CLOEXEC)), count};
    }
};

// How many were at it at once, at most.
int most_at_once(const Shared& shared, int count)
{
    std::atomic<int> inside = 0, most = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&] {
            auto turns = shared.turns(count);
            for (int round = 0; round < 300; ++round) {
                auto turn = turns.take();
                int now = ++inside, before = most;
                while (before < now && !most.compare_exchange_weak(before, now)) {}
                std::this_thread::yield();
                --inside;
            }
        });
    threads.clear();
    return most;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(turns, Shared)

BOOST_AUTO_TEST_CASE(there_are_never_more_at_once)
{
    BOOST_TEST(most_at_once(*this, 1) == 1);
    BOOST_TEST(most_at_once(*this, 3) <= 3);
}

BOOST_AUTO_TEST_CASE(all_of_them_can_be_had_at_once, *boost::unit_test::timeout(10))
{
    auto one = turns(3), two = turns(3), three = turns(3);
    auto a = one.take(), b = two.take(), c = three.take();
    BOOST_TEST(true); // it did not wait
}

BOOST_AUTO_TEST_CASE(without_a_limit_nobody_waits, *boost::unit_test::timeout(10))
{
    Turns free;
    auto a = free.take(), b = free.take();
    BOOST_TEST(true); // it did not wait
}

BOOST_AUTO_TEST_CASE(a_process_that_is_killed_gives_its_turn_back, *boost::unit_test::timeout(10))
{
    int ready[2];
    BOOST_REQUIRE(pipe(ready) == 0);
    pid_t child = fork();
    if (child == 0) {
        auto mine = turns(1);
        auto turn = mine.take();
        [[maybe_unused]] auto told = write(ready[1], "x", 1);
        for (;;) pause();
    }
    char byte;
    BOOST_REQUIRE(read(ready[0], &byte, 1) == 1);
    kill(child, SIGKILL);
    BOOST_REQUIRE(waitpid(child, nullptr, 0) == child);
    auto ours = turns(1);
    auto turn = ours.take();
    BOOST_TEST(true); // it did not wait
    close(ready[0]), close(ready[1]);
}

BOOST_AUTO_TEST_SUITE_END()
