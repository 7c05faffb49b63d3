// Pages from templates: Mustache, where {{name}} is escaped for HTML and for quoted attributes. {{{name}}} is
// not; the pages use it nowhere.
#pragma once

#include <kainjow/mustache.hpp>

extern template class kainjow::mustache::basic_data<std::string>; // in templates.cpp

using View = kainjow::mustache::data;

// The file `name`.html of the directory, filled in. {{> other}} stands for another file there. A file is read
// once in a process' life. Throws std::runtime_error for a file that is missing or no template.
std::string filled_in(const std::string& directory, const std::string& name, const View&);
