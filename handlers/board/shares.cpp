// Sharing jobs: people tell others of one, by mail or elsewhere.
#include "lib/store/board/reach/shares.hpp"

#include "lib/auth/names.hpp"
#include "lib/base/text.hpp"
#include "lib/store/board/jobs.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/words/labels.hpp"

template <> inline constexpr std::array<std::string_view, 7> labels_of<ShareMethod>{
    "E-mail", "Link", "LinkedIn", "Twitter", "Facebook", "WhatsApp", "Other"};

namespace shares {

constexpr std::string_view latest_first = "-shared_at";
constexpr long long mails_a_day = 20;

struct Share {
    std::optional<Uuid> job_id, job;
    std::optional<ShareMethod> method, platform;
    std::string shared_with, message;

    static constexpr std::string_view schema_name = "JobShareContent";
    static constexpr std::string_view schema_about = "Which job somebody is told of, and how.";
    static constexpr auto fields = std::tuple{
        field("job_id", &Share::job_id, {.about = "The id of the job; needed unless `job` has it."}),
        field("job", &Share::job, {.about = "The same."}),
        field("method", &Share::method, {.about = "How; `link` if nothing is said."}),
        field("platform", &Share::platform, {.about = "The same, as older clients send it."}),
        field("shared_with", &Share::shared_with,
            {.min = 0,
                .max = 254,
                .defaulted = true,
                .about = "Whom: for `email` an address of mail, which is written to.",
                .example = "ben@example.com"}),
        field("message", &Share::message,
            {.min = 0,
                .max = 1000,
                .defaulted = true,
                .about = "What one wants to say with it.",
                .example = "Is this not for you?"}),
    };

    void check(Faults& faults) const
    {
        if (!job_id && !job && faults.fine("job_id") && faults.fine("job"))
            faults.add("job_id", "required"_s);
    }
    const Uuid& wanted() const { return job_id ? *job_id : *job; }
    ShareMethod how() const { return method ? *method : platform.value_or(ShareMethod::link); }
};

struct Shown {
    JobShare share;
    std::string method_display, url;

    static constexpr std::string_view schema_name = "JobShare";
    static constexpr std::string_view schema_about = "A job that somebody was told of.";
    static constexpr auto fields = std::tuple_cat(std::tuple{fields_of(&Shown::share)},
        std::tuple{
            field("method_display", &Shown::method_display,
                {.about = "The method as people call it.", .example = "LinkedIn"}),
            field("url", &Shown::url,
                {.about = "The address to share: visits by it count as coming from there.",
                    .format = "uri",
                    .example =
                        "https://jobs.example/jobs/0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b?source=linkedin"}),
        });
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The share's id."})};
};

namespace {

Shown shown(const Context& c, const JobShare& share)
{
    return {share, std::string(label_of(share.method)),
        fmt::format("{}/jobs/{}?source={}", c.site.public_url, to_text(share.job), name_of(share.method))};
}

Shown found(Context& c, const Uuid& id)
{
    auto share = store::find_share(c.sql, id, *c.caller.id);
    if (!share) throw Problem{"not_found"};
    return shown(c, *share);
}

// Mails go in the name of somebody whose own address is known to be theirs, and not many of them.
void expect_mail_may_go(Context& c, const Share& in)
{
    if (in.how() != ShareMethod::email) return;
    if (!is_email(folded_email(in.shared_with))) throw invalid("shared_with", "email.form"_s);
    if (!c.caller.email_verified) throw Problem{"email_not_verified"};
    if (store::count_mailed_shares(c.sql, *c.caller.id) >= mails_a_day)
        throw Problem{.code = "rate_limited",
            .headers = {{"Retry-After", "3600"}},
            .sentence = Said("share.too_many"_s, {{"max", mails_a_day}})};
}

Shown add(Context& c, const Share& in)
{
    Scope scope{.caller = c.caller.id, .everything = c.caller.may(Grant::everybodys)};
    auto job = store::find_job(c.sql, in.wanted(), scope);
    if (!job || job->status != JobStatus::active)
        throw invalid(in.job_id ? "job_id" : "job", "share.no_job"_s);
    expect_mail_may_go(c, in);
    auto id = new_uuid();
    store::add_share(c.sql, {id, *c.caller.id, job->id, in.how(), in.shared_with, in.message});
    return found(c, id);
}

} // namespace

constexpr Rate writing{"share_job", 60, per_hour}, reading{"shares", 300, per_minute};

constexpr Endpoint sharing_at(std::string_view name, std::string_view path)
{
    return {
        .name = name,
        .methods = Method::post,
        .path = path,
        .summary = "Tell somebody of a job",
        .about =
            "By `email` the board writes to `shared_with`, in the name of somebody whose own address is "
            "verified, at most twenty times a day. Otherwise it notes that the job was shared, and answers "
            "the address to share.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .status = 201,
        .answer = [](Context& c, const Share& in) -> Shown { return add(c, in); },
    };
}

constexpr Endpoint list_of_endpoints[] = {
    sharing_at("share_job", "/api/v1/jobs/share/"),
    {
        .name = "list_shares",
        .methods = Method::get,
        .path = "/api/v1/jobs/shares/",
        .summary = "What one has told others of, latest first",
        .about = "One's own shares.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .ordering = {order_names<store::share_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<Shown> {
            auto window = window_of(c, in, store::share_orders(), latest_first);
            auto slice = store::list_shares(c.sql, *c.caller.id, window);
            std::vector<Shown> rows;
            for (const auto& share : slice.rows) rows.push_back(shown(c, share));
            auto page = page_of(c, in, window, slice);
            return {page.count, page.next, page.previous, std::move(rows)};
        },
    },
    sharing_at("add_share", "/api/v1/jobs/shares/"),
    {
        .name = "read_share",
        .methods = Method::get,
        .path = "/api/v1/jobs/shares/{id}/",
        .thing = "job_share",
        .summary = "Read one of one's shares",
        .about = "One's own.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> Shown { return found(c, in.id); },
    },
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace shares
