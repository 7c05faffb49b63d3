// A small HTTP/1.1 client for tests: one kept connection, typed answers, and load from many threads.
#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// No whole answer came: refused, cut or late.
struct HttpError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct HttpAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;

    std::string_view header(std::string_view lower_case_name) const; // empty when it was not sent
};

class HttpClient {
public:
    // unix:/path or host:port. Connects when it sends. Each wait for the peer ends after `patience_s`.
    explicit HttpClient(std::string where, int patience_s = 20)
        : where_(std::move(where)), patience_s_(patience_s)
    {
    }
    HttpClient(HttpClient&& other) noexcept;
    HttpClient& operator=(HttpClient&&) = delete;
    ~HttpClient() { disconnect(); }

    // Adds Host, and Content-Length when there is a body. Keeps the connection if the server does, and never
    // repeats a request. Throws HttpError.
    HttpAnswer send(std::string_view method, std::string_view target,
        const std::vector<std::pair<std::string, std::string>>& headers = {}, std::string_view body = "");
    HttpAnswer get(std::string_view target) { return send("GET", target); }
    HttpAnswer post(std::string_view target, std::string_view body) { return send("POST", target, {}, body); }

    void disconnect();

private:
    void receive();
    std::string line();
    std::string bytes(std::size_t);
    std::string chunks();
    std::string body(const HttpAnswer&, bool none);

    std::string where_, received_;
    int patience_s_, socket_ = -1;
};

// A connected stream socket, blocking, with that time limit on each read and write. Throws HttpError.
int connect_to(std::string_view where, int patience_s);

struct LoadResult {
    std::map<int, long long> statuses; // how often each was answered
    long long broken = 0;              // no whole answer
    std::string fault;                 // one of those

    long long answered() const;
    long long lost() const; // broken, or answered with 5xx
};

// Sends requests from so many threads, each with a client of its own, for as long as `meanwhile` runs.
LoadResult load(const std::string& where, int threads, const std::function<HttpAnswer(HttpClient&)>& request,
    const std::function<void()>& meanwhile);
