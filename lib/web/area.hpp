// An area of the board is one value: all that it offers and needs. app/areas.cpp lists the areas; what is
// central reads these values, so that a new resource touches nothing central.
#pragma once

#include "endpoint.hpp"
#include "problem.hpp"

#include "lib/store/ledger/events.hpp"

#include <chrono>

namespace pages {
struct Resource;
}

// Rows that have had their time, or things that are due: `jobboard sweep` sees to them. Safe at any time,
// also while another one is at it.
struct Sweep {
    std::string_view done, what; // "removed", "sessions": said with their number
    long long (*run)(Sql&, const Site&);
};

// Work behind the requests, done so often by one process of all. Answers whether there was anything to do.
struct Upkeep {
    std::string_view name;
    std::chrono::seconds every;
    bool (*run)(Sql&);
};

// Where files lie: in the storage, which shows none to the public, or in the directory of media, which shows
// all.
enum class Shelf { storage, media };

// Files that rows claim. A backup takes them along; what no row claims is removed.
struct ClaimedFiles {
    Shelf shelf;
    std::string_view rows; // SQL: SELECT key, sha256 …; sha256 may be NULL
};

// What is done later, by its name. It follows a change, never a request.
struct TaskKind {
    std::string_view name;
};

// Under which documentation shows endpoints: those whose path begins with it below the version, or else those
// of the area whose first tag it is.
struct Tag {
    std::string_view name, about;
};

struct Area {
    std::string_view name;
    std::vector<Tag> tags = {};
    std::vector<Module> endpoints = {}; // of the API
    std::vector<Module> pages = {};     // for people: the API's documentation leaves them out
    std::vector<const pages::Resource& (*)()> resources = {}; // what admins see and change on their pages
    std::span<const Sentence> sentences = {};                 // what they say
    std::span<const ProblemKind> problems = {};
    std::span<const ConstraintFault> constraints = {};
    std::vector<Sweep> sweeps = {};
    std::vector<Upkeep> upkeep = {};
    std::vector<ClaimedFiles> files = {};
    std::vector<EventKind> events = {}; // what can happen
    std::span<const TaskKind> tasks = {};
};
