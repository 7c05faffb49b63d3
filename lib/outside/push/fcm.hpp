// Messages to Android devices by Firebase Cloud Messaging, HTTP v1.
#pragma once

#include "push.hpp"

#include "lib/base/secret.hpp"

// What is needed of a service account's JSON key.
struct FcmAccount {
    std::string project_id, client_email, token_uri, private_key_id;
    Secret private_key;
};

// Throws std::invalid_argument, whose words go behind the setting's name and repeat nothing of the key.
FcmAccount read_fcm_account(const Secret& json);

// A device's token is PushTarget::address. Signs in anew when the last access token ends or is refused.
PushService fcm(FcmAccount, OutboundOptions, std::string origin = "https://fcm.googleapis.com");
