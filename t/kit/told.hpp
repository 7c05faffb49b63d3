// What the tests that hold for every endpoint are told of each area: how its things are made, who may do what
// with them, and what its writes change. An area's tests tell theirs in a file told.cpp; it registers by
// being there, as test cases do.
#pragma once

#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// What an {id} in a path can name: see Endpoint::thing.
struct Thing {
    std::string_view name;
    Uuid (*usual)(Sql&);                              // the one that tests have where any will do
    Uuid (*of)(Sql&, const Uuid& owner, bool hidden); // a fresh one of theirs; hidden: not public
    bool owned = true, can_be_hidden = false;
    bool is_owner = false;                         // an account: one's own is oneself
    Uuid (*whole)(Sql&, const Uuid& id) = nullptr; // the thing that it is part of, which paths name before it
};

enum class Person { anonymous, user, employer, other, admin, deactivated };
inline constexpr Person persons[] = {
    Person::anonymous, Person::user, Person::employer, Person::other, Person::admin, Person::deactivated};

// What the {id} of a path names. Nobody has an own one who has no account.
enum class On { nothing, own, foreign, hidden, absent };

// What each person is answered. A body that is refused with 400 has passed every question of who may call.
inline constexpr int no_case = 0;
struct Expectation {
    std::string_view operation;
    On on;
    std::array<int, std::size(persons)> statuses; // in the order of `persons`
    std::string_view body = ""; // the name of a thing in capitals stands for the usual one's id
};

// What a write is sent (things in capitals as above; PASSWORD, REFRESH and RESUME stand for the caller's),
// and what it does: columns that change, "table +" for added rows and "table -" for removed ones, and
// "event job.created" for what it tells.
struct Write {
    std::string_view operation, body;
    std::set<std::string> effects;
};

// How an event comes about that no write above tells.
struct Happening {
    std::string_view event;
    void (*make)(Sql&);
};

// A word in the body of a write that stands for something the caller has to have got before.
struct Placeholder {
    std::string_view word;
    std::string (*make)(Sql&, const Uuid& caller);
};

struct Told {
    std::vector<Thing> things = {};
    std::vector<Expectation> expectations = {};
    std::vector<Write> writes = {};
    std::vector<Happening> happenings = {};
    std::vector<Placeholder> placeholders = {};
};

// A global of this type tells it.
struct Tell {
    explicit Tell(Told);
};

// All that was told.
const Told& told();
// Throws std::logic_error.
const Thing& thing_named(std::string_view name);
// The path with that thing's id in it, and before it that of the one that it is part of.
std::string path_to(Sql&, std::string path, const Thing&, const Uuid& id);
// The body with ids in place of the names of things.
std::string with_things(Sql&, std::string body);
