// From method and path to an endpoint.
#pragma once

#include "area.hpp"

#include <memory>

// An endpoint by one of its methods.
struct Operation {
    const Endpoint* endpoint;
    Method method;
    std::string name; // see operation_name
};

struct Route {
    const Operation* operation = nullptr; // null: see allow
    Texts path;                           // values of the {parameters}
    std::string allow;                    // the methods this path has; empty when there is no such path
};

// A tree of path segments; a literal segment goes before a {parameter}. /api/… finds /api/v1/… too, and a
// path is found with and without its last slash.
class Router {
public:
    explicit Router(std::span<const Area* const>); // throws std::logic_error on two endpoints at one place
    Route find(std::string_view method, std::string_view path) const;

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
        std::unique_ptr<Node> parameter;
        std::string_view path; // with its parameters
        std::vector<Operation> operations;
    };
    Node root;

    void add(const Endpoint&, std::string_view path);
    static const Node* descend(const Node&, std::string_view rest, std::vector<std::string_view>& values);
};
