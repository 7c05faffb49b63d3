#include "ask_pool.hpp"

#include "lib/base/scalar.hpp"
#include "lib/outside/peer.hpp"

#include <algorithm>
#include <fastcgi.h>
#include <fmt/format.h>

namespace {

constexpr std::chrono::milliseconds patience{5'000};

std::string record(unsigned char type, std::string_view content)
{
    auto byte = [](std::size_t value) { return static_cast<char>(value & 0xff); };
    std::string out{byte(FCGI_VERSION_1), static_cast<char>(type), 0, 1, byte(content.size() >> 8),
        byte(content.size()), 0, 0};
    return out.append(content);
}

// Names and values are shorter than 128 bytes: one byte tells the length of each.
std::string parameter(std::string_view name, std::string_view value)
{
    return fmt::format("{}{}{}{}", static_cast<char>(name.size()),
        static_cast<char>(std::min<std::size_t>(value.size(), 127)), name, value.substr(0, 127));
}

std::string request_for(std::string_view path, std::string_view from)
{
    const std::string begin{0, FCGI_RESPONDER, 0, 0, 0, 0, 0, 0};
    auto parameters =
        parameter("REQUEST_METHOD", "GET") + parameter("REQUEST_URI", path) + parameter("REMOTE_ADDR", from);
    return record(FCGI_BEGIN_REQUEST, begin) + record(FCGI_PARAMS, parameters) + record(FCGI_PARAMS, "") +
           record(FCGI_STDIN, "");
}

// Takes the whole records off the wire; true once the last one was there.
bool unpack(std::string& wire, std::string& out)
{
    while (wire.size() >= FCGI_HEADER_LEN) {
        auto byte = [&](std::size_t at) { return static_cast<unsigned char>(wire[at]); };
        std::size_t length = byte(4) * 256u + byte(5), whole = FCGI_HEADER_LEN + length + byte(6);
        if (wire.size() < whole) return false;
        if (byte(1) == FCGI_END_REQUEST) return true;
        if (byte(1) == FCGI_STDOUT) out.append(wire, FCGI_HEADER_LEN, length);
        wire.erase(0, whole);
    }
    return false;
}

} // namespace

PoolAnswer ask_pool(std::string_view where, std::string_view path, std::string_view from)
{
    Peer pool(where, patience);
    if (!pool.connected() || !pool.send(request_for(path, from)))
        throw NoAnswer(fmt::format("No pool listens at {}.", where));
    std::string wire, text;
    bool whole = false;
    while (!whole && pool.receive(wire)) whole = unpack(wire, text);
    auto end = text.find("\r\n\r\n");
    if (!whole || end == text.npos)
        throw NoAnswer(fmt::format("The pool at {} does not answer in time.", where));
    static constexpr std::string_view mark = "Status: ";
    auto status = text.starts_with(mark) ? parse<int>(text.substr(mark.size(), 3)) : 200;
    return {status.value_or(500), text.substr(end + 4)};
}
