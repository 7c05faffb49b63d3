// Mustache templates: pages and mails.
#pragma once

#include <functional>
#include <kainjow/mustache.hpp>
#include <set>
#include <string>

extern template class kainjow::mustache::basic_data<std::string>; // in mustache.cpp

using View = kainjow::mustache::data;

class Template {
public:
    // Gives the text of the file of a name, or throws.
    using Read = std::function<std::string(const std::string& name)>;

    enum class Escape {
        html,
        none
    }; // what {{name}} is escaped for: HTML with its quoted attributes, or nothing
    enum class Missing { empty, refused }; // what {{name}} is without a value

    // The file of that name; {{> other}} in it stands for another one. Throws std::runtime_error for what is
    // no template.
    Template(const std::string& name, const Read& read, Escape, Missing);

    // Throws std::runtime_error naming the template and a value that it misses, where those are refused. A
    // section, {{#name}} or {{^name}}, may ask for what has no value; an empty text then counts as none.
    std::string filled_in(const View&) const;

    const std::set<std::string>& names() const { return names_; } // all that it asks for

private:
    std::string name_;
    Missing missing_;
    std::set<std::string> names_;
    mutable kainjow::mustache::mustache parsed_; // rendering keeps nothing in it but an error
};

// The text of a file. Throws std::runtime_error naming it.
std::string template_text(const std::string& path);
