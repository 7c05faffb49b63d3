// Files in a bucket of an object store that speaks S3: Amazon's own, MinIO, Ceph, Swift, Google's under its
// keys for interoperability.
#pragma once

#include "s3_place.hpp"

// How long an address is good that a client is sent to.
inline constexpr std::chrono::seconds delivery_lifetime{300};

// Requests begin when it is first used, on one connection that is kept. What fails for a reason that passes
// (no connection, an error on the store's side) is tried again while there is time: a client waits for most
// of these.
Storage s3_storage(const S3Place&, const std::string& spool);
