// One signed request after the other to an object store, by libcurl.
#pragma once

#include "s3_place.hpp"

#include <memory>

struct S3Request {
    std::string method = "GET";
    std::string key = "";   // of a file; empty for the bucket itself
    std::string query = ""; // encoded, its names in alphabetical order: that is how they are signed
    int body = -1;          // descriptor of a file to send, from its beginning
    FileFacts facts = {};   // of that file
    int into = -1;          // descriptor that takes the answer's body instead of S3Answer
    std::chrono::milliseconds time{4'000}; // for all attempts together
};

struct S3Answer {
    long status = 0;
    std::string body; // its first 4 MiB
    bool well() const { return status >= 200 && status < 300; }
};

class CurlHandle;

class S3Client {
public:
    explicit S3Client(const S3Place&);
    ~S3Client();

    // The store's answer, whatever it is, but tried again where it is an error of the store. Throws
    // std::runtime_error when there is none in time.
    S3Answer send(const S3Request&);

private:
    S3Place place;
    std::unique_ptr<CurlHandle> handle;
    S3Answer attempt(const S3Request&, std::chrono::milliseconds left, std::string& fault);
};

// What went wrong, without the secrets of it: "FILE_STORAGE: PUT was refused with 403 AccessDenied."
std::string fault_of(const S3Request&, const S3Answer&);
