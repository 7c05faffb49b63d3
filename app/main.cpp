// The one binary: reads the command line and the settings, and hands over to the command.
#include "app/backup/backup.hpp"
#include "app/bench/board.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/import.hpp"
#include "app/commands/read_files.hpp"
#include "app/commands/sweep.hpp"
#include "app/commands/top.hpp"
#include "app/demo/demo.hpp"
#include "app/doctor/doctor.hpp"
#include "app/pool/master.hpp"
#include "app/pool/upkeep.hpp"
#include "app/pool/worker.hpp"

#include "lib/base/scalar.hpp"
#include "lib/db/sql.hpp"
#include "lib/process/log.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <map>

template <>
inline constexpr std::array<std::string_view, 4> names_of<Level>{"debug", "info", "warning", "error"};

namespace {

// Commands run once the whole line is understood; each gets the settings.
using Command = std::function<int(const Settings&)>;

void add_serving(CLI::App& app, Command& chosen)
{
    app.add_subcommand("serve", "Answer requests: a master and its workers")->callback([&] {
        chosen = serve;
    });

    static std::string pool = "fast";
    auto* worker =
        app.add_subcommand("work", "One worker on descriptor 0, as a FastCGI process manager starts it");
    worker->add_option("--pool", pool, "Whose requests: fast or slow")
        ->check(CLI::IsMember({"fast", "slow"}));
    worker->callback([&] {
        chosen = [](const Settings& s) { return work(s, pool == "slow" ? Pool::slow : Pool::fast); };
    });

    app.add_subcommand("check", "Would it start? Says what is wrong")->callback([&] {
        chosen = check_start;
    });
}

void add_printing(CLI::App& app, Command& chosen)
{
    app.add_subcommand("config", "Print every setting with its value, default and meaning")->callback([&] {
        chosen = [](const Settings& s) { return print_settings(std::cout, s), 0; };
    });
    app.add_subcommand("env-example", "Print an env file with every setting")->callback([&] {
        chosen = [](const Settings&) { return print_env_example(std::cout), 0; };
    });
    app.add_subcommand("openapi", "Print the OpenAPI document")->callback([&] {
        chosen = [](const Settings&) { return print_openapi(); };
    });
    app.add_subcommand("nginx-cached", "Print the paths whose answers nginx may keep")->callback([&] {
        chosen = [](const Settings&) { return print_nginx_cached(); };
    });
    app.add_subcommand("nginx-locations", "Print which paths nginx hands to the slow pool")->callback([&] {
        chosen = [](const Settings&) { return print_nginx_locations(); };
    });
}

void add_watching(CLI::App& app, Command& chosen)
{
    app.add_subcommand("status", "What every worker of this host is doing")->callback([&] {
        chosen = show_status;
    });
    static TopOptions options;
    auto* top = app.add_subcommand("top", "Which endpoints are asked now, how often and at what cost");
    top->add_option("--interval", options.interval_s, "Seconds between two looks")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    top->add_option("--count", options.count, "So many looks; without it, until stopped");
    top->callback([&] { chosen = [](const Settings& s) { return show_top(s, options); }; });
}

void add_examining(CLI::App& app, Command& chosen)
{
    static bool json = false;
    auto* examine =
        app.add_subcommand("doctor", "What is wrong with this installation, and what to do about it");
    examine->add_flag("--json", json, "For programs");
    examine->callback([&] { chosen = [](const Settings& s) { return doctor(s, json); }; });
}

void add_backups(CLI::App& app, Command& chosen)
{
    static std::string directory;
    auto* backup =
        app.add_subcommand("backup", "Put database and files into a new directory, as of one moment");
    backup->add_option("directory", directory, "It must not exist")->required();
    backup->callback([&] { chosen = [](const Settings& s) { return make_backup(s, directory); }; });

    static RestoreOptions options;
    auto* restore = app.add_subcommand("restore", "Fill an empty database and empty storage from a backup");
    restore->add_option("directory", options.directory, "The backup")->required();
    restore->add_flag("--verify", options.verify, "Compare every table and file with the backup afterwards");
    restore->add_flag("--check", options.check_only, "Only look whether the backup itself is sound");
    restore->callback([&] { chosen = [](const Settings& s) { return restore_backup(s, options); }; });
}

void add_users(CLI::App& app, Command& chosen)
{
    static UserOptions options;
    auto* user = app.add_subcommand("user", "Accounts")->require_subcommand(1);
    auto* add = user->add_subcommand("add", "Add an account");
    add->add_option("--username", options.username, "3 to 150 letters, digits, dots and underscores")
        ->required();
    add->add_option("--email", options.email, "Its e-mail address")->required();
    add->add_option("--role", options.role, "user, employer or admin")->capture_default_str();
    add->add_flag("--password-stdin", options.password_from_stdin, "Read the password from standard input");
    add->callback([&] { chosen = [](const Settings& s) { return add_user(s, options); }; });
    user->add_subcommand("list", "List the accounts")->callback([&] { chosen = list_users; });
}

void add_data(CLI::App& app, Command& chosen)
{
    app.add_subcommand("migrate", "Bring the database up to date")->callback([&] {
        chosen = run_migrations;
    });

    app.add_subcommand("upkeep", "Add up visits and take long counts, until stopped")->callback([&] {
        chosen = keep_up;
    });
    app.add_subcommand("sweep", "Remove what has had its time: over sessions, unused pictures …")
        ->callback([&] { chosen = sweep_up; });

    app.add_subcommand("read-files", "Scan the files of applications and keep what can be read in them")
        ->callback([&] { chosen = read_all_files; });

    static long long jobs = 0;
    auto* demo = app.add_subcommand("demo", "Load the demo board");
    demo->add_option("--bench", jobs, "Instead, so many made-up jobs into an empty board, for measuring")
        ->check(CLI::Range(1LL, 100'000'000LL));
    demo->callback([&] {
        chosen = [](const Settings& s) { return jobs > 0 ? load_bench_board(s, jobs) : load_demo(s); };
    });
}

void add_import(CLI::App& app, Command& chosen)
{
    static ImportOptions options;
    static const std::map<std::string, Fraudulent> fates{{"skip", Fraudulent::skip},
        {"draft", Fraudulent::draft}, {"closed", Fraudulent::closed}, {"active", Fraudulent::active}};
    auto* import = app.add_subcommand("import", "Take in data from elsewhere")->require_subcommand(1);
    auto* jobs = import->add_subcommand("jobs", "Job advertisements from a CSV file with a header");
    jobs->add_option("file", options.file, "The CSV file")->required();
    jobs->add_flag("--dry-run", options.dry_run, "Do everything but keep it");
    jobs->add_option("--report", options.report, "Where to list skipped rows (<file>.report.csv)");
    jobs->add_option("--source", options.source, "Names where the rows come from (the file's name)");
    jobs->add_option("--status", options.status, "Of rows that do not say")
        ->check(CLI::IsMember({"draft", "active", "closed"}))
        ->capture_default_str();
    jobs->add_option("--fraudulent", options.fraudulent, "What becomes of postings marked as fraudulent")
        ->transform(CLI::CheckedTransformer(fates));
    jobs->callback([&] { chosen = [](const Settings& s) { return import_jobs(s, options); }; });
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"The job board.", "jobboard"};
    app.require_subcommand(1);
    Command chosen;
    add_serving(app, chosen);
    add_data(app, chosen);
    add_import(app, chosen);
    add_users(app, chosen);
    add_watching(app, chosen);
    add_examining(app, chosen);
    add_backups(app, chosen);
    add_printing(app, chosen);
    CLI11_PARSE(app, argc, argv);

    try {
        auto settings = read_settings();
        set_log_level(parse<Level>(settings.log_level).value_or(Level::info));
        return chosen(settings);
    } catch (const BadSetting& e) {
        std::cerr << "jobboard: " << e.what() << '\n';
        return 2;
    } catch (const DatabaseError& e) {
        std::cerr << "jobboard: the database "
                  << (e.lost ? std::string("cannot be reached") : "refused: " + e.summary) << " ("
                  << e.sqlstate << ").\n";
        return 1;
    }
}
