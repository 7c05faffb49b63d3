#include "read_files.hpp"

#include "app/database.hpp"
#include "lib/files/documents/document_text.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/process/log.hpp"
#include "lib/store/hiring/resume_files.hpp"

#include <fmt/core.h>

namespace {

constexpr int batch = 20;
constexpr long long most_attempts = 3;

// None when the storage does not give it now: the file waits, and its turn comes again.
Descriptor opened(const Storage& files, const std::string& key)
{
    try {
        return files.open(key);
    } catch (const std::exception& error) {
        log(Level::error, "storage", {{"file", std::string_view(key)}, {"what", error.what()}});
        return {};
    }
}

// False when the scanner is away, so that asking it about the next file is in vain.
bool scan(Sql& sql, const Storage& files, const Scanner& scanner, const WaitingFile& file, FilesRead& count)
{
    using enum ScanAnswer::Verdict;
    auto content = opened(files, file.key);
    if (!content) return ++count.missing, true;
    auto answer = scanner(content.get());
    if (answer.verdict == clean) count.clean += store::keep_scan(sql, file.id, FileScan::clean, "");
    else if (answer.verdict == infected)
        count.infected += store::keep_scan(sql, file.id, FileScan::infected, answer.says);
    else {
        ++count.unscanned;
        log(Level::warning, "not_scanned",
            {{"file", std::string_view(file.key)}, {"reason", std::string_view(answer.says)}});
    }
    return answer.verdict != away;
}

// What was taken in vain is given back at once.
void scan_all(Sql& sql, const Storage& files, const Scanner& scanner, FilesRead& count)
{
    bool there = true;
    for (std::size_t taken = batch; there && taken == batch;) {
        auto waiting = store::take_unscanned(sql, batch);
        taken = waiting.size();
        for (const auto& file : waiting)
            if (!there || !(there = scan(sql, files, scanner, file, count))) store::give_back(sql, file.id);
    }
}

std::string keep_thumbnail(const Storage& files, const std::string& key, const std::string& picture)
{
    auto file = memory_file(picture);
    files.put(key, file.get(), facts_of(file.get()));
    return key;
}

void read(Sql& sql, const Storage& files, const WaitingFile& file, FilesRead& count)
try {
    auto kind = parse<DocumentKind>(file.kind).value_or(DocumentKind::pdf);
    std::optional<DocumentText> found;
    if (file.attempts <= most_attempts) {
        auto content = opened(files, file.key);
        if (!content) {
            ++count.missing;
            return;
        }
        found = read_document(content.get(), kind);
    }
    Unclaimed thumbnail(files, found && !found->thumbnail.empty() ? new_file_key("thumbnails") : "");
    std::optional<std::string> key;
    if (!thumbnail.name().empty()) key = keep_thumbnail(files, thumbnail.name(), found->thumbnail);
    auto became = found ? FileReading::read : FileReading::unprocessable;
    if (!store::keep_reading(sql, file.id, became, found ? found->text : "", key)) return;
    thumbnail.claim();
    ++(found ? count.read : count.unprocessable);
} catch (const std::runtime_error& error) { // the storage, or no process could be made
    ++count.missing;
    log(Level::error, "not_read", {{"file", std::string_view(file.key)}, {"reason", error.what()}});
}

} // namespace

FilesRead read_files(Sql& sql, const Storage& files, const std::optional<Scanner>& scanner)
{
    FilesRead count;
    if (scanner) scan_all(sql, files, *scanner, count);
    for (std::size_t taken = batch; taken == batch;) {
        auto waiting = store::take_unread(sql, batch, scanner.has_value());
        taken = waiting.size();
        for (const auto& file : waiting) read(sql, files, file, count);
    }
    return count;
}
