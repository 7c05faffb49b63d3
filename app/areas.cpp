#include "areas.hpp"

namespace accounts {
extern const Area area;
}
namespace admin {
extern const Area area;
}
namespace board {
extern const Area area;
}
namespace hiring {
extern const Area area;
}
namespace messages {
extern const Area area;
}
namespace operations {
extern const Area area;
}
namespace people {
extern const Area area;
}
namespace records {
extern const Area area;
}

std::span<const Area* const> areas()
{
    static constexpr const Area* all[] = {
        &accounts::area,
        &admin::area,
        &board::area,
        &hiring::area,
        &messages::area,
        &operations::area,
        &people::area,
        &records::area,
    };
    return all;
}

void each_endpoint(const std::function<void(const Endpoint&)>& visit)
{
    for (const auto* area : areas())
        for (const auto& module : area->endpoints)
            for (const auto& e : module) visit(e);
}

void each_page(const std::function<void(const Endpoint&)>& visit)
{
    for (const auto* area : areas())
        for (const auto& module : area->pages)
            for (const auto& e : module) visit(e);
}

std::string claimed_files(Shelf shelf)
{
    std::string out;
    for (const auto* area : areas())
        for (const auto& files : area->files)
            if (files.shelf == shelf) out += (out.empty() ? "" : " UNION ALL ") + std::string(files.rows);
    return out;
}

const Words& words()
{
    static const auto all = [] {
        std::vector<AreaWords> told;
        for (const auto* area : areas()) told.push_back({area->sentences, area->problems, area->constraints});
        return Words(told);
    }();
    return all;
}
