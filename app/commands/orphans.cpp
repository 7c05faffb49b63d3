#include "orphans.hpp"

#include "lib/store/hiring/applications.hpp"

SweptFiles sweep_orphans(Sql& sql, const Storage& files, Time before)
{
    constexpr std::size_t asked_at_once = 1000;
    SweptFiles swept;
    std::vector<std::string> keys;
    auto sweep = [&] {
        for (const auto& key : store::unclaimed_files(sql, keys)) {
            files.remove(key);
            ++swept.removed;
        }
        keys.clear();
    };
    files.list(before, [&](const KeptFile& file) {
        ++swept.seen;
        keys.push_back(file.key);
        if (keys.size() == asked_at_once) sweep();
    });
    if (!keys.empty()) sweep();
    return swept;
}
