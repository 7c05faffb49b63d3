// The end of one's data: asked for by the password, done two weeks later unless it is taken back.
#include "erasure.hpp"

#include "handlers/accounts/factors/reauthentication.hpp"

#include "lib/files/pictures/pictures.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/data/erasure.hpp"
#include "lib/web/area.hpp"

namespace erasure {

constexpr int most_at_once = 100;

struct Ask {
    Secret password;
    static constexpr std::string_view schema_name = "ErasureAsked";
    static constexpr std::string_view schema_about = "The password, by which one shows again who one is.";
    static constexpr auto fields = std::tuple{field("password", &Ask::password,
        {.max = 1000, .verbatim = true, .about = "One's own.", .example = "violet-harbour-74"})};
};

struct Asked {
    Time erase_at{};
    static constexpr std::string_view schema_name = "Erasure";
    static constexpr std::string_view schema_about = "When somebody is erased who asked for it.";
    static constexpr auto fields =
        std::tuple{field("erase_at", &Asked::erase_at, {.about = "Until then it can be taken back."})};
};

namespace {

// What cannot be removed now is no row's any more, and goes with the next sweep.
void remove_files(const Site& site, const ErasedFiles& files)
{
    if (files.picture) forget_picture(site.media, *files.picture);
    for (const auto& key : files.stored) try {
            site.files.remove(key);
        } catch (const std::runtime_error& error) {
            log(Level::warning, "storage", {{"what", std::string_view(error.what())}});
        }
}

// The last admin cannot be, and hinders nobody else.
void erase(TaskRun& run, const Uuid& person)
{
    std::optional<ErasedFiles> files;
    try {
        Transaction transaction(run.sql);
        files = store::erase(run.sql, person);
        transaction.commit();
    } catch (const DatabaseError& error) {
        if (error.lost) throw;
        log(Level::warning, "not_erased",
            {{"person", std::string_view(to_text(person))}, {"sqlstate", std::string_view(error.sqlstate)},
                {"constraint", std::string_view(error.constraint)}});
    }
    if (files) remove_files(run.site, *files);
}

} // namespace

extern constexpr TaskKind erase_people{
    .name = "erase_people",
    .about = "Erase those who asked for it two weeks ago",
    .limit = a_while,
    .urgency = Urgency::low,
    .schedule = {.every = std::chrono::hours(1)},
    .work = {in_steps,
        [](TaskRun& run, const NoInput&) {
            for (const auto& person : store::due_erasures(run.sql, most_at_once)) erase(run, person);
        }},
};

constexpr Rate rate{"erasure", 20, per_hour, true};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "ask_erasure",
        .methods = Method::post,
        .path = "/api/v1/auth/me/erase/",
        .summary = "Ask to be erased, with all one's data",
        .about = "It is done two weeks later, and can be taken back until then; asking again puts nothing "
                 "off. What "
                 "becomes of the data stands in docs/security.md.",
        .needs = signed_in_by_session,
        .rate = rate,
        .cache = no_store,
        .pool = Pool::slow,
        .status = 202,
        .prepare = [](Context& c, const Ask& in) -> Proven {
            show_password(c, in.password);
            return {};
        },
        .answer = [](Context& c, const Ask&, Proven&) -> Asked {
            return {store::ask_for_erasure(c.sql, *c.caller.id)};
        },
    },
    {
        .name = "cancel_erasure",
        .methods = Method::del,
        .path = "/api/v1/auth/me/erase/",
        .summary = "Take back that one wants to be erased",
        .about = "404 when one does not.",
        .needs = signed_in_by_session,
        .rate = rate,
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> Nothing {
            if (!store::cancel_erasure(c.sql, *c.caller.id)) throw Problem{"not_found"};
            return {};
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace erasure
