#include "s3_place.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace {

constexpr std::string_view mark = "s3:";

[[noreturn]] void refuse(std::string_view where)
{
    auto shown = where.find('@') == where.npos ? where : "…"; // what stands before an @ may be a password
    throw std::runtime_error(fmt::format(
        "JOBBOARD_FILE_STORAGE must be like s3:https://host/bucket?region=eu-central-1, not \"{}\".", shown));
}

bool plain(std::string_view text, std::string_view besides)
{
    auto fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               besides.find(c) != besides.npos;
    };
    return std::all_of(text.begin(), text.end(), fits);
}

void expect_keys(const S3Place& place)
{
    if (!place.key.empty() && !place.secret.empty()) return;
    throw std::runtime_error(
        "JOBBOARD_FILE_STORAGE_KEY and JOBBOARD_FILE_STORAGE_SECRET must be set for a storage "
        "that is s3: or gcs:.");
}

std::string signing_key(const S3Place& place, std::string_view day)
{
    return mac(mac(mac(mac("AWS4" + place.secret, day), place.region), "s3"), "aws4_request");
}

} // namespace

S3Place s3_place_of(std::string_view where, const StorageAccess& access)
{
    if (!where.starts_with(mark)) refuse(where);
    auto rest = where.substr(mark.size());
    S3Place out{.region = "us-east-1", .key = access.key, .secret = access.secret};
    if (auto query = rest.find('?'); query != rest.npos) {
        static constexpr std::string_view name = "?region=";
        if (!rest.substr(query).starts_with(name)) refuse(where);
        out.region = rest.substr(query + name.size());
        rest = rest.substr(0, query);
    }
    auto begin = rest.starts_with("https://") ? 8u : rest.starts_with("http://") ? 7u : 0u;
    auto slash = rest.find('/', begin);
    out.origin = rest.substr(0, slash);
    out.host = rest.substr(begin, slash == rest.npos ? slash : slash - begin);
    if (slash != rest.npos) out.path = rest.substr(slash);
    if (!begin || out.host.empty() || !plain(out.host, ".-:[]") || !plain(out.path, "/.-_") ||
        out.path.ends_with('/') || out.region.empty() || !plain(out.region, "-"))
        refuse(where);
    expect_keys(out);
    return out;
}

S3Place gcs_place_of(std::string_view where, const StorageAccess& access)
{
    auto bucket = where.substr(std::string_view("gcs:").size());
    if (bucket.starts_with("http")) return s3_place_of(fmt::format("{}{}?region=auto", mark, bucket), access);
    if (bucket.empty() || !plain(bucket, ".-_"))
        throw std::runtime_error(
            fmt::format("JOBBOARD_FILE_STORAGE must be like gcs:name-of-a-bucket, not \"{}\".", where));
    return s3_place_of(fmt::format("{}https://storage.googleapis.com/{}?region=auto", mark, bucket), access);
}

std::string presigned(const S3Place& place, const std::string& key, const std::string& content_type,
    const std::string& disposition, Time at, std::chrono::seconds good_for)
{
    auto stamp = to_text(at); // without the punctuation: 20261122T105312Z
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    auto day = stamp.substr(0, 8);
    auto scope = fmt::format("{}/{}/s3/aws4_request", day, place.region);
    auto path = place.path + '/' + key;
    auto query =
        fmt::format("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={}"
                    "&X-Amz-SignedHeaders=host&response-content-disposition={}&response-content-type={}",
            percent_encoded(place.key + '/' + scope), stamp, good_for.count(), percent_encoded(disposition),
            percent_encoded(content_type));
    auto request = fmt::format("GET\n{}\n{}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", path, query, place.host);
    auto text = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", stamp, scope, sha256_hex(request));
    return fmt::format("{}{}?{}&X-Amz-Signature={}", place.origin, path, query,
        hex_text(mac(signing_key(place, day), text)));
}
