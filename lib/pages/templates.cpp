#include "templates.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sstream>

template class kainjow::mustache::basic_data<std::string>;

namespace {

std::string file_text(const std::string& directory, const std::string& name)
{
    std::ifstream file(directory + '/' + name + ".html");
    std::stringstream text;
    if (!(text << file.rdbuf())) throw std::runtime_error(fmt::format("the page {} is missing", name));
    return text.str();
}

// With the other files that it names in their places: then it is parsed only once.
std::string whole_text(const std::string& directory, const std::string& name, int depth = 0)
{
    if (depth > 5) throw std::runtime_error(fmt::format("the page {} contains itself", name));
    auto text = file_text(directory, name);
    for (auto at = text.find("{{> "); at != text.npos; at = text.find("{{> ", at)) {
        auto end = text.find("}}", at);
        if (end == text.npos) throw std::runtime_error(fmt::format("the page {} is no template", name));
        auto part = whole_text(directory, text.substr(at + 4, end - at - 4), depth + 1);
        text.replace(at, end + 2 - at, part);
        at += part.size();
    }
    return text;
}

using Template = kainjow::mustache::mustache;

Template& parsed(const std::string& directory, const std::string& name)
{
    static std::map<std::string, std::unique_ptr<Template>> all;
    auto& one = all[directory + '/' + name];
    if (one) return *one;
    auto fresh = std::make_unique<Template>(whole_text(directory, name));
    if (!fresh->is_valid())
        throw std::runtime_error(fmt::format("the page {}: {}", name, fresh->error_message()));
    fresh->set_custom_escape([](const std::string& text) { return html_escaped(text); });
    one = std::move(fresh);
    return *one;
}

} // namespace

std::string filled_in(const std::string& directory, const std::string& name, const View& view)
{
    std::string out;
    parsed(directory, name).render(view, [&](const std::string& part) { out += part; });
    return out;
}
