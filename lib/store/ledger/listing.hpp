// Any table as rows of text: what a description of columns, filters and order comes to as SQL. Texts of
// descriptions become part of statements; what people send is only ever bound.
#pragma once

#include "lib/db/sql.hpp"

#include "lib/base/uuid.hpp"

// A row's place in an order: the value it is ordered by, and its id.
struct Place {
    std::string value;
    Uuid id;
};

struct ListOrder {
    std::string_view expression, type; // never NULL
    std::string_view base = "",
                     base_id = ""; // instead of the table's own, where an index on another table gives it
    bool descending = false;
};

struct Listing {
    std::string_view base, joins, id; // "jobs j", "JOIN …", "j.id": the page's ids come from the base alone
    std::string cells;                // expressions, separated by commas
    std::string where = "true";
    Params params = {};
    ListOrder order;
    std::optional<Place> beside = {}; // from after this row on
    bool backwards = false;           // or those before it
    int size = 25;
    bool hot = false; // one of few texts, asked all the time: its statement is kept
};

struct ListedRow {
    Uuid id;
    std::string place, cells; // cells: a JSON array of texts and nulls

    static constexpr auto fields = std::tuple{
        field("id", &ListedRow::id),
        field("place", &ListedRow::place),
        field("cells", &ListedRow::cells),
    };
    std::vector<std::string> texts() const; // of the cells, "" for null
};

struct Listed {
    std::vector<ListedRow> rows;
    bool before = false, after = false;
};

// What a list to choose from offers.
struct Choice {
    std::string value, label;
    static constexpr auto fields = std::tuple{field("value", &Choice::value), field("label", &Choice::label)};
};

struct TreeNode {
    Uuid id;
    std::string name;
    int depth = 0;
    long long jobs = 0, all_jobs = 0; // active ones: of this very category, and with all below it
    static constexpr auto fields = std::tuple{
        field("id", &TreeNode::id),
        field("name", &TreeNode::name),
        field("depth", &TreeNode::depth),
        field("jobs", &TreeNode::jobs),
        field("all_jobs", &TreeNode::all_jobs),
    };
};

namespace store {

Listed list_rows(Sql&, const Listing&);

inline constexpr long long most_counted = 1000;
long long count_rows(Sql&, const Listing&); // most_counted + 1: more than that

// The one row of that id that meets the condition.
std::optional<ListedRow> find_row(Sql&, const Listing&, const Uuid& id);
// Those of these ids that meet it, in the order of their ids.
std::vector<ListedRow> find_rows(Sql&, const Listing&, const std::vector<Uuid>& ids);
// Until the transaction ends nobody else changes it.
void lock_row(Sql&, const Listing&, const Uuid& id);

std::vector<Choice> category_choices(Sql&); // by their paths, at most 2000
std::vector<Choice> categories_below(Sql&, const Uuid&);
long long count_jobs_below(Sql&, const Uuid& category); // deleted ones too
std::vector<TreeNode> category_tree(Sql&);              // each before those below it, at most 2000

} // namespace store
