// Jobs that somebody wants to find again.
#pragma once

#include "profile_events.hpp"

#include "lib/store/board/jobs.hpp"

struct SavedJob {
    Uuid id;
    Job job_detail;
    std::string notes;
    Time created_at{};

    static constexpr std::string_view schema_name = "SavedJob";
    static constexpr std::string_view schema_about = "A job that somebody wants to find again.";
    static constexpr auto fields = std::tuple{
        field("id", &SavedJob::id, {.about = "The entry's id; not the job's."}),
        field("job_detail", &SavedJob::job_detail, {.about = "The job."}),
        field("notes", &SavedJob::notes,
            {.about = "What the caller has noted about it.", .example = "Ask Ben about them."}),
        field("created_at", &SavedJob::created_at, {.about = "When it was saved."}),
    };
};

namespace store {

// Those whose jobs one may still see.
std::span<const Order<SavedJob>> saved_job_orders();
Slice<SavedJob> list_saved_jobs(Sql&, const Scope&, const Window<SavedJob>&);
// The latest so many.
std::vector<SavedJob> latest_saved_jobs(Sql&, const Scope&, int at_most);
std::optional<SavedJob> find_saved_job(Sql&, const Uuid& id, const Scope&);

// What saving came to: the entry, and whether it was there before and got other notes.
struct JobSaved {
    Uuid id;
    bool before = false;
};
// Nothing when they have a thousand. In a transaction.
std::optional<JobSaved> save_job(Sql&, const Uuid& owner, const Uuid& job, const std::string& notes);
void change_saved_job(Sql&, const Uuid& id, const Uuid& owner, const std::string& notes);
// By the id of the entry or of the job. Whether there was such an entry of theirs.
bool unsave_job(Sql&, const Uuid& id, const Uuid& owner);

} // namespace store
