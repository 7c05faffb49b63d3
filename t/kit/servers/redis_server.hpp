// A Redis of a test's own.
#pragma once

#include "t/kit/process.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>

struct RedisServer {
    Directory directory;
    std::string url = "unix:" + directory.at("redis");
    std::optional<Process> server;

    RedisServer() { start(); }
    void start()
    {
        server.emplace(std::vector<std::string>{"redis-server", "--port", "0", "--unixsocket",
                           directory.at("redis"), "--save", "", "--dir", directory.path},
            directory.at("redis.log"));
        auto listens = [&] { return std::filesystem::exists(directory.at("redis")); };
        if (!eventually(listens)) throw std::runtime_error(text_of(directory.at("redis.log")));
    }
};
