// Profiles as a whole: one's own, and what others let see of theirs.
#include "lib/store/people/profiles.hpp"

#include "lib/base/text.hpp"
#include "lib/store/board/reach/advice.hpp"
#include "lib/store/hiring/applications.hpp"
#include "lib/store/messages/notifications.hpp"
#include "lib/store/people/saved_jobs.hpp"
#include "lib/store/people/sections.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/addresses.hpp"
#include "lib/web/shape/owned.hpp"

namespace profiles {

template <class T> using All = std::vector<Owned<T>>;

// A picture in several sizes.
struct Sources {
    std::string jpeg, webp;
    static constexpr auto fields = std::tuple{
        field("profile_picture_srcset", &Sources::jpeg,
            {.about = "The picture in several sizes, as JPEG, for `srcset`; empty until they were made.",
                .example = "https://jobs.example/media/ab/cd-64.jpg 64w"}),
        field("profile_picture_srcset_webp", &Sources::webp,
            {.about = "The same as WebP, which is smaller.",
                .example = "https://jobs.example/media/ab/cd-64.webp 64w"}),
    };
};

// What a résumé is made of.
struct Sections {
    All<Skill> skills;
    All<Education> education;
    All<WorkExperience> work_history;
    All<Project> portfolio;
    All<SpokenLanguage> languages;
    All<Certification> certifications;
    static constexpr auto fields = std::tuple{
        field("skills", &Sections::skills,
            {.about = "What they can, latest first. Of others this and what follows is empty unless they let "
                      "the reader see it."}),
        field("education", &Sections::education, {.about = "Where they have studied, latest first."}),
        field("work_history", &Sections::work_history,
            {.about = "Where they have worked, latest first; of others without places unless they show "
                      "them."}),
        field("portfolio", &Sections::portfolio, {.about = "What they have made, latest first."}),
        field("languages", &Sections::languages, {.about = "What they speak, latest first."}),
        field("certifications", &Sections::certifications,
            {.about = "What they were certified for, latest first."}),
    };
};

struct Profile {
    User user;
    Sources sources;
    All<SocialLink> social_links;
    Sections sections;
    ProfileCompletion profile_completion;

    static constexpr std::string_view schema_name = "Profile";
    static constexpr std::string_view schema_about = "All that somebody says of themselves.";
    static constexpr auto fields = std::tuple{
        fields_of(&Profile::user),
        fields_of(&Profile::sources),
        field("social_links", &Profile::social_links, {.about = "Where else they are, latest first."}),
        fields_of(&Profile::sections),
        field("profile_completion", &Profile::profile_completion, {.about = "How much of it is there."}),
    };
};

// What somebody lets see of theirs.
struct PublicProfile {
    Uuid id;
    std::string username, full_name, first_name, last_name;
    std::optional<std::string> profile_picture, bio, email, phone_number;
    Sources sources;
    All<SocialLink> social_links;
    Sections sections;

    static constexpr std::string_view schema_name = "PublicProfile";
    static constexpr std::string_view schema_about = "What somebody lets the reader see of their profile.";
    static constexpr auto fields = std::tuple{
        field("id", &PublicProfile::id, {.about = "The account's id."}),
        field("username", &PublicProfile::username, {.about = "The user name.", .example = "ann"}),
        field("full_name", &PublicProfile::full_name,
            {.about = "Both names; the user name where there are none.", .example = "Ann Lee"}),
        field("first_name", &PublicProfile::first_name, {.about = "The first name.", .example = "Ann"}),
        field("last_name", &PublicProfile::last_name, {.about = "The last name.", .example = "Lee"}),
        field("profile_picture", &PublicProfile::profile_picture,
            {.about = "Address of the picture.",
                .format = "uri",
                .example = "https://jobs.example/media/profile_pictures/ann.jpg"}),
        field("bio", &PublicProfile::bio,
            {.about = "What they say of themselves.", .example = "I write programs."}),
        field("email", &PublicProfile::email,
            {.about = "Null unless they show it, or have applied to the reader.",
                .example = "ann@example.com"}),
        field("phone_number", &PublicProfile::phone_number,
            {.about = "Null unless they show it, or have applied to the reader.",
                .example = "+431234567890"}),
        fields_of(&PublicProfile::sources),
        field("social_links", &PublicProfile::social_links, {.about = "Those that are public."}),
        fields_of(&PublicProfile::sections),
    };
};

struct Dashboard {
    PersonFigures statistics;
    std::vector<Application> recent_applications;
    std::vector<SavedJob> saved_jobs;
    std::vector<Job> recommended_jobs;
    std::vector<JsonObject> upcoming_interviews;
    long long unread_notifications = 0;
    ProfileCompletion profile_completion;
    std::vector<std::string> recent_searches;

    static constexpr std::string_view schema_name = "Dashboard";
    static constexpr std::string_view schema_about = "What somebody has going on.";
    static constexpr auto fields = std::tuple{
        field("statistics", &Dashboard::statistics, {.about = "In numbers."}),
        field("recent_applications", &Dashboard::recent_applications, {.about = "The latest five."}),
        field("saved_jobs", &Dashboard::saved_jobs, {.about = "The latest five."}),
        field("recommended_jobs", &Dashboard::recommended_jobs,
            {.about = "The five that suit best, as recommendations have them; none while nothing is known of "
                      "them."}),
        field("upcoming_interviews", &Dashboard::upcoming_interviews,
            {.about = "None: nothing on this board makes any yet."}),
        field("unread_notifications", &Dashboard::unread_notifications,
            {.about = "How many there are.", .example = "2"}),
        field("profile_completion", &Dashboard::profile_completion,
            {.about = "How much of the profile is there."}),
        field("recent_searches", &Dashboard::recent_searches,
            {.about = "None: nothing on this board keeps them yet.", .example = "c++"}),
    };
};

struct ByName {
    std::string id;
    static constexpr auto fields = std::tuple{field("id", &ByName::id,
        {.in = In::path, .about = "The user name, in any case, or the account's id.", .example = "ann"})};
};

namespace {

template <class T> All<T> all(Context& c, const Uuid& person)
{
    All<T> out;
    for (const auto& row : store::all_owned<T>(c.sql, person)) out.push_back(owned::shown(row));
    return out;
}

Sources sources(const Context& c, const std::optional<std::string>& picture)
{
    auto found = picture_sources(c.site, picture);
    return {std::move(found.jpeg), std::move(found.webp)};
}

Sections sections(Context& c, const Uuid& person)
{
    return {all<Skill>(c, person), all<Education>(c, person), all<WorkExperience>(c, person),
        all<Project>(c, person), all<SpokenLanguage>(c, person), all<Certification>(c, person)};
}

Profile own(Context& c)
{
    const auto& person = *c.caller.id;
    auto user = *store::find_user(c.sql, person);
    auto in_sizes = sources(c, user.profile_picture);
    user.profile_picture = picture_address(c.site, user.profile_picture);
    return {std::move(user), std::move(in_sizes), all<SocialLink>(c, person), sections(c, person),
        store::profile_completion(c.sql, person)};
}

All<SocialLink> public_links(Context& c, const ProfileSeen& seen)
{
    auto links = all<SocialLink>(c, seen.id);
    if (!seen.is_own) std::erase_if(links, [](const auto& link) { return !link.content.is_public; });
    return links;
}

Sections public_sections(Context& c, const ProfileSeen& seen)
{
    if (!seen.sees_resume) return {};
    auto out = sections(c, seen.id);
    if (!seen.sees_location)
        for (auto& entry : out.work_history) entry.content.location.clear();
    return out;
}

PublicProfile read(Context& c, const std::string& name_or_id)
{
    auto seen = store::see_profile(c.sql, lowered(name_or_id),
        {c.caller.id, c.caller.may(Grant::post_jobs), c.caller.may(Grant::everybodys)});
    if (!seen) throw Problem{"not_found"};
    return {seen->id, seen->username, seen->full_name, seen->first_name, seen->last_name,
        picture_address(c.site, seen->profile_picture), seen->bio, seen->email, seen->phone_number,
        sources(c, seen->profile_picture), public_links(c, *seen), public_sections(c, *seen)};
}

constexpr int shown_of_each = 5;

std::vector<Job> recommended(Context& c, const Uuid& person)
{
    auto found = store::recommend_jobs(c.sql, person, shown_of_each);
    return {found.begin(), found.end()};
}

Dashboard dashboard(Context& c)
{
    const auto& person = *c.caller.id;
    Window<Application> latest{.order = {{&store::application_orders()[0], true}}, .size = shown_of_each};
    auto applications = store::list_applications(c.sql, {}, {.caller = person}, latest).rows;
    for (auto& application : applications) {
        application.resume = resume_address(c, application.id);
        application.notes = {};
    }
    return {store::person_figures(c.sql, person), std::move(applications),
        store::latest_saved_jobs(c.sql, {.caller = person}, shown_of_each), recommended(c, person), {},
        store::unread_notifications(c.sql, person), store::profile_completion(c.sql, person), {}};
}

} // namespace

constexpr Rate reading{"profile", 600, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "read_own_profile",
        .methods = Method::get,
        .path = "/api/v1/auth/profile/",
        .summary = "One's own profile, all of it",
        .about = "The account as `me/` has it, with every section and how much of it is filled in.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const Nothing&) -> Profile { return own(c); },
    },
    {
        .name = "read_dashboard",
        .methods = Method::get,
        .path = "/api/v1/auth/profile/dashboard/",
        .summary = "What one has going on",
        .about = "For a first page: figures, and the latest of each.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const Nothing&) -> Dashboard { return dashboard(c); },
    },
    {
        .name = "read_profile",
        .methods = Method::get,
        .path = "/api/v1/profiles/{id}/",
        .thing = "user",
        .summary = "What somebody lets see of their profile",
        .about =
            "As `profile_visibility` and `resume_visibility` of their preferences say. An employer sees all "
            "of somebody who has applied for one of their jobs; admins see everything. 404 when there is "
            "nothing that the caller may see.",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = private_copy,
        .answer = [](Context& c, const ByName& in) -> PublicProfile { return read(c, in.id); },
    },
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace profiles
