#include "sweep.hpp"

#include "app/application.hpp"
#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/store/operations/backups.hpp"
#include "orphans.hpp"

std::vector<SweptKind> sweep(Sql& sql, const Settings& settings)
{
    auto site = site_of(settings);
    sql.act_as({.came_by = CameBy::upkeep});
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
