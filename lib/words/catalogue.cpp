#include "catalogue.hpp"

#include "lib/process/log.hpp"

#include <algorithm>
#include <stdexcept>

namespace {

[[noreturn]] void refuse(std::string_view key, std::string_view why)
{
    throw std::logic_error("the sentence \"" + std::string(key) + "\" " + std::string(why));
}

void complain(std::string_view key, std::string_view argument)
{
    log(Level::error, "sentence_missing", {{"key", key}, {"argument", argument}});
}

// A part of a text: words as they are, and what stands in the braces behind them.
struct Part {
    std::string_view words, name, one, many;
    bool has_braces = false, has_forms = false;
};

std::string_view take_until(std::string_view& text, char end)
{
    auto at = std::min(text.find(end), text.size());
    auto part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
}

Part take_part(std::string_view& text)
{
    Part part{.has_braces = text.find('{') != text.npos};
    part.words = take_until(text, '{');
    if (!part.has_braces) return part;
    auto inside = take_until(text, '}');
    part.has_forms = inside.find('|') != inside.npos;
    part.name = take_until(inside, '|');
    part.one = take_until(inside, '|');
    part.many = inside;
    return part;
}

bool is_readable(std::string_view text)
{
    bool open = false;
    for (char c : text) {
        if (c == (open ? '{' : '}')) return false;
        if (c == '{' || c == '}') open = !open;
    }
    if (open || text.empty()) return false;
    while (!text.empty()) {
        auto part = take_part(text);
        bool has_both = !part.one.empty() && !part.many.empty() && part.many.find('|') == part.many.npos;
        if (part.has_braces && (!is_sentence_key(part.name) || (part.has_forms && !has_both))) return false;
    }
    return true;
}

} // namespace

Catalogue::Catalogue(std::span<const std::span<const Sentence>> tables)
{
    for (const auto& table : tables)
        for (const auto& [key, text] : table) {
            if (!is_sentence_key(key)) refuse(key, "has no key's name");
            if (!is_readable(text)) refuse(key, "has no text, or braces that nobody can read");
            if (!texts.emplace(key, text).second) refuse(key, "is in the catalogue twice");
        }
}

std::string Catalogue::word(const Said& said) const
{
    return worded(said.key.name, said.args);
}

std::string Catalogue::word(std::string_view code) const
{
    return worded(code, {});
}

std::string Catalogue::worded(std::string_view key, std::span<const Said::Arg> args) const
{
    auto found = texts.find(key);
    if (found == texts.end()) return complain(key, ""), std::string(key);
    std::string out;
    for (auto text = found->second; !text.empty();) {
        auto part = take_part(text);
        out += part.words;
        if (!part.has_braces) break;
        auto arg =
            std::find_if(args.begin(), args.end(), [&](const auto& one) { return one.name == part.name; });
        if (arg == args.end()) {
            complain(key, part.name);
            out.append("{").append(part.name).append("}");
        } else if (part.has_forms) out += arg->value == "1" ? part.one : part.many;
        else out += arg->value;
    }
    return out;
}
