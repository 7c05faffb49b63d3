// What is said of what happened.
#include "lib/web/problem.hpp"

namespace records {

namespace {

constexpr Sentence sentence_table[] = {
    {"none.events", "Whatever is changed is written down here."},
    {"audit.too_many", "More than {max} entries fit. Choose fewer days."},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};

} // namespace records
