// What can go wrong for a client: one table of codes, and what database errors mean in its terms.
#pragma once

#include "lib/web/http/request.hpp"

#include "lib/db/sql.hpp"

#include <span>

// One kind of problem. Codes are stable: clients compare them.
struct ProblemKind {
    std::string_view code;
    int status;
    std::string_view sentence; // the `detail` clients read
};

std::span<const ProblemKind> problem_kinds();

struct Fault {
    std::string field, sentence;
};

// Thrown to end a request with an error. Faults make it a validation error: 400 with each field's
// sentences; otherwise the body is {"detail", "code"}.
struct Problem {
    std::string_view code;
    std::vector<Fault> faults = {};
    Headers headers = {};
    std::string sentence = ""; // instead of the kind's own
    bool keeps = false;        // what was written before stays: the transaction is committed all the same
};

inline constexpr std::string_view no_field = "non_field_errors";

// A validation error of one field.
Problem invalid(std::string_view field, std::string_view sentence);

// The answer for a problem. 401 carries WWW-Authenticate.
Response response_to(const Problem&);

// What a failed statement means for the client: a violated constraint is a fault of its field, a lost
// server 503, and so on. Anything a client cannot cause is internal_error.
Problem problem_of(const DatabaseError&);
