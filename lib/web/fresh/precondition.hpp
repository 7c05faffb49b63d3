// What a change with If-Match is compared with (RFC 9110 §13.1.1): the object as it is, held so until the
// change is made.
#pragma once

#include "lib/web/endpoint.hpp"

#include <functional>

class SeenVersion {
public:
    // `show` answers the object as JSON, empty where the caller sees none. The row is locked before it is
    // shown for good; where the handler has transactions of its own, other changes with If-Match wait until
    // this goes.
    SeenVersion(Sql&, const Endpoint&, const std::function<std::string()>& show);
    ~SeenVersion();
    SeenVersion(const SeenVersion&) = delete;

    std::string tag; // empty where there is nothing to see: no If-Match names it

private:
    Sql& sql;
    std::string held; // the advisory lock, if it is one
};
