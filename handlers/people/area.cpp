// People: what they say of themselves, and whom they let see it.
#include "lib/web/area.hpp"

#include "lib/store/people/profile_events.hpp"

namespace pictures {
extern const Module endpoints;
}
namespace preferences {
extern const Module endpoints;
}
namespace profiles {
extern const Module endpoints;
}
namespace saved_jobs {
extern const Module endpoints;
}

namespace people {

extern const Module sections;
extern const std::span<const Sentence> sentences;
extern const std::span<const ConstraintFault> constraints;

extern const Area area{
    .name = "people",
    .tags = {{"auth/profile", "Profiles: what people say of themselves, and what they want of the board."},
        {"profiles", "Profiles of others, as far as they let see them."}},
    .endpoints = {sections, pictures::endpoints, preferences::endpoints, profiles::endpoints,
        saved_jobs::endpoints},
    .sentences = sentences,
    .constraints = constraints,
    .events = {profile_updated, job_saved, job_unsaved},
};

} // namespace people
