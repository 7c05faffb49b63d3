// API keys: what programs send instead of signing in. Only a digest of a key is kept, so that nobody reads
// one from the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct NewApiKey {
    std::string text;   // "jb_1f0a77c2_…", with 256 random bits: to be shown once
    std::string prefix; // "jb_1f0a77c2": what people know it by
    std::string digest; // what is kept
};

NewApiKey new_api_key();

// What a key of that text is kept as; nothing for what cannot be one.
std::optional<std::string> digest_of_api_key(std::string_view text);
