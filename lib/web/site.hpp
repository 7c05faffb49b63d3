// What a deployment is: made once in a process from its settings, and read by whatever answers or does tasks.
#pragma once

#include "lib/auth/key_ring.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/auth/policy.hpp"
#include "lib/auth/tokens.hpp"
#include "lib/base/net/networks.hpp"
#include "lib/files/documents/scanner.hpp"
#include "lib/files/storage/storage.hpp"
#include "lib/mail/mailing.hpp"
#include "lib/outside/address_guard.hpp"

#include <memory>
#include <span>

class Words;
struct Area;
struct PushServices;
struct IdentityProviders;

// An account that everybody may use, as long as nobody gives it another password.
struct KnownLogin {
    std::string username, password;
};

// What a deployment is, as far as answers show it.
struct Site {
    const Words& words;     // what is said, in words
    std::string public_url; // where clients reach it, no slash at the end
    Secret secret_key;      // signs cursors and devices
    TokenKeys tokens;
    std::chrono::seconds access_lifetime, refresh_lifetime, session_lifetime;
    HashCost hash_cost;             // of new passwords
    std::string templates;          // directory of the templates
    std::string guide;              // file of the guide to the API
    std::string media;              // directory of the files that anybody may see
    Storage files;                  // those that only some may see
    std::optional<Scanner> scanner; // where there is one, nobody gets a file that is not known to be clean
    std::string migrations;         // directory of the migrations
    std::string version;            // of the program
    std::optional<KnownLogin> demo; // only while a board is tried in development
    std::string openapi;            // the OpenAPI document
    Secret redis_url;
    std::span<const Area* const> areas; // all there is
    std::vector<std::string> cors_origins;
    std::vector<Network> operators; // who may see operators' pages
    Mailing mailing;
    AddressGuard callable; // whom webhooks may call
    std::string live;      // where news are published to those who listen, as LIVE says it; empty: nowhere
    std::shared_ptr<const PushServices> push; // where messages to browsers and devices go
    KeyRing keys;                             // seals what the database must not know in the clear
    AccountPolicy accounts;
    std::shared_ptr<const IdentityProviders> providers; // by whom people may sign in; none: by nobody
};
