#include "config.hpp"

#include "../lib/base/scalar.hpp"
#include "../lib/base/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <unicode/timezone.h>
#include <unistd.h>

namespace {

constexpr std::string_view prefix = "JOBBOARD_";
constexpr std::string_view default_env_file = ".run/jobboard.env";

using S = Settings;

constexpr Setting table[] = {
    {.name = "ENVIRONMENT",
        .string = &S::environment,
        .initial = "development",
        .choices = "development|production|test",
        .about = "What this instance is for; production refuses default secrets."},
    {.name = "PUBLIC_URL",
        .string = &S::public_url,
        .initial = "http://127.0.0.1:8080",
        .about = "Where clients reach the site; links in answers begin with it. No slash at its end."},
    {.name = "TIME_ZONE",
        .string = &S::time_zone,
        .initial = "UTC",
        .about = "Where the board's days begin and end, as the IANA names it (Europe/Vienna): a job takes "
                 "applications until the day of its deadline ends there."},
    {.name = "SECRET_KEY",
        .string = &S::secret_key,
        .initial = "insecure-development-key-change-me-0000",
        .secret = true,
        .about = "Key that signs what clients carry: tokens, page cursors, devices; 32 characters or more, "
                 "or file:/path."},
    {.name = "PREVIOUS_SECRET_KEYS",
        .string = &S::previous_secret_keys,
        .initial = "",
        .secret = true,
        .about = "Up to two older keys, separated by commas or in the lines of file:/path: tokens signed "
                 "with them stay good."},
    {.name = "ACCESS_LIFETIME_S",
        .number = &S::access_lifetime_s,
        .initial = "3600",
        .min = 60,
        .max = 86'400,
        .about = "Seconds an access token is good for."},
    {.name = "REFRESH_LIFETIME_S",
        .number = &S::refresh_lifetime_s,
        .initial = "86400",
        .min = 300,
        .max = 31'536'000,
        .about = "Seconds a refresh token is good for."},
    {.name = "SESSION_LIFETIME_S",
        .number = &S::session_lifetime_s,
        .initial = "2592000",
        .min = 300,
        .max = 31'536'000,
        .about = "Seconds after which a session ends, however often it is refreshed."},
    {.name = "HASH_PASSES",
        .number = &S::hash_passes,
        .initial = "2",
        .min = 1,
        .max = 20,
        .about = "Passes over the memory that hashing a password takes (Argon2id)."},
    {.name = "HASH_MEMORY_KB",
        .number = &S::hash_memory_kb,
        .initial = "19456",
        .min = 1024,
        .max = 262'144,
        .about = "Kibibytes of memory that hashing a password takes. Production refuses less than 47104 with "
                 "1 pass, 19456 with 2, 12288 with 3, 9216 with 4, 7168 with 5 or more."},
    {.name = "HASHES_AT_ONCE",
        .number = &S::hashes_at_once,
        .initial = "1",
        .min = 1,
        .max = 512,
        .about =
            "Passwords that the workers of one host hash at the same time. Fewer than it has cores: a flood "
            "of sign-ins then leaves the others to everybody else."},
    {.name = "DATABASE_URL",
        .string = &S::database_url,
        .initial = "host=/run/postgresql dbname=jobboard user=jobboard_app",
        .about = "How the program reaches PostgreSQL: a libpq connection string of key=value words, for a "
                 "role that may only read and write rows."},
    {.name = "DATABASE_OWNER_URL",
        .string = &S::database_owner_url,
        .initial = "host=/run/postgresql dbname=jobboard user=jobboard_owner",
        .about = "The same for the role that owns the tables; only migrations use it."},
    {.name = "REDIS_URL",
        .string = &S::redis_url,
        .initial = "unix:/run/redis/redis.sock",
        .about =
            "Where Redis is: unix:/path or host:port. It holds only what may be lost; empty means none."},
    {.name = "CACHE",
        .string = &S::cache,
        .initial = "on",
        .choices = "on|off",
        .about =
            "Whether Redis keeps categories and featured jobs until they change; nginx has a switch of its "
            "own, see nginx/inc/cache.conf."},
    {.name = "UPKEEP",
        .string = &S::upkeep,
        .initial = "on",
        .choices = "on|off",
        .about = "Whether `serve` also starts `jobboard upkeep`, which adds up visits and takes long counts. "
                 "One per "
                 "database is enough, more do no harm."},
    {.name = "DATABASE_CONNECT_TIMEOUT_S",
        .number = &S::database_connect_timeout_s,
        .initial = "2",
        .min = 1,
        .max = 60,
        .about = "Seconds to wait for a connection to PostgreSQL."},
    {.name = "STATEMENT_TIMEOUT_MS",
        .number = &S::statement_timeout_ms,
        .initial = "2000",
        .min = 10,
        .max = 600'000,
        .about = "Milliseconds after which PostgreSQL gives up a statement."},
    {.name = "LOCK_TIMEOUT_MS",
        .number = &S::lock_timeout_ms,
        .initial = "1000",
        .min = 10,
        .max = 600'000,
        .about = "Milliseconds a statement waits for a row another one holds."},
    {.name = "IDLE_TRANSACTION_TIMEOUT_MS",
        .number = &S::idle_transaction_timeout_ms,
        .initial = "5000",
        .min = 100,
        .max = 600'000,
        .about = "Milliseconds an open transaction may stand still before PostgreSQL ends it."},
    {.name = "FAST_LISTEN",
        .string = &S::fast_listen,
        .initial = "unix:/run/jobboard/fast.sock",
        .about = "Where the fast pool listens for nginx: unix:/path or host:port."},
    {.name = "SLOW_LISTEN",
        .string = &S::slow_listen,
        .initial = "unix:/run/jobboard/slow.sock",
        .about = "Where the slow pool listens for nginx: unix:/path or host:port."},
    {.name = "FAST_WORKERS",
        .number = &S::fast_workers,
        .initial = "4",
        .min = 1,
        .max = 512,
        .about = "Workers for short reads and writes; two to four for each core."},
    {.name = "SLOW_WORKERS",
        .number = &S::slow_workers,
        .initial = "2",
        .min = 1,
        .max = 512,
        .about = "Workers for password hashing, uploads and exports."},
    {.name = "LISTEN_BACKLOG",
        .number = &S::listen_backlog,
        .initial = "1024",
        .min = 128,
        .max = 65'535,
        .about = "Connections that may wait for a worker before nginx is refused."},
    {.name = "WORKER_REQUESTS",
        .number = &S::worker_requests,
        .initial = "100000",
        .min = 1,
        .max = 1'000'000'000,
        .about = "Requests after which a worker is replaced, give or take a fifth."},
    {.name = "WORKER_MEMORY_MB",
        .number = &S::worker_memory_mb,
        .initial = "256",
        .min = 32,
        .max = 65'536,
        .about = "Resident megabytes above which a worker is replaced."},
    {.name = "REQUEST_DEADLINE_S",
        .number = &S::request_deadline_s,
        .initial = "10",
        .min = 1,
        .max = 3600,
        .about = "Seconds after which a worker still busy with one request gets SIGABRT."},
    {.name = "REQUEST_KILL_S",
        .number = &S::request_kill_s,
        .initial = "1",
        .min = 1,
        .max = 60,
        .about = "Seconds from that SIGABRT to SIGKILL."},
    {.name = "DRAIN_S",
        .number = &S::drain_s,
        .initial = "15",
        .min = 1,
        .max = 3600,
        .about = "Seconds a leaving worker has to finish its request."},
    {.name = "PEER_TIMEOUT_S",
        .number = &S::peer_timeout_s,
        .initial = "5",
        .min = 1,
        .max = 600,
        .about = "Seconds a worker waits for nginx to send or take the next bytes."},
    {.name = "RATE_LIMIT_PERCENT",
        .number = &S::rate_limit_percent,
        .initial = "100",
        .min = 0,
        .max = 1'000'000,
        .about = "Scales the request budgets of all endpoints; 0 lifts them."},
    {.name = "CORS_ORIGINS",
        .string = &S::cors_origins,
        .initial = "",
        .about = "Origins whose pages may call the API from a browser, separated by commas."},
    {.name = "OPERATOR_ADDRESSES",
        .string = &S::operator_addresses,
        .initial = "127.0.0.1,::1,unix:",
        .about = "Client addresses that may see operators' pages such as the workers' status, separated by "
                 "commas."},
    {.name = "HOME_PATH",
        .string = &S::home_path,
        .initial = ".",
        .about = "Directory that holds the program's sql/ and templates/."},
    {.name = "MEDIA_PATH",
        .string = &S::media_path,
        .initial = "/var/lib/jobboard/media",
        .about = "Directory of profile pictures, which nginx serves at /media/; every host of the pool needs "
                 "the same one."},
    {.name = "FILE_STORAGE",
        .string = &S::file_storage,
        .initial = "directory:/var/lib/jobboard/files",
        .about =
            "Where résumés are kept: directory:/path, which every host of the pool needs and nginx reads, "
            "but serves to nobody unasked; or s3:https://host/bucket?region=eu-central-1."},
    {.name = "FILE_STORAGE_KEY",
        .string = &S::file_storage_key,
        .initial = "",
        .about = "The access key of an s3: storage."},
    {.name = "FILE_STORAGE_SECRET",
        .string = &S::file_storage_secret,
        .initial = "",
        .secret = true,
        .about = "The secret of that key, or file:/path."},
    {.name = "SCANNER",
        .string = &S::scanner,
        .initial = "",
        .about = "The virus scanner that files must pass before anybody gets them: clamd:/path or "
                 "clamd:host:port; empty means none."},
    {.name = "UPLOAD_PATH",
        .string = &S::upload_path,
        .initial = "/tmp",
        .about = "Directory for uploaded files while a request is answered; they have no name there."},
    {.name = "LOG_LEVEL",
        .string = &S::log_level,
        .initial = "info",
        .choices = "debug|info|warning|error",
        .about = "The least important lines that are logged."},
};

const Setting* find(std::string_view name)
{
    for (const auto& row : table)
        if (row.name == name) return &row;
    return nullptr;
}

bool among(std::string_view choices, std::string_view value)
{
    return !value.empty() && value.find('|') == value.npos &&
           ('|' + std::string(choices) + '|').find('|' + std::string(value) + '|') != std::string::npos;
}

void assign(Settings& settings, const Setting& row, std::string_view value)
{
    if (row.number) {
        auto number = parse<long long>(value);
        if (!number || *number < row.min || *number > row.max)
            throw BadSetting(fmt::format("{}{} must be a whole number from {} to {}, not \"{}\".", prefix,
                row.name, row.min, row.max, value));
        settings.*row.number = *number;
        return;
    }
    if (!row.choices.empty() && !among(row.choices, value))
        throw BadSetting(
            fmt::format("{}{} must be one of {}, not \"{}\".", prefix, row.name, row.choices, value));
    settings.*row.string = value;
}

// KEY=VALUE lines; # begins a comment line; one pair of quotes around a value is taken off.
std::map<std::string, std::string> read_env_file(std::string_view text)
{
    std::map<std::string, std::string> out;
    std::istringstream lines{std::string(text)};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        auto entry = trimmed(line);
        if (entry.empty() || entry[0] == '#') continue;
        auto equals = entry.find('=');
        if (equals == entry.npos)
            throw BadSetting(fmt::format("Line {} of the env file is no NAME=value.", number));
        auto value = trimmed(entry.substr(equals + 1));
        if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0])
            value = value.substr(1, value.size() - 2);
        out[std::string(trimmed(entry.substr(0, equals)))] = value;
    }
    return out;
}

// A secret may stand in a file of its own, which only the program's account can read.
void read_secret_file(Settings& settings, const Setting& row)
{
    static constexpr std::string_view mark = "file:";
    auto& value = settings.*row.string;
    if (!value.starts_with(mark)) return;
    std::ifstream file(value.substr(mark.size()));
    std::stringstream text;
    if (!file || !(text << file.rdbuf()))
        throw BadSetting(
            fmt::format("{}{}: the file {} cannot be read.", prefix, row.name, value.substr(mark.size())));
    value = trimmed(text.str());
}

void check_secrets(Settings& settings)
{
    for (const auto& row : table)
        if (row.secret) read_secret_file(settings, row);
    auto keys = secret_keys(settings);
    for (const auto& key : keys)
        if (key.size() < 32)
            throw BadSetting(fmt::format("{}SECRET_KEY and each of {}PREVIOUS_SECRET_KEYS must have at "
                                         "least 32 characters.",
                prefix, prefix));
    if (keys.size() > 3)
        throw BadSetting(fmt::format("{}PREVIOUS_SECRET_KEYS may hold two keys at most.", prefix));
    if (settings.production() && settings.secret_key == find("SECRET_KEY")->initial)
        throw BadSetting(fmt::format(
            "{}SECRET_KEY still has its default value; production needs one of its own.", prefix));
}

// A name without a slash may be an old abbreviation that PostgreSQL reads as something else.
void check_time_zone(const Settings& settings)
{
    const auto& name = settings.time_zone;
    UErrorCode error = U_ZERO_ERROR;
    UBool known = false;
    icu::UnicodeString canonical;
    icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8(name), canonical, known, error);
    if (name != "UTC" && (U_FAILURE(error) || !known || name.find('/') == name.npos))
        throw BadSetting(fmt::format(
            "{}TIME_ZONE must be UTC or a name such as Europe/Vienna or America/New_York, not \"{}\".",
            prefix, name));
}

// What OWASP recommends as the least for Argon2id: less memory needs more passes.
void check_hash_cost(const Settings& settings)
{
    static constexpr long long least_kb[] = {47'104, 19'456, 12'288, 9'216, 7'168};
    auto least = least_kb[std::min<long long>(settings.hash_passes, std::ssize(least_kb)) - 1];
    if (settings.production() && settings.hash_memory_kb < least)
        throw BadSetting(fmt::format("{0}HASH_MEMORY_KB must be at least {1} in production while "
                                     "{0}HASH_PASSES is {2}: passwords would be too cheap to guess.",
            prefix, least, settings.hash_passes));
}

} // namespace

std::vector<std::string> secret_keys(const Settings& settings)
{
    std::vector<std::string> keys{settings.secret_key};
    auto older = settings.previous_secret_keys;
    std::replace(older.begin(), older.end(), '\n', ',');
    for (const auto& key : split_list(older)) keys.push_back(key);
    return keys;
}

StorageAccess storage_access(const Settings& settings)
{
    return {settings.file_storage_key, settings.file_storage_secret, settings.upload_path};
}

HashCost hash_cost(const Settings& settings)
{
    return {static_cast<unsigned long long>(settings.hash_passes),
        static_cast<std::size_t>(settings.hash_memory_kb) * 1024};
}

std::span<const Setting> settings_table()
{
    return table;
}

Settings read_settings(std::span<const std::string> environment, std::string_view file)
{
    auto given = read_env_file(file);
    for (const auto& entry : environment) {
        auto equals = entry.find('=');
        if (entry.starts_with(prefix) && equals != entry.npos)
            given[entry.substr(0, equals)] = entry.substr(equals + 1);
    }
    given.erase("JOBBOARD_ENV_FILE");

    Settings settings;
    for (const auto& row : table) assign(settings, row, row.initial);
    for (const auto& [name, value] : given) {
        auto row = name.starts_with(prefix) ? find(std::string_view(name).substr(prefix.size())) : nullptr;
        if (!row) throw BadSetting(fmt::format("{} is not a setting; `jobboard config` lists them.", name));
        assign(settings, *row, value);
    }
    check_secrets(settings);
    check_time_zone(settings);
    check_hash_cost(settings);
    return settings;
}

Settings read_settings()
{
    std::vector<std::string> environment;
    for (char** entry = environ; *entry; ++entry) environment.emplace_back(*entry);

    const char* named = std::getenv("JOBBOARD_ENV_FILE");
    std::ifstream file(named ? named : std::string(default_env_file));
    if (named && *named && !file) throw BadSetting(fmt::format("The env file {} cannot be read.", named));
    std::stringstream text;
    if (file) text << file.rdbuf();
    return read_settings(environment, text.str());
}

std::string text_of(const Settings& settings, const Setting& row)
{
    return row.number ? std::to_string(settings.*row.number) : settings.*row.string;
}

void print_settings(std::ostream& out, const Settings& settings)
{
    for (const auto& row : table) {
        auto value = row.secret ? std::string("********") : text_of(settings, row);
        out << fmt::format("{}{}={}\n    {}", prefix, row.name, value, row.about);
        if (row.number) out << fmt::format(" From {} to {}.", row.min, row.max);
        if (!row.choices.empty()) out << fmt::format(" One of {}.", row.choices);
        out << fmt::format(" Default: {}.\n", row.initial.empty() ? "none"
                                              : row.secret        ? "one for development"
                                                                  : row.initial);
    }
}
