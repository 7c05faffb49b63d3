// Hiring: applications and the way to a decision.
#include "lib/web/area.hpp"

#include "lib/store/hiring/applications.hpp"

namespace applications {
extern const Module endpoints;
}

namespace hiring {

extern const Area area{
    .name = "hiring",
    .endpoints = {applications::endpoints},
    .files = {{Shelf::storage, store::application_files}},
};

} // namespace hiring
