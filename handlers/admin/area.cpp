// The pages for admins.
#include "admin.hpp"

namespace admin {

extern const Module endpoints, application_endpoints, second_factor_endpoints, sign_in_endpoints;

extern const std::span<const Sentence> sentences;

extern const Area area{
    .name = "admin",
    .pages = {endpoints, application_endpoints, second_factor_endpoints, sign_in_endpoints},
    .resources = {jobs, applications, categories, users},
    .sentences = sentences,
};

} // namespace admin
