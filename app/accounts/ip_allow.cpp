// `jobboard ip-allow`: the way back in for admins who have locked themselves out.
#include "app/commands/command.hpp"

#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/base/net/networks.hpp"
#include "lib/store/accounts/keys/ip_whitelist.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

struct AllowOptions {
    std::string address;
    bool clear = false;

    static constexpr auto options = std::tuple{
        option("address", &AllowOptions::address,
            {.positional = true, .about = "An address or a network that admins may come from"}),
        option("clear", &AllowOptions::clear,
            {.about = "Switch off every address of the list: admins may come from everywhere"}),
    };
};

std::string network_in(const std::string& text)
{
    auto network = parse_network(text);
    if (!network || network->local)
        throw CommandFailed(words()(Said("network.malformed"_s, {{"text", text}})));
    return text_of(*network);
}

void allow(Sql& sql, const std::string& address)
{
    Transaction transaction(sql);
    auto known = store::lock_ip_whitelist_entry_of(sql, address);
    if (known) {
        auto on = known->text;
        on.is_active = true;
        store::change_ip_whitelist_entry(sql, known->id, known->text, on);
    } else store::add_ip_whitelist_entry(sql, new_uuid(), std::nullopt, {address, "", true});
    transaction.commit();
    std::cout << fmt::format("admins may come from {}\n", address);
}

int ip_allow(const Settings& settings, const AllowOptions& options)
{
    if (options.address.empty() != options.clear) throw CommandFailed("Say an address, or --clear.");
    Sql sql(request_session(settings));
    try {
        if (!options.clear) allow(sql, network_in(options.address));
        else
            std::cout << fmt::format(
                "switched off {}: admins may come from everywhere\n", store::switch_off_ip_whitelist(sql));
    } catch (const DatabaseError& e) {
        throw CommandFailed(sentence_of(e, settings.database_url));
    }
    return 0;
}

} // namespace

namespace command {

extern constexpr Command ip_allow{
    .name = "ip-allow",
    .about = "Let admins come from an address, or from everywhere again",
    .call = calling<::ip_allow>,
};

} // namespace command
