#include "bytes.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace {

[[noreturn]] void fail()
{
    throw std::system_error(errno, std::generic_category(), "reading an uploaded file");
}

std::uint32_t byte(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::string read_part(int descriptor, std::uint64_t at, std::size_t count)
{
    std::string out(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        auto got = pread(descriptor, out.data() + done, count - done, static_cast<off_t>(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail();
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    out.resize(done);
    return out;
}

} // namespace

Bytes bytes_of_file(int descriptor)
{
    struct stat found {};
    if (fstat(descriptor, &found) < 0) fail();
    return {.size = static_cast<std::uint64_t>(found.st_size),
        .read_at = [descriptor](
                       std::uint64_t at, std::size_t count) { return read_part(descriptor, at, count); }};
}

Bytes bytes_of_text(std::string_view text)
{
    return {.size = text.size(), .read_at = [text](std::uint64_t at, std::size_t count) {
                return std::string(text.substr(static_cast<std::size_t>(at), count));
            }};
}

std::uint32_t little16(std::string_view bytes, std::size_t at)
{
    return byte(bytes, at) | byte(bytes, at + 1) << 8;
}

std::uint32_t little32(std::string_view bytes, std::size_t at)
{
    return little16(bytes, at) | little16(bytes, at + 2) << 16;
}
