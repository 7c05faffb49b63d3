// Health, figures and the documentation.
#include "t/kit/told.hpp"

namespace {

// clang-format off
const Tell all{Told{
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"index",                   On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"guide",                   On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"openapi",                 On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"swagger_json",            On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"swagger_page",            On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"redoc_page",              On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"health",                  On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"liveness",                On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"readiness",               On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"health_details",          On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"workers",                 On::nothing,   {404,     404, 404, 404, 404, 404}},
        {"workers_json",            On::nothing,   {404,     404, 404, 404, 404, 404}},
        {"metrics",                 On::nothing,   {404,     404, 404, 404, 404, 404}},
    },
}};
// clang-format on

} // namespace
