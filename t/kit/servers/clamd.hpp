// A stand-in for clamd, as strict about its protocol as clamd is: what it finds is the word VIRUS.
#pragma once

#include "t/kit/process.hpp"

#include <atomic>
#include <thread>

class Clamd {
public:
    Clamd();
    ~Clamd();
    Clamd(const Clamd&) = delete;

    enum Manner { honest, dies_halfway, says_nothing, babbles };
    std::atomic<Manner> manner = honest;
    std::atomic<int> scanned = 0; // files that it got whole

    std::string where() const { return "clamd:" + path_; }
    static constexpr std::size_t stream_limit = 1 << 20; // StreamMaxLength

private:
    Directory directory_;
    std::string path_ = directory_.at("clamd");
    int listener_ = -1;
    std::atomic<bool> over_ = false;
    std::thread thread_;

    void work();
    void answer(int client);
};
