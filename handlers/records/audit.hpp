// What the endpoints of the audit trail share.
#pragma once

#include "lib/store/records/audit.hpp"
#include "lib/web/endpoint.hpp"

enum class ExportFormat { csv, ndjson };
template <> inline constexpr std::array<std::string_view, 2> names_of<ExportFormat>{"csv", "ndjson"};
template <> inline constexpr SchemaName schema_of<ExportFormat>{
    "AuditExportFormat", "csv: for spreadsheets, or ndjson: one JSON object a line, for programs."};

namespace audit {

// What no event is of is no filter. Throws Problem invalid.
void check(const Context&, const AuditFilter&);

// All entries that fit, latest first. Throws Problem invalid when those are too many.
Text export_entries(Context&, const AuditFilter&, ExportFormat);

} // namespace audit
