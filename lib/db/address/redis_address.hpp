// Where Redis is, in the forms that its clients take.
#pragma once

#include "lib/base/secret.hpp"

struct RedisAddress {
    std::string path; // of a unix socket; empty: host and port
    std::string host;
    int port = 6379, database = 0;
    std::string user; // empty: Redis' default one
    Secret password;  // empty: none is asked for
};

// Of unix:/path, host:port, [::1]:port, redis://user:password@host:port/database and
// unix://user:password@/path?db=1. Throws std::invalid_argument, whose sentence repeats nothing of the text.
RedisAddress redis_address(const Secret&);

// The same with stars in place of the password; only stars for what cannot be read.
std::string shown_redis(const Secret&);
