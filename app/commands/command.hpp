// A command of the program is one value: its name, what it is for and the function it calls. The function's
// options are a struct that lists its members once:
//
//     struct TopOptions {
//         long long interval_s = 2;
//         static constexpr auto options = std::tuple{
//             option("interval", &TopOptions::interval_s, {.min = 1, .about = "Seconds between two looks"}),
//         };
//     };
//     int show_top(const Settings&, const TopOptions&);
//
//     extern constexpr Command top{.name = "top", .about = "What is asked now", .call = calling<show_top>};
//
// From it follow the command line, its help and what is said about a wrong one.
#pragma once

#include "app/settings.hpp"

#include "lib/base/fields.hpp"
#include "lib/base/text.hpp"

#include <map>

// What a command line may say about a member, besides what its type says: a bool is a flag, a whole number or
// a text follows its name, an enum is one of its names, an optional has no default.
struct OptionRules {
    bool positional = false; // a word that stands by itself, without --name
    bool required = false;
    long long min = LLONG_MIN; // bounds of a whole number
    long long max = LLONG_MAX;
    std::string_view choices = ""; // what a text may be, separated by commas
    std::string_view about;
};

template <class S, class M> struct OptionOf {
    std::string_view name;
    M S::*member;
    OptionRules rules;
};

template <class S, class M>
constexpr OptionOf<S, M> option(std::string_view name, M S::*member, OptionRules rules)
{
    return {name, member, rules};
}

// An option as the command line sees it.
struct Option {
    enum class Kind { flag, whole, text } kind;
    std::string_view name;
    OptionRules rules;
    std::vector<std::string> choices; // none: any text will do
    std::string initial;              // the default, for the help; empty: none
};

// The options that were given, by name; a flag that was is "true".
using GivenOptions = std::map<std::string_view, std::string>;

// How a command is called. `run` answers the exit status and may throw CommandFailed.
struct Call {
    std::vector<Option> (*options)();
    int (*run)(const Settings&, const GivenOptions&);
};

// Commands of one group are called by two words, `jobboard user add`.
struct CommandGroup {
    std::string_view name, about;
};

struct Command {
    std::string_view name, about;
    const CommandGroup* group = nullptr;
    bool needs_sound_settings = true; // without: any that can be read will do, see given_settings()
    Call call;
};

// Why a command came to nothing, as a sentence for standard error. The exit status is 1.
struct CommandFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// --- How it follows from the struct

template <class M> struct Plain {
    using type = M;
};
template <class M> struct Plain<std::optional<M>> {
    using type = M;
};

template <class S, class M> Option described(const OptionOf<S, M>& option, const auto& defaults)
{
    using T = typename Plain<M>::type;
    static_assert(std::is_enum_v<T> || std::same_as<T, std::string> || std::same_as<T, bool> ||
                  std::same_as<T, long long>);
    Option out{Option::Kind::text, option.name, option.rules, split_list(option.rules.choices), ""};
    if constexpr (std::same_as<T, bool>) out.kind = Option::Kind::flag;
    else if constexpr (std::same_as<T, long long>) out.kind = Option::Kind::whole;
    else if constexpr (Named<T>) out.choices.assign(names_of<T>.begin(), names_of<T>.end());
    if constexpr (std::same_as<T, M>)
        if (!option.rules.required) out.initial = to_text(defaults.*option.member);
    return out;
}

template <class S> std::vector<Option> described_options()
{
    std::vector<Option> out;
    const S defaults;
    std::apply([&](const auto&... option) { (out.push_back(described(option, defaults)), ...); }, S::options);
    return out;
}

template <class S> S filled(const GivenOptions& given)
{
    S out;
    auto fill = [&]<class O, class M>(const OptionOf<O, M>& option) {
        auto found = given.find(option.name);
        if (found != given.end()) out.*option.member = parse<typename Plain<M>::type>(found->second).value();
    };
    std::apply([&](const auto&... option) { (fill(option), ...); }, S::options);
    return out;
}

// Of int run(const Settings&, const Options&), or int run(const Settings&) where there are none.
template <auto run> struct CallOf;

template <int (*run)(const Settings&)> struct CallOf<run> {
    static std::vector<Option> options() { return {}; }
    static int call(const Settings& settings, const GivenOptions&) { return run(settings); }
};
template <class S, int (*run)(const Settings&, const S&)> struct CallOf<run> {
    static std::vector<Option> options() { return described_options<S>(); }
    static int call(const Settings& settings, const GivenOptions& given)
    {
        return run(settings, filled<S>(given));
    }
};

template <auto run> inline constexpr Call calling{CallOf<run>::options, CallOf<run>::call};
