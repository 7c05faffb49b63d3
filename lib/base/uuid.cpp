#include "uuid.hpp"

#include <chrono>
#include <openssl/rand.h>
#include <stdexcept>

namespace {

constexpr bool dash_before(std::size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

Uuid new_uuid()
{
    Uuid id;
    if (RAND_bytes(id.bytes.data(), static_cast<int>(id.bytes.size())) != 1)
        throw std::runtime_error("no randomness available");
    auto now = std::chrono::system_clock::now().time_since_epoch();
    auto ms = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    for (int i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x70);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

Uuid uuid_of(std::uint64_t milliseconds, std::uint64_t random, std::uint64_t more_random)
{
    std::uint64_t high = milliseconds << 16 | 0x7000 | (more_random & 0x0fff);
    std::uint64_t low = random >> 2 | 0x8000'0000'0000'0000;
    Uuid id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        id.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    return id;
}

bool Scalar<Uuid>::parse(std::string_view in, Uuid& out)
{
    if (in.size() != 36) return false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (dash_before(i) && in[at++] != '-') return false;
        int high = hex(in[at++]), low = hex(in[at++]);
        if (high < 0 || low < 0) return false;
        out.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

void Scalar<Uuid>::append(std::string& out, const Uuid& value)
{
    static constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < 16; ++i) {
        if (dash_before(i)) out += '-';
        out += digits[value.bytes[i] >> 4];
        out += digits[value.bytes[i] & 15];
    }
}
