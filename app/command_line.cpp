// The only unit that includes CLI11, which takes longer to compile than any other part.
#include "command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace {

std::string spelt(const Option& option)
{
    return (option.rules.positional ? "" : "--") + std::string(option.name);
}

CLI::Option* add_whole_number(CLI::App& app, const Option& option, GivenOptions& given)
{
    auto take = [&given, name = option.name](const long long& value) { given[name] = std::to_string(value); };
    auto* added = app.add_option_function<long long>(spelt(option), take, std::string(option.rules.about));
    bool bounded = option.rules.min != LLONG_MIN || option.rules.max != LLONG_MAX;
    if (bounded) added->check(CLI::Range(option.rules.min, option.rules.max));
    return added;
}

CLI::Option* add_text(CLI::App& app, const Option& option, GivenOptions& given)
{
    auto take = [&given, name = option.name](const std::string& value) { given[name] = value; };
    auto* added = app.add_option_function<std::string>(spelt(option), take, std::string(option.rules.about));
    if (!option.choices.empty()) added->check(CLI::IsMember(option.choices));
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

// Where commands of that group are added.
CLI::App& place_of(CLI::App& app, const CommandGroup* group)
{
    if (!group) return app;
    std::string name(group->name);
    auto known = app.get_subcommands([&](const CLI::App* other) { return other->get_name() == name; });
    if (!known.empty()) return *known.front();
    return *app.add_subcommand(name, std::string(group->about))->require_subcommand(1);
}

} // namespace

CommandLine read_command_line(std::span<const Command* const> commands, int count, const char* const* words)
{
    CLI::App app{"The job board.", "jobboard"};
    app.require_subcommand(1);
    CommandLine out;
    for (const auto* command : commands) {
        auto* added = place_of(app, command->group)
                          .add_subcommand(std::string(command->name), std::string(command->about));
        for (const auto& option : command->call.options()) add_option(*added, option, out.given);
        added->callback([&out, command] { out.command = command; });
    }
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        out.command = nullptr;
        out.status = app.exit(error);
    }
    return out;
}
