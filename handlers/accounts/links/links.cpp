#include "links.hpp"

#include "lib/outside/mail_drop.hpp"

std::string make_link(Sql& sql, const Site& site, const LinkToMake& link)
{
    auto secret = new_one_time_secret(site.keys, link.id);
    store::add_link(sql, {link.id, link.person, link.purpose, link.address, secret, link.lifetime});
    if (link.event) store::tell_of_link(sql, *link.event, link.person, link.id);
    return link_address(site.accounts.links, link.purpose, secret.text.reveal());
}

bool sends_mail(const Site& site)
{
    return mail_place(site.mailing.place).kind != MailPlace::Kind::off;
}
