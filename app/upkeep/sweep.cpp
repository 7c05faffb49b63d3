#include "sweep.hpp"

#include "app/areas.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/store/operations/backups.hpp"
#include "orphans.hpp"

std::vector<SweptKind> sweep(Sql& sql, const Site& site)
{
    std::vector<SweptKind> out;
    for (const auto* area : areas())
        for (const auto& one : area->sweeps)
            out.push_back({std::string(one.done), std::string(one.what), one.run(sql, site)});
    out.push_back(
        {"removed", "pictures", sweep_pictures(site.media, [&](const std::vector<std::string>& names) {
             return store::claimed_among(sql, claimed_files(Shelf::media), names);
         })});
    out.push_back(
        {"removed", "files", sweep_orphans(sql, site.files, now() - std::chrono::hours(1)).removed});
    return out;
}
