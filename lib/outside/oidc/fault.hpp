// Why nobody was identified.
#pragma once

#include <stdexcept>

// The words are for logs: clients are told the kind alone.
struct ProviderFault : std::runtime_error {
    enum Kind {
        unavailable, // the provider is away, slow, answers nonsense, or does not know the board
        refused,     // the code or the token is not good
    } kind;
    ProviderFault(Kind kind, const std::string& why) : std::runtime_error(why), kind(kind) {}
};
