// Programs that a test starts, and waiting for what they do.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

using Variables = std::vector<std::pair<std::string, std::string>>;

// A JSON object; a value that begins with '=' is JSON itself, every other one is a text.
std::string object(const Variables& members);

// Whether the condition came true within so many seconds; asked anew every few milliseconds.
bool eventually(const std::function<bool()>& condition, double within_s = 10);

// The contents of a file; empty when there is none.
std::string text_of(const std::string& file);

// A running program; ended with its owner, and asked to end by the kernel should the whole test die.
class Process {
public:
    // Output goes to the end of the file `log`. No JOBBOARD_ variable of ours reaches it but the given ones.
    Process(const std::vector<std::string>& words, const std::string& log, const Variables& variables = {},
        const std::string& input = "/dev/null");
    Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)), status_(other.status_) {}
    Process& operator=(Process&&) = delete;
    ~Process() { end(); }

    pid_t pid() const { return pid_; }
    void signal(int number) const;
    bool has_ended();
    void end();                            // SIGTERM; SIGKILL if that does not help
    int exit_status(double within_s = 30); // waits for its own end; throws when it takes longer

private:
    pid_t pid_ = -1;
    int status_ = 0;
};

struct Finished {
    int status = 0;
    std::string out; // both streams, in the order they were written
};

// Runs a program to its end, which must come within half a minute.
Finished run(
    const std::vector<std::string>& words, const Variables& variables = {}, std::string_view input = "");

// A directory of the tests' room, made for this object and removed with it. Its path is short enough for
// sockets.
struct Directory {
    std::string path;
    Directory();
    ~Directory();
    Directory(const Directory&) = delete;
    std::string at(const std::string& name) const { return path + '/' + name; }
    void write(const std::string& name, std::string_view text) const;
};

// The environment that t/run makes. Throws when it is missing: the tests only run under t/run.
std::string environment(const char* name);

// The program under test.
std::string jobboard();
