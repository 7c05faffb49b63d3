// What the first bytes of a picture say about it, read without decoding anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

enum class ImageFormat { jpeg, png, webp };

struct ImageHeader {
    ImageFormat format{};
    std::uint32_t width = 0, height = 0; // as stored: a camera may mean it turned

    std::uint64_t pixels() const { return std::uint64_t{width} * height; }
};

// The format that the bytes begin with; nothing when it is none of ours.
std::optional<ImageFormat> image_format(std::string_view bytes);

// Nothing when the header is damaged or tells no size.
std::optional<ImageHeader> read_image_header(std::string_view bytes);
