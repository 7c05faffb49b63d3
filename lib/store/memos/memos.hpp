// Memos: texts that somebody keeps for themselves.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/ledger/scope.hpp"

#include <span>

struct Memo {
    Uuid id;
    std::string text;
    Time created_at{};

    static constexpr std::string_view schema_name = "Memo";
    static constexpr auto fields = std::tuple{
        field("id", &Memo::id),
        field("text", &Memo::text),
        field("created_at", &Memo::created_at),
    };
};

namespace store {

std::span<const Order<Memo>> memo_orders();
Slice<Memo> list_memos(Sql&, const Scope&, const Window<Memo>&);
std::optional<Memo> find_memo(Sql&, const Uuid& id, const Scope&);
void add_memo(Sql&, const Uuid& id, const Uuid& owner, const std::string& text);
bool change_memo(Sql&, const Uuid& id, const Scope&, const std::string& text); // false: none of theirs
bool delete_memo(Sql&, const Uuid& id, const Scope&);

} // namespace store
