// The storage that the settings choose.
#pragma once

#include "storage.hpp"

// The storage that a setting names: directory:/absolute/path, s3:https://… or gcs:bucket as S3Place
// has them. Touches
// nothing yet. Throws std::runtime_error saying what would be right.
Storage storage_of(std::string_view where, const StorageAccess& = {});
