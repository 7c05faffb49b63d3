// A text that is nobody's business: it becomes no string by itself, so that no log line, message or answer
// takes it.
#pragma once

#include "scalar.hpp"

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text(std::move(text)) {}

    const std::string& reveal() const { return text; } // for whoever needs it to do its work
    bool empty() const { return text.empty(); }
    bool operator==(const Secret&) const = default;

private:
    std::string text;
};

// Read like text; written, it is only stars.
template <> struct Scalar<Secret> {
    static constexpr JsonKind kind = JsonKind::text;
    static constexpr std::string_view format = "password";
    static bool parse(std::string_view in, Secret& out) { return out = Secret(std::string(in)), true; }
    static void append(std::string& out, const Secret&) { out += "********"; }
};

template <class T>
concept IsText = std::same_as<T, std::string> || std::same_as<T, Secret>;

inline const std::string& plain_text(const std::string& text)
{
    return text;
}
inline const std::string& plain_text(const Secret& secret)
{
    return secret.reveal();
}
