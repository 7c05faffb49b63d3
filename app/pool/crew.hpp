// The workers a master keeps: starts them, watches them, asks them to leave, and replaces those that die.
#pragma once

#include "app/settings.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/web/http/request.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

using Clock = std::chrono::steady_clock;

struct Worker {
    pid_t pid;
    Pool pool;
    unsigned generation;
    std::size_t slot;
    Clock::time_point born = Clock::now();
    int told = 0;                  // the signal that asked it to leave, 0 for none
    Clock::time_point patience{};  // when it is asked more firmly
    std::optional<Restart> reason; // why the master ended it
};

// A worker that has ended.
struct Ended {
    Worker worker;
    std::string how; // "exit 1", "signal 6"
    bool unexpected; // nobody asked it to, nor did it say it was leaving
};

using Counts = std::array<long long, names_of<Pool>.size()>; // by pool

struct Crew {
    Settings settings;
    std::string binary;
    Scoreboard board;
    std::array<int, 2> listeners; // by pool, of those that answer requests
    bool passed = false;          // the listeners belong to whoever started the master
    unsigned generation = 1;      // whose workers are to be kept at full number
    std::vector<Worker> workers{};
    Counts wanted{};

    // Before the next start in a pool whose workers die at once.
    struct Pause {
        Clock::duration length{};
        Clock::time_point over{};
    };
    std::array<Pause, names_of<Pool>.size()> pauses{};
    Clock::time_point measured{};

    void want(const Counts&);

    // Starts one worker; false when there is no process or slot to be had.
    bool start(Pool, unsigned generation);
    // Brings each pool of the current generation to the wanted number, one way or the other.
    void fill();
    // Asks to leave by one of the signals of answer_requests; after drain_s follows SIGTERM, after as long
    // again SIGKILL.
    void dismiss(Worker&, int signal);
    // Ends requests past their deadline, workers grown too large and those that do not leave.
    void watch();
    // Takes a worker that has ended out of the crew and counts it. Nothing when the pid is no worker's.
    std::optional<Ended> bury(pid_t, int status);

    bool is_leaving(const Worker&) const;
    // Whether so many workers of a generation have started and said they are ready.
    bool is_ready(unsigned generation, const Counts&) const;
};

// What the settings ask for.
Counts workers_wanted(const Settings&);
