#include "scoreboard.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

// Changed with every change of the layout, so that a new binary never misreads an old one's memory.
constexpr std::uint64_t layout = 0x4a42'5343'0000'0006;

struct Scoreboard::Memory {
    std::uint64_t layout;
    std::array<PoolTotals, 3> pools;
    PoolOrders orders;
    StorageVerdict storage;
    std::atomic<std::int64_t> database_away_until_ms, database_answered_ms;
    TimeAccounts time_accounts;
    Budgets budgets;
    std::array<WorkerSlot, capacity> slots;
    Figures figures;
    ErrorLines errors;
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<Phase>::is_always_lock_free);

std::int64_t monotonic_ms()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void WorkerSlot::begin_request()
{
    path[0] = 0;
    request_ms = monotonic_ms();
}

void WorkerSlot::name_request(std::string_view uri)
{
    std::array<std::uint64_t, 12> words{};
    auto text = uri.substr(0, uri.find('?')).substr(0, sizeof words - 1);
    std::memcpy(words.data(), text.data(), text.size());
    for (std::size_t i = 0; i < words.size(); ++i) path[i].store(words[i], std::memory_order_relaxed);
}

void WorkerSlot::end_request(bool answered)
{
    request_ms = 0;
    if (answered) ++requests;
}

std::string WorkerSlot::path_text() const
{
    std::array<char, sizeof path> bytes;
    for (std::size_t i = 0; i < path.size(); ++i) {
        auto word = path[i].load(std::memory_order_relaxed);
        std::memcpy(&bytes[i * sizeof word], &word, sizeof word);
    }
    std::string text(bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0'));
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

static void* map(int descriptor, std::size_t size)
{
    void* at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    return at == MAP_FAILED ? nullptr : at;
}

Scoreboard Scoreboard::create()
{
    int descriptor = memfd_create("scoreboard", MFD_CLOEXEC);
    if (descriptor < 0 || ftruncate(descriptor, sizeof(Memory)) < 0)
        throw std::system_error(
            errno, std::generic_category(), "The scoreboard's shared memory cannot be made");
    auto memory = static_cast<Memory*>(map(descriptor, sizeof(Memory)));
    if (!memory) throw std::system_error(errno, std::generic_category(), "The scoreboard cannot be mapped");
    memory->layout = layout;
    return {descriptor, memory};
}

std::optional<Scoreboard> Scoreboard::adopt(int descriptor)
{
    struct stat about;
    if (fstat(descriptor, &about) < 0 || about.st_size != sizeof(Memory)) return std::nullopt;
    auto memory = static_cast<Memory*>(map(descriptor, sizeof(Memory)));
    if (!memory || memory->layout != layout) return std::nullopt;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return Scoreboard{descriptor, memory};
}

WorkerSlot* Scoreboard::slot(std::size_t number) const
{
    return number < capacity ? &memory_->slots[number] : nullptr;
}

void Scoreboard::open_slot(std::size_t number, unsigned pool, unsigned generation)
{
    auto& slot = memory_->slots.at(number);
    slot.pid = 0;
    slot.pool = pool;
    slot.generation = generation;
    slot.request_ms = 0;
    slot.limit_s = 0;
    slot.requests = slot.resident_kb = 0;
    slot.path[0] = 0;
    slot.started_ms = monotonic_ms();
    slot.phase = Phase::starting;
}

void Scoreboard::free_slot(std::size_t number)
{
    auto slot = this->slot(number);
    if (!slot || slot->phase == Phase::none) return;
    totals(slot->pool).requests += slot->requests;
    slot->phase = Phase::none;
}

PoolTotals& Scoreboard::totals(unsigned pool) const
{
    return memory_->pools[pool % memory_->pools.size()];
}

PoolOrders& Scoreboard::orders() const
{
    return memory_->orders;
}

Figures& Scoreboard::figures() const
{
    return memory_->figures;
}

ErrorLines& Scoreboard::errors() const
{
    return memory_->errors;
}

StorageVerdict& Scoreboard::storage() const
{
    return memory_->storage;
}

std::atomic<std::int64_t>& Scoreboard::database_away_until_ms() const
{
    return memory_->database_away_until_ms;
}

std::atomic<std::int64_t>& Scoreboard::database_answered_ms() const
{
    return memory_->database_answered_ms;
}

TimeAccounts& Scoreboard::time_accounts() const
{
    return memory_->time_accounts;
}

Budgets& Scoreboard::budgets() const
{
    return memory_->budgets;
}

static WorkerStatus status_of(const WorkerSlot& slot, std::int64_t now)
{
    auto phase = slot.phase.load();
    auto since = slot.request_ms.load();
    auto seconds = [&](std::int64_t from) {
        return from > 0 && from < now ? double(now - from) / 1000 : 0.0;
    };
    std::string_view state = phase == Phase::starting  ? "starting"
                             : phase == Phase::leaving ? "leaving"
                             : since                   ? "busy"
                                                       : "idle";
    return {slot.pid, slot.pool % 3, slot.generation, state, seconds(slot.started_ms), seconds(since),
        slot.requests, slot.resident_kb, slot.path_text()};
}

BoardStatus Scoreboard::status() const
{
    BoardStatus out{};
    auto now = monotonic_ms();
    for (std::size_t p = 0; p < out.pools.size(); ++p) {
        auto& totals = memory_->pools[p];
        out.pools[p] = {totals.wanted, totals.requests, totals.all_busy, {}};
        std::copy(totals.restarts.begin(), totals.restarts.end(), out.pools[p].restarts.begin());
    }
    for (const auto& slot : memory_->slots) {
        if (slot.phase == Phase::none) continue;
        out.workers.push_back(status_of(slot, now));
        out.pools[slot.pool % out.pools.size()].requests += slot.requests;
    }
    return out;
}

namespace {

struct Inherited {
    std::optional<Scoreboard> board;
    WorkerSlot alone{};
    WorkerSlot* slot = &alone;
    PoolOrders own_orders{};
    StorageVerdict own_storage{};
    std::atomic<std::int64_t> own_away_until_ms{}, own_answered_ms{};
    std::unique_ptr<Figures> own_figures; // many pages, so only where they are needed
    std::unique_ptr<ErrorLines> own_errors;
    std::unique_ptr<TimeAccounts> own_accounts;
    std::unique_ptr<Budgets> own_budgets;

    Inherited()
    {
        alone.pid = getpid();
        alone.started_ms = monotonic_ms();
        alone.phase = Phase::starting;
        const char* text = std::getenv(scoreboard_variable);
        int descriptor;
        std::size_t number;
        if (!text || std::sscanf(text, "%d:%zu", &descriptor, &number) != 2) return;
        board = Scoreboard::adopt(descriptor);
        if (auto mine = board ? board->slot(number) : nullptr) slot = mine;
    }
};

Inherited& inherited()
{
    static Inherited only;
    return only;
}

} // namespace

WorkerSlot& own_slot()
{
    return *inherited().slot;
}

Descriptor shared_file()
{
    auto& here = inherited();
    if (!here.board) return {};
    auto path = "/proc/self/fd/" + std::to_string(here.board->descriptor());
    return Descriptor(open(path.c_str(), O_RDWR | O_CLOEXEC));
}

PoolOrders& orders()
{
    auto& here = inherited();
    return here.board ? here.board->orders() : here.own_orders;
}

Figures& figures()
{
    auto& here = inherited();
    if (here.board) return here.board->figures();
    if (!here.own_figures) here.own_figures = std::make_unique<Figures>();
    return *here.own_figures;
}

ErrorLines& error_lines()
{
    auto& here = inherited();
    if (here.board) return here.board->errors();
    if (!here.own_errors) here.own_errors = std::make_unique<ErrorLines>();
    return *here.own_errors;
}

StorageVerdict& storage_verdict()
{
    auto& here = inherited();
    return here.board ? here.board->storage() : here.own_storage;
}

std::atomic<std::int64_t>& database_away_until_ms()
{
    auto& here = inherited();
    return here.board ? here.board->database_away_until_ms() : here.own_away_until_ms;
}

std::atomic<std::int64_t>& database_answered_ms()
{
    auto& here = inherited();
    return here.board ? here.board->database_answered_ms() : here.own_answered_ms;
}

TimeAccounts& time_accounts()
{
    auto& here = inherited();
    if (here.board) return here.board->time_accounts();
    if (!here.own_accounts) here.own_accounts = std::make_unique<TimeAccounts>();
    return *here.own_accounts;
}

Budgets& budgets()
{
    auto& here = inherited();
    if (here.board) return here.board->budgets();
    if (!here.own_budgets) here.own_budgets = std::make_unique<Budgets>();
    return *here.own_budgets;
}

void use(const Scoreboard& board)
{
    inherited().board = board;
}

BoardStatus board_status()
{
    auto& here = inherited();
    if (here.board) return here.board->status();
    BoardStatus out{};
    out.workers.push_back(status_of(here.alone, monotonic_ms()));
    out.pools[here.alone.pool % out.pools.size()].requests = here.alone.requests;
    return out;
}
