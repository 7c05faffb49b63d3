#include "worker.hpp"

#include "app/application.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/web/http/fastcgi.hpp"
#include "listen.hpp"

#include <csignal>
#include <cstdint>
#include <random>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// Signals are read between requests and never interrupt one.
int blocked_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (int s : {SIGTERM, SIGINT, SIGQUIT, SIGUSR1}) sigaddset(&set, s);
    int descriptor = signalfd(-1, &set, SFD_CLOEXEC);
    for (int s : {SIGHUP, SIGUSR2, SIGTTIN, SIGTTOU}) sigaddset(&set, s);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    return descriptor;
}

// Spread by a fifth either way, so that workers that started together do not leave together.
std::uint64_t share_of_requests(long long average)
{
    std::random_device random;
    auto spread = std::uniform_int_distribution<long long>(-average / 5, average / 5);
    return static_cast<std::uint64_t>(average + spread(random));
}

// Hashing a password or shrinking a picture takes a core for long: short reads and writes go first. The long
// slice is for kernels from 6.12 on, where whoever wakes up with a shorter one need not wait for the end of
// ours.
void let_others_first()
{
    // As the kernel lays it out; the C library has no name for it.
    struct {
        std::uint32_t size, policy;
        std::uint64_t flags;
        std::int32_t nice;
        std::uint32_t priority;
        std::uint64_t slice_ns, deadline_ns, period_ns;
    } wanted{.size = sizeof wanted, .policy = SCHED_BATCH, .nice = 15, .slice_ns = 100'000'000};
    if (syscall(SYS_sched_setattr, 0, &wanted, 0) != 0) log(Level::debug, "not_niced");
}

// Memory of a worker holds passwords for moments: no core file, and no other process may read it. Nor does
// it, or a program that it starts, ever get rights it has not.
void harden()
{
    rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

} // namespace

int work(const Settings& settings, Pool pool)
{
    set_log_file(settings.log_file);
    limit_hashing({shared_file(), static_cast<int>(settings.hashes_at_once)});
    limit_pictures({shared_file(), 1, static_cast<int>(settings.hashes_at_once)});
    if (settings.production()) harden();
    if (pool == Pool::slow) let_others_first();
    int listener = passed_socket(pool == Pool::fast ? "fast" : "slow", 0).value_or(STDIN_FILENO);
    if (!is_listening(listener)) {
        log(Level::error, "worker_refused",
            {{"reason", "Descriptor 0 is no listening socket: start `serve`, or `work` by spawn-fcgi -n or a "
                        "socket unit."}});
        return 2;
    }
    WorkerSlot& slot = own_slot();
    slot.pool = static_cast<unsigned>(pool);
    auto handle = application(settings);
    int signals = blocked_signals();
    WireLimits limits{
        std::chrono::seconds(settings.peer_timeout_s), share_of_requests(settings.worker_requests)};
    answer_requests(listener, signals, pool, limits, slot, handle);
    return 0;
}
