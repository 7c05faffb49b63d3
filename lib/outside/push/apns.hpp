// Messages to Apple's devices by the Apple Push Notification service.
#pragma once

#include "push.hpp"

#include "lib/base/secret.hpp"

struct ApnsAccount {
    Secret key;                      // AuthKey_….p8
    std::string key_id, team, topic; // topic: the app's bundle id
};

// A device's token, hexadecimal, is PushTarget::address. Speaks HTTP/2 alone, whatever the options say.
// Throws std::invalid_argument when the key is none.
PushService apns(const ApnsAccount&, OutboundOptions, std::string origin = "https://api.push.apple.com");
