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

std::string unaliased(std::string_view path)
{
    static constexpr std::string_view alias = "/api/", current = "/api/v1/";
    if (path == "/api") return "/api/v1";
    if (!path.starts_with(alias) || path == "/api/v1" || path.starts_with(current)) return std::string(path);
    return std::string(current) + std::string(path.substr(alias.size()));
}

std::string allowed(const std::vector<Operation>& operations)
{
    std::string out;
    for (const auto& o : operations) {
        out += std::string(name_of(o.method)) + ", ";
        if (o.method == Method::get) out += "HEAD, ";
    }
    return out + "OPTIONS";
}

} // namespace

Router::Router(std::span<const Area* const> areas)
{
    for (const auto* area : areas)
        for (auto list : {std::span(area->endpoints), std::span(area->pages)})
            for (const auto& module : list)
                for (const auto& e : module)
                    for (auto path : {e.path, e.also_at})
                        if (!path.empty()) add(e, path);
}

void Router::add(const Endpoint& e, std::string_view path)
{
    Node* node = &root;
    auto rest = path.substr(1);
    while (!rest.empty()) {
        auto segment = take_segment(rest);
        auto& next = segment.starts_with('{') ? node->parameter : node->literal[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    if (node->operations.empty()) node->path = path;
    e.methods.each([&](Method method) {
        for (const auto& other : node->operations)
            if (other.method == method)
                throw std::logic_error(fmt::format("{} and {} have one place", e.name, other.endpoint->name));
        node->operations.push_back({&e, method, operation_name(e, method)});
    });
}

const Router::Node* Router::descend(
    const Node& node, std::string_view rest, std::vector<std::string_view>& values)
{
    if (rest.empty()) return node.operations.empty() ? nullptr : &node;
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

    Route route{.operation = nullptr, .path = {}, .allow = allowed(node->operations)};
    auto wanted = method == "HEAD" ? "GET" : method;
    for (const auto& o : node->operations)
        if (name_of(o.method) == wanted) route.operation = &o;
    if (!route.operation) return route;

    auto rest = node->path.substr(1);
    auto value = values.begin();
    while (!rest.empty())
        if (auto segment = take_segment(rest); segment.starts_with('{'))
            route.path.emplace(segment.substr(1, segment.size() - 2), *value++);
    return route;
}
