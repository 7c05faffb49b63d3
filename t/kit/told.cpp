#include "told.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace {

Told& all()
{
    static Told only;
    return only;
}

template <class T> void append(std::vector<T>& to, std::vector<T>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

Tell::Tell(Told told)
{
    append(all().things, told.things);
    append(all().expectations, told.expectations);
    append(all().writes, told.writes);
    append(all().happenings, told.happenings);
    append(all().placeholders, told.placeholders);
}

const Told& told()
{
    return all();
}

const Thing& thing_named(std::string_view name)
{
    for (const auto& thing : all().things)
        if (thing.name == name) return thing;
    throw std::logic_error(fmt::format("no told.cpp says how a {} is made", name));
}

std::string path_to(Sql& sql, std::string path, const Thing& thing, const Uuid& id)
{
    auto fill = [&](std::string_view parameter, const Uuid& with) {
        if (auto at = path.find(parameter); at != path.npos)
            path.replace(at, path.find('}', at) - at + 1, to_text(with));
    };
    fill("{id}", id);
    if (path.find('{') != path.npos) fill("{", thing.whole ? thing.whole(sql, id) : new_uuid());
    return path;
}

std::string with_things(Sql& sql, std::string body)
{
    for (const auto& thing : all().things) {
        std::string word(thing.name);
        for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        if (body.find(word) == body.npos) continue;
        auto id = to_text(thing.usual(sql));
        for (auto at = body.find(word); at != body.npos; at = body.find(word))
            body.replace(at, word.size(), id);
    }
    return body;
}
