// Erasing people who ask for it, some time after they did: see fates for what becomes of each column.
#pragma once

#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

#include <optional>

// The files of somebody who was erased, which no row names any more.
struct ErasedFiles {
    std::vector<std::string> stored;    // keys in the storage
    std::optional<std::string> picture; // in the directory of media
};

namespace store {

// For how long somebody can take it back.
inline constexpr int days_until_erasure = 14;

// Answers when it is done; asking again puts nothing off.
Time ask_for_erasure(Sql&, const Uuid& person);
// False when they are not to be erased.
bool cancel_erasure(Sql&, const Uuid& person);

// Whose time has come, the longest waiting first.
std::vector<Uuid> due_erasures(Sql&, int at_most);
// Nothing when they have taken it back meanwhile. Wants a transaction. Throws DatabaseError: users_last_admin
// when nobody could administer any more.
std::optional<ErasedFiles> erase(Sql&, const Uuid& person);

} // namespace store
