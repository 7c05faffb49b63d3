#include "account.hpp"

#include "lib/formats/csv.hpp"

#include <fmt/core.h>
#include <numeric>
#include <unistd.h>

using Clock = std::chrono::steady_clock;

namespace {

std::string kind_of(const RowNote& note)
{
    return fmt::format("{}{}{}", note.column, note.column.empty() ? "" : ": ", note.remark.reason);
}

std::size_t sum(const std::map<std::string, std::size_t>& reasons)
{
    return std::accumulate(
        reasons.begin(), reasons.end(), std::size_t{0}, [](auto n, const auto& r) { return n + r.second; });
}

void print_reasons(const std::map<std::string, std::size_t>& reasons)
{
    for (const auto& [reason, count] : reasons) fmt::print("    {:>9}  {}\n", count, reason);
}

} // namespace

ImportAccount::ImportAccount(const std::string& report_path, std::size_t size)
    : path(report_path), report(path, std::ios::binary | std::ios::trunc), file_size(size),
      terminal(isatty(STDERR_FILENO)), start(Clock::now()), drawn(start)
{
    report << csv_line({"line", "id", "outcome", "column", "reason", "detail"}) << std::flush;
    if (!report)
        throw std::runtime_error(
            fmt::format("The report {} cannot be written; name another place with --report.", path));
}

void ImportAccount::write(
    std::size_t line, std::string_view id, std::string_view outcome, const RowNote& note)
{
    report << csv_line({std::to_string(line), std::string(id), std::string(outcome), note.column,
        std::string(note.remark.reason), note.remark.detail});
}

void ImportAccount::skipped(std::size_t line, std::string_view id, const RowNote& note)
{
    ++skips[kind_of(note)];
    write(line, id, "skipped", note);
}

void ImportAccount::noted(std::size_t line, std::string_view id, const RowNote& note)
{
    ++notes[kind_of(note)];
    write(line, id, "noted", note);
}

void ImportAccount::stored(const ImportCounts& more)
{
    counts.imported += more.imported;
    counts.updated += more.updated;
    counts.unchanged += more.unchanged;
}

bool ImportAccount::all_refused() const
{
    return rows > 0 && counts.imported + counts.updated + counts.unchanged == 0;
}

void ImportAccount::show_progress(std::size_t bytes_read)
{
    if (!terminal || Clock::now() - drawn < std::chrono::milliseconds(200)) return;
    drawn = Clock::now();
    auto percent = file_size > 0 ? std::min<std::size_t>(100, bytes_read * 100 / file_size) : 100;
    fmt::print(stderr, "\r[{:<40}] {:>3} %  {} rows", std::string(percent * 40 / 100, '='), percent, rows);
    std::fflush(stderr);
}

void ImportAccount::print(bool dry_run)
{
    report.flush();
    if (terminal) fmt::print(stderr, "\r\033[K");
    auto seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (dry_run) fmt::print("Dry run: this is what would be done; nothing was changed.\n");
    fmt::print("Rows read    {:>9}\n", rows);
    fmt::print("  imported   {:>9}\n  updated    {:>9}\n  unchanged  {:>9}\n", counts.imported,
        counts.updated, counts.unchanged);
    fmt::print("  skipped    {:>9}\n", sum(skips));
    print_reasons(skips);
    if (!notes.empty()) fmt::print("Imported with a remark, by reason\n");
    print_reasons(notes);
    fmt::print("Each of these rows is listed in {}.\n", path);
    fmt::print(
        "Took {:.1f} s, {:.0f} rows/s.\n", seconds, static_cast<double>(rows) / std::max(seconds, 0.001));
    if (!report)
        fmt::print(stderr, "The report {} is incomplete: it could not be written to its end.\n", path);
}
