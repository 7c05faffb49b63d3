#include "templates.hpp"

#include <filesystem>
#include <map>

std::string filled_in(const std::string& directory, const std::string& name, const View& view)
{
    static std::map<std::string, Template> all;
    auto path = directory + '/' + name;
    auto found = all.find(path);
    if (found == all.end()) {
        auto read = [&](const std::string& file) {
            auto own = directory + '/' + file + ".html";
            return template_text(
                std::filesystem::exists(own) ? own : directory + "/../shared/" + file + ".html");
        };
        found = all.try_emplace(path, name, read, Template::Escape::html, Template::Missing::empty).first;
    }
    return found->second.filled_in(view);
}
