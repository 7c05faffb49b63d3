#include "figures.hpp"

#include <algorithm>
#include <cstring>

namespace {

// FNV-1a, and never 0. https://www.rfc-editor.org/rfc/rfc9923
std::uint64_t key_of(std::string_view name)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (unsigned char c : name) hash = (hash ^ c) * 0x100000001b3;
    return hash ? hash : 1;
}

using Words = std::array<std::uint64_t, std::tuple_size_v<decltype(EndpointFigures::name)>>;

std::string_view cut(std::string_view name)
{
    return name.substr(0, sizeof(Words) - 1);
}

std::string name_of(const EndpointFigures& line)
{
    std::array<char, sizeof(Words)> bytes;
    Words words;
    std::copy(line.name.begin(), line.name.end(), words.begin());
    std::memcpy(bytes.data(), words.data(), sizeof words);
    return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0')};
}

void write_name(EndpointFigures& line, std::string_view name)
{
    Words words{};
    std::memcpy(words.data(), name.data(), name.size());
    std::copy(words.begin(), words.end(), line.name.begin());
}

} // namespace

void EndpointFigures::add(const Cost& cost)
{
    auto in = [](auto time) { return static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0)); };
    auto milliseconds = std::chrono::duration<double, std::milli>(cost.time).count();
    auto bound = std::lower_bound(duration_bounds_ms.begin(), duration_bounds_ms.end(), milliseconds);
    auto add = [](Counter& counter, std::uint64_t n) { counter.fetch_add(n, std::memory_order_relaxed); };
    add(statuses[static_cast<std::size_t>(std::clamp(cost.status / 100, 1, 5) - 1)], 1);
    add(took[static_cast<std::size_t>(bound - duration_bounds_ms.begin())], 1);
    add(time_us, in(cost.time));
    add(sql_us, in(cost.sql_time));
    add(statements, static_cast<std::uint64_t>(cost.statements));
    if (cost.status == 429) add(rate_limited, 1);
    if (cost.cached == Cost::Cached::found) add(kept_found, 1);
    if (cost.cached == Cost::Cached::made) add(kept_made, 1);
}

EndpointFigures& Figures::of(std::string_view full_name)
{
    auto name = cut(full_name);
    auto key = key_of(name);
    for (std::size_t i = 0; i < capacity; ++i) {
        auto& line = lines[(key + i) % capacity];
        std::uint64_t found = line.key;
        if (found == 0 && line.key.compare_exchange_strong(found, key)) return write_name(line, name), line;
        if (found == key) return line;
    }
    return lines.back();
}

std::vector<EndpointStatus> Figures::status() const
{
    std::vector<EndpointStatus> out;
    for (const auto& line : lines) {
        auto name = name_of(line);
        if (line.key == 0 || key_of(name) != line.key) continue;
        EndpointStatus seen{.name = std::move(name),
            .time_s = double(line.time_us) / 1e6,
            .sql_s = double(line.sql_us) / 1e6,
            .statements = line.statements,
            .rate_limited = line.rate_limited,
            .kept_found = line.kept_found,
            .kept_made = line.kept_made};
        std::copy(line.statuses.begin(), line.statuses.end(), seen.statuses.begin());
        std::copy(line.took.begin(), line.took.end(), seen.took.begin());
        for (auto n : seen.took) seen.requests += n;
        out.push_back(std::move(seen));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return out;
}
