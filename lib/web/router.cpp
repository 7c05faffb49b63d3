#include "router.hpp"

#include <algorithm>

namespace {

// Takes the first segment off a path without its leading slash.
std::string_view take_segment(std::string_view& rest)
{
    auto end = rest.find('/');
    auto segment = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    return segment;
}

// Applications were once found below the jobs, and still are.
std::string unaliased(std::string_view path)
{
    static constexpr std::string_view alias = "/api/", current = "/api/v1/", older = "jobs/applications";
    if (!path.starts_with(alias) || path == "/api/v1") return std::string(path);
    auto rest = path.substr(path.starts_with(current) ? current.size() : alias.size());
    bool is_older = rest == older || rest.starts_with(std::string(older) + '/');
    if (is_older) rest.remove_prefix(std::string_view("jobs/").size());
    return std::string(current) + std::string(rest);
}

std::string allowed(const std::vector<const Endpoint*>& endpoints)
{
    std::string out;
    for (const auto* e : endpoints) {
        out += std::string(name_of(e->method)) + ", ";
        if (e->method == Method::get) out += "HEAD, ";
    }
    return out + "OPTIONS";
}

} // namespace

Router::Router(std::span<const Module> modules)
{
    for (const auto& module : modules)
        for (const auto& e : module) add(e);
}

void Router::add(const Endpoint& e)
{
    Node* node = &root;
    auto rest = e.path.substr(1);
    while (!rest.empty()) {
        auto segment = take_segment(rest);
        auto& next = segment.starts_with('{') ? node->parameter : node->literal[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    for (const auto* other : node->endpoints)
        if (other->method == e.method)
            throw std::logic_error(fmt::format("{} and {} have one place", e.name, other->name));
    node->endpoints.push_back(&e);
}

const Router::Node* Router::descend(
    const Node& node, std::string_view rest, std::vector<std::string_view>& values)
{
    if (rest.empty()) return node.endpoints.empty() ? nullptr : &node;
    auto segment = take_segment(rest);
    if (auto it = node.literal.find(segment); it != node.literal.end())
        if (const auto* found = descend(*it->second, rest, values)) return found;
    if (!node.parameter || segment.empty()) return nullptr;
    values.push_back(segment);
    if (const auto* found = descend(*node.parameter, rest, values)) return found;
    values.pop_back();
    return nullptr;
}

Route Router::find(std::string_view method, std::string_view path) const
{
    auto full = unaliased(path);
    std::vector<std::string_view> values;
    const auto* node = descend(root, std::string_view(full).substr(1), values);
    if (!node) return {};

    Route route{.endpoint = nullptr, .path = {}, .allow = allowed(node->endpoints)};
    auto wanted = method == "HEAD" ? "GET" : method;
    for (const auto* e : node->endpoints)
        if (name_of(e->method) == wanted) route.endpoint = e;
    if (!route.endpoint) return route;

    auto rest = route.endpoint->path;
    auto value = values.begin();
    while (!rest.empty())
        if (auto segment = take_segment(rest); segment.starts_with('{'))
            route.path.emplace(segment.substr(1, segment.size() - 2), *value++);
    return route;
}
