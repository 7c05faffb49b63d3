#include "image_header.hpp"

namespace {

using namespace std::string_view_literals;

constexpr auto png_magic = "\x89PNG\r\n\x1a\n"sv;

// Reading beyond the end gives zeros, which are no valid size anywhere.
std::uint32_t byte(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::uint32_t big16(std::string_view bytes, std::size_t at)
{
    return byte(bytes, at) << 8 | byte(bytes, at + 1);
}

std::uint32_t big32(std::string_view bytes, std::size_t at)
{
    return big16(bytes, at) << 16 | big16(bytes, at + 2);
}

std::uint32_t little16(std::string_view bytes, std::size_t at)
{
    return byte(bytes, at) | byte(bytes, at + 1) << 8;
}

std::uint32_t little24(std::string_view bytes, std::size_t at)
{
    return little16(bytes, at) | byte(bytes, at + 2) << 16;
}

// A start-of-frame segment, which tells the size; C4, C8 and CC are others among their numbers.
bool is_frame(std::uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// Segment after segment until the frame's. The picture's data may not come before it.
ImageHeader jpeg(std::string_view bytes)
{
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        if (byte(bytes, at) != 0xff) break;
        auto marker = byte(bytes, at + 1);
        if (marker == 0xff) { // padding
            ++at;
            continue;
        }
        if (is_frame(marker)) return {ImageFormat::jpeg, big16(bytes, at + 7), big16(bytes, at + 5)};
        bool has_length = marker != 0x01 && (marker < 0xd0 || marker > 0xd9) && marker != 0xda;
        auto length = big16(bytes, at + 2);
        if (!has_length || length < 2) break;
        at += 2 + length;
    }
    return {};
}

ImageHeader png(std::string_view bytes)
{
    if (big32(bytes, 8) != 13 || bytes.substr(12, 4) != "IHDR") return {};
    return {ImageFormat::png, big32(bytes, 16), big32(bytes, 20)};
}

ImageHeader webp(std::string_view bytes)
{
    auto kind = bytes.substr(12, 4);
    if (kind == "VP8X") return {ImageFormat::webp, little24(bytes, 24) + 1, little24(bytes, 27) + 1};
    if (kind == "VP8L" && byte(bytes, 20) == 0x2f) {
        auto size = little24(bytes, 21) | byte(bytes, 24) << 24;
        return {ImageFormat::webp, (size & 0x3fff) + 1, (size >> 14 & 0x3fff) + 1};
    }
    if (kind == "VP8 " && bytes.substr(23, 3) == "\x9d\x01\x2a"sv)
        return {ImageFormat::webp, little16(bytes, 26) & 0x3fff, little16(bytes, 28) & 0x3fff};
    return {};
}

} // namespace

std::optional<ImageFormat> image_format(std::string_view bytes)
{
    if (bytes.starts_with("\xff\xd8\xff"sv)) return ImageFormat::jpeg;
    if (bytes.starts_with(png_magic)) return ImageFormat::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return ImageFormat::webp;
    return std::nullopt;
}

std::optional<ImageHeader> read_image_header(std::string_view bytes)
{
    auto format = image_format(bytes);
    if (!format || bytes.size() < 30) return std::nullopt;
    auto header = *format == ImageFormat::jpeg  ? jpeg(bytes)
                  : *format == ImageFormat::png ? png(bytes)
                                                : webp(bytes);
    if (header.width == 0 || header.height == 0) return std::nullopt;
    return header;
}
