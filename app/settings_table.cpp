// The table of settings itself. A new setting is a member of Settings and a row here, or beside it in
// settings_accounts.cpp or settings_messages.cpp.
#include "settings.hpp"

#include "lib/db/address/postgres_address.hpp"
#include "lib/db/address/redis_address.hpp"

extern const std::span<const Setting> account_settings, message_settings;

namespace {

using S = Settings;

constexpr Setting table[] = {
    {.name = "ENVIRONMENT",
        .string = &S::environment,
        .initial = "production",
        .choices = "development|production|test",
        .about =
            "What this instance is for; only development has a key by default, and production insists on "
            "https and on hashes that are dear to guess."},
    {.name = "PUBLIC_URL",
        .string = &S::public_url,
        .initial = "http://127.0.0.1:8080",
        .about = "Where clients reach the site, scheme and host: https://jobs.example.org. Links in answers "
                 "begin with it."},
    {.name = "PLAIN_HTTP",
        .string = &S::plain_http,
        .initial = "refused",
        .choices = "refused|allowed",
        .about = "Whether PUBLIC_URL may begin with http:// in production: cookies and passwords then travel "
                 "unprotected."},
    {.name = "TIME_ZONE",
        .string = &S::time_zone,
        .initial = "UTC",
        .about = "Where the board's days begin and end, as the IANA names it (Europe/Vienna): a job takes "
                 "applications until the day of its deadline ends there."},
    {.name = "SECRET_KEY",
        .secret = &S::secret_key,
        .initial = "",
        .about = "Key that signs what clients carry: tokens, page cursors, devices; 32 characters or more, "
                 "or file:/path (openssl rand -hex 32)."},
    {.name = "PREVIOUS_SECRET_KEYS",
        .secret = &S::previous_secret_keys,
        .initial = "",
        .about = "Up to two older keys, separated by commas or in the lines of file:/path: tokens signed "
                 "with them stay good."},
    {.name = "DATABASE_URL",
        .secret = &S::database_url,
        .initial = "host=/run/postgresql dbname=jobboard user=jobboard_app",
        .shown = shown_postgres,
        .about = "How the program reaches PostgreSQL, in any form that libpq takes (key=value words or "
                 "postgresql://…), or file:/path with that: for a role that may only read and write rows."},
    {.name = "DATABASE_OWNER_URL",
        .secret = &S::database_owner_url,
        .initial = "host=/run/postgresql dbname=jobboard user=jobboard_owner",
        .shown = shown_postgres,
        .about = "The same for the role that owns the tables; only migrations use it."},
    {.name = "DATABASE_STANDBY_URL",
        .secret = &S::database_standby_url,
        .initial = "",
        .shown = shown_postgres,
        .about = "The same for a streaming standby, which then answers jobs and lists of them to callers who "
                 "have not "
                 "signed in. Empty: there is none."},
    {.name = "DATABASE_STANDBY_LAG_MS",
        .number = &S::database_standby_lag_ms,
        .initial = "2000",
        .min = 0,
        .max = 600'000,
        .about = "Milliseconds it may be behind; further, and the primary answers."},
    {.name = "REDIS_URL",
        .secret = &S::redis_url,
        .initial = "127.0.0.1:6379",
        .shown = shown_redis,
        .about = "Where Redis is: unix:/path, host:port, redis://user:password@host:port/database, or "
                 "file:/path with that. It holds only what may be lost; empty means none."},
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
        .about = "Whether `serve` also starts `jobboard upkeep`, which looks whether files can be kept, so "
                 "that no "
                 "request waits for a storage that is slow to say so, and reports errors to SENTRY_DSN."},
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
    {.name = "SLOW_STATEMENT_MS",
        .number = &S::slow_statement_ms,
        .initial = "500",
        .min = 0,
        .max = 600'000,
        .about = "Statements that take longer are logged with the endpoint that asked; 0: none."},
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
    {.name = "TASK_RUNNERS",
        .number = &S::task_runners,
        .initial = "2",
        .min = 0,
        .max = 512,
        .about = "Runners that do what is due behind the requests: e-mails, sweeps, long counts. Some host "
                 "of those "
                 "that share a database needs two: the first of all never waits for far ends."},
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
        .about = "Origins whose pages may call the API from a browser, separated by commas: "
                 "https://app.example.org. nginx has a list of its own."},
    {.name = "OPERATOR_ADDRESSES",
        .string = &S::operator_addresses,
        .initial = "127.0.0.1,::1,unix:",
        .about =
            "Client addresses and networks (10.0.0.0/8) that may see operators' pages such as the "
            "workers' status, separated by commas; unix: is whoever comes through a socket. nginx has a list "
            "of its own."},
    {.name = "HOME_PATH",
        .string = &S::home_path,
        .initial = ".",
        .about = "Directory that holds the program's sql/, templates/ and docs/."},
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
            "but serves to nobody unasked; s3:https://host/bucket?region=eu-central-1; or gcs:bucket."},
    {.name = "FILE_STORAGE_KEY",
        .string = &S::file_storage_key,
        .initial = "",
        .about = "The access key of an s3: or gcs: storage."},
    {.name = "FILE_STORAGE_SECRET",
        .secret = &S::file_storage_secret,
        .initial = "",
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
    {.name = "LOG_FILE",
        .string = &S::log_file,
        .initial = "",
        .about =
            "Where `serve` and `work` log instead of to standard error. SIGUSR1 to the master has it opened "
            "anew, for logrotate."},
    {.name = "SENTRY_DSN",
        .secret = &S::sentry_dsn,
        .initial = "",
        .about = "Where errors are reported, as Sentry and those who speak like it name it: "
                 "https://key@host/project; or file:/path. Empty: nowhere."},
};

// One after the other, as `jobboard config` and the example show them.
std::vector<Setting> all_settings()
{
    std::vector<Setting> out(std::begin(table), std::end(table));
    for (auto more : {account_settings, message_settings}) out.insert(out.end(), more.begin(), more.end());
    return out;
}

} // namespace

std::span<const Setting> settings_table()
{
    static const auto all = all_settings();
    return all;
}
