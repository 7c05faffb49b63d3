// A provider of OpenID Connect of a test's own, as strict as a real one about what it is asked; what it
// answers can be changed into lies.
#pragma once

#include "t/kit/process.hpp"

#include "lib/outside/oidc/provider.hpp"
#include "lib/outside/push/p256.hpp"

#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <thread>

// The public half of a key as a JWK, with that id; none: "".
std::string jwk_of(const EvpKey&, const std::string& id);

class FakeProvider {
public:
    FakeProvider();
    ~FakeProvider();
    FakeProvider(const FakeProvider&) = delete;

    std::string issuer() const { return "http://127.0.0.1:" + std::to_string(port_); }
    ProviderSettings settings(const std::string& name = "test") const;
    // The same as OIDC_PROVIDERS has it.
    std::string setting(const std::string& name = "test") const;

    // What the browser brings back from an oauth_url, once somebody has signed in there: their claims besides
    // the usual ones, or in place of them. One that is "" is left out, one that begins with = is JSON.
    std::string code_for(const std::string& oauth_url, const Variables& claims = {}) const;

    // Signs with another key from now on. It is published instead of the one before, or not at all.
    void take_key(EvpKey key, const std::string& id, bool published = true);

    struct Lie {
        int status = 200;
        std::string body;
        bool silent = false; // answers when the lie is taken back, or never
    };
    void lie(const std::string& path, Lie);
    void be_honest(); // again

    int asked(const std::string& path) const; // how often, or "with a secret in the body"

private:
    mutable std::mutex guard_;
    std::condition_variable honest_again_; // or over
    EvpKey key_;
    std::string key_id_ = "key-1", keys_;
    std::map<std::string, Lie> lies_;
    std::map<std::string, int> asked_;
    int port_ = 0, listener_ = -1;
    std::atomic<bool> over_ = false;
    std::thread thread_;

    void work();
    void answer(int client);
    Lie answer_to(const std::string& head, const std::string& body);
    std::string discovery() const;
    Lie token(const std::string& head, const std::string& form);
    static Lie userinfo(const std::string& head);
    bool is_silent(const std::string& path) const;
};

// That of all boards of this test program, unless their settings name another one; it never lies.
FakeProvider& known_provider();
