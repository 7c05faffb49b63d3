// How often what a kept answer shows has changed: see the table kept_answers.
#pragma once

#include "lib/db/sql.hpp"

namespace store {

// The number of committed changes of a topic. It grows with each, so that it names one state of the data.
long long changes_of(Sql&, std::string_view topic);

} // namespace store
