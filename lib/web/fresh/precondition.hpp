// What a change with If-Match is compared with (RFC 9110 §13.1.1): the object as it is, held so until the
// change is made.
#pragma once

#include "lib/web/endpoint.hpp"

#include <functional>

// An object as JSON, empty where the caller sees none, and how that names its figures.
struct Representation {
    std::string body = "";
    const std::vector<std::string>* figures = nullptr;
};

// The tag of the object that `show` answers, whose row is locked until the transaction ends; empty where
// there is nothing to see, which no If-Match names.
std::string lock_version(Sql&, const Endpoint&, const std::function<Representation()>& show);

// The id of an object as JSON, its first member; empty when there is none.
std::string id_of(std::string_view body);
