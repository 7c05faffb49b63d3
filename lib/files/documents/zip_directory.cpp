#include "zip_directory.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <zlib.h>

namespace {

constexpr std::size_t end_record = 22, entry_record = 46, local_record = 30, longest_comment = 1024,
                      longest_rest = 1024; // that a transfer has left behind the end
constexpr std::size_t max_entries = 4096, max_directory = 64 << 10;
constexpr std::uint64_t max_unpacked = 100 << 20, small = 1 << 20;
// Deflate cannot do better than 1032 to 1, and text of a document is far from that.
constexpr std::uint64_t best_deflate = 1032, plausible = 200;

constexpr Key damaged = "document.damaged"_s, encrypted = "document.encrypted"_s,
              contradicts = "document.contradicts"_s, too_large = "document.unpacks_to_too_much"_s;

struct Ending {
    std::uint64_t at = 0, directory = 0, directory_size = 0;
    std::uint32_t entries = 0;
};

std::optional<Ending> find_ending(const Bytes& bytes)
{
    auto tail = bytes.last(end_record + longest_comment + longest_rest);
    auto at = tail.rfind("PK\5\6");
    if (at == tail.npos || tail.size() - at < end_record) return std::nullopt;
    auto record = std::string_view(tail).substr(at);
    bool split =
        little16(record, 4) != 0 || little16(record, 6) != 0 || little16(record, 8) != little16(record, 10);
    auto comment = little16(record, 20);
    if (split || comment > longest_comment || comment > record.size() - end_record) return std::nullopt;
    return Ending{.at = bytes.size - tail.size() + at,
        .directory = little32(record, 16),
        .directory_size = little32(record, 12),
        .entries = little16(record, 10)};
}

bool is_sane_name(std::string_view name)
{
    bool plain = !name.empty() && name[0] != '/' && name.find('\\') == name.npos && is_clean_text(name);
    return plain && ('/' + std::string(name) + '/').find("/../") == std::string::npos;
}

std::optional<Key> objection(const ZipEntry& e)
{
    if (e.flags & 0x2041) return encrypted; // also by certificates, also the directory alone
    if (!is_sane_name(e.name) || (e.method != 0 && e.method != 8)) return damaged;
    if (e.method == 0 ? e.packed != e.size : e.size > e.packed * best_deflate + 64) return contradicts;
    if (e.size > small && e.size > e.packed * plausible) return too_large;
    return std::nullopt;
}

// One record of the directory; `text` goes behind it.
std::optional<ZipEntry> take_entry(std::string_view& text)
{
    if (text.size() < entry_record || !text.starts_with("PK\1\2")) return std::nullopt;
    auto name = little16(text, 28), extra = little16(text, 30), comment = little16(text, 32);
    auto whole = entry_record + name + extra + comment;
    if (text.size() < whole) return std::nullopt;
    ZipEntry out{.name = std::string(text.substr(entry_record, name)),
        .flags = little16(text, 8),
        .method = little16(text, 10),
        .crc = little32(text, 16),
        .packed = little32(text, 20),
        .size = little32(text, 24),
        .header = little32(text, 42)};
    text.remove_prefix(whole);
    return out;
}

struct Sizes {
    std::uint64_t packed = 0, size = 0;
    friend bool operator==(const Sizes&, const Sizes&) = default;
};

// As the local header has them, or its ZIP64 field, which writers of streams use also for small parts: size
// first, and only what the header itself leaves open.
Sizes local_sizes(std::string_view header, std::string_view extra)
{
    constexpr std::uint32_t open = 0xffffffff;
    Sizes out{little32(header, 18), little32(header, 22)};
    if (out.packed != open && out.size != open) return out;
    for (std::size_t at = 0; at + 4 <= extra.size(); at += 4 + little16(extra, at + 2)) {
        if (little16(extra, at) != 1) continue;
        auto next = at + 4;
        auto take = [&](std::uint64_t& into) {
            if (into != open) return;
            into = little32(extra, next) | std::uint64_t{little32(extra, next + 4)} << 32;
            next += 8;
        };
        take(out.size);
        take(out.packed);
        break;
    }
    return out;
}

// The header before an entry's own bytes says the same as the directory, or leaves the sizes to a record
// behind the bytes. Finds where the bytes begin.
bool agrees_locally(const Bytes& bytes, ZipEntry& e)
{
    auto header = bytes.read(e.header, local_record);
    if (header.size() < local_record || !header.starts_with("PK\3\4")) return false;
    auto name = little16(header, 26), extra = little16(header, 28);
    bool sizes_follow = e.flags & 8;
    auto sizes = local_sizes(header, bytes.read(e.header + local_record + name, extra));
    bool same = little16(header, 6) == e.flags && little16(header, 8) == e.method &&
                (sizes_follow || sizes == Sizes{e.packed, e.size});
    e.data = e.header + local_record + name + extra;
    return same && bytes.read(e.header + local_record, name) == e.name;
}

// From the first byte of the file on, one after the other, up to the directory.
bool parts_follow_each_other(const ZipEntries& entries, std::uint64_t directory)
{
    std::vector<const ZipEntry*> order;
    for (const auto& e : entries) order.push_back(&e);
    std::sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->header < b->header; });
    if (order.empty() || order[0]->header != 0) return false;
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto next = i + 1 < order.size() ? order[i + 1]->header : directory;
        if (order[i]->data + order[i]->packed > next) return false;
    }
    return true;
}

struct Inflater {
    z_stream stream{};
    bool ready = inflateInit2(&stream, -MAX_WBITS) == Z_OK;
    ~Inflater() { inflateEnd(&stream); }
};

// Feeds what was unpacked to the sink and counts it; false once it is more than announced.
struct Unpacked {
    const ZipEntry& entry;
    const std::function<void(std::string_view)>& sink;
    std::uint64_t size = 0;
    uLong crc = crc32(0, nullptr, 0);

    bool take(std::string_view piece)
    {
        size += piece.size();
        if (size > entry.size) return false;
        crc = crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
        sink(piece);
        return true;
    }
    bool whole() const { return size == entry.size && crc == entry.crc; }
};

constexpr std::size_t piece_size = 16'384;

bool inflate_piece(Inflater& in, std::string& packed, Unpacked& out, bool& ended)
{
    in.stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    in.stream.avail_in = static_cast<uInt>(packed.size());
    char piece[piece_size];
    do {
        in.stream.next_out = reinterpret_cast<Bytef*>(piece);
        in.stream.avail_out = piece_size;
        auto result = inflate(&in.stream, Z_NO_FLUSH);
        ended = result == Z_STREAM_END;
        if (!ended && result != Z_OK && result != Z_BUF_ERROR) return false;
        if (!out.take({piece, piece_size - in.stream.avail_out})) return false;
    } while (!ended && in.stream.avail_out == 0);
    return !ended || in.stream.avail_in == 0;
}

} // namespace

std::variant<ZipEntries, Key> read_zip_directory(const Bytes& bytes)
{
    auto ending = find_ending(bytes);
    if (!ending || ending->entries == 0 || ending->entries > max_entries ||
        ending->directory_size > max_directory || ending->directory + ending->directory_size != ending->at)
        return damaged;
    auto text = bytes.read(ending->directory, static_cast<std::size_t>(ending->directory_size));
    std::string_view rest = text;
    ZipEntries entries;
    std::set<std::string> names;
    std::uint64_t unpacked = 0;
    for (std::uint32_t i = 0; i < ending->entries; ++i) {
        auto e = take_entry(rest);
        if (!e) return damaged;
        if (auto wrong = objection(*e)) return *wrong;
        if (!names.insert(lowered(e->name)).second || !agrees_locally(bytes, *e)) return contradicts;
        unpacked += e->size;
        entries.push_back(std::move(*e));
    }
    if (!rest.empty() || !parts_follow_each_other(entries, ending->directory)) return contradicts;
    if (unpacked > max_unpacked) return too_large;
    return entries;
}

const ZipEntry* find_entry(const ZipEntries& entries, std::string_view name)
{
    auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

bool unpack(const Bytes& bytes, const ZipEntry& entry, const std::function<void(std::string_view)>& sink)
{
    Inflater inflater;
    Unpacked out{entry, sink};
    bool ended = entry.method == 0;
    for (std::uint64_t at = 0; at < entry.packed; at += piece_size) {
        auto count = static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, entry.packed - at));
        auto packed = bytes.read(entry.data + at, count);
        if (packed.size() != count) return false;
        if (entry.method == 0) {
            if (!out.take(packed)) return false;
        } else if (ended || !inflater.ready || !inflate_piece(inflater, packed, out, ended)) return false;
    }
    return ended && out.whole();
}
