// What becomes of each column of the database when somebody is erased: one table, of which the statements are
// made that do it, and which a test compares with the database.
#pragma once

#include <span>
#include <string>
#include <string_view>

enum class Fate {
    kept,     // the rows stay as they are
    blanked,  // the rows stay, without what tells of the person
    deleted,  // the rows go
    cascades, // they go with the rows of another table that they belong to
};

// A column, and what it becomes: SQL.
struct Blank {
    std::string_view column, becomes;
};

// Some rows of a table. What a table has of several kinds stands there several times.
struct RowFate {
    std::string_view table;
    Fate fate;
    std::string_view why;
    std::string_view whose = ""; // SQL: which rows are :person's, of those that are blanked or deleted
    std::string_view columns;    // those that are kept in a row, or that go with it
    std::span<const Blank> blanks = {};
};

// In the order in which it is done: what finds rows by others comes before those.
std::span<const RowFate> row_fates();

// The statement that does it, of a row that is blanked or deleted. It binds :person.
std::string statement_of(const RowFate&);
