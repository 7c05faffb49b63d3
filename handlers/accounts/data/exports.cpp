// A copy of all one's data: asked for, made by a task, and fetched by a link.
#include "lib/store/accounts/data/exports.hpp"

#include "exports.hpp"

#include "lib/process/log.hpp"
#include "lib/web/endpoint.hpp"
#include "lib/web/fresh/range.hpp"
#include "lib/web/shape/signed_link.hpp"

namespace data_exports {

constexpr std::string_view zip_media = "application/zip";
constexpr std::array delivered{zip_media};
constexpr int per_day = 86'400;

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The copy's id."})};
};

struct Fetch {
    ById which;
    SignedUntil until;
    static constexpr auto fields = std::tuple{fields_of(&Fetch::which), fields_of(&Fetch::until)};
    void check(Faults& faults) const { until.expect(faults); }
};

struct Shown {
    Uuid id;
    ExportState state{};
    std::optional<long long> bytes;
    Time created_at{};
    std::optional<Time> ready_at, expires_at;
    std::optional<std::string> download_url;

    static constexpr std::string_view schema_name = "DataExport";
    static constexpr std::string_view schema_about = "A copy of all one's data, and how it stands.";
    static constexpr auto fields = std::tuple{
        field("id", &Shown::id, {.about = "The copy's id."}),
        field("state", &Shown::state, {.about = "How it stands."}),
        field("bytes", &Shown::bytes,
            {.about = "How long the file is; null until it is ready.", .example = "48211"}),
        field("created_at", &Shown::created_at, {.about = "When it was asked for."}),
        field("ready_at", &Shown::ready_at, {.about = "When it was ready; null until it is."}),
        field("expires_at", &Shown::expires_at,
            {.about = "Until when it can be fetched; null until it is ready."}),
        field("download_url", &Shown::download_url,
            {.about = "Where the file can be fetched without a token; null while it cannot.",
                .format = "uri",
                .example =
                    "https://jobs.example/api/v1/auth/me/exports/0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b/file/"
                    "?expires=1796083200&signature=mJ0xqI7n1m4mC1b0J3Yc3Q"}),
    };
};

namespace {

long long seconds_of(Time at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// What a link is signed for.
std::string name_of_file(const Uuid& id)
{
    return "data export " + to_text(id);
}

std::string link_to(const Site& site, const Uuid& id, long long expires)
{
    return signed_address(
        site, fmt::format("/api/v1/auth/me/exports/{}/file/", to_text(id)), name_of_file(id), expires);
}

Shown shown(const Site& site, const DataExport& one)
{
    bool there = one.state == ExportState::ready;
    return {one.id, one.state, one.bytes, one.created_at, one.ready_at, one.expires_at,
        there ? std::optional(link_to(site, one.id, seconds_of(*one.expires_at))) : std::nullopt};
}

Shown ask(Context& c)
{
    auto id = new_uuid();
    if (store::ask_for_export(c.sql, id, *c.caller.id)) enqueue(c.sql, write_export, ToExport{id});
    return shown(c.site, *store::find_latest_export(c.sql, *c.caller.id));
}

Shown read(Context& c, const Uuid& id)
{
    auto one = store::find_export(c.sql, id);
    if (!one || one->person != *c.caller.id) throw Problem{"not_found"};
    return shown(c.site, *one);
}

DataExport signed_one(Context& c, const Fetch& in)
{
    bool good = is_signed(c.site, name_of_file(in.which.id), in.until, now());
    auto one = good ? store::find_export(c.sql, in.which.id) : std::nullopt;
    if (!one || one->state != ExportState::ready) throw Problem{"not_found"};
    return *one;
}

Text fetch(Context& c, const Fetch& in)
{
    auto one = signed_one(c, in);
    if (asks_for_no_part(c.request, *one.bytes))
        throw Problem{.code = "range_not_satisfiable",
            .headers = {{"Content-Range", fmt::format("bytes */{}", *one.bytes)}}};
    auto delivery = [&] {
        try {
            return c.site.files.deliver(
                *one.file, std::string(zip_media), "attachment; filename=\"my-data.zip\"");
        } catch (const std::runtime_error& error) {
            log(Level::error, "storage", {{"what", std::string_view(error.what())}});
            throw Problem{.code = "storage_unavailable", .sentence = "file.not_fetched"_s};
        }
    }();
    c.status = delivery.status;
    c.headers.insert(c.headers.end(), delivery.headers.begin(), delivery.headers.end());
    return {};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "ask_data_export",
        .methods = Method::post,
        .path = "/api/v1/auth/me/export/",
        .summary = "Ask for a copy of all one's data",
        .about = "A task makes one ZIP of it: each part as JSON below data/, the person as JSON Resume in "
                 "resume.json, and "
                 "the files. That it is ready is told on the board and by mail. While one waits, asking "
                 "again answers "
                 "the same one; five can be asked for a day.",
        .needs = signed_in_by_session,
        .rate = {"data_export", 5, per_day, true},
        .cache = no_store,
        .status = 202,
        .answer = [](Context& c, const Nothing&) -> Shown { return ask(c); },
    },
    {
        .name = "read_data_export",
        .methods = Method::get,
        .path = "/api/v1/auth/me/exports/{id}/",
        .thing = "data_export",
        .summary = "How a copy of one's data stands",
        .about = "Once it is ready, `download_url` fetches it for seven days.",
        .needs = signed_in_by_session,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Shown { return read(c, in.id); },
    },
    {
        .name = "fetch_data_export",
        .methods = Method::get,
        .path = "/api/v1/auth/me/exports/{id}/file/",
        .thing = "data_export",
        .summary = "A copy of somebody's data, as a file to save",
        .about = "By the link that `download_url` is, which whoever has it can follow: no token is asked "
                 "for. A link that "
                 "was changed or has expired is 404. Answers ranges; a client follows redirects here.",
        .needs = anyone_unseen,
        .rate = {"fetch_data_export", 60, per_minute, true},
        .cache = no_store,
        .other_status = 206,
        .media = any_media,
        .delivers = delivered,
        .answer = [](Context& c, const Fetch& in) -> Text { return fetch(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace data_exports
