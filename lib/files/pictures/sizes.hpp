// A profile picture in the sizes that pages show it in, as JPEG and as WebP, which is smaller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

// One copy of a picture: at most so many pixels wide and high.
struct PictureCopy {
    std::string name; // ab/abcdef…-64.webp beside ab/abcdef….jpg
    int side = 0;
    bool webp = false;
};

// Those of a picture of that name, smallest first. The picture itself is the largest JPEG and is not among
// them.
std::vector<PictureCopy> smaller_copies(std::string_view picture);

// The picture that a file in the media directory is a copy of, or is.
std::string picture_of(std::string_view file);

// What srcset of HTML takes: addresses with widths, below `base`, which is where the media directory is
// served. Empty until all copies are there.
struct PictureSources {
    std::string jpeg, webp;
};
PictureSources sources_of(const std::string& media, const std::string& base, const std::string& picture);
