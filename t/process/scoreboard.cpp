// The shared scoreboard: what one process writes another reads, and what is no scoreboard is refused.
#include "lib/process/scoreboard.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(scoreboard)

BOOST_AUTO_TEST_CASE(another_process_is_seen_at_its_request)
{
    auto board = Scoreboard::create();
    board.open_slot(3, 1, 7);
    pid_t child = fork();
    if (child == 0) {
        auto same = Scoreboard::adopt(board.descriptor());
        auto slot = same ? same->slot(3) : nullptr;
        if (!slot) _exit(1);
        slot->pid = getpid();
        slot->phase = Phase::serving;
        slot->begin_request();
        slot->end_request(true);
        slot->begin_request();
        slot->name_request("/jobs/\n?token=secret");
        _exit(0);
    }
    int status = 1;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(status == 0);

    auto seen = board.status();
    BOOST_REQUIRE(seen.workers.size() == 1u);
    const auto& worker = seen.workers[0];
    BOOST_TEST(worker.pid == child);
    BOOST_TEST(worker.pool == 1u);
    BOOST_TEST(worker.generation == 7u);
    BOOST_TEST(worker.state == "busy");
    BOOST_TEST(worker.requests == 1u);
    BOOST_TEST(worker.path == "/jobs/?"); // no query, no control character
    BOOST_TEST(seen.pools[1].requests == 1u);

    board.free_slot(3);
    BOOST_TEST(board.status().workers.empty());
    BOOST_TEST(board.status().pools[1].requests == 1u); // what it answered stays counted
}

BOOST_AUTO_TEST_CASE(a_long_path_is_cut)
{
    auto board = Scoreboard::create();
    board.open_slot(0, 0, 1);
    board.slot(0)->name_request(std::string(5000, 'a'));
    BOOST_TEST(board.slot(0)->path_text() == std::string(95, 'a'));
}

BOOST_AUTO_TEST_CASE(nonsense_in_a_slot_is_read_without_harm)
{
    auto board = Scoreboard::create();
    board.open_slot(0, 0, 1);
    auto& slot = *board.slot(0);
    slot.pool = 4'000'000'000u;
    slot.phase = static_cast<Phase>(77);
    slot.request_ms = monotonic_ms() + 1'000'000;
    for (auto& word : slot.path) word = 0xffff'ffff'ffff'ffffu;
    auto seen = board.status();
    BOOST_REQUIRE(seen.workers.size() == 1u);
    BOOST_TEST(seen.workers[0].pool < 2u);
    BOOST_TEST(seen.workers[0].request_age_s == 0.0);
    BOOST_TEST(seen.workers[0].path == std::string(96, '?'));
    BOOST_TEST(board.slot(Scoreboard::capacity) == nullptr);
    board.free_slot(0);
    BOOST_TEST(board.status().workers.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_scoreboard_is_refused)
{
    BOOST_TEST(!Scoreboard::adopt(-1).has_value());
    int empty = memfd_create("empty", MFD_CLOEXEC);
    BOOST_TEST(!Scoreboard::adopt(empty).has_value());
    auto board = Scoreboard::create();
    auto size = lseek(board.descriptor(), 0, SEEK_END);
    BOOST_REQUIRE(ftruncate(empty, size) == 0); // of the right size, and yet not one
    BOOST_TEST(!Scoreboard::adopt(empty).has_value());
    close(empty);
}

BOOST_AUTO_TEST_CASE(a_process_without_a_master_has_a_slot_of_its_own)
{
    auto& slot = own_slot();
    slot.phase = Phase::serving;
    slot.name_request("/alone/");
    auto seen = board_status();
    BOOST_REQUIRE(seen.workers.size() == 1u);
    BOOST_TEST(seen.workers[0].pid == getpid());
    BOOST_TEST(seen.workers[0].path == "/alone/");
}

BOOST_AUTO_TEST_SUITE_END()
