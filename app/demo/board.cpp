// The demo board from its tables, drawn by a fixed sequence.
#include "board.hpp"

#include "data.hpp"
#include "days.hpp"
#include "lib/base/text.hpp"
#include "lib/words/slug.hpp"
#include "random.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

using namespace std::chrono;

namespace {

// Not everybody who has registered applies.
constexpr int jobs_of_a_profession = 11, candidates = 240, applicants = 36, days_back = 110;

enum class Kind : std::uint8_t { user, category, job, application };

// A version 7 identifier whose time is fixed, in the order of n.
Uuid demo_id(Kind kind, std::uint64_t n)
{
    Random random{static_cast<std::uint64_t>(kind) << 32 | n};
    auto more = random.next();
    return uuid_of(1'767'225'600'000 + n, random.next(), more); // from 2026-01-01
}

std::vector<std::string_view> choices(std::string_view joined)
{
    std::vector<std::string_view> out;
    while (true) {
        auto bar = joined.find('|');
        out.push_back(joined.substr(0, bar));
        if (bar == joined.npos) return out;
        joined.remove_prefix(bar + 1);
    }
}

std::string_view root_of(std::string_view category)
{
    for (const auto& c : demo_categories())
        if (c.name == category) return c.parent.empty() ? c.name : root_of(c.parent);
    return {};
}

// A few of the choices, as a list with one on each line.
std::string bullets(Random& random, std::string_view joined, std::size_t count)
{
    auto lines = choices(joined);
    random.shuffle(lines);
    lines.resize(std::min(count, lines.size()));
    std::string out;
    for (auto line : lines) out += fmt::format("{}- {}", out.empty() ? "" : "\n", line);
    return out;
}

struct Advert {
    const Profession* profession;
    const Company* company;
    DemoJob job;
};

struct Maker {
    Time now;
    Random random{20'260'101};
    DemoBoard board;
    std::vector<Advert> adverts;
    BusyDays posting{now, days_back, office_week, 11}, looking{now, days_back, home_week, 12};

    void add_categories();
    void add_employers();
    void add_candidates();
    void add_jobs();
    void add_applications();

    Advert make_advert(const Profession&);
    void choose_terms(Advert&);
    void set_salary(Advert&, int percent);
    std::vector<Time> times_of_jobs(std::size_t);
    void set_dates(Advert&, std::size_t position);
    void add_views(DemoJob&, Random&);
    void apply(const DemoUser&, std::vector<const Advert*>& fitting);
    DemoApplication make_application(const DemoUser&, const Advert&, Time applied);
    void decide(DemoApplication&);
};

void Maker::add_categories()
{
    for (const auto& c : demo_categories())
        board.categories.push_back({.id = demo_id(Kind::category, board.categories.size()),
            .name = std::string(c.name),
            .description = std::string(c.description),
            .slug = slug_of(c.name),
            .parent = std::string(c.parent),
            .created_at = now - days(days_back + 30)});
}

void Maker::add_employers()
{
    for (const auto& c : demo_companies()) {
        auto phone = fmt::format("+49301{:07}", random.below(10'000'000));
        board.users.push_back({.id = demo_id(Kind::user, board.users.size()),
            .username = std::string(c.username),
            .email = fmt::format("jobs@{}.example", slug_of(c.name)),
            .first_name = std::string(c.name),
            .role = "employer",
            .phone_number = phone,
            .bio = fmt::format("{} {}.", c.name, c.about),
            .date_joined = now - days(days_back + random.between(10, 400))});
    }
}

void Maker::add_candidates()
{
    Random joining{21};
    auto joined = [&](bool applies) -> Time {
        if (applies || joining.chance(45)) return now - days(joining.between(days_back + 1, 300));
        auto ago = looking.pick(joining);
        return looking.moment(joining, ago, now - days(days_back + 1), now);
    };
    auto add = [&](const std::string& username, std::string_view first, std::string_view last,
                   std::string_view role, Time since) {
        board.users.push_back({.id = demo_id(Kind::user, board.users.size()),
            .username = username,
            .email = username + "@people.example",
            .first_name = std::string(first),
            .last_name = std::string(last),
            .role = std::string(role),
            .phone_number = std::nullopt,
            .bio = std::nullopt,
            .date_joined = since});
    };
    add("demo_admin", "Robin", "Ashdown", "admin", now - days(300));
    add("demo_user", "Mara", "Velden", "user", now - days(days_back + 1));
    for (std::size_t i = 0; i < candidates; ++i) {
        auto named_so = i % demo_first_names().size(), round = i / demo_first_names().size();
        auto first = demo_first_names()[named_so];
        auto last = demo_last_names()[(named_so * 7 + round * 4) % demo_last_names().size()];
        add(lowered(ascii_folded(fmt::format("{}.{}", first, last))), first, last, "user",
            joined(i < applicants));
    }
}

constexpr std::string_view openings[] = {
    "At our site in {0} we are looking for somebody to {1}.",
    "For our team in {0} we are looking for a colleague to {1}.",
    "We are growing in {0} and need help to {1}.",
    "To strengthen our team in {0}, we want somebody who likes to {1}.",
};

constexpr std::string_view offers[] = {
    "We offer thirty days of holiday, flexible hours and a budget for training.",
    "You get a permanent contract, fair pay and colleagues who stay for years.",
    "Working from home on two days a week is normal here.",
    "A thorough introduction, a mentor and modern tools are waiting for you.",
    "We pay for public transport, offer a company pension and cook lunch together on Fridays.",
    "Four-day weeks are possible; we plan rosters six weeks ahead.",
    "We welcome people of every background, and our offices are accessible.",
    "Career changers are welcome: what you do not know yet you will learn with us.",
};

Advert Maker::make_advert(const Profession& profession)
{
    Advert out{.profession = &profession, .company = nullptr, .job = {}};
    std::vector<const Company*> fitting;
    for (const auto& c : demo_companies())
        for (auto root : choices(c.roots))
            if (root == root_of(profession.category)) fitting.push_back(&c);
    out.company = random.pick(fitting);

    auto& job = out.job;
    job.employer = out.company->username;
    job.category = profession.category;
    job.title = random.pick(choices(profession.titles));
    job.location = random.pick(choices(out.company->places));
    auto town = job.location.substr(0, job.location.find(','));
    // Drawn one after the other: the order in which a call's arguments are made differs between compilers.
    auto opening = fmt::format(fmt::runtime(random.pick(openings)), town, profession.purpose);
    auto duties = bullets(random, profession.duties, 5);
    auto offer = random.pick(offers);
    job.description = fmt::format("{} {}. {}\n\nWhat you will do:\n{}\n\n{}", out.company->name,
        out.company->about, opening, duties, offer);
    job.requirements = bullets(random, profession.needs, 5);
    choose_terms(out);
    return out;
}

// Working time, rank and pay, which depend on each other.
void Maker::choose_terms(Advert& advert)
{
    struct Terms {
        std::string_view prefix, suffix, job_type;
        int percent;
    };
    static constexpr Terms ranks[] = {{"", "", "full-time", 100}, {"Senior ", "", "full-time", 130},
        {"Junior ", "", "full-time", 76}, {"Lead ", "", "full-time", 150}};
    static constexpr Terms others[] = {{"", " (part-time)", "part-time", 60},
        {"", " (fixed term)", "contract", 105}, {"Intern: ", "", "internship", 35},
        {"Freelance ", "", "freelance", 0}};
    static constexpr Terms plain_part_time{"", "", "part-time", 60};

    auto draw = random.below(100);
    Terms terms = ranks[0];
    if (draw < 34) terms = draw < 12 ? plain_part_time : others[draw % 4];
    else if (advert.profession->ranked && draw < 76) terms = ranks[draw < 58 ? 1 : draw < 70 ? 2 : 3];
    advert.job.title = fmt::format("{}{}{}", terms.prefix, advert.job.title, terms.suffix);
    advert.job.job_type = terms.job_type;
    if (terms.percent > 0 && random.chance(88)) set_salary(advert, terms.percent);
}

void Maker::set_salary(Advert& advert, int percent)
{
    int pay = 100;
    for (const auto& place : demo_places())
        if (place.name == advert.job.location) pay = place.pay;
    auto in_steps = [&](int thousands) {
        long long year = thousands * 1000LL * pay / 100 * percent / 100;
        return Money{(year + 250) / 500 * 500 * 100};
    };
    int spread = advert.profession->high - advert.profession->low;
    int low = advert.profession->low + random.between(0, spread / 4);
    advert.job.salary_min = in_steps(low);
    if (random.chance(92)) advert.job.salary_max = in_steps(low + spread / 4 + random.between(0, spread / 2));
}

// In their order.
std::vector<Time> Maker::times_of_jobs(std::size_t count)
{
    Random posted{31};
    std::vector<Time> out;
    for (std::size_t i = 0; i < count; ++i) {
        auto ago = posting.pick(posted);
        out.push_back(posting.moment(posted, ago, now - days(days_back + 1), now));
    }
    std::sort(out.begin(), out.end());
    return out;
}

// Of a job that has its time. Whatever depends on days is drawn from a sequence of the job's own: the texts
// of others stay the same whatever day it is.
void Maker::set_dates(Advert& advert, std::size_t position)
{
    auto& job = advert.job;
    auto age = posting.ago(job.created_at);
    Random random{1'000 + position};

    auto draw = random.below(100);
    job.status = draw < 86 ? "active" : draw < 92 ? "draft" : "closed";
    auto today = floor<days>(now);
    if (job.status == "closed") job.application_deadline = Date(today - days(random.between(1, age + 1)));
    else if (random.chance(65)) job.application_deadline = Date(today + days(random.between(7, 70)));
    else if (job.status == "active" && age > 40 && random.chance(20))
        job.application_deadline = Date(today - days(3));

    if (job.status == "draft") return;
    job.is_featured = job.status == "active" && position % 50 == 29;
    add_views(job, random);
}

// Most look while it is new.
void Maker::add_views(DemoJob& job, Random& random)
{
    auto age = looking.ago(job.created_at);
    long long liked = 9 + random.between(0, 21) + random.between(0, 21) + (job.is_featured ? 30 : 0);
    for (int ago = age; ago >= 0; --ago) {
        auto luck = static_cast<long long>(random.below(10'000));
        auto views = (liked * BusyDays::interest(age - ago) * looking.percent(ago) + luck) / 10'000;
        job.views += views;
        if (views > 0) board.views.push_back({job.id, ago, views});
    }
}

void Maker::add_jobs()
{
    std::vector<const Profession*> order;
    for (auto table : {technical_professions(), care_and_teaching_professions(), hands_on_professions(),
             office_professions()})
        for (const auto& profession : table) order.insert(order.end(), jobs_of_a_profession, &profession);
    random.shuffle(order);

    auto times = times_of_jobs(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto advert = make_advert(*order[i]);
        advert.job.id = demo_id(Kind::job, i);
        advert.job.created_at = times[i];
        set_dates(advert, i);
        board.jobs.push_back(advert.job);
        adverts.push_back(std::move(advert));
    }
}

constexpr std::string_view letters[] = {
    "Your advertisement describes what I have wanted to do for a long time.",
    "A former colleague told me how people work together at your company, and I would like to be part of it.",
    "I have followed your company for some years, and this position fits me well.",
    "I am looking for a new task after five years with the same employer.",
};

constexpr std::string_view closings[] = {
    "I would be glad to tell you more in person.",
    "I can start in two months, or sooner if we agree.",
    "My résumé is attached; references follow on request.",
    "I look forward to your answer.",
};

DemoApplication Maker::make_application(const DemoUser& person, const Advert& advert, Time applied)
{
    auto needs = choices(advert.profession->needs);
    random.shuffle(needs);
    auto letter = random.pick(letters);
    auto closing = random.pick(closings);
    DemoApplication out{.id = demo_id(Kind::application, board.applications.size()),
        .job_id = advert.job.id,
        .applicant = person.username,
        .cover_letter = fmt::format("Dear team of {},\n\n{} You ask for two things that I bring along: {}; "
                                    "{}. {}\n\nKind regards\n{} {}",
            advert.company->name, letter, needs[0], needs[1], closing, person.first_name, person.last_name),
        .resume = fmt::format("demo/{}.pdf", person.username),
        .resume_name = fmt::format("Resume {}.pdf", person.last_name),
        .status = "pending",
        .applied_at = applied,
        .reviewed_at = std::nullopt,
        .notes = std::nullopt};
    decide(out);
    return out;
}

void Maker::decide(DemoApplication& application)
{
    static constexpr std::string_view notes[] = {"Invite for a talk next week.",
        "Strong letter; check the references.", "Good fit for the team, salary to be discussed.",
        "Kept for a later opening."};
    auto draw = random.below(100);
    if (draw < 55) return;
    application.status = draw < 75 ? "reviewed" : draw < 85 ? "accepted" : "rejected";
    auto waited = (now - application.applied_at) / minutes(1);
    application.reviewed_at =
        application.applied_at + minutes(random.below(static_cast<std::uint64_t>(waited) + 1));
    if (random.chance(60)) application.notes = random.pick(notes);
}

// On some day to one of the jobs that are there by then; where there is none yet, to the next that comes.
void Maker::apply(const DemoUser& person, std::vector<const Advert*>& fitting)
{
    auto ago = looking.pick(random);
    auto moment = looking.moment(random, ago, person.date_joined, now);
    auto waits = minutes(30 + random.below(4'320));
    auto chosen = std::find_if(
        fitting.begin(), fitting.end(), [&](const auto* one) { return one->job.created_at <= moment; });
    if (chosen == fitting.end()) {
        chosen = std::min_element(fitting.begin(), fitting.end(),
            [](const auto* a, const auto* b) { return a->job.created_at < b->job.created_at; });
        moment = std::min((*chosen)->job.created_at + waits, now);
    }
    board.applications.push_back(make_application(person, **chosen, moment));
    fitting.erase(chosen);
}

// Everybody applies within one field of work, and only to what was published.
void Maker::add_applications()
{
    std::vector<std::string_view> roots;
    for (const auto& c : demo_categories())
        if (c.parent.empty()) roots.push_back(c.name);
    std::size_t n = 0;
    for (const auto& person : board.users) {
        if (person.role != "user") continue;
        if (n == applicants + 1) break; // and demo_user
        std::vector<const Advert*> fitting;
        for (const auto& advert : adverts)
            if (advert.job.status != "draft" &&
                root_of(advert.profession->category) == roots[n % roots.size()])
                fitting.push_back(&advert);
        ++n;
        random.shuffle(fitting);
        for (auto count = random.between(7, 13); count > 0 && !fitting.empty(); --count)
            apply(person, fitting);
    }
}

} // namespace

DemoBoard make_demo_board(Time now)
{
    Maker maker{.now = floor<minutes>(now), .board = {}, .adverts = {}};
    maker.add_categories();
    maker.add_employers();
    maker.add_candidates();
    maker.add_jobs();
    maker.add_applications();
    return std::move(maker.board);
}
