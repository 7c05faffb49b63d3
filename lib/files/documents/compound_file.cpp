#include "compound_file.hpp"

namespace {

using namespace std::string_view_literals;

constexpr std::string_view magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;
constexpr std::uint32_t last_sector = 0xfffffffa; // greater ones are marks
constexpr std::size_t header_size = 512, entry_size = 128, listed_tables = 109;
// Of 512 bytes each; more entries than any document has.
constexpr std::size_t max_directory_sectors = 1024;

struct Layout {
    std::string header;
    std::uint64_t sector_size = 0;

    std::uint64_t place_of(std::uint32_t sector) const { return (sector + std::uint64_t{1}) * sector_size; }
};

std::optional<Layout> read_layout(const Bytes& bytes)
{
    Layout out{.header = bytes.read(0, header_size)};
    auto shift = little16(out.header, 30);
    bool known = out.header.size() == header_size && is_compound_file(out.header) &&
                 little16(out.header, 28) == 0xfffe && (shift == 9 || shift == 12);
    if (!known) return std::nullopt;
    out.sector_size = std::uint64_t{1} << shift;
    return out;
}

// The sector after this one, by the table that the header's list names; a mark at the end.
std::optional<std::uint32_t> next_sector(const Bytes& bytes, const Layout& layout, std::uint32_t sector)
{
    auto in_table = static_cast<std::uint32_t>(layout.sector_size / 4);
    auto table = sector / in_table;
    if (table >= listed_tables) return std::nullopt;
    auto place = little32(layout.header, 76 + 4 * table);
    if (place > last_sector) return std::nullopt;
    auto entry = bytes.read(layout.place_of(place) + std::size_t{4} * (sector % in_table), 4);
    if (entry.size() < 4) return std::nullopt;
    return little32(entry, 0);
}

std::optional<CompoundEntry> entry_of(const Layout& layout, std::string_view record)
{
    auto length = little16(record, 64);
    if (length > 64 || length % 2 != 0) return std::nullopt;
    CompoundEntry out;
    for (std::size_t i = 0; i + 2 < length; i += 2) {
        auto letter = little16(record, i);
        out.name += letter >= 32 && letter < 127 ? static_cast<char>(letter) : '?';
    }
    using Kind = CompoundEntry::Kind;
    auto kind = static_cast<unsigned char>(record[66]);
    out.kind = kind == 1 ? Kind::storage : kind == 2 ? Kind::stream : kind == 5 ? Kind::root : Kind::other;
    out.size = little32(record, 120);
    out.at = layout.place_of(little32(record, 116));
    return out;
}

} // namespace

bool is_compound_file(std::string_view beginning)
{
    return beginning.starts_with(magic);
}

std::optional<std::vector<CompoundEntry>> read_compound_directory(const Bytes& bytes)
{
    auto layout = read_layout(bytes);
    if (!layout) return std::nullopt;
    std::vector<CompoundEntry> out;
    auto sector = little32(layout->header, 48);
    for (std::size_t n = 0; sector <= last_sector; ++n) {
        if (n == max_directory_sectors) return std::nullopt;
        auto records = bytes.read(layout->place_of(sector), static_cast<std::size_t>(layout->sector_size));
        if (records.size() != layout->sector_size) return std::nullopt;
        for (std::size_t at = 0; at < records.size(); at += entry_size) {
            auto record = std::string_view(records).substr(at, entry_size);
            if (record[66] == 0) continue; // unused
            auto entry = entry_of(*layout, record);
            if (!entry) return std::nullopt;
            out.push_back(std::move(*entry));
        }
        auto next = next_sector(bytes, *layout, sector);
        if (!next) return std::nullopt;
        sector = *next;
    }
    if (out.empty() || out[0].kind != CompoundEntry::Kind::root) return std::nullopt;
    return out;
}
