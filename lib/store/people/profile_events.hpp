// What happens to what people say of themselves.
#pragma once

#include "lib/store/ledger/events.hpp"

inline constexpr EventSubject profile_subject{.name = "profile"};
inline constexpr EventKind profile_updated{
    .name = "profile.updated",
    .subject = &profile_subject,
    .did = Did::update,
    .about = "Somebody added, changed or removed a part of their profile.",
};
inline constexpr EventKind job_saved{
    .name = "profile.job_saved",
    .subject = &profile_subject,
    .did = Did::update,
    .about = "Somebody saved a job to find it again, or noted something about it.",
};
inline constexpr EventKind job_unsaved{
    .name = "profile.job_unsaved",
    .subject = &profile_subject,
    .did = Did::update,
    .about = "Somebody does not want to find a job again.",
};
