// Pages from templates: Mustache, where {{name}} is escaped for HTML and for quoted attributes. {{{name}}} is
// not; the pages use it nowhere.
#pragma once

#include "lib/formats/mustache.hpp"

// The file `name`.html of the directory, filled in; a name without a value is empty. {{> other}} stands for
// another file there, or in the directory `shared` beside it. A file is read once in a process' life. Throws
// std::runtime_error for a file that is missing or no template.
std::string filled_in(const std::string& directory, const std::string& name, const View&);
