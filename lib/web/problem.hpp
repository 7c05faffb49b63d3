// What can go wrong for a client: codes, faults, and what database errors mean in their terms. What is said
// about it is kept as keys until the answer is made.
#pragma once

#include "lib/web/http/request.hpp"

#include "lib/db/sql.hpp"
#include "lib/words/catalogue.hpp"

#include <optional>
#include <span>

// One kind of problem. Codes are stable: clients compare them. A code is also the key of the sentence that
// clients read as `detail`.
struct ProblemKind {
    std::string_view code;
    int status;
};

// Those that any endpoint may have; areas have further ones.
std::span<const ProblemKind> general_problems();

struct Fault {
    std::string field;
    Said said;
};

// Thrown to end a request with an error. Faults make it a validation error: 400 with each field's
// sentences; otherwise the body is {"detail", "code"}.
struct Problem {
    std::string_view code;
    std::vector<Fault> faults = {};
    Headers headers = {};
    std::optional<Said> sentence = {}; // instead of the code's own
    bool keeps = false; // what was written before stays: the transaction is committed all the same
    std::vector<std::pair<std::string_view, std::string>> members =
        {}; // more of the body: name, and value as JSON
};

inline constexpr std::string_view no_field = "non_field_errors";

// A validation error of one field.
Problem invalid(std::string_view field, Said said);

// What a named constraint of the database refuses: a fault of that field. Without a field, `key` is the code
// of a problem.
struct ConstraintFault {
    std::string_view constraint, field;
    Key key;
};

// What an area of handlers adds to what clients can be told.
struct AreaWords {
    std::span<const Sentence> sentences;
    std::span<const ProblemKind> problems = {};
    std::span<const ConstraintFault> constraints = {};
};

// Everything that clients can be told, put together once from what is general and what the areas add.
class Words {
public:
    // Throws std::logic_error when a key, a code or a constraint is there twice, or when a code or a
    // constraint has no sentence.
    explicit Words(std::span<const AreaWords> areas);

    // In words.
    std::string operator()(const Said& said) const { return catalogue.word(said); }
    // The sentence of a problem that has no faults.
    std::string of(const Problem&) const;

    std::span<const ProblemKind> problems() const { return kinds; }
    std::span<const ConstraintFault> constraints() const { return refusals; }
    const ProblemKind& kind_of(std::string_view code) const; // internal_error for one that is unknown
    const ConstraintFault* find_constraint(std::string_view name) const;

private:
    std::vector<ProblemKind> kinds;
    std::vector<ConstraintFault> refusals;
    Catalogue catalogue;
};

// The answer for a problem. 401 carries WWW-Authenticate.
Response response_to(const Words&, const Problem&);

// What a failed statement means for the client: a violated constraint is a fault of its field, a lost
// server 503, and so on. Anything a client cannot cause is internal_error.
Problem problem_of(const Words&, const DatabaseError&);
