// Walking through lists as clients do.
#pragma once

#include "board.hpp"

// A link of an answer as a target for this board.
inline std::string target_of(const Board& board, const std::string& link)
{
    BOOST_TEST_REQUIRE(link.starts_with(board.public_url() + '/'));
    return link.substr(board.public_url().size());
}

// The ids of a whole list from a part of it on, following "next" or "previous"; parts in the order they came.
inline std::vector<std::vector<std::string>> walk(
    Board& board, Api& api, std::string target, std::string_view link)
{
    std::vector<std::vector<std::string>> parts;
    while (parts.size() < 500) {
        auto reply = api.get(target);
        BOOST_TEST_REQUIRE(reply.status == 200, target << " -> " << reply.status << ' ' << reply.body);
        parts.push_back(each(reply.json()["results"], "id"));
        auto further = reply.json()[link];
        if (further.is_null()) return parts;
        target = target_of(board, further.text());
    }
    throw std::runtime_error("the list does not end");
}

inline std::vector<std::string> flat(const std::vector<std::vector<std::string>>& parts)
{
    std::vector<std::string> out;
    for (const auto& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

// The link in the last part of a list, or its own address: where walking back begins.
inline std::string last_target(Board& board, Api& api, std::string target)
{
    for (;;) {
        auto reply = api.get(target);
        auto next = reply.json()["next"];
        if (next.is_null()) return target;
        target = target_of(board, next.text());
    }
}
