// A server somewhere else, see far_end.mjs, and a client that may call it.
#pragma once

#include "t/kit/process.hpp"

#include "lib/outside/http.hpp"

#include <stdexcept>

inline const std::vector<Network> loopback{*parse_network("127.0.0.0/8"), *parse_network("::1")};

struct FarEnd {
    // kind as in far_end.mjs; one with TLS shows a certificate for localhost.
    explicit FarEnd(const std::string& kind, const std::string& program = "t/outside/far_end.mjs",
        const std::vector<std::string>& more = {})
        : secure(kind.starts_with("https"))
    {
        std::vector<std::string> words{"node", program, kind};
        if (secure) {
            auto made = run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate});
            if (made.status != 0) throw std::runtime_error(made.out);
            words.insert(words.end(), {certificate, key});
        }
        words.insert(words.end(), more.begin(), more.end());
        server.emplace(words, log);
        if (!eventually([&] { return text_of(log).ends_with('\n') || server->has_ended(); }, 30))
            throw std::runtime_error("the far end does not start");
        port = text_of(log).substr(0, text_of(log).find('\n'));
    }

    std::string url(const std::string& path = "/echo", const std::string& host = "localhost") const
    {
        return (secure ? "https://" : "http://") + host + ':' + port + path;
    }

    bool secure;
    Directory directory;
    std::string log = directory.at("log"), certificate = directory.at("certificate"),
                key = directory.at("key"), port;
    std::optional<Process> server;
};
