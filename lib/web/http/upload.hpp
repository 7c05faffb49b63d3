// A file that came with a form, as a member of an input struct: Upload, std::optional<Upload>, or
// Patch<std::optional<Upload>>. Its rule .max bounds the bytes.
#pragma once

#include "lib/base/fields.hpp"
#include "lib/process/file.hpp"

#include <map>
#include <memory>

struct Upload {
    std::string name;     // what the client calls it, without directories
    std::string type;     // what the client says it is; proves nothing
    std::size_t size = 0; // bytes
    std::shared_ptr<const Descriptor>
        file;            // has no name and goes with the last copy; null when there is an address
    std::string address; // instead of a file, where the rules say or_address
};

using Uploads = std::map<std::string, Upload, std::less<>>; // by field

template <class M> inline constexpr bool is_upload = std::same_as<M, Upload>;
template <class M> inline constexpr bool is_upload<std::optional<M>> = is_upload<M>;
template <class M> inline constexpr bool is_upload<Patch<M>> = is_upload<M>;
