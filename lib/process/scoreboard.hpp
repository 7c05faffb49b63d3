// What every worker is doing, in memory that the master and all workers share. Nothing depends on it to
// answer a request: the master watches it, and status pages print it.
#pragma once

#include "error_lines.hpp"
#include "figures.hpp"
#include "file.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Why a worker was replaced: it crashed, was ended because its request took too long, left by itself in good
// order (as it does after its share of requests), or had grown too large.
enum class Restart : std::uint32_t { crashed, hung, retired, memory };
inline constexpr std::array<std::string_view, 4> restart_names{"crashed", "hung", "retired", "memory"};

enum class Phase : std::uint32_t { none, starting, serving, leaving };

// Milliseconds on the clock that all processes of this machine share.
std::int64_t monotonic_ms();

// One worker's line. The master fills it before the worker starts and writes `resident_kb`; everything
// else is the worker's. Each field has one writer, so plain atomics are enough.
struct alignas(64) WorkerSlot {
    std::atomic<std::int32_t> pid;
    std::atomic<std::uint32_t> pool;       // the number of its Pool
    std::atomic<std::uint32_t> generation; // raised by every reload
    std::atomic<Phase> phase;
    std::atomic<std::int64_t> started_ms;
    std::atomic<std::int64_t> request_ms; // when the request in hand began, 0 while there is none
    std::atomic<std::uint32_t> limit_s;   // what it may take, 0: what any request may
    std::atomic<std::uint64_t> requests;  // answered
    std::atomic<std::uint64_t> resident_kb;
    std::array<std::atomic<std::uint64_t>, 12> path; // of the latest request, cut, as bytes

    void begin_request();                // from the first byte on: a peer may stall before its path is known
    void name_request(std::string_view); // only what stands before a '?' is kept: queries may hold secrets
    void end_request(bool answered);
    std::string path_text() const;
};

struct PoolTotals {
    std::atomic<std::uint64_t> wanted;   // workers that should serve
    std::atomic<std::uint64_t> requests; // answered by workers that are gone
    std::atomic<std::uint64_t> all_busy; // times the master, looking every second, saw no idle worker
    std::array<std::atomic<std::uint64_t>, restart_names.size()> restarts;
};

// What the master tells all processes of its pool.
struct PoolOrders {
    std::atomic<std::uint32_t> log_turn; // raised when the log's file is to be opened anew
    std::atomic<bool> draining; // this pool is about to leave: readiness says so, requests are answered
};

// Whether files can be kept, as somebody found who looked behind the requests.
struct StorageVerdict {
    std::atomic<bool> fails;
    std::atomic<std::int64_t> looked_ms; // by monotonic_ms(); 0: nobody has looked yet
};

// One for each of many clients, found by a hash: until when what they owe is paid off, see Metered.
using TimeAccounts = std::array<std::atomic<std::int64_t>, 4096>;

// The same for budgets of requests, while Redis does not keep them: when each is whole again, in microseconds
// since 1970.
using Budgets = std::array<std::atomic<std::int64_t>, 65'536>;

// The scoreboard as plain values, for those who print it.
struct WorkerStatus {
    int pid;
    unsigned pool, generation;
    std::string_view state; // "starting", "idle", "busy" or "leaving"
    double age_s, request_age_s;
    std::uint64_t requests, resident_kb;
    std::string path;
};
struct PoolStatus {
    std::uint64_t wanted, requests, all_busy;
    std::array<std::uint64_t, restart_names.size()> restarts;
};
struct BoardStatus {
    std::vector<WorkerStatus> workers;
    std::array<PoolStatus, 3> pools;
};

// The shared memory itself; lives until the process ends. Values read from it are checked: a worker that
// went astray may have written anything.
class Scoreboard {
public:
    static constexpr std::size_t capacity =
        4096; // three pools of 512, twice during a reload, and some leaving

    // A new one behind a descriptor that is closed on exec. Throws std::system_error.
    static Scoreboard create();
    // The one behind an inherited descriptor; nothing when that is no scoreboard of this program's layout.
    static std::optional<Scoreboard> adopt(int descriptor);

    int descriptor() const { return descriptor_; }
    WorkerSlot* slot(std::size_t number) const;                             // null when there is no such slot
    void open_slot(std::size_t number, unsigned pool, unsigned generation); // for a worker about to start
    void free_slot(std::size_t number);                                     // adds its requests to the totals
    PoolTotals& totals(unsigned pool) const;
    PoolOrders& orders() const;
    Figures& figures() const;
    ErrorLines& errors() const;
    std::atomic<std::int64_t>& database_away_until_ms() const;
    StorageVerdict& storage() const;
    Budgets& budgets() const;
    std::atomic<std::int64_t>& database_answered_ms() const;
    TimeAccounts& time_accounts() const;
    BoardStatus status() const;

private:
    struct Memory;
    Scoreboard(int descriptor, Memory* memory) : descriptor_(descriptor), memory_(memory) {}
    int descriptor_;
    Memory* memory_;
};

// How a worker finds its slot: "descriptor:slot", set by the master.
inline constexpr const char* scoreboard_variable = "POOL_SCOREBOARD";

// The scoreboard and slot the environment names. A process that was started without a master gets a private
// slot, so that nobody has to ask.
WorkerSlot& own_slot();
// The inherited scoreboard's memory as a file opened anew, for locks between the workers of one master. None
// without a master.
Descriptor shared_file();
// The master's orders, the pool's figures and errors. Without a master, a process has its own of each.
PoolOrders& orders();
Figures& figures();
ErrorLines& error_lines();
// Until when, by monotonic_ms(), the pool takes the database for frozen: somebody has waited for it in vain.
std::atomic<std::int64_t>& database_away_until_ms();
StorageVerdict& storage_verdict();
Budgets& budgets();
// When, by monotonic_ms(), the database last answered anybody in the pool.
std::atomic<std::int64_t>& database_answered_ms();
TimeAccounts& time_accounts();
// Makes the master's scoreboard the one that this process takes for inherited.
void use(const Scoreboard&);
// A snapshot of the inherited scoreboard; without a master, of this process alone.
BoardStatus board_status();
