// The files of applications: the résumé by token or by a signed link, and a picture of its first page.
#include "lib/store/hiring/applications.hpp"

#include "lib/files/documents/document_header.hpp"
#include "lib/files/documents/file_name.hpp"
#include "lib/process/log.hpp"
#include "lib/store/hiring/resume_files.hpp"
#include "lib/web/endpoint.hpp"
#include "lib/web/fresh/range.hpp"
#include "lib/web/shape/scope.hpp"
#include "lib/web/shape/signed_link.hpp"

namespace resumes {

constexpr std::string_view json_media = "application/json", picture_media = "image/jpeg";
constexpr std::array file_media{
    media_type_of(DocumentKind::pdf), media_type_of(DocumentKind::doc), media_type_of(DocumentKind::docx)};
constexpr std::array file_or_link_media{file_media[0], file_media[1], file_media[2], json_media};
constexpr std::array pictures{picture_media};
constexpr int good_for_s = 3600;

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The application's id."})};
};

struct Fetch {
    ById which;
    bool by_link = false;
    static constexpr auto fields = std::tuple{
        fields_of(&Fetch::which),
        field("signed", &Fetch::by_link,
            {.in = In::query,
                .about = "Instead of the file, an address under which anybody can fetch it for an hour: "
                         "`{\"url\", \"expires_in\"}`.",
                .example = "true"}),
    };
};

struct FetchSigned {
    ById which;
    SignedUntil until;
    static constexpr auto fields = std::tuple{fields_of(&FetchSigned::which), fields_of(&FetchSigned::until)};
    void check(Faults& faults) const { until.expect(faults); }
};

struct Link {
    std::string url;
    int expires_in = good_for_s;
    static constexpr auto fields =
        std::tuple{field("url", &Link::url), field("expires_in", &Link::expires_in)};
};

namespace {

// What a link is signed for.
std::string name_of_file(const Uuid& application)
{
    return "resume " + to_text(application);
}

// Throws unless somebody may have it now.
Resume expect_harmless(Context& c, std::optional<Resume> resume)
{
    if (!resume) throw Problem{"not_found"};
    if (resume->scan == FileScan::infected) throw Problem{"file_infected"};
    if (resume->scan == FileScan::waiting && c.site.scanner)
        throw Problem{.code = "file_waiting", .headers = {{"Retry-After", "60"}}};
    return *resume;
}

bool is_stored(Context& c, const std::string& key)
{
    try {
        return c.site.files.has(key);
    } catch (const std::runtime_error& error) {
        log(Level::error, "storage", {{"what", std::string_view(error.what())}});
        throw Problem{.code = "storage_unavailable", .sentence = "file.not_fetched"_s};
    }
}

Text delivered(Context& c, const Delivery& delivery)
{
    c.status = delivery.status;
    c.headers.insert(c.headers.end(), delivery.headers.begin(), delivery.headers.end());
    return {};
}

Text file(Context& c, const Resume& resume)
{
    if (!is_stored(c, resume.key)) {
        log(Level::error, "file_missing", {{"file", std::string_view(resume.key)}});
        throw Problem{"file_missing"};
    }
    if (asks_for_no_part(c.request, resume.bytes))
        throw Problem{.code = "range_not_satisfiable",
            .headers = {{"Content-Range", fmt::format("bytes */{}", resume.bytes)}}};
    auto kind = parse<DocumentKind>(resume.kind).value_or(DocumentKind::pdf);
    return delivered(c,
        c.site.files.deliver(resume.key, std::string(media_type_of(kind)), attachment_header(resume.name)));
}

Text link(Context& c, const Uuid& application)
{
    auto expires = std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count() + good_for_s;
    auto path = fmt::format("/api/v1/applications/{}/resume/file/", to_text(application));
    c.headers.emplace_back("Content-Type", std::string(json_media));
    return {json_text(Link{signed_address(c.site, path, name_of_file(application), expires)})};
}

Text fetch(Context& c, const Fetch& in)
{
    auto resume = expect_harmless(c, store::find_resume(c.sql, in.which.id, scope_of(c, Grant::decide)));
    return in.by_link ? link(c, in.which.id) : file(c, resume);
}

Text fetch_signed(Context& c, const FetchSigned& in)
{
    if (!is_signed(c.site, name_of_file(in.which.id), in.until, now())) throw Problem{"not_found"};
    return file(c, expect_harmless(c, store::find_resume(c.sql, in.which.id, {.everything = true})));
}

Text first_page(Context& c, const Uuid& application)
{
    expect_harmless(c, store::find_resume(c.sql, application, scope_of(c, Grant::decide)));
    auto shown = store::find_resume_shown(c.sql, application, c.site.scanner.has_value());
    if (!shown || !shown->thumbnail || !is_stored(c, *shown->thumbnail)) throw Problem{"not_found"};
    return delivered(c, c.site.files.deliver(*shown->thumbnail, std::string(picture_media), "inline"));
}

} // namespace

constexpr Rate fetching{"fetch_resume", 300, per_minute};

constexpr Endpoint as_of_old(std::string_view name, std::string_view path, std::string_view also_at)
{
    return {
        .name = name,
        .methods = Method::get,
        .path = path,
        .also_at = also_at,
        .summary = "The résumé of an application, where older clients find it",
        .about = "The same as `GET /api/v1/applications/{id}/resume/`.",
        .needs = signed_in,
        .rate = fetching,
        .cache = no_store,
        .other_status = 206,
        .media = any_media,
        .delivers = file_or_link_media,
        .answer = [](Context& c, const Fetch& in) -> Text { return fetch(c, in); },
    };
}

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "fetch_resume",
        .methods = Method::get,
        .path = "/api/v1/applications/{id}/resume/",
        .also_at = "/api/v1/jobs/applications/{id}/resume/",
        .summary = "The résumé of an application, as a file to save",
        .about = "The file that was sent, under its name. Answers ranges. A client follows redirects "
                 "here, should the files be kept elsewhere.",
        .needs = signed_in,
        .rate = fetching,
        .cache = no_store,
        .other_status = 206,
        .media = any_media,
        .delivers = file_or_link_media,
        .answer = [](Context& c, const Fetch& in) -> Text { return fetch(c, in); },
    },
    as_of_old("fetch_resume_file", "/api/v1/files/resumes/{id}/", "/api/v1/files/files/resumes/{id}/"),
    as_of_old("fetch_resume_health_file", "/health/files/resumes/{id}/", ""),
    {
        .name = "fetch_signed_resume",
        .methods = Method::get,
        .path = "/api/v1/applications/{id}/resume/file/",
        .summary = "The résumé of an application, by a signed link",
        .about =
            "Whoever has the link gets the file, until it is over: `GET …/resume/?signed=true` makes one. "
            "404 when the link was not made here, is over, or the file is gone.",
        .needs = anyone_unseen,
        .rate = fetching,
        .cache = no_store,
        .other_status = 206,
        .media = any_media,
        .delivers = file_media,
        .answer = [](Context& c, const FetchSigned& in) -> Text { return fetch_signed(c, in); },
    },
    {
        .name = "fetch_resume_thumbnail",
        .methods = Method::get,
        .path = "/api/v1/applications/{id}/resume/thumbnail/",
        .also_at = "/api/v1/jobs/applications/{id}/resume/thumbnail/",
        .summary = "A picture of the first page of a résumé",
        .about =
            "A JPEG, made soon after a PDF has come. 404 as long as there is none, and for other kinds of "
            "files.",
        .needs = signed_in,
        .rate = fetching,
        .cache = no_store,
        .media = any_media,
        .delivers = pictures,
        .answer = [](Context& c, const ById& in) -> Text { return first_page(c, in.id); },
    },
};

// What all of these have in common.
constexpr auto endpoints_of_files = [] {
    auto all = std::to_array(list_of_endpoints);
    for (auto& e : all) {
        e.thing = "application";
        e.conflict =
            "Nobody gets the file yet (`file_waiting`, until it was scanned) or ever (`file_infected`).";
    }
    return all;
}();
static_assert(consistent(endpoints_of_files));
extern constexpr Module endpoints{endpoints_of_files};

} // namespace resumes
