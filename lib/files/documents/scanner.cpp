#include "scanner.hpp"

#include "lib/outside/peer.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace {

using Verdict = ScanAnswer::Verdict;

constexpr std::chrono::seconds patience{60};
constexpr std::size_t piece_size = 65'536, longest_answer = 1000;

bool say_piece(const Peer& clamd, std::string_view bytes)
{
    auto length = htonl(static_cast<std::uint32_t>(bytes.size()));
    return clamd.send({reinterpret_cast<const char*>(&length), sizeof length}) && clamd.send(bytes);
}

// False when clamd took no more of it: it says why.
bool send_file(const Peer& clamd, int descriptor)
{
    char piece[piece_size];
    if (!clamd.send({"zINSTREAM\0", 10})) return false;
    for (off_t at = 0;;) {
        auto got = pread(descriptor, piece, sizeof piece, at);
        if (got < 0) throw std::system_error(errno, std::generic_category(), "reading a file to scan");
        if (!say_piece(clamd, {piece, static_cast<std::size_t>(got)})) return false;
        if (got == 0) return true;
        at += got;
    }
}

// Up to the NUL that ends it; nothing when it breaks off before.
std::string answer_of(const Peer& clamd)
{
    std::string out;
    while (out.size() < longest_answer && clamd.receive(out))
        if (out.back() == '\0') return out.pop_back(), out;
    return "";
}

// Anything but these very words is no verdict.
ScanAnswer verdict_of(bool whole, const std::string& answer)
{
    static constexpr std::string_view begin = "stream: ", found = " FOUND";
    if (whole && answer == "stream: OK") return {Verdict::clean, ""};
    if (answer.starts_with(begin) && answer.ends_with(found) && answer.size() > begin.size() + found.size())
        return {Verdict::infected, answer.substr(begin.size(), answer.size() - begin.size() - found.size())};
    return {Verdict::refused, answer.empty() ? "it broke off without an answer" : answer};
}

ScanAnswer scan(const std::string& where, int descriptor)
try {
    Peer clamd(where, patience);
    if (!clamd.connected()) return {Verdict::away, std::generic_category().message(errno)};
    bool whole = send_file(clamd, descriptor);
    return verdict_of(whole, answer_of(clamd));
} catch (const std::exception& error) {
    return {Verdict::refused, error.what()};
}

} // namespace

std::optional<Scanner> scanner_of(std::string_view where)
{
    if (where.empty()) return std::nullopt;
    static constexpr std::string_view mark = "clamd:";
    std::string rest(where.starts_with(mark) ? where.substr(mark.size()) : "");
    auto colon = rest.rfind(':');
    bool path = rest.starts_with('/') && rest.size() < sizeof(sockaddr_un::sun_path);
    bool host = !rest.starts_with('/') && colon != rest.npos && colon > 0 && colon + 1 < rest.size();
    if (path || host) return [where = path ? "unix:" + rest : rest](int file) { return scan(where, file); };
    throw std::runtime_error(
        fmt::format("JOBBOARD_SCANNER must be clamd:/path or clamd:host:port, not \"{}\".", where));
}
