// `jobboard import jobs`: takes job advertisements from a CSV file. Rows are read, made jobs, gathered and
// stored in batches.
#include "command.hpp"

#include "app/database.hpp"
#include "lib/formats/csv.hpp"
#include "lib/imports/account.hpp"
#include "lib/imports/options.hpp"

#include <filesystem>
#include <fmt/core.h>
#include <fstream>
#include <unistd.h>
#include <unordered_map>

template <>
inline constexpr std::array<std::string_view, 4> names_of<Fraudulent>{"skip", "draft", "closed", "active"};
template <> inline constexpr std::array<std::string_view, 3> names_of<Thin>{"draft", "skip", "keep"};

namespace {

// How long one statement may take. A server that answers no sooner is frozen.
constexpr int statement_ms = 120'000;

// Large enough that a transaction's cost is spread, small enough to stay a few megabytes.
constexpr std::size_t batch_rows = 5000, batch_bytes = 8 << 20;

// The lines that texts were first seen on. Only hashes are kept: a few dozen bytes a row.
using Seen = std::unordered_map<std::size_t, std::size_t>;

struct Import {
    const ImportOptions& options;
    ImportAccount& account;
    ImportStore store;
    Header header;
    Seen ids, contents;
    std::vector<ImportedJob> batch;
    std::size_t batch_size = 0;

    void take(const CsvRow&);
    bool is_repeated(const CsvRow&, const ImportedJob&);
    void flush();
    void store_part(std::span<ImportedJob>);
};

// Everything that makes a job what it is, but its id.
std::size_t content_hash(const ImportedJob& job)
{
    auto all = fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", job.employer, job.category,
        job.title, job.description, job.requirements, job.location, job.job_type,
        job.salary_min ? job.salary_min->hundredths : -1, job.salary_max ? job.salary_max->hundredths : -1);
    return std::hash<std::string>{}(all);
}

bool Import::is_repeated(const CsvRow& row, const ImportedJob& job)
{
    auto [id, new_id] = ids.emplace(std::hash<std::string>{}(job.source_id), row.line);
    if (!new_id) {
        account.skipped(row.line, job.source_id,
            {"external_id", {"repeats an earlier row", fmt::format("line {}", id->second)}});
        return true;
    }
    auto [content, new_content] = contents.emplace(content_hash(job), row.line);
    if (!new_content)
        account.skipped(row.line, job.source_id,
            {"", {"the same posting as an earlier row, but for its id",
                     fmt::format("line {}", content->second)}});
    return !new_content;
}

void Import::take(const CsvRow& row)
{
    account.row_read();
    if (!row.fault.empty()) return account.skipped(row.line, "", {"", {"cannot be read", row.fault}});
    auto result = read_job(header, row.cells, options);
    result.job.line = static_cast<long long>(row.line);
    if (result.fault) return account.skipped(row.line, result.job.source_id, *result.fault);
    if (is_repeated(row, result.job)) return;
    if (row.repaired)
        account.noted(row.line, result.job.source_id, {"", {"quotation marks stood in the wrong place"}});
    for (const auto& note : result.notes) account.noted(row.line, result.job.source_id, note);
    batch_size += result.job.description.size() + result.job.requirements.size();
    batch.push_back(std::move(result.job));
    if (batch.size() >= batch_rows || batch_size >= batch_bytes) flush();
}

// Stores a part of a batch; when the database refuses a row for what it says, halves lead to that row.
void Import::store_part(std::span<ImportedJob> part)
{
    try {
        account.stored(store.store(part));
    } catch (const DatabaseError& e) {
        bool about_values =
            e.sqlstate.starts_with("22") || e.sqlstate.starts_with("23") || e.sqlstate.starts_with("54");
        if (!about_values) throw;
        if (part.size() == 1) {
            return account.skipped(static_cast<std::size_t>(part[0].line), part[0].source_id,
                {"", {"refused by the database", fmt::format("{} {}", e.sqlstate, e.constraint)}});
        }
        store_part(part.subspan(0, part.size() / 2));
        store_part(part.subspan(part.size() / 2));
    }
}

void Import::flush()
{
    if (!batch.empty()) store_part(batch);
    batch.clear();
    batch_size = 0;
}

void run(Import& import, CsvReader& reader)
{
    CsvRow row;
    if (!reader.next(row)) throw std::runtime_error("The file is empty.");
    import.header = read_header(row.cells);
    if (!row.fault.empty() || !import.header.fault.empty())
        throw std::runtime_error(row.fault.empty()
                                     ? import.header.fault
                                     : fmt::format("The first line cannot be read: {}.", row.fault));
    for (const auto& name : import.header.ignored)
        fmt::print("Column \"{}\" means nothing here and is ignored.\n", name);
    while (reader.next(row)) {
        import.take(row);
        import.account.show_progress(reader.bytes_read());
    }
    import.flush();
}

// Beside the file, else where what is temporary goes.
std::string report_path(const ImportOptions& options)
{
    if (!options.report.empty()) return options.report;
    auto beside = options.file + ".report.csv";
    if (std::ofstream(beside, std::ios::app)) return beside;
    auto elsewhere = (std::filesystem::temp_directory_path() / "jobboard-import-XXXXXX.csv").string();
    if (int file = mkstemps(elsewhere.data(), 4); file >= 0) close(file);
    return elsewhere;
}

SqlOptions import_session(const Settings& settings, const Secret& connection)
{
    auto options = patient_session(settings, connection);
    options.statement_timeout_ms = statement_ms;
    return options;
}

int import_file(const Settings& settings, const ImportOptions& options)
{
    std::ifstream in(options.file, std::ios::binary);
    std::error_code error;
    auto size = std::filesystem::file_size(options.file, error);
    if (!in || error) throw std::runtime_error(fmt::format("The file {} cannot be read.", options.file));
    auto encoding = options.encoding.empty() ? encoding_of(in) : options.encoding;
    if (encoding != "UTF-8") fmt::print("The file is read as {}; --encoding names another.\n", encoding);
    CsvReader reader(in, encoding);
    Sql sql(import_session(settings, settings.database_url));
    ImportAccount account(report_path(options), size);
    auto owner_options = import_session(settings, settings.database_owner_url);
    owner_options.lock_timeout_ms = 5000;
    Sql owner(owner_options);
    GatheringSearchIndex gathering(owner);
    Import import{.options = options,
        .account = account,
        .store = {sql, options.source, options.dry_run},
        .header = {},
        .ids = {},
        .contents = {},
        .batch = {}};
    try {
        run(import, reader);
    } catch (const DatabaseError& e) {
        account.print(options.dry_run);
        fmt::print(stderr,
            "The database stopped the import ({} {}). What is counted above is stored; start the same import "
            "again to go on.\n",
            e.sqlstate, e.summary);
        return 1;
    }
    account.print(options.dry_run);
    if (account.all_refused()) fmt::print(stderr, "No row of the file became a job.\n");
    return account.all_refused() ? 1 : 0;
}

struct GivenImportOptions : ImportOptions {
    static constexpr auto options = std::tuple{
        option("file", &ImportOptions::file, {.positional = true, .required = true, .about = "The CSV file"}),
        option("dry-run", &ImportOptions::dry_run, {.about = "Do everything but keep it"}),
        option("source", &ImportOptions::source,
            {.about = "Where the jobs come from; with a row's id it says for ever which job it is"}),
        option("report", &ImportOptions::report,
            {.about = "Where to list what was skipped, changed or left out (<file>.report.csv)"}),
        option("encoding", &ImportOptions::encoding, {.about = "The file's encoding (what it looks like)"}),
        option("employer", &ImportOptions::employer, {.about = "The employer of rows that name none"}),
        option("thin", &ImportOptions::thin,
            {.about = "What becomes of postings with under 40 characters of description"}),
        option("status", &ImportOptions::status,
            {.choices = "draft,active,closed", .about = "Of rows that do not say"}),
        option("fraudulent", &ImportOptions::fraudulent,
            {.about = "What becomes of postings marked as fraudulent"}),
    };
};

// 0 when the whole file was read and is empty or became jobs, 1 when no row did or something stopped the
// import. Batches that were stored stay; starting again goes on where it stopped.
int import_jobs(const Settings& settings, const GivenImportOptions& given)
{
    if (trimmed(given.source).empty()) {
        fmt::print(stderr, "Say with --source where these jobs come from, such as --source \"careers page\". "
                           "Source and id say for "
                           "ever which job a row is, whatever its file is called.\n");
        return 2;
    }
    try {
        return import_file(settings, given);
    } catch (const std::runtime_error& e) {
        fmt::print(stderr, "{}\n", e.what());
        return 1;
    }
}

constexpr CommandGroup group{"import", "Take in data from elsewhere"};

} // namespace

namespace command {

extern constexpr Command import_jobs{
    .name = "jobs",
    .about = "Job advertisements from a CSV file with a header",
    .group = &group,
    .call = calling<::import_jobs>,
};

} // namespace command
