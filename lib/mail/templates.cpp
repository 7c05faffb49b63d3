#include "templates.hpp"

#include "lib/base/json.hpp"
#include "lib/base/text.hpp"
#include "lib/formats/mustache.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

namespace {

// --- Data

bool is_link(std::string_view text)
{
    bool known = text.starts_with("https://") || text.starts_with("http://");
    return known && text.find_first_of(" \t\r\n<>\"") == text.npos;
}

void check_link(std::string_view name, std::string_view value)
{
    bool link = name == "url" || name.ends_with("_url");
    if (link && !value.empty() && !is_link(value))
        throw std::runtime_error(
            fmt::format("{} of a mail is no link that begins with https:// or http://", name));
}

View view_of(const JsonValue& value);

View view_of_members(const JsonValue& object)
{
    View out;
    for (const auto& [name, value] : object.members) {
        if (value.kind == JsonValue::Kind::null) continue;
        check_link(name, value.text);
        out.set(name, view_of(value));
    }
    return out;
}

View view_of(const JsonValue& value)
{
    switch (value.kind) {
    case JsonValue::Kind::object: return view_of_members(value);
    case JsonValue::Kind::boolean: return View(value.text == "true");
    case JsonValue::Kind::list: {
        kainjow::mustache::list out;
        for (const auto& item : value.items) out.push_back(view_of(item));
        return View(out);
    }
    default: return View(value.text);
    }
}

JsonValue read_data(std::string_view text)
{
    try {
        return parse_json(text);
    } catch (const JsonError&) {
        throw std::runtime_error("the data of a mail is no JSON");
    }
}

// Black or white, whichever is read more easily on a colour (#rrggbb). By WCAG's relative luminance, roughly.
std::string_view readable_on(const std::string& colour)
{
    constexpr double middle = 150; // of 255
    auto part = [&](std::size_t at) { return std::stoi(colour.substr(at, 2), nullptr, 16); };
    auto light = 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5);
    return light > middle ? "#000000" : "#ffffff";
}

void add_site(View& view, const MailSite& site)
{
    view.set("site_name", site.name);
    view.set("site_url", site.url);
    view.set("site_colour", site.colour);
    view.set("site_text_colour", std::string(readable_on(site.colour)));
    view.set("site_logo_url", site.logo_url);
    view.set("site_address", site.postal_address);
    view.set("site_signature", site.signature);
}

View whole_view(const MailSite& site, const JsonValue& data)
{
    if (data.kind != JsonValue::Kind::object)
        throw std::runtime_error("the data of a mail is no JSON object");
    auto view = view_of_members(data);
    add_site(view, site);
    return view;
}

// --- Texts

std::string one_line(std::string_view text)
{
    constexpr std::size_t longest = 200;
    std::string out;
    for (char c : text) {
        bool gap = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
        if (!gap) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    out = trimmed(out);
    if (characters(out) <= longest) return out;
    while (characters(out) >= longest) {
        while ((static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
        out.pop_back();
    }
    return std::string(trimmed(out)) + "…";
}

// How far the lines are indented that a line goes on in: a list's behind its sign.
std::string indent_of(std::string_view line)
{
    auto spaces = std::min(line.find_first_not_of(' '), line.size());
    return std::string(spaces + (line.substr(spaces).starts_with("- ") ? 2 : 0), ' ');
}

std::string wrapped(std::string_view line)
{
    constexpr std::size_t columns = 72;
    std::string out, current;
    const auto indent = indent_of(line);
    for (std::size_t at = 0, end = 0; at < line.size(); at = end) {
        end = std::min(line.find(' ', line.find_first_not_of(' ', at)), line.size());
        auto word = line.substr(at, end - at); // with the space before it
        if (!trimmed(current).empty() && characters(current) + characters(word) > columns) {
            out += current + '\n';
            current = indent + std::string(word.substr(word.find_first_not_of(' ')));
        } else current += word;
    }
    return out + current;
}

// Lines wrapped and without space at their ends; of several empty ones that follow each other, one.
std::string well_set(std::string_view text)
{
    std::string out;
    bool gap = false;
    while (!text.empty()) {
        auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1); // npos + 1 is 0
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty()) out += (gap && !out.empty() ? "\n" : "") + wrapped(line) + '\n';
        gap = line.empty();
    }
    return out;
}

// --- Templates

struct MailTemplate {
    Template subject, text, html;

    MailTemplate(const std::string& directory, const std::string& name)
        : subject(name + "/subject.txt", reader(directory, name, "txt"), Template::Escape::none, refused),
          text("layout/text.txt", reader(directory, name, "txt"), Template::Escape::none, refused),
          html("layout/html.html", reader(directory, name, "html"), Template::Escape::html, refused)
    {
    }

private:
    static constexpr auto refused = Template::Missing::refused;

    // The layout's {{> content}} is the mail itself.
    static Template::Read reader(
        const std::string& directory, const std::string& name, const std::string& type)
    {
        auto content = name + (type == "txt" ? "/text.txt" : "/html.html");
        return [=](const std::string& part) {
            return template_text(directory + '/' + (part == "content" ? content : part));
        };
    }
};

const MailTemplate& kept_template(const std::string& directory, const std::string& name)
{
    static std::map<std::string, MailTemplate> all;
    if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != name.npos)
        throw std::runtime_error("a mail's name is of small letters and underscores");
    auto path = directory + '/' + name;
    auto found = all.find(path);
    if (found == all.end()) found = all.try_emplace(path, directory, name).first;
    return found->second;
}

RenderedMail rendered(const std::string& directory, const std::string& name, const View& view)
{
    try {
        const auto& mail = kept_template(directory, name);
        return {one_line(mail.subject.filled_in(view)), well_set(mail.text.filled_in(view)),
            mail.html.filled_in(view)};
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(fmt::format("The mail {}: {}.", name, error.what()));
    }
}

std::vector<JsonValue> samples_of(const std::string& directory, const std::string& name)
{
    auto read = read_data(template_text(fmt::format("{}/{}/sample.json", directory, name)));
    return read.kind == JsonValue::Kind::list ? read.items : std::vector{read};
}

// --- What templates ask for

void collect_names(const JsonValue& value, std::set<std::string>& names)
{
    for (const auto& item : value.items) collect_names(item, names);
    for (const auto& [name, member] : value.members) {
        names.insert(name);
        collect_names(member, names);
    }
}

void check_names(const std::string& directory, const std::string& name)
{
    std::set<std::string> known{".", "site_name", "site_url", "site_colour", "site_text_colour",
        "site_logo_url", "site_address", "site_signature", "preferences_url"};
    for (const auto& sample : samples_of(directory, name)) collect_names(sample, known);
    const auto& mail = kept_template(directory, name);
    for (const auto* one : {&mail.subject, &mail.text, &mail.html})
        for (const auto& asked : one->names())
            if (!known.contains(asked))
                throw std::runtime_error(
                    fmt::format("The mail {} asks for {}, which none of its samples has.", name, asked));
}

} // namespace

RenderedMail render_mail(
    const std::string& directory, std::string_view name, const MailSite& site, std::string_view data)
{
    return rendered(directory, std::string(name), whole_view(site, read_data(data)));
}

std::vector<std::string> mail_names(const std::string& directory)
{
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        if (entry.is_directory() && entry.path().filename() != "layout")
            out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<RenderedMail> render_samples(
    const std::string& directory, std::string_view name, const MailSite& site)
{
    std::vector<RenderedMail> out;
    for (const auto& sample : samples_of(directory, std::string(name)))
        out.push_back(rendered(directory, std::string(name), whole_view(site, sample)));
    return out;
}

void check_mails(const std::string& directory, const MailSite& site)
{
    auto names = mail_names(directory);
    if (names.empty()) throw std::runtime_error(fmt::format("There is no mail in {}.", directory));
    for (const auto& name : names) {
        check_names(directory, name);
        render_samples(directory, name, site);
    }
}
