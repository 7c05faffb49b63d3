// Where a bucket of an object store is, who asks there, and addresses that need no further permission.
#pragma once

#include "storage.hpp"

// As the setting names it: s3:https://host/bucket?region=eu-central-1 or, where the bucket is part of the
// host's name, s3:https://bucket.host?region=eu-central-1.
struct S3Place {
    std::string origin; // https://host:port
    std::string host;   // with its port, as the Host header has it
    std::string path;   // /bucket, or nothing
    std::string region; // us-east-1 unless the setting says so
    std::string key, secret;
};

// Throws std::runtime_error saying what would be right.
S3Place s3_place_of(std::string_view where, const StorageAccess&);

// As gcs:bucket names a bucket of Google Cloud Storage, which speaks the same under a service account's HMAC
// keys. gcs:http://host/bucket is one of something that stands for it. Throws std::runtime_error.
S3Place gcs_place_of(std::string_view where, const StorageAccess&);

// An address under which anybody may GET that file for so long from `at` on (AWS Signature Version 4). The
// store then answers with the given type and disposition.
std::string presigned(const S3Place&, const std::string& key, const std::string& content_type,
    const std::string& disposition, Time at, std::chrono::seconds good_for);
