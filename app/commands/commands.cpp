#include "commands.hpp"

#include "app/areas.hpp"
#include "app/database.hpp"

#include "lib/auth/passwords.hpp"
#include "lib/base/text.hpp"
#include "lib/db/migrate.hpp"
#include "lib/store/accounts/users.hpp"
#include "lib/store/board/job_changes.hpp"
#include "lib/web/openapi/document.hpp"

#include <iostream>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <unistd.h>

namespace {

int complain(const std::string& sentence)
{
    std::cerr << "jobboard: " << sentence << '\n';
    return 1;
}

std::string sentence_of(const DatabaseError& e, const Secret& url)
{
    if (e.lost) return fmt::format("The database cannot be reached with \"{}\".", without_password(url));
    return fmt::format("The database refused: {} ({}).", e.summary, e.sqlstate);
}

// "/api/v1/auth/login/" as a pattern of nginx: with and without version and last slash.
std::string pattern_of(std::string_view path)
{
    bool versioned = path.starts_with("/api/v1");
    if (versioned) path.remove_prefix(std::string_view("/api/v1").size());
    std::string out;
    while (path.ends_with('/')) path.remove_suffix(1);
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '{') {
            out += "[^/]+";
            i = path.find('}', i);
        } else if (path[i] == '.') out += "\\.";
        else out += path[i];
    }
    return fmt::format("{}{}/?", versioned ? "/api(/v1)?" : "", out);
}

// A line of nginx's map for each operation of an endpoint.
void print_patterns(const Endpoint& e, std::string_view value)
{
    e.methods.each([&](Method method) {
        for (auto path : {e.path, e.also_at})
            if (!path.empty())
                std::cout << fmt::format("\"~^{} {}$\" {};\n",
                    method == Method::get ? "(GET|HEAD)" : name_of(method), pattern_of(path), value);
    });
}

std::string read_password()
{
    std::string password;
    std::getline(std::cin, password);
    return password;
}

} // namespace

int run_migrations(const Settings& settings)
{
    Sql sql(patient_session(settings, settings.database_owner_url));
    try {
        auto done = migrate(sql, settings.home_path + "/sql");
        for (const auto& m : done) std::cout << "applied " << m.name << '\n';
        if (done.empty()) std::cout << "nothing to apply: the database is up to date\n";
        return 0;
    } catch (const MigrationError& e) {
        return complain(e.what());
    } catch (const DatabaseError& e) {
        return complain(sentence_of(e, settings.database_owner_url));
    }
}

int print_openapi()
{
    auto document = openapi_document(areas());
    rapidjson::MemoryStream in(document.data(), document.size());
    rapidjson::StringBuffer out;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(out);
    writer.SetIndent(' ', 2);
    rapidjson::Reader().Parse(in, writer);
    std::cout << out.GetString() << '\n';
    return 0;
}

int print_nginx_locations()
{
    std::cout
        << "# Requests that the slow pool answers. Generated from the endpoint table by `make openapi`.\n";
    auto print = [](const Endpoint& e) {
        if (e.pool == Pool::slow) print_patterns(e, "slow");
    };
    each_endpoint(print);
    each_page(print);
    return 0;
}

int print_nginx_cached()
{
    std::cout << "# Requests whose answers to anonymous readers nginx may keep. Generated from the endpoint "
                 "table by "
                 "`make openapi`.\n";
    each_endpoint([](const Endpoint& e) {
        if (e.cache.control == a_second.control) print_patterns(e, "1");
    });
    return 0;
}

int check_start(const Settings& settings)
{
    Sql sql(request_session(settings));
    try {
        auto missing = pending_migrations(sql, settings.home_path + "/sql");
        if (!missing.empty())
            return complain(fmt::format("{} migrations are missing, the first is {}: run `jobboard migrate`.",
                missing.size(), missing[0].name));
        store::job_is_open(sql, Date{std::chrono::floor<std::chrono::days>(now())});
    } catch (const MigrationError& e) {
        return complain(e.what());
    } catch (const DatabaseError& e) {
        if (e.sqlstate == "22023")
            return complain(fmt::format("PostgreSQL does not know the time zone {}.", settings.time_zone));
        return complain(sentence_of(e, settings.database_url));
    }
    std::cout << "ready to start\n";
    return 0;
}

int add_user(const Settings& settings, const UserOptions& options)
{
    auto role = parse<Role>(options.role);
    if (!role) return complain("The role must be user, employer or admin.");
    if (!options.password_from_stdin)
        return complain("Give --password-stdin and the password on standard input.");
    auto password = read_password();
    if (characters(password) < 8) return complain("The password must have at least 8 characters.");

    Sql sql(request_session(settings));
    NewUser user{.id = new_uuid(),
        .username = lowered(trimmed(options.username)),
        .email = lowered(trimmed(options.email)),
        .password_hash = hash_password(password, hash_cost(settings)),
        .role = *role};
    try {
        store::add_user(sql, user);
    } catch (const DatabaseError& e) {
        auto problem = problem_of(e);
        if (problem.faults.empty()) return complain(sentence_of(e, settings.database_url));
        return complain(fmt::format("{}: {}", problem.faults[0].field, problem.faults[0].sentence));
    }
    std::cout << fmt::format("added {} ({})\n", user.username, options.role);
    return 0;
}

int list_users(const Settings& settings)
{
    Sql sql(request_session(settings));
    try {
        Window<User> everyone{.order = {{&store::user_orders()[0], false}}, .size = 1'000'000};
        for (const auto& u : store::list_users(sql, {}, everyone).rows)
            std::cout << fmt::format("{:<24} {:<36} {:<9} {:<9} {}\n", u.username, u.email, name_of(u.role),
                u.is_active ? "active" : "inactive", to_text(u.date_joined));
        return 0;
    } catch (const DatabaseError& e) {
        return complain(sentence_of(e, settings.database_url));
    }
}
