#include "spawn.hpp"

#include "lib/process/scoreboard.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

namespace {

void keep_over_exec(int descriptor, bool keep)
{
    fcntl(descriptor, F_SETFD, keep ? 0 : FD_CLOEXEC);
}

[[noreturn]] void run(const std::string& binary, std::initializer_list<const char*> words)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::vector<char*> arguments{const_cast<char*>(binary.c_str())};
    for (auto word : words) arguments.push_back(const_cast<char*>(word));
    arguments.push_back(nullptr);
    execv(binary.c_str(), arguments.data());
    _exit(127);
}

void share_board(int board, std::size_t slot)
{
    keep_over_exec(board, true);
    setenv(scoreboard_variable, (std::to_string(board) + ":" + std::to_string(slot)).c_str(), 1);
}

// The master may have died before prctl could take effect.
void die_with(pid_t master)
{
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != master) _exit(0);
}

} // namespace

// A name with a slash is kept as given: it may be a link that the next deployment points elsewhere.
std::string own_binary()
{
    std::string name = program_invocation_name;
    if (name.find('/') != name.npos) return std::filesystem::absolute(name);
    return std::filesystem::read_symlink("/proc/self/exe");
}

pid_t spawn_worker(const std::string& binary, Pool pool, int listener, int board, std::size_t slot)
{
    pid_t master = getpid(), pid = fork();
    if (pid != 0) return pid;
    die_with(master);
    share_board(board, slot);
    if (dup2(listener, STDIN_FILENO) < 0) _exit(126);
    keep_over_exec(STDIN_FILENO, true);
    run(binary, {"work", "--pool", pool == Pool::fast ? "fast" : "slow"});
}

pid_t spawn_runner(const std::string& binary, int board, std::size_t slot)
{
    pid_t master = getpid(), pid = fork();
    if (pid != 0) return pid;
    die_with(master);
    share_board(board, slot);
    run(binary, {"run-tasks"});
}

pid_t spawn_upkeep(const std::string& binary, int board)
{
    pid_t master = getpid(), pid = fork();
    if (pid != 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != master) _exit(0);
    share_board(board, Scoreboard::capacity); // a slot that there is not
    run(binary, {"upkeep"});
}

pid_t spawn_check(const std::string& binary)
{
    pid_t pid = fork();
    if (pid != 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    run(binary, {"check"});
}

void become(const std::string& binary, std::initializer_list<int> keep)
{
    for (int descriptor : keep) keep_over_exec(descriptor, true);
    char serve[] = "serve";
    char* arguments[] = {const_cast<char*>(binary.c_str()), serve, nullptr};
    execv(binary.c_str(), arguments);
    for (int descriptor : keep) keep_over_exec(descriptor, false);
}
