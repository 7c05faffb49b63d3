// Requests that are made once, however often they are sent, and what was answered.
#pragma once

#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

struct AnsweredOnce {
    std::string request; // a digest of what was asked for
    std::optional<int> status;
    std::optional<std::string> answer; // sealed

    static constexpr auto fields = std::tuple{
        field("request", &AnsweredOnce::request),
        field("status", &AnsweredOnce::status),
        field("answer", &AnsweredOnce::answer),
    };
};

namespace store {

// Takes the key for this transaction, and answers nothing; or what the request it belongs to since less than
// a day was answered. Waits for another transaction that has just taken it.
std::optional<AnsweredOnce> take_key(Sql&, const Uuid& user, std::string_view key, std::string_view request);

// In the transaction that took the key.
void remember_answer(Sql&, const Uuid& user, std::string_view key, int status, std::string_view answer);

// Removes keys older than a day, in batches outside any transaction; answers how many.
long long sweep_idempotency_keys(Sql&);

} // namespace store
