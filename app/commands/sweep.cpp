// `jobboard sweep` and `read-files`: work that is done now and then, behind the requests.
#include "command.hpp"

#include "app/application.hpp"
#include "app/database.hpp"
#include "app/upkeep/read_files.hpp"
#include "app/upkeep/sweep.hpp"
#include "lib/files/storage/storage_setting.hpp"

#include <fmt/format.h>
#include <iostream>
#include <map>

namespace {

int sweep_up(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_url));
    std::map<std::string, std::string, std::greater<>> said; // what was removed first
    for (const auto& [done, what, count] : sweep(sql, site_of(settings))) {
        auto& list = said[done];
        list += fmt::format("{} {}: {}", list.empty() ? done : ",", what, count);
    }
    std::string out;
    for (const auto& [done, list] : said) out += (out.empty() ? "" : "; ") + list;
    std::cout << out << '\n';
    return 0;
}

// Fails when the scanner is away or the storage gave none of the files.
int read_all_files(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_url));
    auto count = read_files(
        sql, storage_of(settings.file_storage, storage_access(settings)), scanner_of(settings.scanner));
    fmt::print("scanned: {} clean, {} infected, {} not yet; read: {}, unprocessable: {}, not to be had: {}\n",
        count.clean, count.infected, count.unscanned, count.read, count.unprocessable, count.missing);
    return count.unscanned || count.missing ? 1 : 0;
}

} // namespace

namespace command {

extern constexpr Command sweep{
    .name = "sweep",
    .about = "Remove what has had its time: over sessions, unused pictures …",
    .call = calling<sweep_up>,
};
extern constexpr Command read_files{
    .name = "read-files",
    .about = "Scan the files of applications and keep what can be read in them",
    .call = calling<read_all_files>,
};

} // namespace command
