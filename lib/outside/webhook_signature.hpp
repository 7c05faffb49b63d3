// How receivers of webhooks know that a message is ours and whole: the scheme of Standard Webhooks,
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
#pragma once

#include "lib/base/secret.hpp"
#include "lib/base/time.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A new one: whsec_ and 32 random bytes in base64.
Secret new_webhook_secret();

// Whether it is one: whsec_ and 24 to 64 bytes in base64.
bool is_webhook_secret(const Secret&);

// The headers webhook-id, webhook-timestamp and webhook-signature of a message. The receiver takes it if any
// of the secrets is its own, so that a new one can be put in front while the old one still holds. `id` is the
// same each time that the message is sent, `at` is when. Throws std::invalid_argument when a secret is none.
std::vector<std::pair<std::string, std::string>> webhook_headers(
    const std::vector<Secret>& secrets, std::string_view id, Time at, std::string_view body);
