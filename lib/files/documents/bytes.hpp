// A file as bytes that can be asked for anywhere: what the readers of file formats stand on. They never hold
// more of a file than they ask for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

struct Bytes {
    std::uint64_t size = 0;
    std::function<std::string(std::uint64_t at, std::size_t count)> read_at; // see read()

    // The bytes there; fewer where the file ends.
    std::string read(std::uint64_t at, std::size_t count) const
    {
        if (at >= size) return {};
        return read_at(at, static_cast<std::size_t>(std::min<std::uint64_t>(count, size - at)));
    }
    std::string last(std::size_t count) const
    {
        return read(size - std::min<std::uint64_t>(size, count), count);
    }
};

// Of an open file, which must stay open. Throws std::system_error when it cannot be read.
Bytes bytes_of_file(int descriptor);
// Of a text, which must outlive them.
Bytes bytes_of_text(std::string_view);

// Numbers as PCs write them; bytes beyond the end count as zero.
std::uint32_t little16(std::string_view bytes, std::size_t at);
std::uint32_t little32(std::string_view bytes, std::size_t at);
