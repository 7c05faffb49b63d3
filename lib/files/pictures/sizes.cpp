#include "sizes.hpp"

#include <filesystem>
#include <fmt/format.h>

namespace {

constexpr int sides[] = {64, 256}, largest = 800;
constexpr std::string_view jpeg = ".jpg";

std::string_view stem_of(std::string_view picture)
{
    return picture.substr(0, picture.size() - jpeg.size());
}

} // namespace

std::vector<PictureCopy> smaller_copies(std::string_view picture)
{
    std::vector<PictureCopy> out;
    if (!picture.ends_with(jpeg)) return out;
    auto stem = stem_of(picture);
    for (int side : sides)
        for (bool webp : {false, true})
            out.push_back({fmt::format("{}-{}{}", stem, side, webp ? ".webp" : ".jpg"), side, webp});
    out.push_back({fmt::format("{}-{}.webp", stem, largest), largest, true});
    return out;
}

std::string picture_of(std::string_view file)
{
    auto dash = file.rfind('-');
    auto dot = file.rfind('.');
    if (dash == file.npos || dot == file.npos || dash > dot || file.find('/', dash) != file.npos)
        return std::string(file);
    return std::string(file.substr(0, dash)) + std::string(jpeg);
}

PictureSources sources_of(const std::string& media, const std::string& base, const std::string& picture)
{
    PictureSources out;
    auto add = [&](std::string& to, const std::string& name, int side) {
        to += fmt::format("{}{}/{} {}w", to.empty() ? "" : ", ", base, name, side);
    };
    for (const auto& copy : smaller_copies(picture)) {
        if (!std::filesystem::exists(media + '/' + copy.name)) return {};
        add(copy.webp ? out.webp : out.jpeg, copy.name, copy.side);
    }
    if (!out.jpeg.empty()) add(out.jpeg, picture, largest);
    return out;
}
