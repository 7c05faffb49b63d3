#include "directory_storage.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view what, const std::string& path)
{
    throw std::runtime_error(
        fmt::format("FILE_STORAGE: {} {}: {}.", what, path, std::generic_category().message(errno)));
}

std::string path_of(const std::string& root, const std::string& key)
{
    check_key(key);
    return root + '/' + key;
}

void sync_directory(const std::string& path)
{
    Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || fsync(directory.get()) < 0) fail("cannot save the directory", path);
}

// The group is the web server's, by the set-group-id bit of the directory that the operator has made. A new
// directory's entry is made as safe as the file will be.
void make_directory(const std::string& path)
{
    if (mkdir(path.c_str(), 0750) < 0) {
        if (errno != EEXIST) fail("cannot make the directory", path);
        return;
    }
    sync_directory(fs::path(path).parent_path().string());
}

void make_directories(const std::string& root, const std::string& key)
{
    std::error_code fault;
    if (!fs::is_directory(root, fault)) {
        fs::create_directories(fs::path(root).parent_path(), fault);
        make_directory(root);
    }
    for (auto slash = key.find('/'); slash != key.npos; slash = key.find('/', slash + 1))
        make_directory(root + '/' + key.substr(0, slash));
}

void copy_all(int from, int to, long long bytes)
{
    char piece[65'536];
    long long done = 0;
    for (;;) {
        auto got = pread(from, piece, sizeof piece, done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "reading an uploaded file");
        if (got == 0) break;
        write_all(to, {piece, static_cast<std::size_t>(got)});
        done += got;
    }
    if (done != bytes) throw std::runtime_error("FILE_STORAGE: a file changed while it was stored.");
}

void put(const std::string& root, const std::string& key, int descriptor, const FileFacts& facts)
{
    auto path = path_of(root, key);
    make_directories(root, key);
    auto directory = path.substr(0, path.rfind('/'));
    auto incoming = directory + "/.incoming-XXXXXX";
    Descriptor file(mkostemp(incoming.data(), O_CLOEXEC));
    if (!file) fail("cannot write below", directory);
    try {
        copy_all(descriptor, file.get(), facts.bytes);
        if (fchmod(file.get(), 0640) < 0 || fsync(file.get()) < 0 ||
            rename(incoming.c_str(), path.c_str()) < 0)
            fail("cannot store", path);
    } catch (...) {
        unlink(incoming.c_str());
        throw;
    }
    sync_directory(directory);
}

// A directory that is not there yet is made with the first file.
bool works(const std::string& root)
{
    if (access(root.c_str(), W_OK | X_OK) == 0) return true;
    return errno == ENOENT && access(fs::path(root).parent_path().c_str(), W_OK | X_OK) == 0;
}

bool has(const std::string& root, const std::string& key)
{
    auto path = path_of(root, key);
    if (access(path.c_str(), R_OK) == 0) return true;
    if (errno != ENOENT) fail("cannot read", path);
    return false;
}

Descriptor open_file(const std::string& root, const std::string& key)
{
    auto path = path_of(root, key);
    Descriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file) fail("cannot read", path);
    return file;
}

void remove_file(const std::string& root, const std::string& key)
{
    auto path = path_of(root, key);
    if (unlink(path.c_str()) < 0 && errno != ENOENT) fail("cannot remove", path);
}

void list(const std::string& root, Time before, const std::function<void(const StoredFile&)>& visit)
{
    std::error_code fault;
    if (!fs::is_directory(root, fault)) return;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        struct stat found {};
        if (lstat(entry.path().c_str(), &found) < 0 || !S_ISREG(found.st_mode)) continue; // gone meanwhile
        Time modified{std::chrono::seconds(found.st_mtim.tv_sec)};
        if (modified < before) visit({entry.path().lexically_relative(root).string(), modified});
    }
}

} // namespace

Storage directory_storage(const std::string& root)
{
    return {
        .put = [root](const std::string& key, int descriptor,
                   const FileFacts& facts) { ::put(root, key, descriptor, facts); },
        .works = [root] { return ::works(root); },
        .has = [root](const std::string& key) { return ::has(root, key); },
        .open = [root](const std::string& key) { return open_file(root, key); },
        .remove = [root](const std::string& key) { remove_file(root, key); },
        .deliver =
            [](const std::string& key, const std::string& content_type, const std::string& disposition) {
                check_key(key);
                return Delivery{.status = 200,
                    .headers = {{"Content-Type", content_type}, {"X-File-Disposition", disposition},
                        {"X-Accel-Redirect", std::string(internal_location) + key}}};
            },
        .list = [root](Time before,
                    const std::function<void(const StoredFile&)>& visit) { ::list(root, before, visit); },
    };
}
