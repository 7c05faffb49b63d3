#include "preferences.hpp"

#include <fmt/format.h>

namespace {

std::string joined_fields(std::string_view form)
{
    std::string out;
    each_field<NotificationChoices>([&](const auto& f, auto) {
        out += (out.empty() ? "" : ", ") + fmt::format(fmt::runtime(form), f.name);
    });
    return out;
}

// Times as people write them.
const std::string& columns()
{
    static const auto out = [] {
        auto text = joined_fields("{0}");
        for (std::string name : {"quiet_from", "quiet_until"})
            text.replace(
                text.find(", " + name) + 2, name.size(), fmt::format("to_char({0}, 'HH24:MI') AS {0}", name));
        return text;
    }();
    return out;
}

struct IsZone {
    bool known = false;
    static constexpr auto fields = std::tuple{field("known", &IsZone::known)};
};

} // namespace

NotificationChoices store::find_preferences(Sql& sql, const Uuid& person)
{
    static const auto text =
        "SELECT " + columns() + " FROM notification_preferences WHERE person = :person::uuid";
    return sql.one<NotificationChoices>(text, {arg("person", person)}).value_or(NotificationChoices{});
}

// There may be no row to lock yet.
NotificationChoices store::lock_preferences(Sql& sql, const Uuid& person)
{
    sql.change("SELECT pg_advisory_xact_lock(hashtext('notification_preferences'), hashtext(:person))",
        {arg("person", person)});
    return find_preferences(sql, person);
}

void store::change_preferences(
    Sql& sql, const Uuid& person, const NotificationChoices& before, const NotificationChoices& after)
{
    static const auto changing = telling(preferences_updated, [] {
        std::string names, values, sets;
        each_field<NotificationChoices>([&]<class F>(const F& f, auto access) {
            using M = std::remove_cvref_t<decltype(access(std::declval<NotificationChoices&>()))>;
            std::string_view cast = std::same_as<M, bool>                         ? "::boolean"
                                    : std::same_as<M, std::optional<std::string>> ? "::time"
                                                                                  : "";
            names += fmt::format(", {}", f.name);
            values += fmt::format(", :{}{}", f.name, cast);
            sets += fmt::format("{0}{1} = excluded.{1}", sets.empty() ? "" : ", ", f.name);
        });
        return fmt::format("INSERT INTO notification_preferences (person{}) VALUES (:person::uuid{}) "
                           "ON CONFLICT (person) DO UPDATE SET {} RETURNING person, '', :changes::jsonb",
            names, values, sets);
    }());
    tell(sql, changing, args_of(after, {arg("person", person), arg("changes", changes_of(before, after))}));
}

bool store::is_time_zone(Sql& sql, const std::string& name)
{
    return sql
        .one<IsZone>(
            "SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = :name) AS known", {arg("name", name)})
        ->known;
}
