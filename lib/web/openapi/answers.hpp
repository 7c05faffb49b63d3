// What operations answer when they do not do what was asked, as components that operations refer to.
#pragma once

#include <string>
#include <string_view>

// A status that means the same everywhere.
struct CommonAnswer {
    std::string_view status, name,
        about;                     // without a name: each operation says in its own words what it means
    std::string_view code, detail; // of an example; no body at all without them
    std::string_view headers;      // names of components, separated by blanks
};

// By status: "404"; "default" for every other one. Throws std::logic_error when there is none.
const CommonAnswer& common_answer(std::string_view status);

// An answer with an error, described so. 400 may be about single fields.
std::string error_answer(const CommonAnswer&, std::string_view about);

// {"$ref": …} for each of the headers, as the value of "headers".
std::string header_references(std::string_view names);

// Values of "responses" and "headers" of the components.
std::string common_answers();
std::string common_headers();
