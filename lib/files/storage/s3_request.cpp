#include "s3_request.hpp"

#include "lib/outside/curl.hpp"
#include "lib/process/file.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t longest_answer = 4 << 20;
constexpr int attempts = 3;
constexpr milliseconds for_connecting{2'000};

struct Sending {
    int descriptor;
    long long at = 0;
};

std::size_t give(char* into, std::size_t, std::size_t room, void* given)
{
    auto& sending = *static_cast<Sending*>(given);
    auto got = pread(sending.descriptor, into, room, sending.at);
    if (got < 0) return CURL_READFUNC_ABORT;
    sending.at += got;
    return static_cast<std::size_t>(got);
}

int go_back(void* given, curl_off_t to, int from)
{
    if (from != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    static_cast<Sending*>(given)->at = to;
    return CURL_SEEKFUNC_OK;
}

std::size_t keep(char* bytes, std::size_t, std::size_t count, void* given)
{
    auto& text = *static_cast<std::string*>(given);
    text.append(bytes, std::min(count, longest_answer - text.size()));
    return count;
}

std::size_t pass_on(char* bytes, std::size_t, std::size_t count, void* given)
{
    try {
        write_all(*static_cast<int*>(given), {bytes, count});
        return count;
    } catch (const std::exception&) { // a full disk; an exception must not go through libcurl
        return 0;
    }
}

// Of nothing at all.
constexpr std::string_view empty_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

} // namespace

S3Client::S3Client(const S3Place& place) : place(place) {}
S3Client::~S3Client() = default;

// Neither an Expect header nor its absence is told to libcurl: it signs one that it is told not to send.
S3Answer S3Client::attempt(const S3Request& request, milliseconds left, std::string& fault)
{
    auto& h = *handle;
    CurlHeaders headers;
    headers.add(
        "x-amz-content-sha256: " + (request.body >= 0 ? request.facts.sha256 : std::string(empty_sha256)));
    auto url =
        place.origin + place.path + (request.key.empty() && !place.path.empty() ? "" : "/") + request.key;
    if (!request.query.empty()) url += '?' + request.query;
    h.begin(url);
    h.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, for_connecting).count()));
    h.set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    h.set(CURLOPT_AWS_SIGV4, ("aws:amz:" + place.region + ":s3").c_str());
    h.set(CURLOPT_USERNAME, place.key.c_str());
    h.set(CURLOPT_PASSWORD, place.secret.c_str());
    h.set(CURLOPT_CUSTOMREQUEST, request.method == "HEAD" ? nullptr : request.method.c_str());
    h.set(CURLOPT_NOBODY, request.method == "HEAD" ? 1L : 0L);

    Sending sending{request.body};
    if (request.body >= 0) {
        headers.add("Content-Type: application/octet-stream");
        h.set(CURLOPT_UPLOAD, 1L);
        h.set(CURLOPT_READFUNCTION, give);
        h.set(CURLOPT_READDATA, &sending);
        h.set(CURLOPT_SEEKFUNCTION, go_back);
        h.set(CURLOPT_SEEKDATA, &sending);
        h.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.facts.bytes));
    }
    h.set(CURLOPT_HTTPHEADER, headers.list);

    S3Answer answer;
    int into = request.into;
    if (into >= 0) h.set(CURLOPT_WRITEFUNCTION, pass_on), h.set(CURLOPT_WRITEDATA, &into);
    else h.set(CURLOPT_WRITEFUNCTION, keep), h.set(CURLOPT_WRITEDATA, &answer.body);
    auto outcome = h.perform();
    if (outcome != CURLE_OK) fault = curl_easy_strerror(outcome);
    else answer.status = h.get<long>(CURLINFO_RESPONSE_CODE);
    return answer;
}

S3Answer S3Client::send(const S3Request& request)
{
    if (!handle) handle = std::make_unique<CurlHandle>();
    auto end = Clock::now() + request.time;
    S3Answer answer;
    std::string fault;
    for (int tried = 0; tried < attempts; ++tried) {
        auto left = std::chrono::duration_cast<milliseconds>(end - Clock::now());
        if (left < milliseconds(100)) break;
        fault.clear();
        if (request.into >= 0 && (ftruncate(request.into, 0) < 0 || lseek(request.into, 0, SEEK_SET) < 0))
            throw std::system_error(errno, std::generic_category(), "writing a file without a name");
        answer = attempt(request, left, fault);
        if (fault.empty() && answer.status < 500) return answer;
    }
    if (!fault.empty() || answer.status == 0)
        throw std::runtime_error(
            fmt::format("FILE_STORAGE: {} at {} failed: {}.", request.method, place.origin, fault));
    return answer;
}

std::string fault_of(const S3Request& request, const S3Answer& answer)
{
    auto from = answer.body.find("<Code>"), to = answer.body.find("</Code>");
    auto code = from < to && to != std::string::npos ? answer.body.substr(from + 6, to - from - 6) : "";
    return fmt::format("FILE_STORAGE: {} was refused with {} {}.", request.method, answer.status, code);
}
