// The audit trail as a file, however much of it there is: written to the storage row by row, and sent from
// there.
#include "audit.hpp"

#include "lib/base/crypto.hpp"
#include "lib/formats/csv.hpp"
#include "lib/process/file.hpp"
#include "lib/store/records/audit.hpp"
#include "lib/web/area.hpp"

namespace audit {

namespace {

// So many are written well before a request is taken for hung.
constexpr long long most_exported = 100'000;
constexpr std::size_t written_at_once = 1 << 18; // bytes

constexpr std::string_view media_of(ExportFormat format)
{
    return format == ExportFormat::csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
}

template <class M> std::string cell(const M& value)
{
    if constexpr (is_optional<M>) return value ? cell(*value) : "";
    else if constexpr (std::same_as<M, std::string>) return value;
    else return sql_text(value);
}

std::string csv_of(const AuditEntry& entry)
{
    std::vector<std::string> cells;
    each_field<AuditEntry>([&](const auto&, auto access) { cells.push_back(cell(access(entry))); });
    return csv_line(cells);
}

std::string csv_head()
{
    std::vector<std::string> names;
    each_field<AuditEntry>([&](const auto& f, auto) { names.emplace_back(f.name); });
    return "\xef\xbb\xbf" + csv_line(names); // the mark by which spreadsheets know UTF-8
}

void write_entries(Context& c, const AuditFilter& filter, ExportFormat format, int file)
{
    std::string text = format == ExportFormat::csv ? csv_head() : "";
    bool all = store::visit_audit(c.sql, filter, most_exported, [&](const AuditEntry& entry) {
        text += format == ExportFormat::csv ? csv_of(entry) : json_text(entry) + '\n';
        if (text.size() < written_at_once) return;
        write_all(file, text);
        text.clear();
    });
    if (!all) throw invalid("date_from", {"audit.too_many"_s, {{"max", most_exported}}});
    write_all(file, text);
}

// The same answer is the same file for half an hour. No row claims it: the sweep removes it after an hour.
std::string kept(const Storage& files, int file)
{
    auto facts = facts_of(file);
    Sha256 sha;
    sha.add(fmt::format("{} {}", facts.sha256, now().time_since_epoch() / std::chrono::minutes(30)));
    auto name = sha.hex();
    auto key = fmt::format("exports/{}/{}", name.substr(0, 2), name);
    if (!files.has(key)) files.put(key, file, facts);
    return key;
}

} // namespace

Text export_entries(Context& c, const AuditFilter& filter, ExportFormat format)
{
    check(c, filter);
    auto file = nameless_file(c.request.upload_directory);
    write_entries(c, filter, format, file.get());
    auto delivery = c.site.files.deliver(kept(c.site.files, file.get()), std::string(media_of(format)),
        fmt::format("attachment; filename=\"audit.{}\"", name_of(format)));
    c.status = delivery.status;
    c.headers.insert(c.headers.end(), delivery.headers.begin(), delivery.headers.end());
    return {};
}

} // namespace audit
