#include "settings.hpp"

#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"
#include "lib/formats/mail_address.hpp"
#include "lib/outside/mail_drop.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <unistd.h>

namespace {

constexpr std::string_view prefix = "JOBBOARD_";
constexpr const char* default_env_files[] = {".run/jobboard.env", "/etc/jobboard/env"};

const Setting* find(std::string_view name)
{
    for (const auto& row : settings_table())
        if (row.name == name) return &row;
    return nullptr;
}

bool hides(const Setting& row)
{
    return row.secret && !row.shown;
}

bool among(std::string_view choices, std::string_view value)
{
    return !value.empty() && value.find('|') == value.npos &&
           ('|' + std::string(choices) + '|').find('|' + std::string(value) + '|') != std::string::npos;
}

// With stars in place of names and passwords that stand before a host: https://name:password@host.
std::string without_userinfo(std::string_view text)
{
    static constexpr std::string_view mark = "://";
    std::string out;
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark)) {
        out += text.substr(0, at + mark.size());
        text.remove_prefix(at + mark.size());
        auto end = std::min(text.find_first_of(", "), text.size());
        auto last = text.substr(0, end).rfind('@');
        if (last == text.npos) continue;
        out += "********";
        text.remove_prefix(last);
    }
    return out.append(text);
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

bool read_text(const std::string& path, std::string& text)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream all;
    all << file.rdbuf();
    text = all.str();
    return file.is_open() && !std::filesystem::is_directory(path);
}

// A secret may stand in a file of its own, which only the program's account can read.
void read_secret_file(Settings& settings, const Setting& row)
{
    static constexpr std::string_view mark = "file:";
    const auto& value = (settings.*row.secret).reveal();
    if (!value.starts_with(mark)) return;
    auto path = value.substr(mark.size());
    std::string text;
    if (!read_text(path, text))
        throw BadSetting(fmt::format("{}{}: the file {} cannot be read.", prefix, row.name, path));
    if (trimmed(text).empty())
        throw BadSetting(fmt::format("{}{}: the file {} is empty.", prefix, row.name, path));
    settings.*row.secret = Secret(std::string(trimmed(text)));
}

std::string in_lines(std::string text)
{
    for (auto at = text.find("\\n"); at != text.npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
    return text;
}

// By commas or lines.
std::vector<std::string> keys_in(const Secret& setting)
{
    auto text = setting.reveal();
    std::replace(text.begin(), text.end(), '\n', ',');
    return split_list(text);
}

std::vector<Network> networks_in(std::string_view list)
{
    std::vector<Network> out;
    for (const auto& text : split_list(list))
        if (auto network = parse_network(text)) out.push_back(*network);
    return out;
}

} // namespace

std::vector<std::string> secret_keys(const Settings& settings)
{
    auto keys = keys_in(settings.previous_secret_keys);
    keys.insert(keys.begin(), settings.secret_key.reveal());
    return keys;
}

std::vector<std::string> data_keys(const Settings& settings)
{
    auto keys = keys_in(settings.data_keys);
    return keys.empty() ? secret_keys(settings) : keys;
}

AccountPolicy account_policy(const Settings& settings)
{
    bool sends =
        mail_place(settings.mail).kind != MailPlace::Kind::off; // nobody follows a link that is never sent
    return {sends ? parse<Verification>(settings.email_verification).value_or(Verification::off)
                  : Verification::off,
        parse<FactorsAsked>(settings.require_second_factor).value_or(FactorsAsked::nobody),
        std::chrono::hours(24 * settings.second_factor_grace_days),
        settings.account_links.empty() ? settings.public_url + "/account" : settings.account_links};
}

std::vector<std::string> oauth_redirects(const Settings& settings)
{
    auto out = split_list(settings.oauth_redirects);
    out.push_back(account_policy(settings).links + "/oauth/");
    return out;
}

StorageAccess storage_access(const Settings& settings)
{
    return {settings.file_storage_key, settings.file_storage_secret.reveal(), settings.upload_path};
}

MailSender mail_sender(const Settings& settings)
{
    auto from = read_mailbox(settings.mail_from).value_or(Mailbox{});
    return {from.address, from.name.empty() ? settings.site_name : from.name, settings.mail_reply_to};
}

MailSite mail_site(const Settings& settings)
{
    return {.name = settings.site_name,
        .url = settings.public_url,
        .colour = settings.site_colour,
        .logo_url = settings.site_logo_url,
        .postal_address = in_lines(settings.site_address),
        .signature = in_lines(settings.site_signature)};
}

std::vector<Network> operator_networks(const Settings& settings)
{
    return networks_in(settings.operator_addresses);
}

AddressGuard outbound_guard(const Settings& settings)
{
    return AddressGuard(networks_in(settings.webhook_networks));
}

std::string operator_address(const Settings& settings)
{
    auto known = operator_networks(settings);
    return known.empty() ? "" : address_in(known.front());
}

HashCost hash_cost(const Settings& settings)
{
    return {static_cast<unsigned long long>(settings.hash_passes),
        static_cast<std::size_t>(settings.hash_memory_kb) * 1024};
}

namespace {

Settings assigned(std::span<const std::string> environment, std::string_view file)
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
    for (const auto& row : settings_table())
        if (row.secret) read_secret_file(settings, row);
    return settings;
}

// The env file that holds: the one that is named, or the first that there is.
std::string env_file()
{
    if (const char* named = std::getenv("JOBBOARD_ENV_FILE")) return named;
    for (auto path : default_env_files)
        if (std::filesystem::exists(path)) return path;
    return "";
}

} // namespace

Settings read_settings(std::span<const std::string> environment, std::string_view file)
{
    auto settings = assigned(environment, file);
    check_settings(settings);
    return settings;
}

Settings given_settings()
{
    std::vector<std::string> environment;
    for (char** entry = environ; *entry; ++entry) environment.emplace_back(*entry);
    auto path = env_file();
    std::string text;
    if (!path.empty() && !read_text(path, text))
        throw BadSetting(fmt::format("The env file {} cannot be read.", path));
    return assigned(environment, text);
}

Settings read_settings()
{
    auto settings = given_settings();
    check_settings(settings);
    return settings;
}

std::string text_of(const Settings& settings, const Setting& row)
{
    if (row.number) return std::to_string(settings.*row.number);
    if (row.string) return without_userinfo(settings.*row.string);
    const auto& secret = settings.*row.secret;
    return row.shown ? row.shown(secret) : secret.empty() ? "" : to_text(secret);
}

void print_settings(std::ostream& out, const Settings& settings)
{
    for (const auto& row : settings_table()) {
        out << fmt::format("{}{}={}\n    {}", prefix, row.name, text_of(settings, row), row.about);
        if (row.number) out << fmt::format(" From {} to {}.", row.min, row.max);
        if (!row.choices.empty()) out << fmt::format(" One of {}.", row.choices);
        out << fmt::format(" Default: {}.\n", row.initial.empty() ? "none" : row.initial);
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
