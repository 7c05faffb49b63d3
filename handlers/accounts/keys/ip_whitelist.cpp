// The addresses that admins come from, for admins.
#include "ip_whitelist.hpp"

#include "lib/store/accounts/keys/ip_whitelist.hpp"
#include "lib/store/ledger/callers.hpp"
#include "lib/web/shape/page.hpp"

namespace ip_whitelist {

constexpr std::string_view latest_first = "-created_at";

struct Content {
    std::string ip_address, description;
    bool is_active = true;

    static constexpr std::string_view schema_name = "IpWhitelistContent";
    static constexpr std::string_view schema_about = "Where admins may come from.";
    static constexpr auto fields = std::tuple{
        field("ip_address", &Content::ip_address,
            {.max = 50, .about = "An address or a network.", .example = "192.0.2.0/24"}),
        field("description", &Content::description,
            {.min = 0, .max = 500, .defaulted = true, .about = "What is there.", .example = "Our office"}),
        field("is_active", &Content::is_active,
            {.defaulted = true,
                .about = "Whether it counts. While none does, admins may come from everywhere."}),
    };
};

struct Shown {
    Uuid id;
    Content content;
    std::optional<Uuid> created_by;
    std::string created_by_name;
    Time created_at{}, updated_at{};

    static constexpr std::string_view schema_name = "IpWhitelistEntry";
    static constexpr std::string_view schema_about = "An address or a network that admins may come from.";
    static constexpr auto fields = std::tuple{
        field("id", &Shown::id, {.about = "The entry's id."}),
        fields_of(&Shown::content),
        field("created_by", &Shown::created_by,
            {.about = "The id of whoever added it; null for a command on the host, or who is gone."}),
        field("created_by_name", &Shown::created_by_name,
            {.about = "What they are called; empty where there is nobody.", .example = "root"}),
        field("created_at", &Shown::created_at, {.about = "When it was added."}),
        field("updated_at", &Shown::updated_at, {.about = "When it was changed last."}),
    };
};

inline constexpr std::string_view about_force = "Do it even if it locks oneself out.";

struct New {
    Content content;
    bool force = false;
    static constexpr std::string_view schema_name = "NewIpWhitelistEntry";
    static constexpr std::string_view schema_about = "An address or a network to be added.";
    static constexpr auto fields = std::tuple{
        fields_of(&New::content), field("force", &New::force, {.defaulted = true, .about = about_force})};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The entry's id."})};
};

struct Update {
    ById which;
    ChangeOf<Content> content;
    bool force = false;
    using Whole = Content;
    static constexpr std::string_view schema_name = "IpWhitelistChange";
    static constexpr std::string_view schema_about = "What changes of an entry; the rest stays.";
    static constexpr auto fields = std::tuple{fields_of(&Update::which), fields_of(&Update::content),
        field("force", &Update::force, {.defaulted = true, .about = about_force})};
};

struct Delete {
    ById which;
    bool force = false;
    static constexpr auto fields = std::tuple{
        fields_of(&Delete::which), field("force", &Delete::force, {.in = In::query, .about = about_force})};
};

namespace {

Content content_of(const IpWhitelistText& text)
{
    return {text.ip_address, text.description, text.is_active};
}

// The address in its shortest spelling.
IpWhitelistText checked(const Content& in)
{
    auto network = parse_network(in.ip_address);
    if (!network || network->local)
        throw invalid("ip_address", Said("network.malformed"_s, {{"text", in.ip_address}}));
    return {text_of(*network), in.description, in.is_active};
}

Shown shown(const std::optional<IpWhitelistEntry>& entry)
{
    if (!entry) throw Problem{"not_found"};
    return {entry->id, content_of(entry->text), entry->created_by, entry->created_by_name, entry->created_at,
        entry->updated_at};
}

// After a change, and in its transaction, which a refusal undoes.
void stay_inside(Context& c, bool force, std::string_view field)
{
    store::hold_ip_whitelist(c.sql);
    if (!force && !store::admins_may_come_from(c.sql, c.request.remote_address))
        throw invalid(field, Said("network.locks_out"_s, {{"address", c.request.remote_address}}));
}

Shown add(Context& c, const New& in)
{
    auto id = new_uuid();
    store::add_ip_whitelist_entry(c.sql, id, c.caller.id, checked(in.content));
    stay_inside(c, in.force, "ip_address");
    return shown(store::find_ip_whitelist_entry(c.sql, id));
}

Shown update(Context& c, const Update& in)
{
    auto before = store::lock_ip_whitelist_entry(c.sql, in.which.id);
    if (!before) throw Problem{"not_found"};
    auto after = checked(in.content.over(content_of(before->text)));
    store::change_ip_whitelist_entry(c.sql, in.which.id, before->text, after);
    stay_inside(c, in.force, "ip_address");
    return shown(store::find_ip_whitelist_entry(c.sql, in.which.id));
}

Nothing remove(Context& c, const Delete& in)
{
    if (!store::delete_ip_whitelist_entry(c.sql, in.which.id)) throw Problem{"not_found"};
    stay_inside(c, in.force, "force");
    return {};
}

} // namespace

constexpr Rate budget{"admin", 600, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_ip_whitelist",
        .methods = Method::get,
        .path = "/api/v1/auth/ip-whitelist/",
        .summary = "The addresses that admins may come from, latest first",
        .about = "For admins. While any is active, admins come only from those, here and on the pages.",
        .needs = may(Grant::manage_accounts),
        .rate = budget,
        .cache = no_store,
        .ordering = {order_names<store::ip_whitelist_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<Shown> {
            auto window = window_of(c, in, store::ip_whitelist_orders(), latest_first);
            auto slice = store::list_ip_whitelist(c.sql, window);
            std::vector<Shown> rows;
            for (const auto& entry : slice.rows) rows.push_back(shown(entry));
            auto page = page_of(c, in, window, slice);
            return {page.count, page.next, page.previous, std::move(rows)};
        },
    },
    {
        .name = "add_ip_whitelist_entry",
        .methods = Method::post,
        .path = "/api/v1/auth/ip-whitelist/",
        .summary = "Let admins come from an address or a network",
        .about = "For admins. One that would lock out whoever adds it is refused without `force`.",
        .needs = may(Grant::manage_accounts),
        .rate = budget,
        .cache = no_store,
        .status = 201,
        .answer = [](Context& c, const New& in) -> Shown { return add(c, in); },
    },
    {
        .name = "read_ip_whitelist_entry",
        .methods = Method::get,
        .path = "/api/v1/auth/ip-whitelist/{id}/",
        .thing = "ip_whitelist_entry",
        .summary = "Read an address that admins may come from",
        .about = "For admins.",
        .needs = may(Grant::manage_accounts),
        .rate = budget,
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> Shown {
            return shown(store::find_ip_whitelist_entry(c.sql, in.id));
        },
    },
    {
        .name = "update_ip_whitelist_entry",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/ip-whitelist/{id}/",
        .thing = "ip_whitelist_entry",
        .summary = "Change an address that admins may come from, or switch it off and on",
        .about = "For admins. What would lock out whoever changes it is refused without `force`.",
        .needs = may(Grant::manage_accounts),
        .rate = budget,
        .cache = no_store,
        .row = "ip_whitelist",
        .answer = [](Context& c, const Update& in) -> Shown { return update(c, in); },
    },
    {
        .name = "delete_ip_whitelist_entry",
        .methods = Method::del,
        .path = "/api/v1/auth/ip-whitelist/{id}/",
        .thing = "ip_whitelist_entry",
        .summary = "Delete an address that admins may come from",
        .about = "For admins. What would lock out whoever deletes it is refused without `?force=true`.",
        .needs = may(Grant::manage_accounts),
        .rate = budget,
        .cache = no_store,
        .row = "ip_whitelist",
        .answer = [](Context& c, const Delete& in) -> Nothing { return remove(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace ip_whitelist
