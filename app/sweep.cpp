#include "sweep.hpp"

#include "../lib/files/pictures.hpp"
#include "database.hpp"

#include <fmt/core.h>

Swept sweep(Sql& sql, const Settings& settings)
{
    Swept out{.rows = store::sweep(sql, std::chrono::seconds(settings.refresh_lifetime_s))};
    out.pictures = sweep_pictures(settings.media_path,
        [&](const std::vector<std::string>& names) { return store::pictures_in_use(sql, names); });
    return out;
}

int sweep_up(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_url));
    auto swept = sweep(sql, settings);
    fmt::print(
        "removed sessions: {}, refresh tokens: {}, failed sign-ins: {}, request budgets: {}, counts: {}, "
        "pictures: {}\n",
        swept.rows.sessions, swept.rows.refresh_tokens, swept.rows.sign_in_attempts, swept.rows.rate_slots,
        swept.rows.kept_counts, swept.pictures);
    return 0;
}
