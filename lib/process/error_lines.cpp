#include "error_lines.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace {

// One of another account counts as alive.
bool is_alive(pid_t process)
{
    return kill(process, 0) == 0 || errno != ESRCH;
}

} // namespace

void ErrorLines::add(std::string_view text)
{
    std::array<std::uint64_t, longest / 8> words{};
    std::memcpy(words.data(), text.data(), std::min(text.size(), longest - 1));
    auto number = added.fetch_add(1) + 1;
    auto& line = lines[number % capacity];
    line.writer = getpid();
    line.number = 0;
    std::copy(words.begin(), words.end(), line.text.begin());
    line.number = number;
}

std::vector<std::string> ErrorLines::after(std::uint64_t& seen, std::uint64_t& missed) const
{
    std::vector<std::string> out;
    auto newest = added.load();
    if (seen > newest) seen = newest;
    if (newest - seen > capacity) {
        missed += newest - seen - capacity;
        seen = newest - capacity;
    }
    for (; seen < newest; ++seen) {
        auto& line = lines[(seen + 1) % capacity];
        if (line.number == 0 && is_alive(line.writer)) break; // still being written
        std::array<std::uint64_t, longest / 8> words;
        std::copy(line.text.begin(), line.text.end(), words.begin());
        if (line.number != seen + 1) { // it gave way meanwhile, or its writer died over it
            ++missed;
            continue;
        }
        std::array<char, longest> bytes;
        std::memcpy(bytes.data(), words.data(), bytes.size());
        out.emplace_back(bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0'));
    }
    return out;
}
