// A new password for somebody who has forgotten theirs.
#include "links.hpp"

#include "lib/auth/names.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/web/area.hpp"

namespace password_reset {

constexpr std::chrono::hours lifetime{1};
constexpr long long most_an_hour = 5; // to one account, so that nobody is flooded

struct Ask {
    std::string email;
    static constexpr std::string_view schema_name = "PasswordResetAsked";
    static constexpr std::string_view schema_about = "Whose password was forgotten.";
    static constexpr auto fields = std::tuple{field("email", &Ask::email,
        {.max = 254,
            .about = "The address of the account.",
            .format = "email",
            .example = "ann@example.com"})};

    void check(Faults& faults) const
    {
        if (faults.fine("email") && !is_email(folded_email(email))) faults.add("email", "email.form"_s);
    }
};

struct Confirm {
    Secret token;
    std::optional<std::string> uid;
    Secret new_password;
    std::optional<Secret> new_password_confirm, new_password2;

    static constexpr std::string_view schema_name = "PasswordReset";
    static constexpr std::string_view schema_about = "The token of the link, and the new password.";
    static constexpr auto fields = std::tuple{
        field("token", &Confirm::token,
            {.max = 200,
                .about = "What the link has as `token`.",
                .example = "c2l4dHktZm91ciByYW5kb20gYml0cy4uLg"}),
        field("uid", &Confirm::uid,
            {.max = 200, .about = "Not needed; older clients send it.", .example = "MTI"}),
        field("new_password", &Confirm::new_password,
            {.max = 128,
                .verbatim = true,
                .about = "At least 8 characters: not only digits, no common one, and none like the name or "
                         "address.",
                .pattern = R"(^[\s\S]{8,}$)",
                .example = "lantern-orbit-58"}),
        field("new_password_confirm", &Confirm::new_password_confirm,
            {.max = 128,
                .verbatim = true,
                .about = "The new password again.",
                .example = "lantern-orbit-58"}),
        field("new_password2", &Confirm::new_password2,
            {.max = 128,
                .verbatim = true,
                .about = "The same, as older clients call it.",
                .example = "lantern-orbit-58"}),
    };

    const std::optional<Secret>& again() const
    {
        return new_password_confirm ? new_password_confirm : new_password2;
    }
    void check(Faults& faults) const
    {
        if (!again() && faults.fine("new_password_confirm")) faults.add("new_password_confirm", "required"_s);
    }
};

;

// Of the task: who wants one is looked up there, so that a request takes as long whether there is an account
// or not.
struct Forgotten {
    std::string email;
    static constexpr auto fields = std::tuple{field("email", &Forgotten::email)};
};

namespace {

void send_link(TaskRun& run, const Forgotten& in)
{
    auto account = store::find_forgetful(run.sql, in.email);
    if (!account || account->lately >= most_an_hour) return;
    make_link(run.sql, run.site,
        {.person = account->id,
            .purpose = LinkPurpose::password_reset,
            .address = account->email,
            .event = &password_reset_asked,
            .lifetime = lifetime});
}

} // namespace

extern constexpr TaskKind send_reset_link{
    .name = "send_reset_link",
    .about = "Send a link that sets a new password, if the address is that of an account",
    .urgency = Urgency::high,
    .work = {[](TaskRun& run, const Forgotten& in) { send_link(run, in); }},
};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "ask_password_reset",
        .methods = Method::post,
        .path = "/api/v1/auth/password-reset/",
        .summary = "Ask for a link that sets a new password",
        .about = "It is sent by mail, is valid for an hour and works once; a newer one ends older ones. The "
                 "answer "
                 "is the same, and takes as long, whether or not there is such an account. At most five an "
                 "hour go "
                 "to one account.",
        .needs = anyone_unseen,
        .rate = {"password_reset", 20, per_hour, true},
        .cache = no_store,
        .answer = [](Context& c, const Ask& in) -> Message {
            ask_for_password_reset(c, in.email);
            return {c.site.words("password.link_sent"_s)};
        },
    },
    {
        .name = "confirm_password_reset",
        .methods = Method::post,
        .path = "/api/v1/auth/password-reset/confirm/",
        .summary = "Set a new password by a link; ends every session",
        .about = "With the `token` of the link. It shows that the address is yours, too.",
        .needs = anyone_unseen,
        .rate = {"confirm_password_reset", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .prepare = [](Context& c, const Confirm& in) -> PasswordToSet {
            return prepare_password(c, in.token, in.new_password, in.again());
        },
        .answer = [](Context& c, const Confirm& in, PasswordToSet& to_set) -> Message {
            set_password(c, in.token, to_set);
            return {c.site.words("password.set"_s)};
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace password_reset

void ask_for_password_reset(Context& c, const std::string& email)
{
    enqueue(c.sql, password_reset::send_reset_link, password_reset::Forgotten{folded_email(email)});
}

User whose_password(Context& c, const Secret& token)
{
    auto link = store::find_link(c.sql, digest_of(token));
    auto user = link && link->purpose == LinkPurpose::password_reset ? store::find_user(c.sql, link->person)
                                                                     : std::nullopt;
    if (!user || !user->is_active) throw invalid("token", "link.spent"_s);
    return *user;
}

PasswordToSet prepare_password(
    Context& c, const Secret& token, const Secret& password, const std::optional<Secret>& again)
{
    auto user = whose_password(c, token);
    Faults faults;
    for (auto& said :
        password_faults(password.reveal(), {user.username, user.email, user.first_name, user.last_name}))
        faults.add("new_password", std::move(said));
    if (!again || *again != password) faults.add("new_password_confirm", "password.differs"_s);
    faults.end_if_any();
    return {user.id, hash_password(password.reveal(), c.site.hash_cost)};
}

void set_password(Context& c, const Secret& token, const PasswordToSet& to_set)
{
    auto link = store::take_link(c.sql, digest_of(token));
    if (!link || link->purpose != LinkPurpose::password_reset || link->person != to_set.person)
        throw invalid("token", "link.spent"_s);
    c.sql.act_as(to_set.person);
    store::set_password(c.sql, to_set.person, to_set.hash);
    store::end_sessions(c.sql, to_set.person);
    store::verify_email(c.sql, to_set.person, link->address);
}
