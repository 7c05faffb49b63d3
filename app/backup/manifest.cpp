// What a backup says of itself.
#include "backup.hpp"

#include "app/areas.hpp"
#include "lib/base/json.hpp"
#include "lib/files/storage/storage.hpp"
#include "lib/words/values.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <system_error>

namespace {

const JsonValue& member(const JsonValue& object, std::string_view name)
{
    if (auto found = object.member(name)) return *found;
    throw BackupError(fmt::format("manifest.json has no {}; is this a backup?", name));
}

template <class T> T value(const JsonValue& object, std::string_view name)
{
    if (auto parsed = parse<T>(member(object, name).text)) return *parsed;
    throw BackupError(fmt::format("manifest.json has a {} that cannot be read.", name));
}

} // namespace

void write_manifest(const std::filesystem::path& path, const Manifest& manifest)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    write(json, manifest);
    std::ofstream(path) << out.GetString() << '\n';
}

Manifest read_manifest(const std::filesystem::path& path)
try {
    std::ifstream file(path);
    std::stringstream text;
    if (!file || !(text << file.rdbuf()))
        throw BackupError(fmt::format("{} cannot be read; is this a backup?", path.string()));
    auto json = parse_json(text.str());
    Manifest out{.made_at = value<Time>(json, "made_at"),
        .migrations = value<long long>(json, "migrations"),
        .files = value<long long>(json, "files"),
        .sums_sha256 = member(json, "sums_sha256").text,
        .tables = {}};
    for (const auto& table : member(json, "tables").items)
        out.tables.push_back(
            {member(table, "name").text, value<long long>(table, "rows"), member(table, "sum").text});
    return out;
} catch (const JsonError& error) {
    throw BackupError(fmt::format("manifest.json is damaged: {}", words()(key_of(error.fault))));
}

std::vector<Summed> read_sums(const std::filesystem::path& path)
{
    std::ifstream file(path);
    if (!file) throw BackupError(fmt::format("{} cannot be read; is this a backup?", path.string()));
    std::vector<Summed> out;
    constexpr std::size_t digits = 64;
    for (std::string line; std::getline(file, line);) {
        bool whole = line.size() > digits + 2 && line.compare(digits, 2, "  ") == 0;
        auto name = whole ? line.substr(digits + 2) : "";
        if (!whole || name.starts_with('/') || name.find("..") != name.npos)
            throw BackupError(fmt::format("sums has a line that is none: \"{}\".", line));
        out.push_back({line.substr(0, digits), name});
    }
    return out;
}

std::string sha256_of_file(const std::filesystem::path& path)
{
    Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) throw std::system_error(errno, std::generic_category(), path.string());
    return facts_of(file.get()).sha256;
}
