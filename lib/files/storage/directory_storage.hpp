// Files below one directory of this machine, or of a file system that all hosts of the pool share.
#pragma once

#include "storage.hpp"

// nginx sends the bytes from a location that only the program can name: see nginx/.
inline constexpr std::string_view internal_location = "/.files/";

Storage directory_storage(const std::string& root);
