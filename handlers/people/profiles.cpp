// Profiles as a whole: one's own, and what others let see of theirs.
#include "lib/store/people/profiles.hpp"

#include "lib/base/text.hpp"
#include "lib/store/hiring/applications.hpp"
#include "lib/store/messages/notifications.hpp"
#include "lib/store/people/saved_jobs.hpp"
#include "lib/store/people/sections.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/addresses.hpp"
#include "lib/web/shape/owned.hpp"

namespace profiles {

template <class T> using All = std::vector<Owned<T>>;

struct Profile {
    User user;
    std::string profile_picture_srcset, profile_picture_srcset_webp;
    All<Skill> skills;
    All<Education> education;
    All<WorkExperience> work_history;
    All<Project> portfolio;
    All<SocialLink> social_links;
    All<SpokenLanguage> languages;
    All<Certification> certifications;
    ProfileCompletion profile_completion;

    static constexpr std::string_view schema_name = "Profile";
    static constexpr std::string_view schema_about = "All that somebody says of themselves.";
    static constexpr auto fields = std::tuple{
        fields_of(&Profile::user),
        field("profile_picture_srcset", &Profile::profile_picture_srcset,
            {.about = "The picture in several sizes, as JPEG, for `srcset`; empty until they were made.",
                .example = "https://jobs.example/media/ab/cd-64.jpg 64w"}),
        field("profile_picture_srcset_webp", &Profile::profile_picture_srcset_webp,
            {.about = "The same as WebP, which is smaller.",
                .example = "https://jobs.example/media/ab/cd-64.webp 64w"}),
        field("skills", &Profile::skills, {.about = "What they can, latest first."}),
        field("education", &Profile::education, {.about = "Where they have studied, latest first."}),
        field("work_history", &Profile::work_history, {.about = "Where they have worked, latest first."}),
        field("portfolio", &Profile::portfolio, {.about = "What they have made, latest first."}),
        field("social_links", &Profile::social_links, {.about = "Where else they are, latest first."}),
        field("languages", &Profile::languages, {.about = "What they speak, latest first."}),
        field("certifications", &Profile::certifications,
            {.about = "What they were certified for, latest first."}),
        field("profile_completion", &Profile::profile_completion, {.about = "How much of it is there."}),
    };
};

// What somebody lets see of theirs.
struct PublicProfile {
    Uuid id;
    std::string username, full_name, first_name, last_name;
    std::optional<std::string> profile_picture, bio, email, phone_number;
    std::string profile_picture_srcset, profile_picture_srcset_webp;
    All<SocialLink> social_links;
    All<Skill> skills;
    All<Education> education;
    All<WorkExperience> work_history;
    All<Project> portfolio;
    All<SpokenLanguage> languages;
    All<Certification> certifications;

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
        field("profile_picture_srcset", &PublicProfile::profile_picture_srcset,
            {.about = "The picture in several sizes, as JPEG, for `srcset`; empty until they were made.",
                .example = "https://jobs.example/media/ab/cd-64.jpg 64w"}),
        field("profile_picture_srcset_webp", &PublicProfile::profile_picture_srcset_webp,
            {.about = "The same as WebP, which is smaller.",
                .example = "https://jobs.example/media/ab/cd-64.webp 64w"}),
        field("social_links", &PublicProfile::social_links, {.about = "Those that are public."}),
        field("skills", &PublicProfile::skills,
            {.about = "This and what follows is empty unless they let the reader see their résumé."}),
        field("education", &PublicProfile::education, {.about = "Where they have studied."}),
        field("work_history", &PublicProfile::work_history,
            {.about = "Where they have worked; without places unless they show them."}),
        field("portfolio", &PublicProfile::portfolio, {.about = "What they have made."}),
        field("languages", &PublicProfile::languages, {.about = "What they speak."}),
        field("certifications", &PublicProfile::certifications, {.about = "What they were certified for."}),
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
            {.about = "The latest five in the categories of what they have last applied for or saved; of "
                      "all, if they have not."}),
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

Profile own(Context& c)
{
    const auto& person = *c.caller.id;
    auto user = *store::find_user(c.sql, person);
    auto sources = picture_sources(c.site, user.profile_picture);
    user.profile_picture = picture_address(c.site, user.profile_picture);
    return {user, sources.jpeg, sources.webp, all<Skill>(c, person), all<Education>(c, person),
        all<WorkExperience>(c, person), all<Project>(c, person), all<SocialLink>(c, person),
        all<SpokenLanguage>(c, person), all<Certification>(c, person),
        store::profile_completion(c.sql, person)};
}

All<SocialLink> public_links(Context& c, const ProfileSeen& seen)
{
    auto links = all<SocialLink>(c, seen.id);
    if (!seen.is_own) std::erase_if(links, [](const auto& link) { return !link.content.is_public; });
    return links;
}

All<WorkExperience> work_history(Context& c, const ProfileSeen& seen)
{
    auto entries = all<WorkExperience>(c, seen.id);
    if (!seen.sees_location)
        for (auto& entry : entries) entry.content.location.clear();
    return entries;
}

PublicProfile read(Context& c, const std::string& name_or_id)
{
    auto seen = store::see_profile(c.sql, lowered(name_or_id),
        {c.caller.id, c.caller.may(Grant::post_jobs), c.caller.may(Grant::everybodys)});
    if (!seen) throw Problem{"not_found"};
    PublicProfile out{.id = seen->id,
        .username = seen->username,
        .full_name = seen->full_name,
        .first_name = seen->first_name,
        .last_name = seen->last_name,
        .profile_picture = picture_address(c.site, seen->profile_picture),
        .bio = seen->bio,
        .email = seen->email,
        .phone_number = seen->phone_number};
    auto sources = picture_sources(c.site, seen->profile_picture);
    out.profile_picture_srcset = sources.jpeg;
    out.profile_picture_srcset_webp = sources.webp;
    out.social_links = public_links(c, *seen);
    if (!seen->sees_resume) return out;
    out.skills = all<Skill>(c, seen->id);
    out.education = all<Education>(c, seen->id);
    out.work_history = work_history(c, *seen);
    out.portfolio = all<Project>(c, seen->id);
    out.languages = all<SpokenLanguage>(c, seen->id);
    out.certifications = all<Certification>(c, seen->id);
    return out;
}

constexpr int shown_of_each = 5;

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
        store::latest_saved_jobs(c.sql, {.caller = person}, shown_of_each),
        store::recommended_jobs(c.sql, person, shown_of_each), {}, store::unread_notifications(c.sql, person),
        store::profile_completion(c.sql, person), {}};
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
