#include "totp.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <liboath/oath.h>
#include <memory>
#include <qrencode.h>
#include <stdexcept>

namespace {

constexpr unsigned step_seconds = 30, digits = 6;

time_t unix_time(Time at)
{
    return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

} // namespace

Secret new_totp_seed()
{
    return Secret(random_bytes(20));
}

std::string shown_totp_seed(const Secret& seed)
{
    char* text = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(seed.reveal().data(), seed.reveal().size(), &text, &length) != OATH_OK)
        throw std::runtime_error("No seed can be shown.");
    std::unique_ptr<char, decltype(&free)> owned(text, free);
    return {text, length};
}

std::string totp_address(const Secret& seed, std::string_view site, std::string_view account)
{
    return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}",
        percent_encoded(site), percent_encoded(account), shown_totp_seed(seed), percent_encoded(site), digits,
        step_seconds);
}

std::optional<long long> totp_step(const Secret& seed, std::string_view code, Time now)
{
    bool sound = code.size() == digits &&
                 std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!sound) return std::nullopt;
    std::uint64_t step = 0;
    int position = 0;
    auto found = oath_totp_validate3(seed.reveal().data(), seed.reveal().size(), unix_time(now), step_seconds,
        0, 1, &position, &step, std::string(code).c_str());
    return found >= 0 ? std::optional(static_cast<long long>(step)) : std::nullopt;
}

std::string totp_code(const Secret& seed, Time at)
{
    char code[digits + 1];
    if (oath_totp_generate(seed.reveal().data(), seed.reveal().size(), unix_time(at), step_seconds, 0, digits,
            code) != OATH_OK)
        throw std::runtime_error("No code can be made.");
    return code;
}

std::string qr_svg(const std::string& text)
{
    std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
    if (!code) throw std::invalid_argument("The text is too long for a QR code.");
    constexpr int margin = 4;
    auto side = code->width + 2 * margin;
    std::string dark;
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (code->data[y * code->width + x] & 1)
                dark += fmt::format("M{} {}h1v1h-1z", x + margin, y + margin);
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" width=\"{1}\" height=\"{1}\" "
        "role=\"img\" aria-label=\"QR code\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" "
        "d=\"M0 0h{0}v{0}H0z\"/><path fill=\"#000\" d=\"{2}\"/></svg>",
        side, side * 4, dark);
}
