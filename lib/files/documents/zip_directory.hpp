// The table of contents of a ZIP archive, believed only as far as the rest of the archive bears it out.
#pragma once

#include "bytes.hpp"

#include "lib/words/sentence.hpp"

#include <optional>
#include <variant>
#include <vector>

struct ZipEntry {
    std::string name;
    std::uint32_t flags = 0, method = 0, crc = 0;
    std::uint64_t packed = 0, size = 0; // bytes in the archive, and unpacked
    std::uint64_t header = 0;           // where its local header stands
    std::uint64_t data = 0;             // where its bytes begin
};

using ZipEntries = std::vector<ZipEntry>;

// All entries, or what is wrong: not an archive from its first byte to its end (a few bytes may follow),
// split, encrypted, with names or sizes that contradict each other or cannot be, with parts that overlap, or
// that unpacks to much more than any document does. Unpacks nothing.
std::variant<ZipEntries, Key> read_zip_directory(const Bytes&);

// Null when there is none of that name.
const ZipEntry* find_entry(const ZipEntries&, std::string_view name);

// Unpacks an entry piece by piece, handing each to `sink`; false when it is not what the directory says: of
// another size, another checksum, or damaged.
bool unpack(const Bytes&, const ZipEntry&, const std::function<void(std::string_view)>& sink);
