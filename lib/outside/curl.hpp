// What every use of libcurl has in common.
#pragma once

#include <curl/curl.h>
#include <string>

// The lines of a request's head. They must outlive the request.
struct CurlHeaders {
    curl_slist* list = nullptr;

    CurlHeaders() = default;
    CurlHeaders(const CurlHeaders&) = delete;
    ~CurlHeaders() { curl_slist_free_all(list); }
    void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
};

// Keeps its connections from one request to the next.
class CurlHandle {
public:
    CurlHandle() = default;
    CurlHandle(const CurlHandle&) = delete;
    ~CurlHandle() { curl_easy_cleanup(curl); }

    // Forgets the request before. Only HTTP is spoken, redirects are not followed, and no proxy of the
    // environment gets to see the request. Signals stay with libcurl (no CURLOPT_NOSIGNAL): it resolves names
    // in a thread, so it needs no alarm, but keeps a broken TLS connection from ending the process by
    // SIGPIPE.
    void begin(const std::string& url)
    {
        curl_easy_reset(curl);
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_PROXY, "");
    }
    template <class T> void set(CURLoption option, T value) { curl_easy_setopt(curl, option, value); }
    template <class T> T get(CURLINFO info) const
    {
        T value{};
        curl_easy_getinfo(curl, info, &value);
        return value;
    }
    CURLcode perform() { return curl_easy_perform(curl); }

private:
    CURL* curl = curl_easy_init();
};
