#include "url.hpp"

#include <curl/curl.h>
#include <memory>
#include <unicode/bytestream.h>
#include <unicode/idna.h>

namespace {

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return "";
    std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
    return owned.get();
}

bool has_only_graphic_characters(std::string_view text)
{
    for (unsigned char c : text)
        if (c <= ' ' || c == 0x7f || c == '"' || c == '\\') return false;
    return true;
}

} // namespace

std::string ascii_host(const std::string& host)
{
    if (host.starts_with('[')) return host;
    UErrorCode error = U_ZERO_ERROR;
    static const std::unique_ptr<icu::IDNA> idna(
        icu::IDNA::createUTS46Instance(UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII, error));
    if (!idna) return "";
    icu::IDNAInfo info;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    idna->nameToASCII_UTF8(host, sink, info, error);
    return U_FAILURE(error) || info.hasErrors() ? "" : out;
}

std::optional<Url> parse_url(std::string_view text)
{
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
    auto whole = std::string(text);
    if (whole.find("://") == whole.npos || whole.find(":///") != whole.npos ||
        !has_only_graphic_characters(whole) ||
        curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return std::nullopt;
    auto host = ascii_host(part(url.get(), CURLUPART_HOST));
    if (host.empty()) return std::nullopt;
    return Url{.scheme = part(url.get(), CURLUPART_SCHEME),
        .user = part(url.get(), CURLUPART_USER, CURLU_URLDECODE),
        .password = part(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE),
        .host = host,
        .port = part(url.get(), CURLUPART_PORT),
        .path = part(url.get(), CURLUPART_PATH),
        .query = part(url.get(), CURLUPART_QUERY),
        .fragment = part(url.get(), CURLUPART_FRAGMENT)};
}

std::string Url::origin() const
{
    bool implied = (scheme == "http" && port == "80") || (scheme == "https" && port == "443");
    return scheme + "://" + host + (port.empty() || implied ? "" : ':' + port);
}
