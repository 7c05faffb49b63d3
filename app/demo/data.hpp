// What the demo board is made of: categories, places, companies, names, and professions with the sentences
// that their job advertisements are put together from. Texts joined by | are choices.
#pragma once

#include <span>
#include <string_view>

struct CategoryText {
    std::string_view name, parent, description;
};

struct Place {
    std::string_view name;
    int pay; // what is paid there, in percent of the salaries below
};

struct Company {
    std::string_view username, name, roots; // the top categories it hires in
    std::string_view about;                 // a sentence that follows its name
    std::string_view places;
};

struct Profession {
    std::string_view category, titles;
    int low, high;            // a year's pay in thousands
    bool ranked;              // comes as junior, senior and lead as well
    std::string_view purpose; // completes "We are looking for somebody to …"
    std::string_view duties, needs;
};

std::span<const CategoryText> demo_categories(); // a parent before its children
std::span<const Place> demo_places();
std::span<const Company> demo_companies();
std::span<const std::string_view> demo_first_names();
std::span<const std::string_view> demo_last_names();

// One table for each group of top categories.
std::span<const Profession> technical_professions();
std::span<const Profession> care_and_teaching_professions();
std::span<const Profession> hands_on_professions();
std::span<const Profession> office_professions();
