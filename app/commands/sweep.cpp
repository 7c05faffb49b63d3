#include "sweep.hpp"

#include "app/database.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/store/board/job_changes.hpp"
#include "orphans.hpp"

#include <fmt/core.h>

Swept sweep(Sql& sql, const Settings& settings)
{
    Swept out{.rows = store::sweep(sql, std::chrono::seconds(settings.refresh_lifetime_s))};
    out.pictures = sweep_pictures(settings.media_path,
        [&](const std::vector<std::string>& names) { return store::pictures_in_use(sql, names); });
    out.files = sweep_orphans(
        sql, storage_of(settings.file_storage, storage_access(settings)), now() - std::chrono::hours(1))
                    .removed;
    constexpr long long batch = 500;
    for (long long closed = batch; closed == batch; out.jobs_closed += closed)
        closed = store::close_expired_jobs(sql, batch);
    return out;
}

int sweep_up(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_url));
    auto swept = sweep(sql, settings);
    fmt::print(
        "removed sessions: {}, refresh tokens: {}, failed sign-ins: {}, request budgets: {}, counts: {}, "
        "idempotency keys: {}, pictures: {}, files: {}; closed jobs: {}\n",
        swept.rows.sessions, swept.rows.refresh_tokens, swept.rows.sign_in_attempts, swept.rows.rate_slots,
        swept.rows.kept_counts, swept.rows.idempotency_keys, swept.pictures, swept.files, swept.jobs_closed);
    return 0;
}
