// What is pushed to somebody's browser or device, and what became of it. Every service is one function; the
// settings choose which there are.
#pragma once

#include "lib/outside/http.hpp"

#include <functional>
#include <string>

struct PushMessage {
    std::string title, body;
    std::string url; // what a tap opens
    std::string id;  // of the notification; the same again replaces what is still shown
};

// Whom: a browser's subscription (the address of its push service, and its keys in base64url) or the token of
// an app on a device.
struct PushTarget {
    std::string address;
    std::string p256dh = "", auth = ""; // of browsers only
};

enum class PushVerdict {
    sent,
    gone,    // there is no such browser or device any more: forget it
    later,   // try again
    refused, // trying again does not help
};

struct PushAnswer {
    PushVerdict verdict{};
    std::string says; // the trouble, or status and beginning of the answer
};

// Sends within ten seconds; throws nothing that an answer could cause.
using PushService = std::function<PushAnswer(const PushTarget&, const PushMessage&)>;

// Those that the settings name; what they do not name is empty.
struct PushServices {
    PushService browsers, android, apple;
    std::string vapid_public_key; // see vapid_public_key()
};

// As the status says it: 2xx sent; 408, 429, 5xx and no answer later; the rest refused. What means gone
// differs from service to service.
PushAnswer push_answer(const OutboundAnswer&);
