#include "postgres_address.hpp"

#include <cctype>
#include <fmt/format.h>
#include <iterator>
#include <libpq-fe.h>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options options_of(const Secret& address)
{
    return {PQconninfoParse(address.reveal().c_str(), nullptr), PQconninfoFree};
}

// libpq marks what a dialogue would hide.
bool is_password(const PQconninfoOption& option)
{
    return std::string_view(option.dispchar) == "*";
}

bool is_uri(const Secret& address)
{
    return address.reveal().starts_with("postgresql://") || address.reveal().starts_with("postgres://");
}

bool has_at(const PostgresWords& words, const std::string& key)
{
    auto found = words.find(key);
    return found != words.end() && found->second.find('@') != std::string::npos;
}

bool is_plain(std::string_view value)
{
    return !value.empty() && value.find_first_of(" \t\n\r\f\v'\\") == value.npos;
}

void append_word(std::string& out, std::string_view key, std::string_view value)
{
    if (!out.empty()) out += ' ';
    out.append(key).append("=");
    if (is_plain(value)) {
        out += value;
        return;
    }
    out += '\'';
    for (char c : value) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    out += '\'';
}

} // namespace

PostgresWords postgres_words(const Secret& address)
{
    auto options = options_of(address);
    if (!options) throw std::invalid_argument("is neither key=value words nor a URI that libpq can read");
    PostgresWords out;
    for (auto* option = options.get(); option->keyword; ++option)
        if (option->val) out[option->keyword] = option->val;
    if (is_uri(address) && (has_at(out, "host") || has_at(out, "dbname") || has_at(out, "port")))
        throw std::invalid_argument("has an @ where a host or a database should be: write @, / and % in a "
                                    "password as %40, %2F and %25");
    return out;
}

std::string postgres_uri(const PostgresWords& words)
{
    std::string out = "postgresql:///";
    for (const auto& [key, value] : words) {
        out.append(out.ends_with('/') ? "?" : "&").append(key).append("=");
        for (unsigned char c : value)
            if (std::isalnum(c)) out += static_cast<char>(c);
            else fmt::format_to(std::back_inserter(out), "%{:02X}", c);
    }
    return out;
}

std::string shown_postgres(const Secret& address)
{
    static const std::string stars = "********";
    if (address.empty()) return "";
    PostgresWords words;
    try {
        words = postgres_words(address);
    } catch (const std::invalid_argument&) {
        return stars;
    }
    auto options = options_of(address);
    for (auto* option = options.get(); option->keyword; ++option)
        if (option->val && is_password(*option)) words[option->keyword] = stars;
    std::string out;
    for (auto key : {"service", "host", "port", "dbname", "user"}) // what people look for first
        if (auto word = words.extract(key)) append_word(out, key, word.mapped());
    for (const auto& [key, value] : words) append_word(out, key, value);
    return out;
}

std::string why_not_connected(std::string_view said)
{
    static constexpr std::string_view preface = "Cannot establish connection to the database.";
    if (said.starts_with(preface)) said.remove_prefix(preface.size());
    std::istringstream lines{std::string(said)};
    std::string out;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '\t') out.append(out.empty() ? "" : "; ").append(line);
    return out;
}
