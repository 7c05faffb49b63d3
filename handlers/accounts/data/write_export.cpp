// Makes the copy of somebody's data: an archive, a piece at a time, so that it may be of any size.
#include "exports.hpp"

#include "lib/formats/zip.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/data/exports.hpp"
#include "lib/web/area.hpp"

#include <fcntl.h>
#include <filesystem>

namespace data_exports {

namespace {

constexpr int most_attempts = 5;

// What came of it: a file in the storage, or nothing.
struct Written {
    std::string key;
    FileFacts facts;
    bool failed = false;
};

// Each part is a list of its rows.
void add_data(ZipWriter& zip, Sql& sql, const Uuid& person)
{
    bool open = false, first = true;
    store::visit_own_data(
        sql, person,
        [&](std::string_view part) {
            if (std::exchange(open, true)) zip.add("]\n");
            zip.begin("data/" + std::string(part) + ".json");
            zip.add("[");
            first = true;
        },
        [&](const std::string& row) {
            zip.add(std::exchange(first, false) ? "\n" : ",\n");
            zip.add(row);
        });
    zip.add("]\n");
}

void add_resumes(ZipWriter& zip, TaskRun& run, const Uuid& person)
{
    for (const auto& file : store::own_resumes(run.sql, person)) {
        if (!run.site.files.has(file.key)) {
            log(Level::error, "file_missing", {{"file", std::string_view(file.key)}});
            continue;
        }
        auto content = run.site.files.open(file.key);
        zip.begin("files/resumes/" + file.name);
        zip.add_file(content.get());
    }
}

void add_picture(ZipWriter& zip, TaskRun& run, const Uuid& person)
{
    auto picture = store::own_picture(run.sql, person);
    if (!picture) return;
    Descriptor content(open((run.site.media + '/' + picture->key).c_str(), O_RDONLY | O_CLOEXEC));
    if (!content) return; // replaced just now
    zip.begin("files/" + picture->name);
    zip.add_file(content.get());
}

Written write(TaskRun& run, const Uuid& person)
{
    auto file = nameless_file(std::filesystem::temp_directory_path());
    ZipWriter zip(file.get(), now());
    add_data(zip, run.sql, person);
    zip.begin("resume.json");
    zip.add(store::resume_json(run.sql, person));
    add_resumes(zip, run, person);
    add_picture(zip, run, person);
    zip.finish();
    Written out{new_file_key("exports"), facts_of(file.get())};
    run.site.files.put(out.key, file.get(), out.facts);
    return out;
}

Written write_if_wanted(TaskRun& run, const ToExport& in)
{
    auto one = store::find_export(run.sql, in.id);
    if (!one || one->state != ExportState::waiting) throw TaskOver("Nobody waits for it.");
    try {
        return write(run, one->person);
    } catch (const std::exception& error) {
        if (run.task.attempts < most_attempts) throw;
        log(Level::error, "export_failed", {{"what", std::string_view(error.what())}});
        return {.failed = true};
    }
}

} // namespace

extern constexpr TaskKind write_export{
    .name = "write_export",
    .about = "Make the copy of somebody's data that they asked for",
    .attempts = most_attempts,
    .limit = a_while,
    .urgency = Urgency::low,
    .far = true,
    .work = {[](TaskRun& run, const ToExport& in) -> Written { return write_if_wanted(run, in); },
        [](TaskRun& run, const ToExport& in, const Written& written) {
            if (written.failed) store::fail_export(run.sql, in.id);
            else store::finish_export(run.sql, in.id, written.key, written.facts.bytes, written.facts.sha256);
        }},
};

} // namespace data_exports
