// What is said about memos.
#include "lib/web/problem.hpp"

namespace memos {

namespace {
constexpr Sentence sentence_table[] = {
    {"memo.about", "People keep them for themselves."},
    {"memo.length", "Must have 1 to 500 characters."},
    {"memo.again", "You have this memo already."},
};
constexpr ConstraintFault constraint_table[] = {
    {"memos_text_length", "text", "memo.length"_s},
    {"memos_once", "text", "memo.again"_s},
};
} // namespace

extern const std::span<const Sentence> sentences{sentence_table};
extern const std::span<const ConstraintFault> constraints{constraint_table};

} // namespace memos
