#include "zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace {

struct EntryEnding {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Entry = std::unique_ptr<archive_entry, EntryEnding>;

} // namespace

void ZipWriter::Ending::operator()(archive* one) const
{
    archive_write_free(one);
}

ZipWriter::ZipWriter(int descriptor, Time entries_made) : writer(archive_write_new()), made(entries_made)
{
    if (!writer) throw std::bad_alloc();
    check(archive_write_set_format_zip(writer.get()));
    check(archive_write_set_options(writer.get(), "zip:hdrcharset=UTF-8"));
    check(archive_write_open_fd(writer.get(), descriptor));
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::begin(const std::string& name)
{
    Entry entry(archive_entry_new());
    if (!entry) throw std::bad_alloc();
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(
        entry.get(), std::chrono::floor<std::chrono::seconds>(made).time_since_epoch().count(), 0);
    check(archive_write_header(writer.get(), entry.get()));
}

void ZipWriter::add(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto taken = archive_write_data(writer.get(), bytes.data(), bytes.size());
        if (taken <= 0) check(ARCHIVE_FATAL);
        bytes.remove_prefix(static_cast<std::size_t>(taken));
    }
}

void ZipWriter::add_file(int descriptor)
{
    char piece[1 << 16];
    for (off_t at = 0;;) {
        auto got = pread(descriptor, piece, sizeof piece, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "a file for the archive");
        if (got == 0) return;
        add({piece, static_cast<std::size_t>(got)});
        at += got;
    }
}

void ZipWriter::finish()
{
    check(archive_write_close(writer.get()));
}

void ZipWriter::check(int result) const
{
    if (result >= ARCHIVE_WARN) return;
    const char* why = archive_error_string(writer.get());
    throw std::runtime_error(std::string("The archive cannot be written: ") + (why ? why : "unknown"));
}
