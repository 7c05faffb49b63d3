#include "sweep.hpp"

#include "app/application.hpp"
#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/store/operations/backups.hpp"
#include "orphans.hpp"

#include <fmt/format.h>
#include <iostream>
#include <map>

std::vector<SweptKind> sweep(Sql& sql, const Settings& settings)
{
    auto site = site_of(settings);
    std::vector<SweptKind> out;
    for (const auto* area : areas())
        for (const auto& one : area->sweeps)
            out.push_back({std::string(one.done), std::string(one.what), one.run(sql, site)});
    out.push_back({"removed", "pictures",
        sweep_pictures(settings.media_path, [&](const std::vector<std::string>& names) {
            return store::claimed_among(sql, claimed_files(Shelf::media), names);
        })});
    out.push_back(
        {"removed", "files", sweep_orphans(sql, site.files, now() - std::chrono::hours(1)).removed});
    return out;
}

int sweep_up(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_url));
    std::map<std::string, std::string, std::greater<>> said; // what was removed first
    for (const auto& [done, what, count] : sweep(sql, settings)) {
        auto& list = said[done];
        list += fmt::format("{} {}: {}", list.empty() ? done : ",", what, count);
    }
    std::string out;
    for (const auto& [done, list] : said) out += (out.empty() ? "" : "; ") + list;
    std::cout << out << '\n';
    return 0;
}
