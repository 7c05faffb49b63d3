// The sections of a profile, and answers that come back: each a value that its endpoints follow from.
#include "lib/store/people/sections.hpp"

#include "lib/base/net/url.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/owned.hpp"
#include "lib/words/language_tag.hpp"

namespace people {

namespace {

bool is_web_address(std::string_view text)
{
    auto url = parse_url(text);
    return url && (url->scheme == "http" || url->scheme == "https");
}

void check_url(const std::string& url, Faults& faults)
{
    if (faults.fine("url") && !url.empty() && !is_web_address(url))
        faults.add("url", "must_be_web_address"_s);
}

void check_order(
    std::optional<Date> from, std::optional<Date> to, std::string_view end, const Said& said, Faults& faults)
{
    if (from && to && *to < *from && faults.fine(end)) faults.add(end, said);
}

template <class T> void check_period(const T& entry, Faults& faults)
{
    if (entry.is_current && entry.end_date && faults.fine("is_current") && faults.fine("end_date"))
        faults.add("end_date", "end_date.of_current"_s);
    if (faults.fine("start_date"))
        check_order(entry.start_date, entry.end_date, "end_date", "end_date.before_start"_s, faults);
}

struct Section {
    static constexpr Rate reading{"profile", 600, per_minute}, writing{"profile_changes", 300, per_minute};
};

struct Skills : Section {
    using Content = Skill;
    static constexpr std::string_view one = "skill", many = "skills", a_one = "a skill", ones = "skills",
                                      path = "/api/v1/auth/profile/skills/";
};

struct Schools : Section {
    using Content = Education;
    static constexpr std::string_view one = "education", many = "education", a_one = "a time of studies",
                                      ones = "education", path = "/api/v1/auth/profile/education/";
    static void check(const Education& entry, Faults& faults) { check_period(entry, faults); }
};

struct WorkHistory : Section {
    using Content = WorkExperience;
    static constexpr std::string_view one = "work_experience", many = "work_history", a_one = "a job held",
                                      ones = "work history", path = "/api/v1/auth/profile/work-history/";
    static void check(const WorkExperience& entry, Faults& faults) { check_period(entry, faults); }
};

struct Portfolio : Section {
    using Content = Project;
    static constexpr std::string_view one = "project", many = "portfolio", a_one = "a project",
                                      ones = "portfolio", path = "/api/v1/auth/profile/portfolio/";
    static void check(const Project& project, Faults& faults)
    {
        check_url(project.url, faults);
        check_order(project.start_date, project.end_date, "end_date", "end_date.before_start"_s, faults);
    }
};

struct SocialLinks : Section {
    using Content = SocialLink;
    static constexpr std::string_view one = "social_link", many = "social_links", a_one = "a social link",
                                      ones = "social links", path = "/api/v1/auth/profile/social-links/";
    static void check(const SocialLink& link, Faults& faults) { check_url(link.url, faults); }
};

struct Languages : Section {
    using Content = SpokenLanguage;
    static constexpr std::string_view one = "language", many = "languages", a_one = "a language",
                                      ones = "languages", path = "/api/v1/auth/profile/languages/";
    static void check(const SpokenLanguage& spoken, Faults& faults)
    {
        if (faults.fine("language") && !is_language_tag(spoken.language))
            faults.add("language", "must_be_language"_s);
    }
};

struct Certifications : Section {
    using Content = Certification;
    static constexpr std::string_view one = "certification", many = "certifications",
                                      a_one = "a certification", ones = "certifications",
                                      path = "/api/v1/auth/profile/certifications/";
    static void check(const Certification& held, Faults& faults)
    {
        check_url(held.url, faults);
        check_order(held.issued_on, held.expires_on, "expires_on", "expires_on.before_issue"_s, faults);
    }
};

struct Answers : Section {
    using Content = SavedAnswer;
    static constexpr std::string_view one = "saved_answer", many = "saved_answers", a_one = "a saved answer",
                                      ones = "saved answers", path = "/api/v1/auth/profile/answers/";
};

constexpr auto endpoints =
    owned_endpoints<Skills, Schools, WorkHistory, Portfolio, SocialLinks, Languages, Certifications, Answers>;

} // namespace

extern constexpr Module sections{endpoints};

} // namespace people
