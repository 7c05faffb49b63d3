// The only unit that includes CLI11, which takes longer to compile than any other part.
#include "command_line.hpp"

#include "version.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace {

using Commands = std::span<const Command* const>;
using Words = std::vector<std::string>;

constexpr int misused = 2; // the exit status of a command line that means nothing

std::string spelt(const Option& option)
{
    return (option.rules.positional ? "" : "--") + std::string(option.name);
}

CLI::Option* add_whole_number(CLI::App& app, const Option& option, GivenOptions& given)
{
    auto take = [&given, name = option.name](const std::string& value) { given[name] = value; };
    auto* added = app.add_option_function<std::string>(spelt(option), take, std::string(option.rules.about));
    auto within = [min = option.rules.min, max = option.rules.max](const std::string& value) {
        auto number = parse<long long>(value);
        if (number && *number >= min && *number <= max) return std::string();
        auto bounds =
            max == LLONG_MAX ? fmt::format("of at least {}", min) : fmt::format("from {} to {}", min, max);
        return fmt::format("must be a whole number {}, not \"{}\"", bounds, value);
    };
    added->check(within);
    return added;
}

CLI::Option* add_text(CLI::App& app, const Option& option, GivenOptions& given)
{
    auto take = [&given, name = option.name](const std::string& value) { given[name] = value; };
    auto* added = app.add_option_function<std::string>(spelt(option), take, std::string(option.rules.about));
    auto among = [choices = option.choices](const std::string& value) {
        bool known = std::find(choices.begin(), choices.end(), value) != choices.end();
        return known ? "" : fmt::format("must be one of {}, not \"{}\"", fmt::join(choices, ", "), value);
    };
    if (!option.choices.empty()) added->check(among);
    return added;
}

void add_option(CLI::App& app, const Option& option, GivenOptions& given)
{
    if (option.kind == Option::Kind::flag) {
        auto take = [&given, name = option.name] { given[name] = "true"; };
        app.add_flag_callback(spelt(option), take, std::string(option.rules.about));
        return;
    }
    auto* added = option.kind == Option::Kind::whole ? add_whole_number(app, option, given)
                                                     : add_text(app, option, given);
    added->required(option.rules.required)->default_str(option.initial);
}

CLI::App* with_version(CLI::App* app)
{
    app->set_version_flag("--version", fmt::format("jobboard {}", version));
    return app;
}

// Where commands of that group are added.
CLI::App& place_of(CLI::App& app, const CommandGroup* group)
{
    if (!group) return app;
    std::string name(group->name);
    auto known = app.get_subcommands([&](const CLI::App* other) { return other->get_name() == name; });
    if (!known.empty()) return *known.front();
    return *with_version(app.add_subcommand(name, std::string(group->about))->require_subcommand(1));
}

// --- What is said about words that mean nothing

// How many letters have to be put in, left out, exchanged or swapped.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<Words::size_type> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::exchange(last, row);
    }
    return last[b.size()];
}

// " Did you mean …?" where one of the names is close.
std::string suggestion(std::string_view word, const Words& names)
{
    const std::string* best = nullptr;
    std::size_t closest = std::max<std::size_t>(1, word.size() / 2);
    for (const auto& name : names) {
        auto apart = name.starts_with(word) && word.size() > 1 ? 0 : distance(word, name);
        if (apart <= closest && (!best || apart < closest)) best = &name, closest = apart;
    }
    return best ? fmt::format(" Did you mean \"{}\"?", *best) : "";
}

struct Misused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class... T> [[noreturn]] void refuse(fmt::format_string<T...> sentence, T&&... parts)
{
    throw Misused(fmt::format(sentence, std::forward<T>(parts)...));
}

// What may stand first, or behind the name of a group.
Words names_in(Commands commands, std::string_view group)
{
    Words out;
    for (const auto* command : commands) {
        auto of = command->group ? command->group->name : "";
        auto name = std::string(of == group ? command->name : group.empty() ? of : "");
        if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    }
    return out;
}

bool is_option(std::string_view word)
{
    return word.starts_with('-');
}

// An option must be one of the command's; what stands behind "--" is none.
void check_options(const Command& command, std::string_view call, std::span<const std::string> words)
{
    Words names{"--help", "--version", "-h"};
    for (const auto& option : command.call.options())
        if (!option.rules.positional) names.push_back(spelt(option));
    for (const auto& word : words) {
        if (word == "--") return;
        auto name = word.substr(0, word.find('='));
        bool negative =
            word.size() > 1 && word[0] == '-' && std::isdigit(static_cast<unsigned char>(word[1]));
        if (is_option(word) && !negative && std::find(names.begin(), names.end(), name) == names.end())
            refuse("\"{}\" is no option of `{}`.{} `{} --help` lists them.", name, call,
                suggestion(name, names), call);
    }
}

// The word at that place must be one of the names.
const std::string& named(const Words& words, std::size_t at, const Words& names, std::string_view call)
{
    if (at < words.size() && is_option(words[at]))
        refuse("\"{}\" is no option of `{}`. `{} --help` lists them.", words[at], call, call);
    if (at >= words.size())
        refuse("Say what to do: {}. `{} --help` tells more.", fmt::join(names, ", "), call);
    if (std::find(names.begin(), names.end(), words[at]) == names.end())
        refuse("\"{}\" is not a command.{} `{} --help` lists them.", words[at], suggestion(words[at], names),
            call);
    return words[at];
}

bool asks_for_help(const Words& words, std::size_t at)
{
    return at < words.size() && (words[at] == "--help" || words[at] == "-h" || words[at] == "--version");
}

// CLI11 would say of any of it that a subcommand is required.
void check_words(Commands commands, const Words& words)
{
    if (asks_for_help(words, 0)) return;
    std::string call = "jobboard", group, name = named(words, 0, names_in(commands, ""), call);
    std::size_t at = 1;
    if (auto inside = names_in(commands, name); !inside.empty()) {
        group = std::exchange(name, "");
        call += ' ' + group;
        if (asks_for_help(words, at)) return;
        name = named(words, at++, inside, call);
    }
    call += ' ' + name;
    for (const auto* command : commands)
        if (command->name == name && (command->group ? command->group->name : "") == group)
            check_options(*command, call, std::span(words).subspan(at));
}

// "help user add" is "user add --help".
Words normal_words(int count, const char* const* given)
{
    Words words(given + std::min(count, 1), given + count);
    if (words.empty() || words[0] != "help") return words;
    words.erase(words.begin());
    words.emplace_back("--help");
    return words;
}

std::string sentence_of(const CLI::ParseError& error)
{
    std::string said = error.what();
    while (!said.empty() && (said.back() == '\n' || said.back() == '.')) said.pop_back();
    if (auto at = said.find(": must be"); at != said.npos) said.erase(at, 1);
    return said + '.';
}

CommandLine misuse(std::string_view sentence)
{
    std::cerr << "jobboard: " << sentence << '\n';
    return {.command = nullptr, .given = {}, .status = misused};
}

} // namespace

CommandLine read_command_line(Commands commands, int count, const char* const* given)
{
    CLI::App app{"The job board.", "jobboard"};
    with_version(&app)->require_subcommand(1);
    CommandLine out;
    for (const auto* command : commands) {
        auto* added =
            with_version(place_of(app, command->group)
                             .add_subcommand(std::string(command->name), std::string(command->about)));
        for (const auto& option : command->call.options()) add_option(*added, option, out.given);
        added->callback([&out, command] { out.command = command; });
    }
    auto words = normal_words(count, given);
    try {
        check_words(commands, words);
        std::reverse(words.begin(), words.end()); // as CLI11 takes them
        app.parse(words);
    } catch (const Misused& error) {
        return misuse(error.what());
    } catch (const CLI::Success& wanted) { // --help, --version
        app.exit(wanted);
        return {};
    } catch (const CLI::ExtrasError&) {
        return misuse("There is a word too many; --help tells which there may be.");
    } catch (const CLI::ParseError& error) {
        return misuse(sentence_of(error));
    }
    return out;
}
