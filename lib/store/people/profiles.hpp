// A profile as a whole: what of it is filled in, and what of it whoever reads it may see.
#pragma once

#include "lib/store/accounts/users.hpp"
#include "lib/store/board/jobs.hpp"

// How much of a profile is filled in.
struct ProfileCompletion {
    int percentage = 0, completed_fields = 0, total_fields = 0;
    std::vector<std::string> missing_fields;
    bool is_complete = false;

    static constexpr std::string_view schema_name = "ProfileProgress";
    static constexpr std::string_view schema_about = "How much of a profile is filled in.";
    static constexpr auto fields = std::tuple{
        field("percentage", &ProfileCompletion::percentage, {.about = "From 0 to 100.", .example = "80"}),
        field("completed_fields", &ProfileCompletion::completed_fields,
            {.about = "How many parts there are.", .example = "8"}),
        field("total_fields", &ProfileCompletion::total_fields,
            {.about = "How many there could be.", .example = "10"}),
        field("missing_fields", &ProfileCompletion::missing_fields,
            {.about = "Those that are not there.", .example = "bio"}),
        field("is_complete", &ProfileCompletion::is_complete,
            {.about = "Whether all are.", .example = "false"}),
    };
};

// What somebody has going on, in numbers.
struct PersonFigures {
    long long total_applications = 0, pending_applications = 0, accepted_applications = 0,
              rejected_applications = 0, saved_jobs_count = 0, applications_last_30_days = 0;

    static constexpr std::string_view schema_name = "DashboardStatistics";
    static constexpr std::string_view schema_about = "What somebody has going on, in numbers.";
    static constexpr auto fields = std::tuple{
        field("total_applications", &PersonFigures::total_applications,
            {.about = "How often they have applied.", .example = "12"}),
        field("pending_applications", &PersonFigures::pending_applications,
            {.about = "Of these, how many nobody has decided about.", .example = "5"}),
        field("accepted_applications", &PersonFigures::accepted_applications,
            {.about = "How many were accepted.", .example = "1"}),
        field("rejected_applications", &PersonFigures::rejected_applications,
            {.about = "How many were rejected.", .example = "4"}),
        field("saved_jobs_count", &PersonFigures::saved_jobs_count,
            {.about = "How many jobs they have saved, of those that they may still see.", .example = "7"}),
        field("applications_last_30_days", &PersonFigures::applications_last_30_days,
            {.about = "How often they have applied in the last thirty days.", .example = "3"}),
    };
};

// What of somebody's profile a reader may see.
struct ProfileSeen {
    Uuid id;
    std::string username, full_name, first_name, last_name;
    std::optional<std::string> profile_picture, bio, email, phone_number;
    bool sees_resume = false, sees_location = false, is_own = false;

    static constexpr auto fields = std::tuple{
        field("id", &ProfileSeen::id),
        field("username", &ProfileSeen::username),
        field("full_name", &ProfileSeen::full_name),
        field("first_name", &ProfileSeen::first_name),
        field("last_name", &ProfileSeen::last_name),
        field("profile_picture", &ProfileSeen::profile_picture),
        field("bio", &ProfileSeen::bio),
        field("email", &ProfileSeen::email),
        field("phone_number", &ProfileSeen::phone_number),
        field("sees_resume", &ProfileSeen::sees_resume),
        field("sees_location", &ProfileSeen::sees_location),
        field("is_own", &ProfileSeen::is_own),
    };
};

// Who reads a profile.
struct ProfileReader {
    std::optional<Uuid> id;
    bool hires = false;      // employers
    bool everything = false; // admins
    static constexpr auto fields = std::tuple{
        field("reader", &ProfileReader::id),
        field("hires", &ProfileReader::hires),
        field("everything", &ProfileReader::everything),
    };
};

namespace store {

ProfileCompletion profile_completion(Sql&, const Uuid& person);
PersonFigures person_figures(Sql&, const Uuid& person);
// Nothing when there is nothing that this reader may see of an account of that user name or id.
std::optional<ProfileSeen> see_profile(Sql&, const std::string& name_or_id, const ProfileReader&);

} // namespace store
