// Profile pictures: what comes in is decoded in a limited child and stored only as the JPEG we made of it.
#pragma once

#include "lib/process/turns.hpp"
#include "lib/words/sentence.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

inline constexpr std::size_t max_picture_bytes = 2 << 20;

struct Picture {
    std::string name; // ab/abcdef….jpg: its own each time, so that an old one can be removed once its row is
                      // gone, whoever sends the same picture meanwhile
    std::string jpeg; // at most 800 pixels wide and high, upright, in sRGB, on white, without any metadata
};

// From now on this process takes turns with others at decoding pictures. Without this it does so whenever it
// likes.
void limit_pictures(Turns);

// Nobody may decode another picture just now: the sender is to come again.
struct PicturesBusy {};

// The picture in that file, or why it is refused: anything but a whole JPEG, PNG or WebP
// of at most 50 megapixels and max_picture_bytes, or one that holds a document of another kind besides.
// Throws std::runtime_error when pictures cannot be processed here at all.
std::variant<Picture, Said, PicturesBusy> take_picture(int descriptor);

// Stores the picture below the media directory, safe from a crash once this returns. Throws
// std::runtime_error naming the directory.
void keep_picture(const std::string& media, const Picture&);

// Stores such a file below the media directory, safe from a crash once this returns; one that is there stays.
// Throws std::runtime_error naming the directory.
void keep_media(const std::string& media, const std::string& name, std::string_view bytes);

// Makes those smaller copies of a stored picture that are not there yet. Throws std::runtime_error when
// pictures cannot be processed here.
void make_smaller_copies(const std::string& media, const std::string& picture);

// Removes a stored picture and its smaller copies, those that are there. A failure is logged: nobody who
// waits could help.
void forget_picture(const std::string& media, std::string_view name);

// Removes stored pictures that nobody has, with their smaller copies, and files that a crash has left half
// written; answers how many. `in_use` tells which of these names somebody has. What is younger than an hour
// stays: it may be about to be used.
long long sweep_pictures(const std::string& media,
    const std::function<std::vector<std::string>(const std::vector<std::string>& names)>& in_use);
