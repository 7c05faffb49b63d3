// Memos.
#include "t/kit/told.hpp"

#include "t/kit/seed.hpp"

#include "lib/store/memos/memos.hpp"

#include <fmt/format.h>

namespace {

Uuid memo_of(Sql& sql, const Uuid& owner, bool)
{
    static int made = 0;
    auto id = new_uuid();
    store::add_memo(sql, id, owner, fmt::format("Memo {}", ++made));
    return id;
}

// clang-format off
const Tell all{Told{
    .things = {{"memo", [](Sql& sql) { return memo_of(sql, seed::user(sql, {.username = "ann", .role = "user"}), false); }, memo_of}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"list_memos",    On::nothing, {401,     200, 200, 200, 200, 401}},
        {"add_memo",      On::nothing, {401,     201, 201, 201, 201, 401}, R"({"text":"Buy wood."})"},
        {"read_memo",     On::own,     {no_case, 200, 200, 200, 200, 401}},
        {"read_memo",     On::foreign, {401,     404, 404, 404, 404, 401}},
        {"read_memo",     On::absent,  {401,     404, 404, 404, 404, 401}},
        {"replace_memo",  On::own,     {no_case, 200, 200, 200, 200, 401}, R"({"text":"New."})"},
        {"replace_memo",  On::foreign, {401,     404, 404, 404, 404, 401}, R"({"text":"New."})"},
        {"replace_memo",  On::absent,  {401,     404, 404, 404, 404, 401}, R"({"text":"New."})"},
        {"update_memo",   On::own,     {no_case, 200, 200, 200, 200, 401}, R"({"text":"New."})"},
        {"update_memo",   On::foreign, {401,     404, 404, 404, 404, 401}, R"({"text":"New."})"},
        {"update_memo",   On::absent,  {401,     404, 404, 404, 404, 401}, R"({"text":"New."})"},
        {"delete_memo",   On::own,     {no_case, 204, 204, 204, 204, 401}},
        {"delete_memo",   On::foreign, {401,     404, 404, 404, 404, 401}},
        {"delete_memo",   On::absent,  {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"add_memo", R"({"text":"Buy wood."})", {"memos +"}},
        {"replace_memo", R"({"text":"New."})", {"memos.text"}},
        {"update_memo", R"({"text":"New."})", {"memos.text"}},
        {"delete_memo", "{}", {"memos -"}},
    },
}};
// clang-format on

} // namespace
