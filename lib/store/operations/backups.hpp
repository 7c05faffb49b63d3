// What a backup has to hold, and what tells whether a restored database is the one it was made of.
#pragma once

#include "lib/db/sql.hpp"

#include <functional>

struct TableSum {
    std::string name;
    long long rows = 0;
    std::string sum; // of a digest of every row, in whatever order: a number
    static constexpr auto fields = std::tuple{
        field("name", &TableSum::name),
        field("rows", &TableSum::rows),
        field("sum", &TableSum::sum),
    };
};

// A file that a row names.
struct NamedFile {
    std::string key;
    std::optional<std::string> sha256; // as the row has it
    static constexpr auto fields =
        std::tuple{field("key", &NamedFile::key), field("sha256", &NamedFile::sha256)};
};

namespace store {

// Of every table, by name. Reads everything there is.
std::vector<TableSum> table_sums(Sql&);

// How many tables there are.
long long count_tables(Sql&);

// Begins a transaction that sees the database as it is now, and answers the name under which others see the
// same.
std::string begin_snapshot(Sql&);

// Visits each file that is claimed once; `rows`: SELECT key, sha256 …
void each_claimed(Sql&, const std::string& rows, const std::function<void(const NamedFile&)>& visit);

// Which of these keys are claimed.
std::vector<std::string> claimed_among(Sql&, const std::string& rows, const std::vector<std::string>& keys);

} // namespace store
