// The files of applications as work: which are to be scanned and read, and what came of it.
#pragma once

#include "lib/base/fields.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

enum class FileScan { waiting, clean, infected };
template <>
inline constexpr std::array<std::string_view, 3> names_of<FileScan>{"waiting", "clean", "infected"};

enum class FileReading { waiting, read, unprocessable };
template <>
inline constexpr std::array<std::string_view, 3> names_of<FileReading>{"waiting", "read", "unprocessable"};

struct WaitingFile {
    Uuid id; // of the application
    std::string key, kind;
    long long attempts = 0; // to read it, this one included
    static constexpr auto fields = std::tuple{
        field("id", &WaitingFile::id),
        field("key", &WaitingFile::key),
        field("kind", &WaitingFile::kind),
        field("attempts", &WaitingFile::attempts),
    };
};

// What was read in a file, for people to look at; nothing of what is not known to be harmless.
struct ResumeShown {
    std::string content;                  // its text
    std::optional<std::string> thumbnail; // key of the picture of its first page, a JPEG
    static constexpr auto fields = std::tuple{
        field("content", &ResumeShown::content),
        field("thumbnail", &ResumeShown::thumbnail),
    };
};

namespace store {

// The next files that wait, oldest first. They are the caller's for ten minutes; nobody else gets them
// before. Outside a transaction, so that no application is locked while its file is looked at.
std::vector<WaitingFile> take_unscanned(Sql&, int limit);
// Never what a scanner found infected; only what it found clean, if so wanted.
std::vector<WaitingFile> take_unread(Sql&, int limit, bool only_clean);

// Anybody's again, at once.
void give_back(Sql&, const Uuid& application);

// False when the application is gone, or somebody else was faster.
bool keep_scan(Sql&, const Uuid& application, FileScan, std::string_view finding);
bool keep_reading(Sql&, const Uuid& application, FileReading, std::string_view content,
    const std::optional<std::string>& thumbnail);

// Nothing as long as it waits, and of an infected file; only_clean as above.
std::optional<ResumeShown> find_resume_shown(Sql&, const Uuid& application, bool only_clean);

} // namespace store
