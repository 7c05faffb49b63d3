// A resource on the admin pages: one description from which its list, its filters, its forms, its actions and
// their queries follow. What is written goes through the endpoints of the API, by their names, so that its
// rules are the only ones. An area gives its resources.
#pragma once

#include "lib/store/ledger/listing.hpp"
#include "lib/web/endpoint.hpp"
#include "templates.hpp"

namespace pages {

using Choices = std::vector<Choice>;
// Choices named as their values are.
template <Named E> Choices choices_of()
{
    Choices out;
    for (auto name : names_of<E>) out.push_back({std::string(name), std::string(name)});
    return out;
}
using Offer = std::vector<Choice> (*)(Sql&); // choices that the database knows

// How a value is shown.
// flag: a badge of the column's own label where it is so, nothing where it is not. prose: over the whole
// width. changes: of an event, as {"of": the name of its subject, "changes": {"field": [before, after]}}.
enum class Show { text, badge, yes, flag, number, time, picture, prose, changes };

// Another object's page; where the id is NULL there is none.
struct LinkTo {
    std::string_view resource, id; // id: as SQL
};

struct Column {
    std::string_view name, label, sql; // sql: what the cell holds
    Show show = Show::text;
    ListOrder order = {};  // where rows can be ordered by it quickly, by an index
    bool on_phones = true; // false: left out where there is little room
};

enum class Pick { choice, yes, days, one }; // one: an id, which links bring along

struct Filter {
    std::string_view name, label;
    Pick pick;
    std::string_view sql; // a condition on :name; for days what is compared with them
    Choices choices = {};
    Offer offer = nullptr;
};

enum class Ask { text, area, choice, yes, money, day, password, shown, picture };

struct FormField {
    std::string_view name, label; // name: as the endpoint that writes it calls it
    std::string_view sql;         // what it holds now; none: it is only asked for
    Ask ask = Ask::text;
    bool required = false;
    std::optional<Key> hint = {};
    Choices choices = {};
    Offer offer = nullptr;
    Show show = Show::text;      // of Ask::shown
    LinkTo to = {};              // of Ask::shown
    std::string_view first = ""; // what a new object's form begins with
    bool (*may_become)(
        std::string_view now, std::string_view then) = nullptr; // of Ask::choice: what is offered
};

struct Group {
    std::string_view title;
    std::vector<FormField> fields;
};

// A field of an endpoint, and what the object has for it, as SQL.
struct LookedUp {
    std::string_view name, sql;
};

// Something to be done with an object: sends an endpoint fixed fields and those asked for.
struct Action {
    std::string_view name, label, done; // done: "closed", said of the object afterwards
    std::string_view endpoint;
    std::vector<std::pair<std::string, std::string>> fixed = {};
    LookedUp looked_up = {}; // one field more, which the object knows
    std::vector<FormField> asks = {};
    bool risky = false;              // the password is asked for again, unless that was minutes ago
    bool many = false;               // also for many at once, from the list
    std::optional<Key> warning = {}; // what it means, said before
    std::string (*explain)(Context&, const Uuid&) = nullptr; // what it would take along
    std::string (*run)(
        Context&, const Uuid&, const Input&) = nullptr; // instead of the endpoint; answers what to say
    std::string_view only_when = "";                    // a condition on the object
    bool at_once = false;       // by one click, without a question: it can be undone, or does little harm
    std::string_view undo = ""; // the action that undoes it, if the object was so before:
    std::string_view undo_when = ""; // a condition on it
};

// Others that belong to an object: the latest of that resource which its filter of that name leaves.
struct Related {
    std::string_view resource, filter, title;
};

struct Resource {
    std::string_view name, one, many;
    std::string_view base, joins, id, title; // as in Listing; title: what an object is called
    std::string_view where = "true";
    std::optional<Key> about = {}; // said where there is none
    std::vector<Column> columns;
    std::string_view sorted; // by which column at first, "-" before it for descending
    std::vector<Filter> filters;
    std::string_view search, search_hint; // a condition on :like and :words
    std::vector<Group> groups, create_groups = {};
    std::string_view create = "", update = "";
    std::string_view owner =
        "";                     // the field of a new object's form that names, by user name, whose it becomes
    std::string_view page = ""; // where else it can be seen, from the list
    std::string_view page_label = "";
    std::vector<Action> actions = {};
    void (*lock)(Sql&, const Uuid&) = nullptr;             // instead of locking the row
    void (*extra)(Context&, const Uuid&, View&) = nullptr; // more on the object's page
    std::string (*html)(
        Context&, const Uuid&) = nullptr; // as the object itself looks, in a frame; empty: not
    std::vector<Related> related = {};
    bool in_bar = true; // false: only links lead there
};

} // namespace pages
