// The sections of a profile: what people say of what they can and have done. Each is a struct and a table.
#pragma once

#include "profile_events.hpp"

#include "lib/store/ledger/own/owned.hpp"
#include "lib/words/labels.hpp"

enum class SkillLevel { beginner, intermediate, advanced, expert };
template <> inline constexpr std::array<std::string_view, 4> names_of<SkillLevel>{
    "beginner", "intermediate", "advanced", "expert"};
template <> inline constexpr std::array<std::string_view, 4> labels_of<SkillLevel>{
    "Beginner", "Intermediate", "Advanced", "Expert"};
template <>
inline constexpr SchemaName schema_of<SkillLevel>{"SkillLevel", "How well somebody can do something."};

enum class Platform { linkedin, github, twitter, facebook, instagram, website, other };
template <> inline constexpr std::array<std::string_view, 7> names_of<Platform>{
    "linkedin", "github", "twitter", "facebook", "instagram", "website", "other"};
template <> inline constexpr std::array<std::string_view, 7> labels_of<Platform>{
    "LinkedIn", "GitHub", "Twitter", "Facebook", "Instagram", "Website", "Other"};
template <> inline constexpr SchemaName schema_of<Platform>{"SocialPlatform", "Where a link leads to."};

// The six levels of the Common European Framework, and whoever grew up with it.
enum class LanguageLevel { A1, A2, B1, B2, C1, C2, native };
template <> inline constexpr std::array<std::string_view, 7> names_of<LanguageLevel>{
    "A1", "A2", "B1", "B2", "C1", "C2", "native"};
template <> inline constexpr std::array<std::string_view, 7> labels_of<LanguageLevel>{"A1 Beginner",
    "A2 Elementary", "B1 Intermediate", "B2 Upper intermediate", "C1 Advanced", "C2 Proficient", "Native"};
template <> inline constexpr SchemaName schema_of<LanguageLevel>{
    "LanguageLevel", "How well somebody speaks a language: a level of the CEFR, or native."};

struct Skill {
    std::string name;
    SkillLevel level = SkillLevel::intermediate;
    std::optional<int> years_of_experience;

    static constexpr OwnedTable kept{"profile_skills", "skills", &profile_updated};
    static constexpr std::string_view schema_name = "SkillContent", shown_as = "Skill",
                                      schema_about = "Something that somebody can do.";
    static constexpr auto fields = std::tuple{
        field("name", &Skill::name,
            {.max = 100,
                .about = "What it is called; nobody has it twice, whatever the case.",
                .example = "PostgreSQL"}),
        field("level", &Skill::level, {.defaulted = true, .about = "How well they can."}),
        field("years_of_experience", &Skill::years_of_experience,
            {.min = 0, .max = 80, .about = "For how many years; null when nobody says.", .example = "6"}),
    };
};

struct Education {
    std::string institution, degree, field_of_study;
    Date start_date{};
    std::optional<Date> end_date;
    bool is_current = false;
    std::string description;

    static constexpr OwnedTable kept{"profile_education", "education", &profile_updated};
    static constexpr std::string_view schema_name = "EducationContent", shown_as = "EducationEntry",
                                      schema_about = "Where somebody has studied, and what.";
    static constexpr auto fields = std::tuple{
        field("institution", &Education::institution,
            {.max = 200, .about = "The school.", .example = "TU Wien"}),
        field("degree", &Education::degree,
            {.max = 200, .about = "What it ends with.", .example = "Bachelor of Science"}),
        field("field_of_study", &Education::field_of_study,
            {.max = 200, .about = "What was studied.", .example = "Computer science"}),
        field("start_date", &Education::start_date, {.about = "When it began.", .example = "2015-10-01"}),
        field("end_date", &Education::end_date,
            {.about = "When it ended; null while it goes on, or when nobody says.", .example = "2019-06-30"}),
        field("is_current", &Education::is_current, {.defaulted = true, .about = "Whether it goes on."}),
        field("description", &Education::description,
            {.min = 0,
                .max = 5000,
                .defaulted = true,
                .about = "More about it.",
                .example = "With honours."}),
    };
};

struct WorkExperience {
    std::string company, position;
    Date start_date{};
    std::optional<Date> end_date;
    bool is_current = false;
    std::string description, location;

    static constexpr OwnedTable kept{"profile_work_history", "work_history", &profile_updated};
    static constexpr std::string_view schema_name = "WorkExperienceContent", shown_as = "WorkExperience",
                                      schema_about = "Where somebody has worked, and as what.";
    static constexpr auto fields = std::tuple{
        field("company", &WorkExperience::company,
            {.max = 200, .about = "Whom they worked for.", .example = "Acme Ltd"}),
        field("position", &WorkExperience::position,
            {.max = 200, .about = "As what.", .example = "Backend developer"}),
        field(
            "start_date", &WorkExperience::start_date, {.about = "When it began.", .example = "2019-09-01"}),
        field("end_date", &WorkExperience::end_date,
            {.about = "When it ended; null while it goes on, or when nobody says.", .example = "2023-03-31"}),
        field("is_current", &WorkExperience::is_current, {.defaulted = true, .about = "Whether it goes on."}),
        field("description", &WorkExperience::description,
            {.min = 0,
                .max = 5000,
                .defaulted = true,
                .about = "What they did there.",
                .example = "Built the billing."}),
        field("location", &WorkExperience::location,
            {.min = 0, .max = 200, .defaulted = true, .about = "Where.", .example = "Vienna"}),
    };
};

struct Project {
    std::string title, description, url, technologies;
    std::optional<Date> start_date, end_date;
    bool is_featured = false;

    static constexpr OwnedTable kept{"profile_portfolio", "portfolio", &profile_updated};
    static constexpr std::string_view schema_name = "PortfolioProjectContent", shown_as = "PortfolioProject",
                                      schema_about = "Something that somebody has made.";
    static constexpr auto fields = std::tuple{
        field(
            "title", &Project::title, {.max = 200, .about = "What it is called.", .example = "Tide tables"}),
        field("description", &Project::description,
            {.max = 5000, .about = "What it is.", .example = "Tides of every harbour, offline."}),
        field("url", &Project::url,
            {.min = 0,
                .max = 2000,
                .defaulted = true,
                .about = "Where it can be seen: http or https; empty when nowhere.",
                .example = "https://tides.example"}),
        field("technologies", &Project::technologies,
            {.min = 0,
                .max = 500,
                .defaulted = true,
                .about = "What it is made with, with commas between.",
                .example = "C++, SQLite"}),
        field("start_date", &Project::start_date,
            {.about = "When it was begun; null when nobody says.", .example = "2022-01-01"}),
        field("end_date", &Project::end_date,
            {.about = "When it was finished; null when it is not.", .example = "2022-11-30"}),
        field("is_featured", &Project::is_featured,
            {.defaulted = true, .about = "Whether it is to be shown first."}),
    };
};

struct SocialLink {
    Platform platform{};
    std::string url;
    bool is_public = true;

    static constexpr OwnedTable kept{"profile_social_links", "social_links", &profile_updated};
    static constexpr std::string_view schema_name = "SocialLinkContent", shown_as = "SocialLink",
                                      schema_about = "Where else somebody can be found.";
    static constexpr auto fields = std::tuple{
        field("platform", &SocialLink::platform, {.about = "Where; one link for each."}),
        field("url", &SocialLink::url,
            {.max = 2000,
                .about = "The address of their page there: http or https.",
                .format = "uri",
                .example = "https://github.com/ann"}),
        field("is_public", &SocialLink::is_public, {.defaulted = true, .about = "Whether others see it."}),
    };
};

struct SpokenLanguage {
    std::string language;
    LanguageLevel level{};

    static constexpr OwnedTable kept{"profile_languages", "languages", &profile_updated};
    static constexpr std::string_view schema_name = "SpokenLanguageContent", shown_as = "SpokenLanguage",
                                      schema_about = "A language that somebody speaks.";
    static constexpr auto fields = std::tuple{
        field("language", &SpokenLanguage::language,
            {.max = 35, .about = "By its BCP 47 tag; nobody has it twice.", .example = "pt-BR"}),
        field("level", &SpokenLanguage::level, {.about = "How well."}),
    };
};

struct Certification {
    std::string name, issuer;
    std::optional<Date> issued_on, expires_on;
    std::string url;

    static constexpr OwnedTable kept{"profile_certifications", "certifications", &profile_updated};
    static constexpr std::string_view schema_name = "CertificationContent", shown_as = "Certification",
                                      schema_about = "What somebody was certified for.";
    static constexpr auto fields = std::tuple{
        field("name", &Certification::name,
            {.max = 200, .about = "What it is called.", .example = "Certified Kubernetes Administrator"}),
        field("issuer", &Certification::issuer,
            {.min = 0,
                .max = 200,
                .defaulted = true,
                .about = "Who certified it.",
                .example = "The Linux Foundation"}),
        field("issued_on", &Certification::issued_on,
            {.about = "Since when; null when nobody says.", .example = "2024-05-02"}),
        field("expires_on", &Certification::expires_on,
            {.about = "Until when it is good; null for ever.", .example = "2027-05-02"}),
        field("url", &Certification::url,
            {.min = 0,
                .max = 2000,
                .defaulted = true,
                .about = "Where it can be verified: http or https; empty when nowhere.",
                .example = "https://certs.example/ann"}),
    };
};

// What somebody has answered before and may want to answer again.
struct SavedAnswer {
    std::string question_key, answer;

    static constexpr OwnedTable kept{"saved_answers", "answers", &profile_updated, 500};
    static constexpr std::string_view schema_name = "SavedAnswerContent", shown_as = "SavedAnswer",
                                      schema_about = "What somebody answers to a question that comes back.";
    static constexpr auto fields = std::tuple{
        field("question_key", &SavedAnswer::question_key,
            {.max = 200,
                .about = "Which question; nobody has two answers to one.",
                .example = "notice_period"}),
        field("answer", &SavedAnswer::answer,
            {.max = 10'000, .about = "The answer.", .example = "Three months."}),
    };
};
