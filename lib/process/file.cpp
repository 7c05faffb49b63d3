#include "file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace {

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

void Descriptor::close()
{
    if (number >= 0) ::close(number);
    number = -1;
}

Descriptor nameless_file(const std::string& directory)
{
    Descriptor file(open(directory.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600));
    if (file) return file;
    if (errno != EOPNOTSUPP && errno != EISDIR)
        fail("a file in " + directory); // not every file system can do that
    auto path = directory + "/.incoming-XXXXXX";
    Descriptor named(mkostemp(path.data(), O_CLOEXEC));
    if (!named) fail("a file in " + directory);
    unlink(path.c_str());
    return named;
}

Descriptor memory_file(std::string_view content)
{
    Descriptor file(memfd_create("upload", MFD_CLOEXEC));
    if (!file) fail("a file in memory");
    write_all(file.get(), content);
    return file;
}

void write_all(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto written = write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("writing a file");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string read_all(int descriptor, std::size_t limit)
{
    std::string out(limit, '\0');
    std::size_t size = 0;
    while (size < limit) {
        auto got = pread(descriptor, out.data() + size, limit - size, static_cast<off_t>(size));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("reading a file");
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    out.resize(size);
    return out;
}

Descriptor reopened(int descriptor)
{
    Descriptor out(open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_RDONLY | O_CLOEXEC));
    if (!out) fail("opening a file again");
    return out;
}
