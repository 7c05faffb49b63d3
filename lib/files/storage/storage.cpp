#include "storage.hpp"

#include "lib/base/crypto.hpp"
#include "lib/process/log.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

FileFacts facts_of(int descriptor)
{
    Sha256 hash;
    FileFacts facts;
    char piece[65'536];
    for (;;) {
        auto got = pread(descriptor, piece, sizeof piece, facts.bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "reading an uploaded file");
        if (got == 0) break;
        hash.add({piece, static_cast<std::size_t>(got)});
        facts.bytes += got;
    }
    facts.sha256 = hash.hex();
    return facts;
}

std::string new_file_key(std::string_view kind)
{
    auto name = random_hex(16);
    return fmt::format("{}/{}/{}", kind, name.substr(0, 2), name);
}

bool is_key(std::string_view key)
{
    static constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/";
    return !key.empty() && key[0] != '/' && key.find_first_not_of(plain) == key.npos &&
           key.find("..") == key.npos && key.find("//") == key.npos;
}

void check_key(std::string_view key)
{
    if (!is_key(key)) throw std::runtime_error("FILE_STORAGE: a key is no name of ours.");
}

Unclaimed::~Unclaimed()
{
    if (key.empty()) return;
    try {
        storage.remove(key);
    } catch (const std::exception& error) {
        log(Level::warning, "file_left", {{"file", std::string_view(key)}, {"reason", error.what()}});
    }
}
