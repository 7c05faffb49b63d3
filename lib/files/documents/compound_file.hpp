// The directory of an OLE2 compound file: what Word's .doc is, and every Office document under a password.
#pragma once

#include "bytes.hpp"

#include <optional>
#include <vector>

struct CompoundEntry {
    enum class Kind { storage, stream, root, other };
    std::string name; // characters beyond ASCII as ?
    Kind kind{};
    std::uint64_t size = 0;
    std::uint64_t at = 0; // where a stream of 4096 bytes or more begins in the file
};

bool is_compound_file(std::string_view beginning);

// The entries of a file of at most 6 MiB; nothing when it is damaged.
std::optional<std::vector<CompoundEntry>> read_compound_directory(const Bytes&);
