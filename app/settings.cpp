#include "settings.hpp"

#include "lib/outside/sentry.hpp"

#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"

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

const Setting* find(std::string_view name)
{
    for (const auto& row : settings_table())
        if (row.name == name) return &row;
    return nullptr;
}

bool hides(const Setting& row)
{
    return row.secret && !row.connection;
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
    if (row.secret) settings.*row.secret = Secret(std::string(value));
    else settings.*row.string = value;
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
    const auto& value = (settings.*row.secret).reveal();
    if (!value.starts_with(mark)) return;
    std::ifstream file(value.substr(mark.size()));
    std::stringstream text;
    if (!file || !(text << file.rdbuf()))
        throw BadSetting(
            fmt::format("{}{}: the file {} cannot be read.", prefix, row.name, value.substr(mark.size())));
    settings.*row.secret = Secret(std::string(trimmed(text.str())));
}

void check_secrets(Settings& settings)
{
    for (const auto& row : settings_table())
        if (row.secret) read_secret_file(settings, row);
    auto keys = secret_keys(settings);
    for (const auto& key : keys)
        if (key.size() < 32)
            throw BadSetting(fmt::format("{}SECRET_KEY and each of {}PREVIOUS_SECRET_KEYS must have at "
                                         "least 32 characters.",
                prefix, prefix));
    if (keys.size() > 3)
        throw BadSetting(fmt::format("{}PREVIOUS_SECRET_KEYS may hold two keys at most.", prefix));
    if (settings.production() && settings.secret_key.reveal() == find("SECRET_KEY")->initial)
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
    std::vector<std::string> keys{settings.secret_key.reveal()};
    auto older = settings.previous_secret_keys.reveal();
    std::replace(older.begin(), older.end(), '\n', ',');
    for (const auto& key : split_list(older)) keys.push_back(key);
    return keys;
}

StorageAccess storage_access(const Settings& settings)
{
    return {settings.file_storage_key, settings.file_storage_secret.reveal(), settings.upload_path};
}

HashCost hash_cost(const Settings& settings)
{
    return {static_cast<unsigned long long>(settings.hash_passes),
        static_cast<std::size_t>(settings.hash_memory_kb) * 1024};
}

namespace {

void check_sentry_dsn(const Settings& settings)
{
    if (settings.sentry_dsn.empty()) return;
    try {
        sentry_place(settings.sentry_dsn.reveal());
    } catch (const std::invalid_argument& error) {
        throw BadSetting(error.what());
    }
}

} // namespace

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
    for (const auto& row : settings_table()) assign(settings, row, row.initial);
    for (const auto& [name, value] : given) {
        auto row = name.starts_with(prefix) ? find(std::string_view(name).substr(prefix.size())) : nullptr;
        if (!row) throw BadSetting(fmt::format("{} is not a setting; `jobboard config` lists them.", name));
        assign(settings, *row, value);
    }
    check_secrets(settings);
    check_time_zone(settings);
    check_hash_cost(settings);
    check_sentry_dsn(settings);
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

std::string without_password(const Secret& connection)
{
    std::string_view text = connection.reveal();
    auto skip = [&](std::string& into, auto stays) {
        auto n = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), stays) - text.begin());
        into += text.substr(0, n);
        text.remove_prefix(n);
    };
    std::string out;
    while (!text.empty()) {
        std::string key, value;
        skip(out, [](char c) { return c == ' '; });
        skip(key, [](char c) { return c != '=' && c != ' '; });
        out += key;
        skip(out, [](char c) { return c == '=' || c == ' '; });
        // A value with spaces stands between single quotes; a backslash takes what follows as it is.
        bool quoted = text.starts_with('\''), taken = false, first = true;
        skip(value, [&](char c) {
            if (taken || first || c == '\\') return taken = !taken && c == '\\', first = false, true;
            return quoted ? c != '\'' : c != ' ';
        });
        if (quoted && !text.empty()) value += text.front(), text.remove_prefix(1);
        out += key == "password" ? "********" : value;
    }
    return out;
}

std::string text_of(const Settings& settings, const Setting& row)
{
    if (row.number) return std::to_string(settings.*row.number);
    if (row.string) return settings.*row.string;
    const auto& secret = settings.*row.secret;
    return row.connection ? without_password(secret) : secret.empty() ? "" : to_text(secret);
}

void print_settings(std::ostream& out, const Settings& settings)
{
    for (const auto& row : settings_table()) {
        out << fmt::format("{}{}={}\n    {}", prefix, row.name, text_of(settings, row), row.about);
        if (row.number) out << fmt::format(" From {} to {}.", row.min, row.max);
        if (!row.choices.empty()) out << fmt::format(" One of {}.", row.choices);
        out << fmt::format(" Default: {}.\n", row.initial.empty() ? "none"
                                              : hides(row)        ? "one for development"
                                                                  : row.initial);
    }
}

void print_env_example(std::ostream& out)
{
    out << "# Every setting with its default, as JOBBOARD_ENV_FILE may hold them. Take the # off what you "
           "change.\n"
           "# Secrets may stand in files of their own: NAME=file:/path. Generated by `make openapi`.\n";
    for (const auto& row : settings_table()) {
        out << "\n# " << row.about;
        if (row.number) out << fmt::format(" From {} to {}.", row.min, row.max);
        if (!row.choices.empty()) out << fmt::format(" One of {}.", row.choices);
        out << fmt::format("\n#{}{}={}\n", prefix, row.name, hides(row) ? "" : row.initial);
    }
}
