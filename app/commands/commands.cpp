#include "commands.hpp"

namespace command {
extern const Command serve, work, check, migrate, run_tasks, upkeep, sweep, read_files, demo, import_jobs,
    add_user, list_users, set_password, set_role, deactivate_user, reactivate_user, status, top, doctor,
    backup, restore, config, env_example, openapi, nginx_cached, nginx_locations, events_page, verify_audit,
    list_tasks, retry_task, discard_task, mail_test, bounce, vapid_key, ip_allow, keys_rotate, scopes_page,
    move_storage;
}

std::span<const Command* const> commands()
{
    using namespace command;
    static constexpr const Command* all[] = {&serve, &work, &check, &migrate, &run_tasks, &upkeep, &sweep,
        &read_files, &demo, &import_jobs, &add_user, &list_users, &set_password, &set_role, &deactivate_user,
        &reactivate_user, &status, &top, &doctor, &backup, &restore, &config, &env_example, &openapi,
        &nginx_cached, &nginx_locations, &events_page, &verify_audit, &list_tasks, &retry_task, &discard_task,
        &mail_test, &bounce, &vapid_key, &ip_allow, &keys_rotate, &scopes_page, &move_storage};
    return all;
}
