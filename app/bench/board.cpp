// Words, jobs and their surroundings, drawn by a fixed sequence and sent in parts.
#include "board.hpp"

#include "app/database.hpp"
#include "app/demo/random.hpp"
#include "lib/store/operations/bench.hpp"
#include "lib/store/operations/demo.hpp"

#include <array>
#include <cmath>
#include <fmt/core.h>

using namespace std::chrono;

namespace {

constexpr std::size_t words_known = 20'000, categories = 60, employers = 500, places = 480, part = 10'000;

constexpr std::string_view professions[] = {"Engineer", "Nurse", "Accountant", "Developer", "Driver",
    "Teacher", "Electrician", "Designer", "Analyst", "Manager", "Welder", "Cook", "Technician", "Clerk",
    "Consultant", "Planner"};
constexpr std::string_view ranks[] = {
    "Junior", "Senior", "Lead", "Assistant", "Chief", "Deputy", "Trainee", "Head"};
constexpr std::string_view job_types[] = {"full-time", "full-time", "full-time", "full-time", "full-time",
    "part-time", "part-time", "contract", "internship", "freelance"};

// A pronounceable word for a number, different for each.
std::string made_up_word(std::size_t n)
{
    constexpr std::string_view consonants = "bdfgklmnprstvz", vowels = "aeiou";
    std::string out;
    for (n += consonants.size() * vowels.size(); n > 0;) {
        out += consonants[n % consonants.size()];
        n /= consonants.size();
        out += vowels[n % vowels.size()];
        n /= vowels.size();
    }
    return out;
}

// Words in proportion to 1/rank: a table with as many places for a word as it is likely.
struct Vocabulary {
    std::vector<std::string> words;
    std::vector<std::uint16_t> slots = std::vector<std::uint16_t>(1 << 20);

    Vocabulary()
    {
        for (std::size_t i = 0; i < words_known; ++i) words.push_back(made_up_word(i));
        double total = 0, sum = 0;
        for (std::size_t i = 1; i <= words_known; ++i) total += 1.0 / static_cast<double>(i);
        std::size_t slot = 0;
        for (std::size_t i = 1; i <= words_known; ++i) {
            sum += 1.0 / static_cast<double>(i) / total;
            while (slot < slots.size() && static_cast<double>(slot) < sum * static_cast<double>(slots.size()))
                slots[slot++] = static_cast<std::uint16_t>(i - 1);
        }
    }

    const std::string& draw(Random& random) const { return words[slots[random.below(slots.size())]]; }

    void append(std::string& out, Random& random, std::size_t size) const
    {
        while (out.size() < size) out.append(draw(random)) += random.chance(9) ? ". " : " ";
    }
};

struct Surroundings {
    DemoBoard people; // and categories
    std::vector<BenchLocation> locations;
};

DemoBoard make_people(Time now)
{
    Random random{7};
    DemoBoard out;
    auto id = [&](std::uint64_t n) { return uuid_of(1'700'000'000'000 + n, random.next(), n); };
    for (std::size_t i = 0; i < employers; ++i) {
        auto name = fmt::format("bench_employer_{}", i);
        out.users.push_back({.id = id(i),
            .username = name,
            .email = name + "@bench.example",
            .first_name = fmt::format("Employer {}", i),
            .role = "employer",
            .phone_number = std::nullopt,
            .bio = std::nullopt,
            .date_joined = now});
    }
    for (std::size_t i = 0; i < categories; ++i) {
        auto parent = i < categories / 5 ? std::string() : fmt::format("Field {}", i % (categories / 5));
        out.categories.push_back({.id = id(employers + i),
            .name = fmt::format("Field {}", i),
            .description = "Made up for measuring",
            .slug = fmt::format("field-{}", i),
            .parent = parent,
            .created_at = now});
    }
    return out;
}

std::vector<std::string> place_names()
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < places; ++i) {
        auto name = made_up_word(i * 37);
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
        out.push_back(fmt::format("{}, Land {}", name, i % 20));
    }
    return out;
}

bool has_rare_word(long long i)
{
    return i % 100'000 == 42;
}

std::string description_of(long long i, const Vocabulary& vocabulary, Random& random)
{
    std::string out;
    vocabulary.append(out, random, 400);
    if (i % 25 < 11) out += "teamwork ";
    if (i % 10 == 3) out += "logistics ";
    if (i % 200 == 17) out += "turbine ";
    if (has_rare_word(i)) out += "quetzal ";
    vocabulary.append(out, random, 1300 + random.below(400));
    return out;
}

void set_salary(BenchJob& job, Random& random)
{
    if (!random.chance(80)) return;
    long long low = random.between(20, 140) * 1000LL;
    job.salary_min = Money{low * 100};
    job.salary_max = Money{(low + random.between(2, 60) * 1000LL) * 100};
}

// Job i of n, the first being the oldest; half of them are of the last two months.
BenchJob make_job(
    long long i, long long n, Time now, const Surroundings& around, const Vocabulary& vocabulary)
{
    Random random{static_cast<std::uint64_t>(i) * 1'000'003};
    BenchJob job;
    auto left = static_cast<double>(n - i) / static_cast<double>(n);
    job.created_at = now - microseconds(static_cast<long long>(left * left * 240 * 86'400e6));
    auto made =
        static_cast<std::uint64_t>(duration_cast<milliseconds>(job.created_at.time_since_epoch()).count());
    job.id = uuid_of(made, random.next(), static_cast<std::uint64_t>(i));
    // Big employers, fields and towns have more jobs than small ones.
    auto skewed = [&](std::size_t size) {
        return static_cast<std::size_t>(std::pow(random.fraction(), 2) * static_cast<double>(size));
    };
    job.employer_id = around.people.users[skewed(employers)].id;
    job.category_id = around.people.categories[skewed(categories)].id;
    const auto& place = around.locations[skewed(places)];
    job.location = place.name;
    job.location_id = place.id;
    auto rank = random.pick(ranks);
    job.title = fmt::format("{} {} {}", rank, random.pick(professions), i);
    job.description = description_of(i, vocabulary, random);
    vocabulary.append(job.requirements, random, 300);
    job.job_type = random.pick(job_types);
    auto draw = random.below(10);
    job.status = draw < 7 || has_rare_word(i) ? "active" : draw < 8 ? "draft" : "closed";
    if (job.status != "draft") job.activated_at = job.created_at;
    job.updated_at = job.created_at;
    job.is_featured = i % 5000 == 99;
    set_salary(job, random);
    return job;
}

void load(Sql& sql, long long n)
{
    auto now = ::now();
    Surroundings around{.people = make_people(now), .locations = {}};
    add_demo_board(sql, around.people);
    around.locations = add_locations(sql, place_names());

    Vocabulary vocabulary;
    BulkJobs bulk(sql);
    std::vector<BenchJob> jobs;
    for (long long i = 0; i < n; ++i) {
        jobs.push_back(make_job(i, n, now, around, vocabulary));
        if (jobs.size() < part && i + 1 < n) continue;
        bulk.add(jobs);
        jobs.clear();
    }
    bulk.finish();
}

} // namespace

int load_bench_board(const Settings& settings, long long jobs)
{
    if (settings.production()) {
        fmt::print(stderr, "This is a production instance; boards for measuring are not loaded into it.\n");
        return 1;
    }
    Sql sql(patient_session(settings, settings.database_owner_url));
    if (has_jobs(sql)) {
        fmt::print(stderr, "The board has jobs already; a board for measuring needs an empty one.\n");
        return 1;
    }
    auto start = steady_clock::now();
    load(sql, jobs);
    auto seconds = duration<double>(steady_clock::now() - start).count();
    fmt::print("A board of {} made-up jobs stands, loaded in {:.0f} s.\n", jobs, seconds);
    return 0;
}
