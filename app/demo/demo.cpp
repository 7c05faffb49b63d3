// `jobboard demo`.
#include "demo.hpp"

#include "app/database.hpp"
#include "board.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "resume.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace {

std::vector<KnownPassword> kept_logins(Sql& sql)
{
    std::vector<std::string> names;
    for (const auto& login : demo_logins) names.emplace_back(login.username);
    return known_passwords(sql, names);
}

void set_passwords(DemoBoard& board, const HashCost& cost)
{
    for (const auto& login : demo_logins)
        for (auto& user : board.users)
            if (user.username == login.username) user.password_hash = hash_password(login.password, cost);
}

// Shows the accounts; a password that was changed since is not shown.
void print_logins(Sql& sql)
{
    fmt::print("Demo logins (role, username, password):\n");
    auto kept = kept_logins(sql);
    for (const auto& login : demo_logins) {
        auto same = [&](const KnownPassword& k) {
            return k.username == login.username && password_matches(k.password_hash, login.password);
        };
        bool valid = std::any_of(kept.begin(), kept.end(), same);
        fmt::print("  {:<10} {:<15} {}\n", login.role, login.username, valid ? login.password : "(changed)");
    }
}

} // namespace

int load_demo(const Settings& settings)
{
    if (settings.production()) {
        fmt::print(stderr,
            "This is a production instance (JOBBOARD_ENVIRONMENT): demo data, whose passwords everybody "
            "knows, is not loaded into it.\n");
        return 1;
    }
    Sql sql(patient_session(settings, settings.database_url));
    auto board = make_demo_board(now());
    keep_resumes(board, storage_of(settings.file_storage, storage_access(settings)));
    if (kept_logins(sql).size() == demo_logins.size()) {
        fmt::print("The demo data is already there; nothing changed.\n");
    } else {
        set_passwords(board, hash_cost(settings));
        auto added = add_demo_board(sql, board);
        fmt::print("Demo data loaded: {} categories, {} accounts, {} jobs, {} applications.\n",
            added.categories, added.users, added.jobs, added.applications);
    }
    print_logins(sql);
    return 0;
}
