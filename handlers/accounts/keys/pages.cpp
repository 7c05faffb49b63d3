// The addresses that admins come from, on the pages for admins.
#include "ip_whitelist.hpp"

namespace ip_whitelist {

using namespace pages;

namespace {

FormField force()
{
    return {.name = "force", .label = "Even if it locks me out", .sql = "", .ask = Ask::yes};
}

std::vector<Column> columns()
{
    return {
        {"address", "Address", "w.ip_address"},
        {"description", "Description", "left(w.description, 100)"},
        {"active", "Active", "w.is_active", Show::flag},
        {"creator", "Added by", "u.username"},
        {"created", "Created", "w.created_at", Show::time, {"w.created_at", "timestamptz"}},
    };
}

std::vector<Group> groups()
{
    return {
        {"Address",
            {
                {"ip_address", "Address or network", "w.ip_address", Ask::text, true, "hint.ip_whitelist"_s},
                {"description", "Description", "w.description", Ask::area},
                {.name = "is_active",
                    .label = "Active",
                    .sql = "w.is_active",
                    .ask = Ask::yes,
                    .first = "true"},
                force(),
            }},
    };
}

std::vector<Action> actions()
{
    return {
        {.name = "turn-on",
            .label = "Turn on",
            .done = "on",
            .endpoint = "update_ip_whitelist_entry",
            .fixed = {{"is_active", "true"}},
            .only_when = "NOT w.is_active",
            .at_once = true,
            .undo = "turn-off",
            .undo_when = "NOT w.is_active"},
        {.name = "turn-off",
            .label = "Turn off",
            .done = "off",
            .endpoint = "update_ip_whitelist_entry",
            .fixed = {{"is_active", "false"}},
            .only_when = "w.is_active",
            .at_once = true,
            .undo = "turn-on",
            .undo_when = "w.is_active"},
        {.name = "delete",
            .label = "Delete",
            .done = "deleted",
            .endpoint = "delete_ip_whitelist_entry",
            .asks = {force()},
            .risky = true},
    };
}

} // namespace

const Resource& on_pages()
{
    static const Resource resource{
        .name = "ip-whitelist",
        .one = "admin address",
        .many = "Admin addresses",
        .base = "ip_whitelist w",
        .joins = "LEFT JOIN users u ON u.id = w.created_by",
        .id = "w.id",
        .title = "w.ip_address",
        .about = "none.ip_whitelist"_s,
        .columns = columns(),
        .sorted = "-created",
        .filters =
            {
                {"active", "Active", Pick::yes, "w.is_active = :active::boolean"},
                {"created", "Created", Pick::days, "w.created_at"},
            },
        .search = "(w.ip_address ILIKE :like OR w.description ILIKE :like)",
        .search_hint = "Address or description",
        .groups = groups(),
        .create = "add_ip_whitelist_entry",
        .update = "update_ip_whitelist_entry",
        .actions = actions(),
    };
    return resource;
}

} // namespace ip_whitelist
