// `jobboard backup` and `restore`.
#include "command.hpp"

#include "app/backup/backup.hpp"

namespace {

struct BackupOptions {
    std::string directory;

    static constexpr auto options = std::tuple{
        option("directory", &BackupOptions::directory,
            {.positional = true, .required = true, .about = "It must not exist"}),
    };
};

int back_up(const Settings& settings, const BackupOptions& options)
{
    return make_backup(settings, options.directory);
}

struct GivenRestoreOptions : RestoreOptions {
    static constexpr auto options = std::tuple{
        option("directory", &RestoreOptions::directory,
            {.positional = true, .required = true, .about = "The backup"}),
        option("verify", &RestoreOptions::verify,
            {.about = "Compare every table and file with the backup afterwards"}),
        option(
            "check", &RestoreOptions::check_only, {.about = "Only look whether the backup itself is sound"}),
    };
};

int restore(const Settings& settings, const GivenRestoreOptions& options)
{
    return restore_backup(settings, options);
}

} // namespace

namespace command {

extern constexpr Command backup{
    .name = "backup",
    .about = "Put database and files into a new directory, as of one moment",
    .call = calling<back_up>,
};
extern constexpr Command restore{
    .name = "restore",
    .about = "Fill an empty database and empty storage from a backup",
    .call = calling<::restore>,
};

} // namespace command
