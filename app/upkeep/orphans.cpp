#include "orphans.hpp"

#include "app/areas.hpp"
#include "lib/store/operations/backups.hpp"

#include <algorithm>

SweptFiles sweep_orphans(Sql& sql, const Storage& files, Time before)
{
    constexpr std::size_t asked_at_once = 1000;
    SweptFiles swept;
    std::vector<std::string> keys;
    auto sweep = [&] {
        auto claimed = store::claimed_among(sql, claimed_files(Shelf::storage), keys);
        for (const auto& key : keys) {
            if (std::find(claimed.begin(), claimed.end(), key) != claimed.end()) continue;
            files.remove(key);
            ++swept.removed;
        }
        keys.clear();
    };
    files.list(before, [&](const StoredFile& file) {
        ++swept.seen;
        keys.push_back(file.key);
        if (keys.size() == asked_at_once) sweep();
    });
    if (!keys.empty()) sweep();
    return swept;
}
