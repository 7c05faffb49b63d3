// Jobs that people told others of.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"

#include <span>

enum class ShareMethod { email, link, linkedin, twitter, facebook, whatsapp, other };
template <> inline constexpr std::array<std::string_view, 7> names_of<ShareMethod>{
    "email", "link", "linkedin", "twitter", "facebook", "whatsapp", "other"};
template <> inline constexpr SchemaName schema_of<ShareMethod>{"ShareMethod", "How a job is told of."};

struct JobShare {
    Uuid id, job;
    std::string job_title;
    ShareMethod method{};
    std::string shared_with, message;
    Time shared_at{};

    static constexpr auto fields = std::tuple{
        field("id", &JobShare::id, {.about = "The share's id."}),
        field("job", &JobShare::job, {.about = "The id of the job."}),
        field(
            "job_title", &JobShare::job_title, {.about = "What it advertises.", .example = "C++ developer"}),
        field("method", &JobShare::method, {.about = "How it was told."}),
        field("shared_with", &JobShare::shared_with,
            {.about = "Whom; empty when nobody says.", .example = "ben@example.com"}),
        field("message", &JobShare::message, {.about = "What was said with it.", .example = "For you?"}),
        field("shared_at", &JobShare::shared_at, {.about = "When."}),
    };
};

struct NewShare {
    Uuid id, owner, job;
    ShareMethod method{};
    std::string shared_with, message;
    static constexpr auto fields = std::tuple{
        field("id", &NewShare::id),
        field("owner", &NewShare::owner),
        field("job", &NewShare::job),
        field("method", &NewShare::method),
        field("shared_with", &NewShare::shared_with),
        field("message", &NewShare::message),
    };
};

inline constexpr EventSubject share_subject{
    .name = "job_share",
    .facts = R"(
        SELECT jsonb_build_object('share_id', s.id, 'job_id', j.id, 'job_title', j.title, 'location', j.location,
                   'company', coalesce(nullif(trim(b.first_name || ' ' || b.last_name), ''), b.username),
                   'sharer_name', coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username),
                   'message', s.message)
          FROM job_shares s JOIN jobs j ON j.id = s.job JOIN users b ON b.id = j.employer_id
               JOIN users u ON u.id = s.owner
         WHERE s.id = e.subject)",
};

// The mail goes to whoever the job is shared with, in the name of who shares it.
inline constexpr Tells tells_of_shared_job[] = {{
    .whom = "SELECT owner FROM job_shares WHERE id = e.subject AND method = 'email'",
    .topic = Topic::system,
    .title = "told.job_shared.title"_s,
    .message = "told.job_shared.message"_s,
    .link = "/jobs/{job_id}?source=share",
    .mail = "job_shared",
    .about_safety = true,
    .only_by_mail = true,
    .address = "(SELECT s.shared_with FROM job_shares s WHERE s.id = e.subject)",
}};

inline constexpr EventKind job_shared{
    .name = "job.shared",
    .subject = &share_subject,
    .did = Did::create,
    .about = "Somebody told others of a job.",
    .tells = tells_of_shared_job,
};

namespace store {

std::span<const Order<JobShare>> share_orders();
Slice<JobShare> list_shares(Sql&, const Uuid& owner, const Window<JobShare>&);
std::optional<JobShare> find_share(Sql&, const Uuid& id, const Uuid& owner);
void add_share(Sql&, const NewShare&);
// How many mails somebody has had sent so within a day. Whoever else counts theirs waits until the
// transaction ends.
long long count_mailed_shares(Sql&, const Uuid& owner);

} // namespace store
