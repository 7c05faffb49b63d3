// Memos: texts that somebody keeps for themselves.
#include "lib/store/memos/memos.hpp"

#include "lib/web/shape/page.hpp"

namespace memos {

namespace {

struct ById {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &ById::id, {.in = In::path})};
};

struct NewMemo {
    std::string text;
    static constexpr auto fields = std::tuple{field("text", &NewMemo::text, {.max = 500})};
};

struct Update {
    ById which;
    Patch<std::string> text;
    static constexpr bool whole = true;
    static constexpr auto fields =
        std::tuple{fields_of(&Update::which), field("text", &Update::text, {.max = 500})};
};

Scope scope_of(const Context& c)
{
    return {.caller = c.caller.id, .own = true};
}

Memo found(Context& c, const Uuid& id)
{
    if (auto memo = store::find_memo(c.sql, id, scope_of(c))) return *memo;
    throw Problem{"not_found"};
}

Memo add(Context& c, const NewMemo& in)
{
    auto id = new_uuid();
    store::add_memo(c.sql, id, *c.caller.id, in.text);
    return found(c, id);
}

Memo update(Context& c, const Update& in)
{
    if (in.text.given && !store::change_memo(c.sql, in.which.id, scope_of(c), in.text.value))
        throw Problem{"not_found"};
    return found(c, in.which.id);
}

constexpr Rate rate{"memos", 300, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_memos",
        .methods = Method::get,
        .path = "/api/v1/memos/",
        .summary = "One's own memos",
        .needs = signed_in,
        .rate = rate,
        .cache = no_store,
        .answer = [](Context& c, const Paging& paging) -> Page<Memo> {
            auto window = window_of(c, paging, store::memo_orders(), "-created_at");
            return page_of(c, paging, window, store::list_memos(c.sql, scope_of(c), window));
        },
    },
    {
        .name = "read_memo",
        .methods = Method::get,
        .path = "/api/v1/memos/{id}/",
        .thing = "memo",
        .summary = "Read a memo",
        .needs = signed_in,
        .rate = rate,
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> Memo { return found(c, in.id); },
    },
    {
        .name = "add_memo",
        .methods = Method::post,
        .path = "/api/v1/memos/",
        .summary = "Keep a memo",
        .needs = signed_in,
        .rate = rate,
        .cache = no_store,
        .status = 201,
        .answer = [](Context& c, const NewMemo& in) -> Memo { return add(c, in); },
    },
    {
        .name = "update_memo",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/memos/{id}/",
        .thing = "memo",
        .summary = "Change a memo",
        .needs = signed_in,
        .rate = rate,
        .cache = no_store,
        .row = "memos",
        .answer = [](Context& c, const Update& in) -> Memo { return update(c, in); },
    },
    {
        .name = "delete_memo",
        .methods = Method::del,
        .path = "/api/v1/memos/{id}/",
        .thing = "memo",
        .summary = "Forget a memo",
        .needs = signed_in,
        .rate = rate,
        .cache = no_store,
        .row = "memos",
        .answer = [](Context& c, const ById& in) -> Nothing {
            if (!store::delete_memo(c.sql, in.id, scope_of(c))) throw Problem{"not_found"};
            return {};
        },
    },
};
static_assert(consistent(list_of_endpoints));

} // namespace

extern const Module endpoints{list_of_endpoints};

} // namespace memos
