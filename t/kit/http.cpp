#include "http.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace {

[[noreturn]] void fail(std::string_view what)
{
    throw HttpError(std::string(what) + ": " + std::strerror(errno));
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

int connected(int family, const sockaddr* address, socklen_t size, int patience_s)
{
    int out = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    timeval patience{.tv_sec = patience_s};
    setsockopt(out, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(out, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(out, address, size) == 0) return out;
    close(out);
    fail("connect");
}

} // namespace

int connect_to(std::string_view where, int patience_s)
{
    if (where.starts_with("unix:")) {
        sockaddr_un at{.sun_family = AF_UNIX};
        where.substr(5).copy(at.sun_path, sizeof at.sun_path - 1);
        return connected(AF_UNIX, reinterpret_cast<sockaddr*>(&at), sizeof at, patience_s);
    }
    auto colon = where.rfind(':');
    addrinfo hints{.ai_socktype = SOCK_STREAM}, *found = nullptr;
    auto host = std::string(where.substr(0, colon)), port = std::string(where.substr(colon + 1));
    if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0)
        throw HttpError("no such host: " + host);
    sockaddr_storage at{};
    std::memcpy(&at, found->ai_addr, found->ai_addrlen);
    int family = found->ai_family;
    auto size = found->ai_addrlen;
    freeaddrinfo(found);
    return connected(family, reinterpret_cast<sockaddr*>(&at), size, patience_s);
}

std::string_view HttpAnswer::header(std::string_view name) const
{
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : where_(std::move(other.where_)), received_(std::move(other.received_)), patience_s_(other.patience_s_),
      socket_(std::exchange(other.socket_, -1))
{
}

void HttpClient::disconnect()
{
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
    received_.clear();
}

void HttpClient::receive()
{
    char part[65536];
    auto size = recv(socket_, part, sizeof part, 0);
    if (size < 0) fail("recv");
    if (size == 0) throw HttpError("the server closed the connection");
    received_.append(part, static_cast<std::size_t>(size));
}

std::string HttpClient::line()
{
    std::size_t end;
    while ((end = received_.find("\r\n")) == received_.npos) receive();
    auto out = received_.substr(0, end);
    received_.erase(0, end + 2);
    return out;
}

std::string HttpClient::bytes(std::size_t count)
{
    while (received_.size() < count) receive();
    auto out = received_.substr(0, count);
    received_.erase(0, count);
    return out;
}

std::string HttpClient::chunks()
{
    std::string out;
    while (auto size = std::stoul(line(), nullptr, 16)) {
        out += bytes(size);
        line();
    }
    while (!line().empty()) {}
    return out;
}

std::string HttpClient::body(const HttpAnswer& answer, bool none)
{
    if (none || answer.status < 200 || answer.status == 204 || answer.status == 304) return {};
    if (answer.header("transfer-encoding") == "chunked") return chunks();
    auto length = answer.header("content-length");
    if (length.empty()) throw HttpError("the answer tells no length");
    return bytes(std::stoul(std::string(length)));
}

HttpAnswer HttpClient::send(std::string_view method, std::string_view target,
    const std::vector<std::pair<std::string, std::string>>& headers, std::string_view content)
try {
    std::string text = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\n";
    auto is_host = [](const auto& header) { return header.first == "Host"; };
    if (std::none_of(headers.begin(), headers.end(), is_host)) text += "Host: localhost\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!content.empty()) text += "Content-Length: " + std::to_string(content.size()) + "\r\n";
    text += "\r\n" + std::string(content);
    if (socket_ < 0) socket_ = connect_to(where_, patience_s_);
    for (std::string_view left = text; !left.empty();) {
        auto sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
        if (sent < 0) fail("send");
        left.remove_prefix(static_cast<std::size_t>(sent));
    }

    HttpAnswer answer;
    auto status = line();
    if (!status.starts_with("HTTP/1.1 ") || status.size() < 12) throw HttpError("no HTTP/1.1: " + status);
    answer.status = std::stoi(status.substr(9, 3));
    for (auto header = line(); !header.empty(); header = line()) {
        auto colon = std::min(header.find(':'), header.size());
        auto value = header.find_first_not_of(' ', colon + 1);
        answer.headers.emplace_back(
            lower(header.substr(0, colon)), value == header.npos ? "" : header.substr(value));
    }
    answer.body = body(answer, method == "HEAD");
    if (answer.header("connection") == "close") disconnect();
    return answer;
} catch (...) {
    disconnect();
    throw;
}

long long LoadResult::answered() const
{
    long long sum = 0;
    for (auto [status, count] : statuses) sum += count;
    return sum;
}

long long LoadResult::lost() const
{
    long long sum = broken;
    for (auto [status, count] : statuses)
        if (status >= 500) sum += count;
    return sum;
}

LoadResult load(const std::string& where, int threads, const std::function<HttpAnswer(HttpClient&)>& request,
    const std::function<void()>& meanwhile)
{
    LoadResult result;
    std::mutex guard;
    std::atomic<bool> over = false;
    auto one = [&] {
        HttpClient client(where);
        std::map<int, long long> statuses;
        while (!over) try {
                ++statuses[request(client).status];
            } catch (const std::exception& e) {
                std::lock_guard lock(guard);
                ++result.broken;
                result.fault = e.what();
            }
        std::lock_guard lock(guard);
        for (auto [status, count] : statuses) result.statuses[status] += count;
    };
    {
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i) running.emplace_back(one);
        struct End {
            std::atomic<bool>& over;
            ~End() { over = true; }
        } end{over};
        meanwhile();
    }
    return result;
}
