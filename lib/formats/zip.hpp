// Writes a ZIP archive, one entry after the other, however long each becomes.
#pragma once

#include "lib/base/time.hpp"

#include <memory>
#include <string>
#include <string_view>

struct archive;

class ZipWriter {
public:
    // Entries have that time. The descriptor stays open, and the caller's. Throws std::runtime_error, as
    // everything here does when the archive cannot be written.
    ZipWriter(int descriptor, Time entries_made);
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;

    // Ends the entry before it. Names are UTF-8, with / between directories.
    void begin(const std::string& name);
    // More of the entry begun last.
    void add(std::string_view bytes);
    void add_file(int descriptor); // from its beginning, wherever it stands
    // Without this what was written is no archive.
    void finish();

private:
    struct Ending {
        void operator()(archive*) const;
    };
    std::unique_ptr<archive, Ending> writer;
    Time made;

    void check(int result) const;
};
