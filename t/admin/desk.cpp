#include "desk.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/html.hpp"

namespace {

std::string form_text(const Variables& fields)
{
    std::string out;
    for (const auto& [name, value] : fields)
        out += (out.empty() ? "" : "&") + percent_encoded(name) + '=' + percent_encoded(value);
    return out;
}

} // namespace

Reply Desk::get(const std::string& target)
{
    auto reply = api.get(target, {{"Cookie", jar}});
    return reply;
}

Reply Desk::post_bare(const std::string& target, const Variables& fields, const Variables& headers)
{
    auto all = form_type;
    all.emplace_back("Cookie", jar);
    all.insert(all.end(), headers.begin(), headers.end());
    return api.send("POST", target, all, form_text(fields));
}

Reply Desk::post(const std::string& target, Variables fields, const std::string& page)
{
    fields.emplace_back("form_token", form_token(page));
    return post_bare(target, fields, {{"Origin", origin}});
}

Reply Desk::follow(const Reply& reply)
{
    auto all = jar;
    for (const auto& [name, value] : reply.headers)
        if (name == "set-cookie" && !value.starts_with("admin="))
            all += "; " + value.substr(0, value.find(';'));
    return api.get(std::string(reply.header("location")), {{"Cookie", all}});
}

Reply Desk::sign_in(const std::string& name, const std::string& password)
{
    auto reply = post_bare(
        "/admin/sign-in/", {{"username", name}, {"password", password}, {"next", ""}}, {{"Origin", origin}});
    keep_cookies(reply);
    return reply;
}

std::string Desk::form_token(const std::string& page)
{
    return input_value(get(page).body, "form_token");
}

void Desk::keep_cookies(const Reply& reply)
{
    for (const auto& [name, value] : reply.headers)
        if (name == "set-cookie" && value.starts_with("admin=")) jar = value.substr(0, value.find(';'));
}

std::string input_value(const std::string& html, const std::string& name)
{
    auto at = html.find(" name=\"" + name + '"');
    if (at == html.npos) return "";
    auto begin = html.rfind('<', at), end = html.find('>', at), from = html.find(" value=\"", begin);
    if (from == html.npos || from > end) return "";
    from += 8;
    return references_decoded(html.substr(from, html.find('"', from) - from));
}

bool has(const Reply& reply, std::string_view part)
{
    return reply.body.find(part) != reply.body.npos;
}

Reply AtDesk::save(const std::string& page, const Variables& changes)
{
    auto shown = desk.get(page).body;
    Variables fields = changes;
    fields.emplace_back("form_token", input_value(shown, "form_token"));
    fields.emplace_back("version", input_value(shown, "version"));
    fields.emplace_back("seen", input_value(shown, "seen"));
    return desk.post_bare(page, fields, {{"Origin", board.public_url()}});
}

std::size_t rows_in(const Reply& reply)
{
    std::size_t n = 0;
    for (auto at = reply.body.find("<th scope=\"row\">"); at != reply.body.npos;
         at = reply.body.find("<th scope=\"row\">", at + 1))
        ++n;
    return n;
}

std::string link_with(const Reply& reply, const std::string& mark)
{
    auto at = reply.body.find(mark);
    if (at == reply.body.npos) return "";
    auto from = reply.body.find("href=\"", at) + 6;
    auto raw = reply.body.substr(from, reply.body.find('"', from) - from);
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i)
        if (raw.compare(i, 5, "&amp;") == 0) {
            out += '&';
            i += 4;
        } else out += raw[i];
    return out;
}

Variables with(Variables fields, const Variables& changes)
{
    for (const auto& [name, value] : changes) {
        std::erase_if(fields, [&name = name](const auto& f) { return f.first == name; });
        fields.emplace_back(name, value);
    }
    return fields;
}
