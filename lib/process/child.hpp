// Runs a program on data that nobody trusts, in a child process that can do nothing but that.
//
// What is guaranteed everywhere: the child has no environment but the given one, no descriptor but its input
// (read-only) and two pipes, no way to gain privileges, and the limits below; it and its process group are
// killed when its time is up, when it says too much, or when this process dies.
//
// With namespaces (bubblewrap, on a kernel that lets ordinary accounts make them) there is besides: no
// network; no file but the system's programs and libraries below /usr, read-only, and an empty /tmp that
// holds twice `file_size` bytes altogether, the only place to write to; no sight of other processes; a limit
// on how many processes there are; and every descendant dies with it, whatever it did to leave its group.
//
// Without them the child can read what this account can read and reach the network; the limits, and the fact
// that nothing secret is handed to it, are what is left. That is logged once in each process.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

struct ChildLimits {
    std::size_t memory = 512 << 20; // bytes of address space
    int cpu_seconds = 5;
    std::chrono::milliseconds wall{8'000}; // from start to end; less than a request may take
    std::size_t file_size = 20 << 20;      // bytes of any file it writes
    int processes = 16;                    // threads count; only with namespaces
    std::size_t output = 4 << 20;          // bytes of its standard output
};

enum class Isolation { namespaces, limits_only };

struct Command {
    std::vector<std::string> words; // the program's absolute path below /usr, and its arguments
    int input = -1;                 // file that is its standard input, from its beginning; -1 is none
    std::vector<std::string> environment = {}; // NAME=value
    ChildLimits limits = {};
};

struct Ended {
    enum class Cause {
        itself,
        wall_time,
        output
    } cause = Cause::itself; // whether it had to be killed, and why
    int status = 0;          // its exit status, 128 + number for a signal, as shells have it
    std::string output;      // what it wrote to its standard output, cut at the limit
    std::string errors;      // the beginning of what it wrote to its standard error

    bool well() const { return cause == Cause::itself && status == 0; }
};

// The best that this machine can do, found out at the first call.
Isolation best_isolation();

// Runs the program to its end. Throws std::system_error when not even a process can be made.
Ended run_child(const Command&, Isolation = best_isolation());
