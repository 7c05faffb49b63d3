#include "storage_setting.hpp"

#include "directory_storage.hpp"
#include "s3_storage.hpp"

#include <fmt/format.h>
#include <stdexcept>

Storage storage_of(std::string_view where, const StorageAccess& access)
{
    if (where.starts_with("s3:")) return s3_storage(s3_place_of(where, access), access.spool);
    if (where.starts_with("gcs:")) return s3_storage(gcs_place_of(where, access), access.spool);
    static constexpr std::string_view directory = "directory:/";
    if (where.starts_with(directory) && where.size() > directory.size() && !where.ends_with('/'))
        return directory_storage(std::string(where.substr(directory.size() - 1)));
    throw std::runtime_error(fmt::format(
        "JOBBOARD_FILE_STORAGE must be directory: and an absolute path without a slash at its end, such as "
        "directory:/var/lib/jobboard/files, or s3: and the address of a bucket, or gcs: and the name of one, "
        "not \"{}\".",
        where));
}
