// Memos on the admin pages.
#include "lib/pages/resource.hpp"

namespace memos {

const pages::Resource& on_pages();

const pages::Resource& on_pages()
{
    static const pages::Resource resource{
        .name = "memos",
        .one = "memo",
        .many = "Memos",
        .base = "memos m",
        .joins = "JOIN users u ON u.id = m.owner_id",
        .id = "m.id",
        .title = "left(m.text, 40)",
        .about = "memo.about"_s,
        .columns = {{"text", "Text", "m.text", pages::Show::text, {"m.text", "text"}},
            {"owner", "Owner", "u.username"}},
        .sorted = "text",
        .filters = {},
        .search = "m.text ILIKE :like",
        .search_hint = "Text",
        .groups = {{"Memo", {{"text", "Text", "m.text", pages::Ask::shown}}}},
    };
    return resource;
}

} // namespace memos
