// Memos: a resource from one end to the other.
#include "lib/web/area.hpp"
#include "lib/pages/resource.hpp"

namespace memos {

extern const Module endpoints;
const pages::Resource& on_pages();

extern const std::span<const Sentence> sentences;
extern const std::span<const ConstraintFault> constraints;

extern const Area area{
    .name = "memos",
    .endpoints = {endpoints},
    .resources = {on_pages},
    .sentences = sentences,
    .constraints = constraints,
};

} // namespace memos
