// A strict S3 server of a test's own: OpenStack Swift, which checks every signature.
#pragma once

#include "t/kit/process.hpp"

#include "lib/base/scalar.hpp"
#include "lib/files/storage/storage_setting.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <stdexcept>

struct SwiftServer {
    Directory directory;
    std::string port = "0"; // any; the same again after it was killed
    std::optional<Process> server;

    static inline const StorageAccess access{.key = "test:tester", .secret = "a-secret-of-tests"};

    std::string location; // what Amazon's has, or "auto": Google's

    explicit SwiftServer(std::string location = "us-east-1") : location(std::move(location)) { start(); }
    void start()
    {
        auto log = directory.at("log" + std::to_string(++starts));
        server.emplace(std::vector<std::string>{"t/stores/s3_server.py", directory.path, port, access.key,
                           access.secret, "files", location},
            log);
        auto listens = [&] { return text_of(log).ends_with('\n') || server->has_ended(); };
        if (!eventually(listens, 30) || !parse<int>(text_of(log).substr(0, text_of(log).find('\n'))))
            throw std::runtime_error("swift does not start: " + text_of(log));
        port = text_of(log).substr(0, text_of(log).find('\n'));
    }
    void kill()
    {
        server->signal(SIGKILL);
        server->exit_status();
    }

    std::string address() const { return "127.0.0.1:" + port; }
    std::string place() const
    {
        auto bucket = "http://" + address() + "/files";
        return location == "auto" ? "gcs:" + bucket : "s3:" + bucket + "?region=" + location;
    }
    Storage storage() const { return storage_of(place(), access); }
    Variables settings() const
    {
        return {{"FILE_STORAGE", place()}, {"FILE_STORAGE_KEY", access.key},
            {"FILE_STORAGE_SECRET", access.secret}};
    }

    // Bytes that were sent to it and that it has not read yet.
    long long unread() const
    {
        auto wanted = fmt::format("0100007F:{:04X}", std::stoi(port));
        std::istringstream lines(text_of("/proc/net/tcp"));
        long long most = 0;
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string number, local, remote, state, queues;
            words >> number >> local >> remote >> state >> queues;
            if (local == wanted)
                most = std::max(most, std::stoll(queues.substr(queues.find(':') + 1), nullptr, 16));
        }
        return most;
    }

private:
    int starts = 0;
};
