// An area of the board is one value: all that it offers and needs. app/areas.cpp lists the areas; what is
// central reads these values, so that a new resource touches nothing central.
#pragma once

#include "endpoint.hpp"
#include "problem.hpp"

#include "lib/store/ledger/events.hpp"
#include "lib/tasks/task.hpp"

#include <chrono>

namespace pages {
struct Resource;
}

// Rows that have had their time, or things that are due: a task sees to them every hour. Safe at any time,
// also while another one is at it.
struct Sweep {
    std::string_view done, what; // "removed", "sessions": said with their number
    long long (*run)(Sql&, const Site&);
};

// Where files lie: in the storage, which shows none to the public, or in the directory of media, which shows
// all.
enum class Shelf { storage, media };

// Files that rows claim. A backup takes them along; what no row claims is removed.
struct ClaimedFiles {
    Shelf shelf;
    std::string_view rows; // SQL: SELECT key, sha256 …; sha256 may be NULL
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
    std::vector<ClaimedFiles> files = {};
    std::vector<EventKind> events = {}; // what can happen
    std::vector<TaskKind> tasks = {};   // what is done later, or by a schedule
};
