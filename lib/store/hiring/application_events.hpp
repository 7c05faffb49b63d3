// What can happen to applications, and whom it tells.
#pragma once

#include "lib/store/ledger/events.hpp"

inline constexpr EventSubject application_subject{
    .name = "application",
    .facts = R"(
        SELECT jsonb_build_object('application_id', a.id, 'job_id', a.job_id, 'job_title', a.job_title,
                   'company', a.job_employer_name, 'status', a.status,
                   'applicant', a.applicant_id,
                   'applicant_name', coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username))
          FROM applications a JOIN users u ON u.id = a.applicant_id WHERE a.id = e.subject)",
    .party = "SELECT employer_id FROM applications WHERE id = e.subject",
};

inline constexpr Tells tells_of_submitted_application[] = {
    {
        .whom = "SELECT employer_id FROM applications WHERE id = e.subject",
        .topic = Topic::job_application,
        .priority = Priority::high,
        .title = "told.new_application.title"_s,
        .message = "told.new_application.message"_s,
        .link = "/applications/{application_id}",
        .mail = "new_application",
    },
    {
        .whom = "SELECT applicant_id FROM applications WHERE id = e.subject",
        .topic = Topic::application_update,
        .title = "told.applied.title"_s,
        .message = "told.applied.message"_s,
        .link = "/applications/{application_id}",
        .mail = "applied",
    },
};
inline constexpr Tells tells_of_decided_application[] = {
    {
        .whom = "SELECT applicant_id FROM applications WHERE id = e.subject",
        .topic = Topic::application_update,
        .priority = Priority::high,
        .title = "told.decision.title"_s,
        .message = "told.decision.message"_s,
        .link = "/applications/{application_id}",
        .mail = "decision",
    },
};

inline constexpr EventKind application_submitted{
    .name = "application.submitted",
    .subject = &application_subject,
    .did = Did::create,
    .about = "Somebody applied for a job.",
    .feed = Feed::party,
    .tells = tells_of_submitted_application,
};
inline constexpr EventKind application_decided{
    .name = "application.decided",
    .subject = &application_subject,
    .did = Did::update,
    .about = "The status of an application changed.",
    .feed = Feed::party,
    .tells = tells_of_decided_application,
};
inline constexpr EventKind application_annotated{
    .name = "application.annotated",
    .subject = &application_subject,
    .did = Did::update,
    .about = "Only the notes on an application changed.",
    .feed = Feed::party,
};
inline constexpr EventKind application_deleted{
    .name = "application.deleted",
    .subject = &application_subject,
    .did = Did::remove,
    .about = "An application went with the account of whoever sent it.",
    .feed = Feed::party,
};
