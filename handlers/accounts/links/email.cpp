// Showing that an address is one's own, and changing it.
#include "links.hpp"

#include "lib/store/accounts/sessions.hpp"

void ask_for_verification(Sql& sql, const Site& site, const User& user)
{
    make_link(sql, site,
        {.person = user.id,
            .purpose = LinkPurpose::email_verification,
            .address = user.email,
            .event = &verification_asked,
            .lifetime = std::chrono::hours(72)});
}

void ask_for_other_email(Context& c, const User& user, const std::string& address)
{
    LinkToMake there{.person = user.id,
        .purpose = LinkPurpose::email_change,
        .address = address,
        .lifetime = std::chrono::hours(72)};
    make_link(c.sql, c.site, there);
    store::set_pending_email(c.sql, user.id, address, there.id);
    make_link(c.sql, c.site,
        {.person = user.id,
            .purpose = LinkPurpose::email_change_undo,
            .address = user.email,
            .event = &email_change_told,
            .lifetime = std::chrono::hours(7 * 24)});
}

namespace {

KnownLink taken(Context& c, const Secret& token, std::initializer_list<LinkPurpose> purposes)
{
    auto link = store::take_link(c.sql, digest_of(token));
    if (!link || std::find(purposes.begin(), purposes.end(), link->purpose) == purposes.end())
        throw invalid("token", "link.spent"_s);
    c.sql.act_as(link->person);
    return *link;
}

} // namespace

void follow_to_email(Context& c, const Secret& token)
{
    auto link = taken(c, token, {LinkPurpose::email_verification, LinkPurpose::email_change});
    bool done = link.purpose == LinkPurpose::email_verification
                    ? store::verify_email(c.sql, link.person, link.address)
                    : store::take_pending_email(c.sql, link.person, link.address);
    if (!done) throw invalid("token", "link.spent"_s);
}

void undo_other_email(Context& c, const Secret& token)
{
    auto link = taken(c, token, {LinkPurpose::email_change_undo});
    store::bring_back_email(c.sql, link.person, link.address);
    store::end_links(c.sql, link.person, {LinkPurpose::email_change, LinkPurpose::password_reset});
    store::end_later_undo_links(c.sql, link);
    store::end_sessions(c.sql, link.person);
}

namespace email {

struct Follow {
    Secret token;
    static constexpr std::string_view schema_name = "LinkFollowed";
    static constexpr std::string_view schema_about = "The token of a link.";
    static constexpr auto fields = std::tuple{field("token", &Follow::token,
        {.max = 200,
            .about = "What the link has as `token`.",
            .example = "c2l4dHktZm91ciByYW5kb20gYml0cy4uLg"})};
};

namespace {

Message resend(Context& c)
{
    auto user = store::find_user(c.sql, *c.caller.id);
    if (!user) throw Problem{"token_not_valid"};
    if (auto pending = store::find_pending_email(c.sql, user->id)) ask_for_other_email(c, *user, *pending);
    else if (!user->email_verified) ask_for_verification(c.sql, c.site, *user);
    else return {c.site.words("email.verified"_s)};
    return {c.site.words("email.link_sent"_s)};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "verify_email",
        .methods = Method::post,
        .path = "/api/v1/auth/verify-email/",
        .summary = "Show by a link that an address is one's own",
        .about = "With the `token` of the link that went there. An address that was waiting "
                 "(`pending_email`) takes "
                 "the old one's place.",
        .needs = anyone_unseen,
        .rate = {"verify_email", 30, per_minute, true},
        .cache = no_store,
        .answer = [](Context& c, const Follow& in) -> Message {
            follow_to_email(c, in.token);
            return {c.site.words("email.verified"_s)};
        },
    },
    {
        .name = "resend_verification",
        .methods = Method::post,
        .path = "/api/v1/auth/verify-email/resend/",
        .summary = "Have the link sent again that shows that an address is one's own",
        .about = "To the address that is not verified yet, or to that which waits to take its place. Where "
                 "there is "
                 "none, nothing is sent.",
        .needs = signed_in,
        .rate = {"resend_verification", 10, per_hour, true},
        .cache = no_store,
        .status = 202,
        .answer = [](Context& c, const Nothing&) -> Message { return resend(c); },
    },
    {
        .name = "undo_email_change",
        .methods = Method::post,
        .path = "/api/v1/auth/undo-email/",
        .summary = "Bring an address back by the link that was sent to it; ends every session",
        .about = "With the `token` of the link, for seven days after another address was asked for.",
        .needs = anyone_unseen,
        .rate = {"verify_email", 30, per_minute, true},
        .cache = no_store,
        .answer = [](Context& c, const Follow& in) -> Message {
            undo_other_email(c, in.token);
            return {c.site.words("email.undone"_s)};
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace email
