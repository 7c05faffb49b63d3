#include "child.hpp"

#include "file.hpp"
#include "log.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t errors_kept = 2000;

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

// Only /usr, a few devices and an empty /tmp that holds twice what one file may; nothing else can be written
// to. The number of processes is counted inside the new namespace.
std::vector<std::string> wrapped(const Command& command)
{
    std::vector<std::string> out{"/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--new-session",
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
        "--symlink", "usr/lib64", "/lib64", "--dev", "/dev", "--size",
        std::to_string(2 * command.limits.file_size), "--tmpfs", "/tmp", "--remount-ro", "/dev",
        "--remount-ro", "/", "--chdir", "/tmp", "--clearenv"};
    for (const auto& variable : command.environment) {
        auto equals = variable.find('=');
        for (const auto& word :
            {std::string("--setenv"), variable.substr(0, equals), variable.substr(equals + 1)})
            out.push_back(word);
    }
    for (const auto& word : {std::string("--"), std::string("/usr/bin/prlimit"),
             "--nproc=" + std::to_string(command.limits.processes), std::string("--")})
        out.push_back(word);
    out.insert(out.end(), command.words.begin(), command.words.end());
    return out;
}

std::vector<char*> pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> out;
    for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
    out.push_back(nullptr);
    return out;
}

struct Pipe {
    Descriptor read, write;
    Pipe()
    {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) < 0) fail("pipe");
        read = Descriptor(ends[0]);
        write = Descriptor(ends[1]);
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
};

bool limit(__rlimit_resource which, rlim_t value)
{
    rlimit both{value, value};
    return setrlimit(which, &both) == 0;
}

bool limit_all(const ChildLimits& limits)
{
    return limit(RLIMIT_AS, limits.memory) && limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds)) &&
           limit(RLIMIT_FSIZE, limits.file_size) && limit(RLIMIT_NOFILE, 32) && limit(RLIMIT_CORE, 0) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

// Between fork and exec, so nothing here allocates. Descriptors 0 to 2 become the child's; all others close.
[[noreturn]] void become(char* const* words, char* const* environment, const ChildLimits& limits,
    std::array<int, 3> streams, pid_t parent)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
    for (int& stream : streams) stream = fcntl(stream, F_DUPFD, 3); // none may stand where another shall go
    for (int i = 0; i < 3; ++i)
        if (dup2(streams[static_cast<std::size_t>(i)], i) < 0) _exit(126);
    close_range(3, ~0U, 0);
    umask(077);
    if (getppid() != parent || chdir("/") < 0 || !limit_all(limits)) _exit(126);
    execve(words[0], words, environment);
    _exit(127);
}

pid_t start(const Command& command, const std::vector<std::string>& all, const Pipe& out, const Pipe& errors)
{
    auto input =
        command.input >= 0 ? reopened(command.input) : Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
    auto words = pointers(all), environment = pointers(command.environment);
    pid_t parent = getpid(), child = fork();
    if (child < 0) fail("fork");
    if (child == 0)
        become(words.data(), environment.data(), command.limits,
            {input.get(), out.write.get(), errors.write.get()}, parent);
    return child;
}

// Takes what is there; what is above the limit is thrown away. False at the end of the stream.
bool take(int from, std::string& into, std::size_t limit, bool& too_much)
{
    char part[16'384];
    for (;;) {
        auto got = read(from, part, sizeof part);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got < 0 && errno == EAGAIN;
        auto fits = std::min(limit - into.size(), static_cast<std::size_t>(got));
        into.append(part, fits);
        too_much |= fits < static_cast<std::size_t>(got);
    }
}

// Follows a child until it has ended or must be ended.
struct Watch {
    pid_t child;
    Descriptor process;
    Pipe &out, &errors;
    const ChildLimits& limits;
    Ended ended = {};

    bool read_streams()
    {
        bool too_much = false, ignored = false;
        if (out.read && !take(out.read.get(), ended.output, limits.output, too_much)) out.read.close();
        if (errors.read && !take(errors.read.get(), ended.errors, errors_kept, ignored)) errors.read.close();
        return !too_much;
    }

    Ended::Cause follow()
    {
        auto end = Clock::now() + limits.wall;
        if (!process) return Ended::Cause::wall_time; // no way to know when it ends, so it must not run
        for (;;) {
            auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
            if (left <= 0) return Ended::Cause::wall_time;
            pollfd watched[] = {
                {process.get(), POLLIN, 0}, {out.read.get(), POLLIN, 0}, {errors.read.get(), POLLIN, 0}};
            if (poll(watched, 3, static_cast<int>(left)) < 0 && errno != EINTR)
                return Ended::Cause::wall_time;
            if (!read_streams()) return Ended::Cause::output;
            if (watched[0].revents) return Ended::Cause::itself;
        }
    }

    // The group dies even after an orderly end: something that was left behind might hold the pipes.
    Ended finish()
    {
        ended.cause = follow();
        kill(-child, SIGKILL);
        kill(child, SIGKILL); // it may not have come as far as having a group
        int status = 0;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
        if (!read_streams() && ended.cause == Ended::Cause::itself) ended.cause = Ended::Cause::output;
        ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return std::move(ended);
    }
};

Isolation found_isolation()
{
    auto tried = run_child({.words = {"/usr/bin/true"}}, Isolation::namespaces);
    if (tried.well()) return Isolation::namespaces;
    log(Level::warning, "no_namespaces",
        {{"reason", "Uploaded files are processed with limits but without walls: bubblewrap is missing or "
                    "the kernel forbids "
                    "user namespaces (sysctl kernel.unprivileged_userns_clone, or the container's seccomp "
                    "profile)."},
            {"said", std::string_view(tried.errors)}});
    return Isolation::limits_only;
}

} // namespace

Isolation best_isolation()
{
    static const auto found = found_isolation();
    return found;
}

Ended run_child(const Command& command, Isolation isolation)
{
    Pipe out, errors;
    auto words = isolation == Isolation::namespaces ? wrapped(command) : command.words;
    auto child = start(command, words, out, errors);
    out.write.close();
    errors.write.close();
    Watch watch{
        child, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child, 0))), out, errors, command.limits};
    return watch.finish();
}
