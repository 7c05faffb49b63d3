#include "s3_storage.hpp"

#include "lib/base/text.hpp"
#include "s3_request.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace {

using std::chrono::milliseconds;

// What a worker waits for within a request, together less than a request may take.
constexpr milliseconds for_a_file{6'000}, for_a_word{2'500}, for_listing{30'000};

struct Bucket {
    S3Place place;
    std::string spool;
    S3Client client{place};

    // clang 14 makes no shared aggregate of its members.
    Bucket(const S3Place& place, const std::string& spool) : place(place), spool(spool) {}

    S3Answer expect(const S3Request& request)
    {
        auto answer = client.send(request);
        if (!answer.well()) throw std::runtime_error(fault_of(request, answer));
        return answer;
    }
};

void put(Bucket& bucket, const std::string& key, int descriptor, const FileFacts& facts)
{
    check_key(key);
    bucket.expect({.method = "PUT", .key = key, .body = descriptor, .facts = facts, .time = for_a_file});
}

bool works(Bucket& bucket) noexcept
try {
    return bucket.client.send({.method = "HEAD", .time = for_a_word}).well();
} catch (const std::exception&) {
    return false;
}

bool has(Bucket& bucket, const std::string& key)
{
    check_key(key);
    S3Request request{.method = "HEAD", .key = key, .time = for_a_word};
    auto answer = bucket.client.send(request);
    if (!answer.well() && answer.status != 404) throw std::runtime_error(fault_of(request, answer));
    return answer.well();
}

Descriptor open_file(Bucket& bucket, const std::string& key)
{
    check_key(key);
    auto file = nameless_file(bucket.spool);
    bucket.expect({.key = key, .into = file.get(), .time = for_a_file});
    return file;
}

void remove_file(Bucket& bucket, const std::string& key)
{
    check_key(key);
    S3Request request{.method = "DELETE", .key = key, .time = for_a_word};
    auto answer = bucket.client.send(request);
    if (!answer.well() && answer.status != 404) throw std::runtime_error(fault_of(request, answer));
}

Delivery deliver(
    const S3Place& place, const std::string& key, const std::string& type, const std::string& disposition)
{
    check_key(key);
    return {.status = 302,
        .headers = {{"Location", presigned(place, key, type, disposition, now(), delivery_lifetime)}}};
}

// The text of the first element of that name from `at` on, which moves behind it. Nothing when there is none.
std::optional<std::string_view> element(std::string_view xml, std::string_view name, std::size_t& at)
{
    auto open = fmt::format("<{}>", name), close = fmt::format("</{}>", name);
    auto from = xml.find(open, at);
    if (from == xml.npos) return std::nullopt;
    auto to = xml.find(close, from += open.size());
    if (to == xml.npos) return std::nullopt;
    at = to + close.size();
    return xml.substr(from, to - from);
}

std::optional<std::string_view> element(std::string_view xml, std::string_view name)
{
    std::size_t at = 0;
    return element(xml, name, at);
}

// Names that are none of ours are left alone, so no key here has anything that XML escapes.
void visit_page(std::string_view xml, Time before, const std::function<void(const StoredFile&)>& visit)
{
    std::size_t at = 0;
    while (auto entry = element(xml, "Contents", at)) {
        auto key = element(*entry, "Key"), modified = element(*entry, "LastModified");
        auto time = modified ? parse<Time>(*modified) : std::nullopt;
        if (key && time && *time < before && is_key(*key)) visit({std::string(*key), *time});
    }
}

void list(Bucket& bucket, Time before, const std::function<void(const StoredFile&)>& visit)
{
    std::string next;
    do {
        auto query = next.empty() ? "" : "continuation-token=" + percent_encoded(next) + '&';
        auto page = bucket.expect({.query = query + "list-type=2&max-keys=1000", .time = for_listing}).body;
        visit_page(page, before, visit);
        next = element(page, "NextContinuationToken").value_or("");
        if (element(page, "IsTruncated") == "true" && next.empty())
            throw std::runtime_error("FILE_STORAGE: the store's list of files breaks off.");
    } while (!next.empty());
}

} // namespace

Storage s3_storage(const S3Place& place, const std::string& spool)
{
    auto bucket = std::make_shared<Bucket>(place, spool);
    return {
        .put = [bucket](const std::string& key, int descriptor,
                   const FileFacts& facts) { ::put(*bucket, key, descriptor, facts); },
        .works = [bucket] { return ::works(*bucket); },
        .has = [bucket](const std::string& key) { return ::has(*bucket, key); },
        .open = [bucket](const std::string& key) { return open_file(*bucket, key); },
        .remove = [bucket](const std::string& key) { remove_file(*bucket, key); },
        .deliver = [place](const std::string& key, const std::string& type,
                       const std::string& disposition) { return ::deliver(place, key, type, disposition); },
        .list = [bucket](Time before,
                    const std::function<void(const StoredFile&)>& visit) { ::list(*bucket, before, visit); },
    };
}
