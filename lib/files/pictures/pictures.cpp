#include "pictures.hpp"

#include "image_header.hpp"
#include "sizes.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/process/child.hpp"
#include "lib/process/file.hpp"
#include "lib/process/log.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t max_pixels = 50'000'000;
constexpr std::uint32_t longest_side = 20'000; // a thin, endless picture costs more than its pixels tell
constexpr std::uint32_t max_side = 800;
constexpr std::string_view incoming = ".incoming-"; // begins the names of files not yet whole

// What people send instead of a picture, known by its beginning (in lower case).
struct Other {
    std::string_view begins;
    Key key;
};
constexpr Other others[] = {
    {"%pdf-", "picture.is_pdf"_s},
    {"gif8", "picture.is_gif"_s},
    {"<svg", "picture.is_svg"_s},
    {"<?xml", "picture.is_xml"_s},
    {"<!doctype", "picture.is_web_page"_s},
    {"<html", "picture.is_web_page"_s},
};

Key why_no_picture(std::string_view bytes)
{
    if (bytes.empty()) return "file.empty"_s;
    auto beginning = lowered(trimmed(bytes.substr(0, 200)));
    for (const auto& other : others)
        if (beginning.starts_with(other.begins)) return other.key;
    return "picture.none"_s;
}

// A ZIP archive is read from its end: a record there tells how many bytes follow it.
bool ends_as_archive(std::string_view bytes)
{
    auto at = bytes.rfind("PK\5\6");
    if (at == bytes.npos || bytes.size() - at < 22) return false;
    auto comment = static_cast<unsigned char>(bytes[at + 20]) | static_cast<unsigned char>(bytes[at + 21])
                                                                    << 8;
    return bytes.size() - at - 22 == static_cast<std::size_t>(comment);
}

// A picture that also is a document or a program to some reader. What we store is free of it anyway; the
// sender should know that the file is not what it seems.
bool is_polyglot(std::string_view bytes)
{
    auto lower = lowered(bytes);
    for (std::string_view mark :
        {"%pdf-", "<!doctype", "<html", "<script", "<iframe", "<?php", "<svg ", "<svg>"})
        if (lower.find(mark) != lower.npos) return true;
    return ends_as_archive(bytes);
}

// Why it is refused; nothing when nothing speaks against decoding.
std::optional<Said> objection(std::string_view bytes)
{
    if (bytes.size() > max_picture_bytes)
        return Said("file.too_many_mib"_s, {{"max", max_picture_bytes >> 20}});
    if (!image_format(bytes)) return why_no_picture(bytes);
    auto header = read_image_header(bytes);
    if (!header) return "picture.damaged"_s;
    if (std::max(header->width, header->height) > longest_side)
        return Said("picture.too_long"_s, {{"max", longest_side}});
    if (header->pixels() > max_pixels) return "picture.too_many_pixels"_s;
    if (is_polyglot(bytes)) return "picture.hides"_s;
    return std::nullopt;
}

// Loaders that libvips itself calls unsafe stay off. One thread: more would only need more memory.
Ended thumbnail(int descriptor)
{
    return run_child({
        .words = {"/usr/bin/vipsthumbnail", "stdin[fail-on=truncated]", "--size",
            fmt::format("{0}x{0}>", max_side), "--export-profile", "srgb", "--output",
            ".jpg[strip,Q=82,background=255]"},
        .input = descriptor,
        .environment = {"VIPS_BLOCK_UNTRUSTED=1", "VIPS_CONCURRENCY=1", "MALLOC_ARENA_MAX=2"},
    });
}

// Not the picture's fault: the tool or the walls around it are missing.
bool could_not_run(const Ended& ended)
{
    return ended.status == 126 || ended.status == 127 || ended.errors.starts_with("bwrap:");
}

bool is_thumbnail(std::string_view bytes)
{
    auto header = read_image_header(bytes);
    return header && header->format == ImageFormat::jpeg && header->width <= max_side &&
           header->height <= max_side;
}

[[noreturn]] void fail(const std::string& media)
{
    auto why = std::generic_category().message(errno);
    throw std::runtime_error(fmt::format("A picture cannot be stored in MEDIA_PATH {}: {}.", media, why));
}

// Readable for the web server, whichever account that has and whatever our umask is.
void make_directory(const std::string& path, const std::string& media)
{
    std::error_code fault;
    fs::create_directories(path, fault);
    if (!fs::is_directory(path, fault) || (chmod(path.c_str(), 0755) < 0 && errno != EPERM)) fail(media);
}

// Held while a file in it is stored or removed as unused, so that one that has just come into use is not
// removed.
Descriptor lock_directory(const std::string& path)
{
    Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory && flock(directory.get(), LOCK_EX) < 0) return Descriptor();
    return directory;
}

bool is_ours(const std::string& name)
{
    return name.ends_with(".jpg") || name.ends_with(".webp") || name.starts_with(incoming);
}

bool is_stale(const std::string& path)
{
    constexpr time_t an_hour = 3600;
    struct stat file {};
    return lstat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode) &&
           file.st_mtime < time(nullptr) - an_hour;
}

// What is in one of the media directory's directories and old enough, by name: "ab/abcdef….jpg".
std::vector<std::string> stale_files(const fs::path& directory)
{
    std::vector<std::string> out;
    if (directory.filename().string().size() != 2) return out;
    std::error_code fault;
    for (fs::directory_iterator at(directory, fault), end; !fault && at != end; at.increment(fault))
        if (is_ours(at->path().filename()) && is_stale(at->path()))
            out.push_back(directory.filename() / at->path().filename());
    return out;
}

} // namespace

static Turns& turns()
{
    static Turns ours;
    return ours;
}

void limit_pictures(Turns limit)
{
    turns() = std::move(limit);
}

std::variant<Picture, Said, PicturesBusy> take_picture(int descriptor)
{
    auto bytes = read_all(descriptor, max_picture_bytes + 1);
    if (auto wrong = objection(bytes)) return *wrong;
    auto turn = turns().take_free();
    if (!turn) return PicturesBusy{};

    auto ended = thumbnail(descriptor);
    if (could_not_run(ended))
        throw std::runtime_error("Pictures cannot be processed, is libvips-tools installed? " + ended.errors);
    if (ended.cause == Ended::Cause::wall_time) return "picture.too_slow"_s;
    if (!ended.well() || !is_thumbnail(ended.output)) return "picture.too_costly"_s;
    auto digest = random_hex(16);
    return Picture{digest.substr(0, 2) + '/' + digest + ".jpg", std::move(ended.output)};
}

void keep_picture(const std::string& media, const Picture& picture)
{
    keep_media(media, picture.name, picture.jpeg);
}

void keep_media(const std::string& media, const std::string& name, std::string_view bytes)
{
    auto path = media + '/' + name;
    auto directory = path.substr(0, path.rfind('/'));
    make_directory(media, media);
    make_directory(directory, media);
    auto lock = lock_directory(directory);
    if (!lock) fail(media);
    if (utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0) return; // it is there, and young again
    auto half = fmt::format("{}/{}XXXXXX", directory, incoming);
    Descriptor file(mkostemp(half.data(), O_CLOEXEC));
    if (!file) fail(media);
    try {
        write_all(file.get(), bytes);
        if (fchmod(file.get(), 0644) < 0 || fsync(file.get()) < 0 || rename(half.c_str(), path.c_str()) < 0)
            fail(media);
    } catch (...) {
        unlink(half.c_str());
        throw;
    }
    if (fsync(lock.get()) < 0) fail(media);
}

namespace {

// What was decoded from somebody's file is a JPEG of ours by now; its decoder is kept in the same limits.
std::string resized(int descriptor, const PictureCopy& copy)
{
    auto ended = run_child({
        .words = {"/usr/bin/vipsthumbnail", "stdin[fail-on=truncated]", "--size",
            fmt::format("{0}x{0}>", copy.side), "--output",
            copy.webp ? ".webp[strip,Q=80]" : ".jpg[strip,Q=82]"},
        .input = descriptor,
        .environment = {"VIPS_BLOCK_UNTRUSTED=1", "VIPS_CONCURRENCY=1", "MALLOC_ARENA_MAX=2"},
    });
    if (!ended.well()) throw std::runtime_error("A picture cannot be made smaller: " + ended.errors);
    return ended.output;
}

} // namespace

void make_smaller_copies(const std::string& media, const std::string& picture)
{
    for (const auto& copy : smaller_copies(picture)) {
        if (std::filesystem::exists(media + '/' + copy.name)) continue;
        Descriptor original(open((media + '/' + picture).c_str(), O_RDONLY | O_CLOEXEC));
        if (!original) return; // there is another picture meanwhile
        keep_media(media, copy.name, resized(original.get(), copy));
    }
}

static void forget_file(const std::string& path)
{
    if (unlink(path.c_str()) == 0 || errno == ENOENT) return;
    auto why = std::generic_category().message(errno);
    log(Level::warning, "picture_left",
        {{"file", std::string_view(path)}, {"reason", std::string_view(why)}});
}

void forget_picture(const std::string& media, std::string_view name)
{
    for (const auto& copy : smaller_copies(name)) forget_file(fmt::format("{}/{}", media, copy.name));
    forget_file(fmt::format("{}/{}", media, name));
}

long long sweep_pictures(const std::string& media,
    const std::function<std::vector<std::string>(const std::vector<std::string>& names)>& in_use)
{
    long long removed = 0;
    std::error_code fault;
    for (fs::directory_iterator at(media, fault), end; !fault && at != end; at.increment(fault)) {
        auto stale = stale_files(at->path());
        if (stale.empty()) continue;
        std::vector<std::string> pictures;
        for (const auto& name : stale) pictures.push_back(picture_of(name));
        auto used = in_use(pictures);
        auto lock = lock_directory(at->path());
        for (const auto& name : stale) {
            if (std::find(used.begin(), used.end(), picture_of(name)) != used.end()) continue;
            auto path = media + '/' + name;
            if (lock && is_stale(path) && unlink(path.c_str()) == 0) ++removed;
        }
    }
    return removed;
}
