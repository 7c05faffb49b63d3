#include "handover.hpp"

#include "listen.hpp"
#include "spawn.hpp"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sstream>

namespace {

constexpr const char* variable = "MASTER_HANDOVER";

std::string text_of(const Crew& crew)
{
    auto text = fmt::format("{} {} {} {:d} {}", crew.board.descriptor(), crew.listeners[0], crew.listeners[1],
        crew.passed, crew.generation);
    for (const auto& w : crew.workers)
        text += fmt::format(" {} {} {} {} {}", w.pid, static_cast<int>(w.pool), w.generation, w.slot, w.told);
    return text;
}

std::vector<Worker> read_workers(std::istream& in, std::chrono::seconds patience)
{
    std::vector<Worker> workers;
    int pool, told;
    for (Worker w{}; in >> w.pid >> pool >> w.generation >> w.slot >> told; w = {}) {
        w.pool = static_cast<Pool>(std::clamp(pool, 0, static_cast<int>(Pool::tasks)));
        w.told = told;
        if (told) w.patience = Clock::now() + patience;
        if (w.slot < Scoreboard::capacity) workers.push_back(w);
    }
    return workers;
}

} // namespace

void hand_over(const Crew& crew)
{
    setenv(variable, text_of(crew).c_str(), 1);
    become(crew.binary, {crew.board.descriptor(), crew.listeners[0], crew.listeners[1]});
    unsetenv(variable);
}

std::optional<Crew> taken_over(const Settings& settings)
{
    const char* text = std::getenv(variable);
    if (!text) return std::nullopt;
    std::istringstream in(text);
    unsetenv(variable);
    int board, fast, slow;
    bool passed;
    unsigned generation;
    if (!(in >> board >> fast >> slow >> passed >> generation) || !is_listening(fast) || !is_listening(slow))
        return std::nullopt;
    for (int listener : {fast, slow}) fcntl(listener, F_SETFD, FD_CLOEXEC);
    auto inherited = Scoreboard::adopt(board);
    Crew crew{settings, own_binary(), inherited ? *inherited : Scoreboard::create(), {fast, slow}, passed,
        generation};
    crew.workers = read_workers(in, std::chrono::seconds(settings.drain_s));
    crew.want(workers_wanted(settings));
    return crew;
}
