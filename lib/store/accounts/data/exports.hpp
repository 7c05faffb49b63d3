// Copies of all their data that people ask for: see write_export for how one is made.
#pragma once

#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

#include <functional>
#include <optional>

enum class ExportState { waiting, ready, failed, expired };
template <> inline constexpr std::array<std::string_view, 4> names_of<ExportState>{
    "waiting", "ready", "failed", "expired"};
template <> inline constexpr SchemaName schema_of<ExportState>{
    "DataExportState", "waiting to be made, ready to be fetched, failed, or expired: its time has passed."};

struct DataExport {
    Uuid id, person;
    ExportState state{};
    Time created_at{};
    std::optional<Time> ready_at, expires_at;
    std::optional<std::string> file; // its key in the storage
    std::optional<long long> bytes;

    static constexpr auto fields = std::tuple{
        field("id", &DataExport::id),
        field("person", &DataExport::person),
        field("state", &DataExport::state),
        field("created_at", &DataExport::created_at),
        field("ready_at", &DataExport::ready_at),
        field("expires_at", &DataExport::expires_at),
        field("file", &DataExport::file),
        field("bytes", &DataExport::bytes),
    };
};

// A file of somebody's that goes into the copy of their data.
struct OwnFile {
    std::string name, key; // the name: without a directory
    static constexpr auto fields = std::tuple{field("name", &OwnFile::name), field("key", &OwnFile::key)};
};

namespace store {

// For how long a copy can be fetched.
inline constexpr int export_days = 7;

// False when one waits already: of each person there is at most one.
bool ask_for_export(Sql&, const Uuid& id, const Uuid& person);
std::optional<DataExport> find_export(Sql&, const Uuid& id);
std::optional<DataExport> find_latest_export(Sql&, const Uuid& person);

// It can be fetched from now on. Nothing when it does not wait any more.
void finish_export(Sql&, const Uuid& id, const std::string& file, long long bytes, const std::string& sha256);
void fail_export(Sql&, const Uuid& id);

// --- What goes into it

// The parts of somebody's data, each under its name: visits them with a piece of JSON, a row at a time.
void visit_own_data(Sql&, const Uuid& person, const std::function<void(std::string_view part)>& begin,
    const std::function<void(const std::string& row)>& visit);
// The same person as JSON Resume 1.0 has them, as far as the board knows them.
std::string resume_json(Sql&, const Uuid& person);
std::vector<OwnFile> own_resumes(Sql&, const Uuid& person);   // in the storage
std::optional<OwnFile> own_picture(Sql&, const Uuid& person); // in the directory of media

// --- Upkeep

// Those that wait for more than a day have failed, and month-old ones are removed; answers how many went.
long long sweep_exports(Sql&);

// The files that can still be fetched: see ClaimedFiles.
inline constexpr std::string_view export_files =
    "SELECT file AS key, sha256 FROM data_exports WHERE file IS NOT NULL AND expires_at > now()";

} // namespace store
