#include "mail_drop.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/formats/mail_address.hpp"
#include "lib/process/file.hpp"

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace {

using Verdict = MailAnswer::Verdict;

[[noreturn]] void refuse(std::string_view why)
{
    throw std::invalid_argument(std::string(why));
}

// --- The setting

struct Url {
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts{curl_url(), curl_url_cleanup};
    explicit Url(const std::string& text)
    {
        if (curl_url_set(parts.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) refuse("is no address");
    }

    std::string part(CURLUPart which, unsigned int how = 0) const
    {
        char* text = nullptr;
        auto code = curl_url_get(parts.get(), which, &text, how);
        std::string out = text ? text : "";
        curl_free(text);
        if (code == CURLUE_URLDECODE)
            refuse("has a user or a password that is not percent-encoded as it must be");
        return out;
    }
};

void take_option(MailPlace& place, std::string_view name, std::string_view value, bool smtps)
{
    bool off = value == "off";
    if (name == "ca" && value.starts_with('/')) place.authority = value;
    else if (name == "starttls" && !smtps && (off || value == "required")) place.encrypted = !off;
    else
        refuse("may have starttls=off or starttls=required (smtp://) and ca=/file after its ?, and nothing "
               "else");
}

void take_options(MailPlace& place, std::string_view query, bool smtps)
{
    while (!query.empty()) {
        auto one = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(one.size() + 1, query.size()));
        auto equals = std::min(one.find('='), one.size());
        auto value = percent_decoded(one.substr(std::min(equals + 1, one.size())), false);
        take_option(place, one.substr(0, equals), value.value_or(""), smtps);
    }
}

MailPlace smtp_place(const std::string& text)
{
    bool smtps = text.starts_with("smtps://");
    Url url(text);
    MailPlace out{.kind = MailPlace::Kind::smtp};
    auto host = url.part(CURLUPART_HOST), port = url.part(CURLUPART_PORT), path = url.part(CURLUPART_PATH);
    if (host.empty() || path != "/" || !url.part(CURLUPART_FRAGMENT).empty())
        refuse("must name a host and nothing behind it but options");
    out.url = fmt::format("{}://{}:{}", smtps ? "smtps" : "smtp", host,
        !port.empty() ? port
        : smtps       ? "465"
                      : "587");
    out.user = url.part(CURLUPART_USER, CURLU_URLDECODE);
    out.password = Secret(url.part(CURLUPART_PASSWORD, CURLU_URLDECODE));
    out.encrypted = smtps || !out.on_this_host();
    take_options(out, url.part(CURLUPART_QUERY), smtps);
    if (!out.user.empty() && !out.encrypted && !out.on_this_host())
        refuse("would send its password unprotected: leave starttls=off away");
    return out;
}

// --- What the server says

// The lines of the server's last answer.
struct Conversation {
    std::string last;
    bool over = true;

    void take(std::string_view line)
    {
        if (line.starts_with("221")) return; // a goodbye, after what counts
        if (over) last.clear();
        over = line.size() < 4 || line[3] != '-';
        last += last.empty() ? line : line.substr(std::min<std::size_t>(line.size(), 4));
    }
};

std::size_t hear(char* bytes, std::size_t, std::size_t count, void* given)
{
    constexpr std::size_t longest = 4'000;
    auto& heard = *static_cast<Conversation*>(given);
    if (heard.last.size() < longest) heard.take({bytes, count});
    return count;
}

struct Sending {
    std::string_view rest;
    bool begun = false;
};

std::size_t give(char* into, std::size_t, std::size_t room, void* given)
{
    auto& sending = *static_cast<Sending*>(given);
    sending.begun = true;
    auto size = sending.rest.copy(into, room);
    sending.rest.remove_prefix(size);
    return size;
}

std::string shown(std::string_view text)
{
    return printable_line(text, 500);
}

// 530 and its like ask for what we are to do first: sign in, or TLS.
bool is_about_us(long code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

struct List {
    curl_slist* all = nullptr;
    explicit List(const std::string& one) : all(curl_slist_append(nullptr, one.c_str())) {}
    ~List() { curl_slist_free_all(all); }
    List(const List&) = delete;
};

// --- A maildir

// https://cr.yp.to/proto/maildir.html: a name that nobody else makes.
std::string unique_name()
{
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    auto at = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format("{}.R{}P{}.{}", std::chrono::duration_cast<std::chrono::seconds>(at).count(),
        random_hex(8), getpid(), host.data());
}

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

void sync(const Descriptor& file, const std::string& what)
{
    if (!file || fsync(file.get()) < 0) fail(what);
}

// Files of this host end their lines with LF.
std::string with_plain_line_ends(std::string_view text)
{
    std::string out;
    for (char c : text)
        if (c != '\r') out += c;
    return out;
}

// For nobody else to read.
void make_maildir(const std::string& directory)
{
    for (auto below : {"/tmp", "/new", "/cur"}) {
        auto path = directory + below;
        if (std::filesystem::create_directories(path))
            std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }
}

MailAnswer put_into(const std::string& directory, std::string_view mime)
{
    try {
        make_maildir(directory);
        auto name = unique_name();
        auto before = directory + "/tmp/" + name, after = directory + "/new/" + name;
        Descriptor file(open(before.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file) fail(before);
        write_all(file.get(), with_plain_line_ends(mime));
        sync(file, before);
        std::filesystem::rename(before, after);
        sync(Descriptor(open((directory + "/new").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)), after);
        return {Verdict::sent, "It lies in " + after};
    } catch (const std::system_error& error) { // of a full disk, or a directory that is not ours
        return {Verdict::later, error.what()};
    }
}

} // namespace

bool MailPlace::on_this_host() const
{
    auto host = std::string_view(url).substr(std::min(url.find("://"), url.size()));
    for (std::string_view loopback : {"://localhost:", "://127.", "://[::1]:"})
        if (host.starts_with(loopback)) return true;
    return false;
}

MailPlace mail_place(const Secret& setting)
{
    static constexpr std::string_view maildir = "maildir:";
    const auto& text = setting.reveal();
    if (!is_one_line(text)) refuse("has a control character");
    if (text.empty() || text == "off") return {};
    if (text.starts_with("smtp://") || text.starts_with("smtps://")) return smtp_place(text);
    if (!text.starts_with(maildir) || text.size() == maildir.size())
        refuse("must be off, maildir:/path, smtp://host:port or smtps://host:port");
    return {.kind = MailPlace::Kind::maildir, .directory = text.substr(maildir.size())};
}

std::string shown_mail(const Secret& setting)
{
    try {
        auto place = mail_place(setting);
        if (place.kind != MailPlace::Kind::smtp || place.user.empty()) return setting.reveal();
        auto scheme = place.url.find("://") + 3;
        auto query = setting.reveal().find('?');
        return fmt::format("{}{}:********@{}{}", place.url.substr(0, scheme), percent_encoded(place.user),
            place.url.substr(scheme), query == std::string::npos ? "" : setting.reveal().substr(query));
    } catch (const std::invalid_argument&) {
        return "********";
    }
}

struct MailDrop::Handle {
    CURL* curl = curl_easy_init();
    ~Handle() { curl_easy_cleanup(curl); }
    template <class T> void set(CURLoption option, T value) { curl_easy_setopt(curl, option, value); }
};

MailDrop::MailDrop(const Secret& setting) : MailDrop(setting, Limits{}) {}
MailDrop::MailDrop(const Secret& setting, Limits limits)
    : place_(mail_place(setting)), limits_(limits), handle_(std::make_unique<Handle>())
{
}
MailDrop::~MailDrop() = default;

bool MailDrop::is_off() const
{
    return place_.kind == MailPlace::Kind::off;
}

MailAnswer MailDrop::send(const std::string& from, const std::string& to, std::string_view mime)
{
    if (is_off()) return {Verdict::refused, "MAIL is off: nothing is sent"};
    if (!is_mail_address(from)) return {Verdict::refused, "The sender's address is none"};
    if (!is_mail_address(to)) return {Verdict::refused, "The receiver's address is none"};
    return place_.kind == MailPlace::Kind::maildir ? put_into(place_.directory, mime)
                                                   : send_smtp(from, to, mime);
}

// What is the same for every mail. CURLOPT_NOSIGNAL stays off: libcurl then sees to it that a server which
// hangs up under TLS does not end us by SIGPIPE.
void MailDrop::prepare()
{
    auto& h = *handle_;
    curl_easy_reset(h.curl); // keeps the connection
    h.set(CURLOPT_URL, place_.url.c_str());
    h.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    h.set(CURLOPT_PROXY, "");
    h.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connecting.count()));
    h.set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.whole.count()));
    h.set(CURLOPT_USE_SSL, static_cast<long>(place_.encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!place_.authority.empty()) h.set(CURLOPT_CAINFO, place_.authority.c_str());
    if (place_.user.empty()) return;
    h.set(CURLOPT_USERNAME, place_.user.c_str());
    h.set(CURLOPT_PASSWORD, place_.password.reveal().c_str());
}

MailAnswer MailDrop::send_smtp(const std::string& from, const std::string& to, std::string_view mime)
{
    prepare();
    auto& h = *handle_;
    List receivers('<' + to + '>');
    Sending sending{mime};
    Conversation heard;
    std::array<char, CURL_ERROR_SIZE> fault{};
    h.set(CURLOPT_MAIL_FROM, ('<' + from + '>').c_str());
    h.set(CURLOPT_MAIL_RCPT, receivers.all);
    h.set(CURLOPT_UPLOAD, 1L);
    h.set(CURLOPT_READFUNCTION, give);
    h.set(CURLOPT_READDATA, &sending);
    h.set(CURLOPT_HEADERFUNCTION, hear);
    h.set(CURLOPT_HEADERDATA, &heard);
    h.set(CURLOPT_ERRORBUFFER, fault.data());

    auto outcome = curl_easy_perform(h.curl);
    long code = 0;
    curl_easy_getinfo(h.curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_reset(h.curl); // which must not keep what ends with this function
    if (outcome == CURLE_OK) return {Verdict::sent, shown(heard.last)};
    // Before that, at the greeting or the sign-in, an answer is not about the mail.
    bool about_the_mail = sending.begun || outcome == CURLE_SEND_ERROR;
    if (about_the_mail && code >= 500 && !is_about_us(code)) return {Verdict::refused, shown(heard.last)};
    auto why = fault[0] ? std::string(fault.data()) : curl_easy_strerror(outcome);
    return {Verdict::later, shown(code >= 400 ? fmt::format("{} ({})", heard.last, why) : why)};
}
