// Accounts, for admins.
#include "accounts.hpp"
#include "sessions.hpp"

#include "lib/web/shape/page.hpp"

namespace users {

constexpr std::string_view newest_first = "-date_joined";

struct List {
    UserFilter filter;
    Paging paging;
    static constexpr auto fields = std::tuple{fields_of(&List::filter), fields_of(&List::paging)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The account's id."})};
};

struct Change {
    ById which;
    AccountChange account;
    Patch<bool> is_active;

    static constexpr std::string_view schema_name = "UserChange";
    static constexpr std::string_view schema_about = "What changes of an account; the rest stays.";
    static constexpr auto fields = std::tuple{
        fields_of(&Change::which),
        fields_of(&Change::account),
        field("is_active", &Change::is_active,
            {.about = "Whether it can be used: takes effect on the next request."}),
    };

    void check(Faults& faults) const { account.check(faults); }
};

namespace {

void check(const Context& c, const User& current, const Change& in, Faults& faults)
{
    if (current.id == *c.caller.id) {
        if (in.account.role.over(current.role) != current.role && faults.fine("role"))
            faults.add("role", "role.own"_s);
        if (in.is_active.over(current.is_active) != current.is_active && faults.fine("is_active"))
            faults.add("is_active", "account.own_activity"_s);
    }
    check_change(c, current, in.account, faults);
}

void find_faults(Context& c, const Change& in, Faults& faults)
{
    auto current = store::find_user(c.sql, in.which.id);
    if (!current) throw Problem{"not_found"};
    check(c, *current, in, faults);
}

User update(Context& c, const Change& in, const std::optional<Picture>& picture)
{
    auto current = store::lock_user(c.sql, in.which.id);
    if (!current) throw Problem{"not_found"};
    Faults faults;
    check(c, *current, in, faults);
    faults.end_if_any();
    auto change = changed(*current, in.account, picture);
    change.is_active = in.is_active.over(current->is_active);
    return write_change(c, *current, change, picture);
}

Nothing remove(Context& c, const ById& in)
{
    if (in.id == *c.caller.id) throw invalid(no_field, "account.own_end"_s);
    auto user = store::lock_user(c.sql, in.id);
    if (!user || !store::delete_user(c.sql, in.id)) throw Problem{"not_found"};
    if (user->profile_picture)
        c.after_commit.push_back(
            [&media = c.site.media, picture = *user->profile_picture] { forget_picture(media, picture); });
    return {};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_users",
        .methods = Method::get,
        .path = "/api/v1/auth/users/",
        .summary = "List accounts, newest first",
        .about = "For admins.",
        .needs = may(Grant::manage_accounts),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .ordering = {order_names<store::user_orders>, newest_first},
        .answer = [](Context& c, const List& in) -> Page<User> {
            auto window = window_of(c, in.paging, store::user_orders(), newest_first);
            auto slice = store::list_users(c.sql, in.filter, window);
            for (auto& user : slice.rows) user = for_clients(c, user);
            return page_of(c, in.paging, window, std::move(slice));
        },
    },
    {
        .name = "read_user",
        .methods = Method::get,
        .path = "/api/v1/auth/users/{id}/",
        .thing = "user",
        .summary = "Read an account",
        .about = "For admins.",
        .needs = may(Grant::manage_accounts),
        .rate = {"admin", 600, per_minute},
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> User {
            if (auto user = store::find_user(c.sql, in.id)) return for_clients(c, *user);
            throw Problem{"not_found"};
        },
    },
    {
        .name = "update_user",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/users/{id}/",
        .thing = "user",
        .summary = "Change an account, its role, or whether it is active",
        .about = "For admins. `PATCH` and `PUT` change the fields that are there. Nobody changes "
                 "their own role or activity, and one active admin must remain.",
        .needs = may(Grant::manage_accounts),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .row = "users",
        .pool = Pool::slow,
        .further_faults = [](Context& c, const Change& in, Faults& faults) { find_faults(c, in, faults); },
        .prepare = [](Context& c, const Change& in) -> std::optional<Picture> {
            return sent_picture(in.account, [&](Faults& faults) { find_faults(c, in, faults); });
        },
        .answer = [](Context& c, const Change& in, std::optional<Picture>& picture) -> User {
            return update(c, in, picture);
        },
    },
    {
        .name = "delete_user",
        .methods = Method::del,
        .path = "/api/v1/auth/users/{id}/",
        .thing = "user",
        .summary = "Delete an account and all that is its own",
        .about = "For admins. Applications and sessions go along; jobs are as if their employer had "
                 "deleted them.",
        .needs = may(Grant::manage_accounts),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .row = "users",
        .pool = Pool::slow,
        .answer = [](Context& c, const ById& in) -> Nothing { return remove(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace users
