// What `jobboard doctor` looks at on this host: disks, files, programs, limits.
#include "doctor.hpp"

#include "lib/files/documents/scanner.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/process/child.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
using enum Finding::Grade;

namespace {

// Sizes as people say them.
std::string size_text(std::uintmax_t bytes)
{
    return bytes >= 10'000'000'000 ? fmt::format("{} GB", bytes / 1'000'000'000)
                                   : fmt::format("{} MB", bytes / 1'000'000);
}

// What the program makes when it first needs it may be missing, if the program may make it.
fs::path nearest_existing(fs::path path)
{
    std::error_code error;
    while (!fs::exists(path, error) && path.has_relative_path()) path = path.parent_path();
    return path;
}

// Where résumés lie, if that is a directory of this host.
std::optional<fs::path> storage_directory(const Settings& s)
{
    static constexpr std::string_view local = "directory:";
    if (!s.file_storage.starts_with(local)) return std::nullopt;
    return s.file_storage.substr(local.size());
}

void remove_empty_above(const fs::path& file, const fs::path& root)
{
    std::error_code error;
    for (auto path = file.parent_path(); path != root && path.has_relative_path(); path = path.parent_path())
        if (!fs::remove(path, error)) return; // something else is in it
}

std::optional<uid_t> owner_of(const fs::path& path)
{
    struct stat found {};
    if (path.empty() || stat(path.c_str(), &found) != 0) return std::nullopt;
    return found.st_uid;
}

// Of the socket that the pool listens on, or what it writes into; nothing where none of that is there.
std::optional<uid_t> account_of_program(const Settings& s)
{
    static constexpr std::string_view socket = "unix:";
    std::string listen = s.fast_listen.starts_with(socket) ? s.fast_listen.substr(socket.size()) : "";
    for (const auto& path : {fs::path(listen), storage_directory(s).value_or(""), fs::path(s.media_path)})
        if (auto owner = owner_of(path)) return owner;
    return std::nullopt;
}

void check_directory(std::string_view setting, const fs::path& path, Findings& out)
{
    auto there = nearest_existing(fs::absolute(path));
    if (access(there.c_str(), W_OK | X_OK) != 0)
        out.push_back({failure, fmt::format("{}: this account may not write to {}{}.", setting, path.string(),
                                    there == path ? "" : ", which is to be made")});
    std::error_code error;
    auto space = fs::space(there, error);
    if (error) return;
    constexpr std::uintmax_t too_little = 200'000'000, little = 2'000'000'000;
    if (space.available < too_little)
        out.push_back({failure, fmt::format("{}: the disk of {} has only {} left.", setting, path.string(),
                                    size_text(space.available))});
    else if (space.available < little && space.available < space.capacity / 10)
        out.push_back({warning, fmt::format("{}: the disk of {} has {} of {} left.", setting, path.string(),
                                    size_text(space.available), size_text(space.capacity))});
}

} // namespace

// Writes a file, reads it, and removes it again, with the directories that were made for it. A storage that
// is not there yet is only said not to be: whoever looks may be somebody else than whoever is to own it.
Findings examine_storage(const Settings& s)
try {
    auto root = storage_directory(s);
    if (root && !fs::exists(*root))
        return {
            {ok, fmt::format("{} is not there yet; it is made when the first file comes.", root->string())}};
    auto storage = storage_of(s.file_storage, storage_access(s));
    std::string content = "written by jobboard doctor";
    auto file = memory_file(content);
    auto key = new_file_key("doctor");
    storage.put(key, file.get(), facts_of(file.get()));
    auto read = read_all(storage.open(key).get(), 1000);
    storage.remove(key);
    if (root) remove_empty_above(*root / key, *root);
    if (read != content || storage.has(key))
        return {{failure, "A file that was written and removed again was not what it should be."}};
    return {{ok, "A file was written, read and removed again."}};
} catch (const std::exception& error) {
    return {{failure, error.what()}};
}

Findings examine_disks(const Settings& s)
{
    Findings out;
    check_directory("MEDIA_PATH", s.media_path, out);
    check_directory("UPLOAD_PATH", s.upload_path, out);
    if (auto root = storage_directory(s)) check_directory("FILE_STORAGE", *root, out);
    if (!s.log_file.empty()) check_directory("LOG_FILE", fs::path(s.log_file).parent_path(), out);
    return out;
}

Findings examine_scanner(const Settings& s)
{
    auto scanner = scanner_of(s.scanner);
    if (!scanner) return {{ok, "There is none: files are not scanned."}};
    auto answer = (*scanner)(memory_file("nothing bad").get());
    if (answer.verdict == ScanAnswer::Verdict::clean) return {{ok, "It called a harmless file clean."}};
    return {{failure,
        fmt::format("It did not call a harmless file clean ({}): files stay unavailable.", answer.says)}};
}

Findings examine_programs(const Settings&)
{
    Findings out;
    for (auto [program, without] :
        {std::pair("bwrap", "children that read uploads are only limited, not locked up"),
            std::pair("prlimit", "uploads cannot be read at all"),
            std::pair("vipsthumbnail", "profile pictures are refused"),
            std::pair("pdftotext", "PDF résumés are not read"),
            std::pair("pdftoppm", "PDF résumés get no picture"),
            std::pair("catdoc", "DOC résumés are not read"),
            std::pair("bsdtar", "DOCX résumés are not read")})
        if (!fs::exists(fs::path("/usr/bin") / program))
            out.push_back({warning, fmt::format("/usr/bin/{} is missing: {}.", program, without)});
    if (out.empty() && best_isolation() != Isolation::namespaces)
        out.push_back(
            {warning, "This machine lets no ordinary account make namespaces: children that read uploads are "
                      "only limited. See kernel.unprivileged_userns_clone and user.max_user_namespaces."});
    return out;
}

Findings examine_account(const Settings& s)
{
    if (geteuid() != 0) return {};
    auto owner = account_of_program(s);
    if (!owner)
        return {{warning,
            "This is root, and nothing of the program is there yet that would tell its account: call this as "
            "that."}};
    if (*owner == 0)
        return {{failure, "What the program owns belongs to root: run it as an account of its own."}};
    const auto* account = getpwuid(*owner);
    if (!account || initgroups(account->pw_name, account->pw_gid) != 0 || setgid(account->pw_gid) != 0 ||
        setuid(*owner) != 0)
        return {{warning, "This is root, and could not become the account of the program."}};
    return {{ok, fmt::format("What follows holds for {}, the account of the program.", account->pw_name)}};
}

Findings examine_limits(const Settings&)
{
    Findings out;
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < 1024)
        out.push_back(
            {warning, fmt::format("A process may open only {} files: raise LimitNOFILE.", files.rlim_cur)});
    return out;
}
