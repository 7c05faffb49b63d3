#include "origin.hpp"

#include <curl/curl.h>
#include <memory>
#include <stdexcept>
#include <unicode/bytestream.h>
#include <unicode/idna.h>

namespace {

std::string part(CURLU* url, CURLUPart which)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return "";
    std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
    return owned.get();
}

// As browsers write it: in ASCII and lower case. Empty for what is no name of a host.
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

bool has_only_graphic_characters(std::string_view text)
{
    for (unsigned char c : text)
        if (c <= ' ' || c == 0x7f || c == '"' || c == '\\') return false;
    return true;
}

} // namespace

std::string normal_origin(std::string_view text)
{
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
    auto whole = std::string(text);
    bool readable =
        whole.find("://") != whole.npos && whole.find(":///") == whole.npos &&
        has_only_graphic_characters(whole) &&
        curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    auto host = readable ? ascii_host(part(url.get(), CURLUPART_HOST)) : "";
    if (host.empty() || host.find('*') != host.npos)
        throw std::invalid_argument("is not a scheme and a host, such as https://jobs.example.org");
    auto path = part(url.get(), CURLUPART_PATH);
    if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty())
        throw std::invalid_argument("has a name or a password in it");
    if ((path != "/" && !path.empty()) || whole.find_first_of("?#") != whole.npos)
        throw std::invalid_argument("has something behind the host; there must be nothing but a port");
    auto scheme = part(url.get(), CURLUPART_SCHEME), port = part(url.get(), CURLUPART_PORT);
    bool implied = (scheme == "http" && port == "80") || (scheme == "https" && port == "443");
    return scheme + "://" + host + (port.empty() || implied ? "" : ':' + port);
}
