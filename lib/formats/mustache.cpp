#include "mustache.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>

template class kainjow::mustache::basic_data<std::string>;

namespace {

constexpr std::string_view kinds_of_section = "#^/";
constexpr int deepest = 5;

// With the other files that it names in their places: then it is parsed only once.
std::string whole_text(const Template::Read& read, const std::string& name, int depth = 0)
{
    if (depth > deepest) throw std::runtime_error(fmt::format("{} contains itself", name));
    auto text = read(name);
    for (auto at = text.find("{{> "); at != text.npos; at = text.find("{{> ", at)) {
        auto end = text.find("}}", at);
        if (end == text.npos) throw std::runtime_error(fmt::format("{} is no template", name));
        auto part = whole_text(read, text.substr(at + 4, end - at - 4), depth + 1);
        text.replace(at, end + 2 - at, part);
        at += part.size();
    }
    return text;
}

// Marks the names of sections, so that they are told from those of values: {{#name}} becomes {{#?name}}.
std::string with_sections_marked(std::string text, std::set<std::string>& names)
{
    for (auto at = text.find("{{"); at != text.npos; at = text.find("{{", at)) {
        at += 2;
        if (text.compare(at, 1, "!") == 0) continue; // a comment
        bool section = at < text.size() && kinds_of_section.find(text[at]) != kinds_of_section.npos;
        if (section) text.insert(++at, 1, '?');
        auto from = text.find_first_not_of("?{& ", at);
        auto end = text.find_first_of("} ", from);
        if (end == text.npos) break; // no template, as its parser will say
        names.insert(text.substr(from, end - from));
    }
    return text;
}

// The values that a template asks for.
class Values : public kainjow::mustache::context<std::string> {
public:
    Values(const View& view, bool lenient) : context(&view), lenient_(lenient) {}

    const View* get(const std::string& name) const override
    {
        if (!name.starts_with('?')) {
            auto found = context::get(name);
            if (!found && !lenient_) throw std::runtime_error(name);
            return found;
        }
        auto found = context::get(name.substr(1));
        bool empty = found && found->is_string() && found->string_value().empty();
        return empty && !lenient_ ? nullptr : found;
    }

private:
    bool lenient_;
};

} // namespace

Template::Template(const std::string& name, const Read& read, Escape escape, Missing missing)
    : name_(name), missing_(missing), parsed_(with_sections_marked(whole_text(read, name), names_))
{
    if (!parsed_.is_valid())
        throw std::runtime_error(fmt::format("{} is no template: {}", name, parsed_.error_message()));
    if (escape == Escape::html) parsed_.set_custom_escape(html_escaped);
    else parsed_.set_custom_escape([](const std::string& text) { return text; });
}

std::string Template::filled_in(const View& view) const
{
    Values values(view, missing_ == Missing::empty);
    try {
        return parsed_.render(values);
    } catch (const std::runtime_error& missed) {
        throw std::runtime_error(fmt::format("{} asks for {}, which has no value", name_, missed.what()));
    }
}

std::string template_text(const std::string& path)
{
    std::ifstream file(path);
    std::stringstream text;
    if (!(text << file.rdbuf())) throw std::runtime_error(fmt::format("{} is missing", path));
    return text.str();
}
