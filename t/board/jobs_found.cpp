// What people type and what they must find with it: first, besides, and not at all. Another file of jobs can
// be looked through by developers, see below.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace {

struct Posted {
    const char *title, *description = "Nothing special.", *location = "Vienna, Austria";
};

constexpr Posted posted[] = {
    {"IT Support"},
    {"Support Engineer", "You support customers, and IT is fun."},
    {"IT Manager"},
    {"Head of Sales", "Lead sales people."},
    {"PL/SQL Developer"},
    {"Java/Angular Engineer"},
    {"Research&Development Chemist"},
    {"Sales_Marketing Trainee"},
    {"Waiter\\Bartender"},
    {"Cook|Baker"},
    {"Chemistry+Physics Teacher"},
    {"R&D Technician"},
    {"Part-time Cleaner"},
    {"Cleaner", "Part time, in the mornings."},
    {"Parttime Gardener"},
    {"Full Time Gardener", "Take part in our walks."},
    {"Front-end Programmer"},
    {"Frontend Programmer"},
    {"Front End Programmer"},
    {"E-mail Marketer"},
    {"Email Marketer"},
    {"Helpdesk Agent"},
    {"Help Desk Agent"},
    {"Healthcare Assistant"},
    {"Carer", "Health care at home."},
    {"Salesperson"},
    {"Ware-house Worker"},
    {"On-site Electrician"},
    {"Accountant", "Balance sheets.", "Zürich, Switzerland"},
    {"Accounting Clerk", "An accountant works beside you, and another accountant, and accountants.",
        "São Paulo, Brazil"},
    {"Bookkeeper", "Accountant accountant accountant accountant accountant accountant.", "Toronto, ON"},
    {"Marketing Intern", "A summer with us.", "Toronto,ON"},
    {"International Buyer", "Travel.", "Leeds, England"},
    {"Internal Auditor", "Audits with an intern; the intern, our intern, an intern.", "London, GB"},
    {"Lead Nurse", "Nursing.", "Austin, TX, US"},
    {"Nursing Home Porter", "Porter.", "Dallas, Texas, USA"},
    {"日本語教師 東京"},
    {"中文老师 北京"},
    {"นักพัฒนาซอฟต์แวร์"},
    {"한국어교사 서울"},
    {"React Engineer A"},
    {"ReactJS Engineer B"},
    {"React.js Engineer C"},
    {"Node.js Engineer"},
    {"NodeJS Coder"},
    {"Postgres Administrator"},
    {"PostgreSQL Administrator"},
    {"C++ Coder"},
    {"C++11 Coder"},
    {"C# Coder"},
    {"C Sharp Coder"},
    {"C Coder"},
    {"Objective-C Coder"},
    {".NET Coder"},
    {"ASP.NET Coder"},
    {"Kubernetes Operator"},
    {"Café Barista"},
    {"Führer im Büro"},
    {"Web Site Editor"},
    {"Ph.D. Researcher"},
    {"Human Resources Partner"},
    {"Team Player", "Lorry driver wanted."},
};

// Titles are separated by semicolons.
struct Asked {
    const char *query, *first, *besides = "", *never = "";
};

constexpr const char *part_time = "Part-time Cleaner;Cleaner;Parttime Gardener",
                     *front_end = "Front-end Programmer;Frontend Programmer;Front End Programmer",
                     *email = "E-mail Marketer;Email Marketer", *help_desk = "Helpdesk Agent;Help Desk Agent",
                     *react = "React Engineer A;ReactJS Engineer B;React.js Engineer C",
                     *node = "Node.js Engineer;NodeJS Coder",
                     *postgres = "Postgres Administrator;PostgreSQL Administrator",
                     *c_sharp = "C# Coder;C Sharp Coder", *cpp = "C++ Coder;C++11 Coder",
                     *health_care = "Healthcare Assistant;Carer";

// A query of one alternative among the first is right with any of them.
constexpr Asked asked[] = {
    // Words of their own between signs.
    {"sql", "PL/SQL Developer"},
    {"pl/sql", "PL/SQL Developer"},
    {"pl sql", "PL/SQL Developer"},
    {"plsql", "PL/SQL Developer"},
    {"angular", "Java/Angular Engineer"},
    {"java", "Java/Angular Engineer"},
    {"java/angular", "Java/Angular Engineer"},
    {"angular/java", "Java/Angular Engineer"},
    {"research", "Research&Development Chemist"},
    {"development", "Research&Development Chemist"},
    {"research & development", "Research&Development Chemist"},
    {"marketing trainee", "Sales_Marketing Trainee"},
    {"sales_marketing", "Sales_Marketing Trainee"},
    {"bartender", "Waiter\\Bartender"},
    {"waiter", "Waiter\\Bartender"},
    {"baker", "Cook|Baker"},
    {"cook", "Cook|Baker"},
    {"physics", "Chemistry+Physics Teacher"},
    {"chemistry+physics", "Chemistry+Physics Teacher"},
    {"physics@teacher", "Chemistry+Physics Teacher"},
    {"r&d", "R&D Technician"},
    {"R & D", "R&D Technician"},
    // Stop words.
    {"IT", "IT Support;IT Manager", "IT Support;IT Manager", "Support Engineer"},
    {"it", "IT Support;IT Manager", "IT Support;IT Manager"},
    {"IT support", "IT Support", "Support Engineer", "IT Manager"},
    {"support it", "IT Support", "Support Engineer"},
    {"\"IT support\"", "IT Support", "Support Engineer"},
    {"it manager", "IT Manager", "", "IT Support"},
    {"of", "Head of Sales", "", "Salesperson"},
    {"the head of sales", "Head of Sales"},
    {"IT -support", "IT Manager", "", "IT Support"},
    {"the", ""},
    {"b y", ""}, // both in one are a stop word
    {"u s i t o f", ""},
    // Compounds.
    {"part-time", "Part-time Cleaner;Parttime Gardener", part_time, "Full Time Gardener"},
    {"part time", "Part-time Cleaner;Parttime Gardener", part_time, "Full Time Gardener"},
    {"parttime", "Part-time Cleaner;Parttime Gardener", part_time, "Full Time Gardener"},
    {"Part-Time cleaner", "Part-time Cleaner", "Cleaner"},
    {"full-time", "Full Time Gardener"},
    {"fulltime", "Full Time Gardener"},
    {"front-end", front_end, front_end},
    {"frontend", front_end, front_end},
    {"front end", front_end, front_end},
    {"front end programmer", front_end, front_end},
    {"frontend programmers", front_end, front_end},
    {"programmer -frontend", ""},
    {"e-mail", email, email},
    {"email", email, email},
    {"e mail", email, email},
    {"emails", email, email},
    {"help desk", help_desk, help_desk},
    {"helpdesk", help_desk, help_desk},
    {"help-desk", help_desk, help_desk},
    {"help desk agent", help_desk, help_desk},
    {"health care", "Healthcare Assistant", health_care},
    {"health-care", "Healthcare Assistant", health_care},
    {"healthcare", "Healthcare Assistant", health_care},
    {"sales person", "Salesperson"},
    {"sales-person", "Salesperson"},
    {"salespersons", "Salesperson"},
    {"warehouse", "Ware-house Worker"},
    {"ware house", "Ware-house Worker"},
    {"onsite", "On-site Electrician"},
    {"on site", "On-site Electrician"},
    {"on-site electrician", "On-site Electrician"},
    {"website", "Web Site Editor"},
    {"web-sites", "Web Site Editor"},
    {"time", "Part-time Cleaner;Full Time Gardener", "Cleaner"},
    {"health", "Carer"},
    // The very word before other forms of it, titles before texts.
    {"accountant", "Accountant", "Accounting Clerk;Bookkeeper"},
    {"accountants", "Accountant", "Accounting Clerk;Bookkeeper"},
    {"accounting", "Accounting Clerk", "Accountant;Bookkeeper"},
    {"accounting clerk", "Accounting Clerk", "", "Bookkeeper"},
    {"intern", "Marketing Intern", "Internal Auditor"},
    {"interns", "Marketing Intern", "Internal Auditor"},
    {"international", "International Buyer"},
    {"nurse", "Lead Nurse", "Nursing Home Porter"},
    {"nursing", "Nursing Home Porter", "Lead Nurse"},
    {"nurses", "Lead Nurse", "Nursing Home Porter"},
    {"bookkeeper", "Bookkeeper"},
    {"book keeper", "Bookkeeper"},
    // Scripts without blanks.
    {"日本語", "日本語教師 東京"},
    {"日本語教師", "日本語教師 東京"},
    {"教師", "日本語教師 東京"},
    {"東京", "日本語教師 東京"},
    {"師", "日本語教師 東京"},
    {"東京 日本語", "日本語教師 東京"},
    {"日本酒", ""},
    {"老师", "中文老师 北京"},
    {"中文 北京", "中文老师 北京"},
    {"พัฒนา", "นักพัฒนาซอฟต์แวร์"},
    {"ซอฟต์แวร์", "นักพัฒนาซอฟต์แวร์"},
    {"교사", "한국어교사 서울"},
    {"서울", "한국어교사 서울"},
    // Spellings of one thing.
    {"react", react, react},
    {"reactjs", react, react},
    {"react.js", react, react},
    {"react js", react, react},
    {"React engineer", react, react},
    {"node", "Node.js Engineer", node},
    {"nodejs", node, node},
    {"node.js", node, node},
    {"node js", node, node},
    {"postgres", "Postgres Administrator", postgres},
    {"postgresql", "PostgreSQL Administrator", postgres},
    {"c++", cpp, cpp, "C Coder;C# Coder"},
    {"C++11", cpp, cpp, "C Coder"},
    {"c++17", cpp, cpp},
    {"cpp", cpp, cpp},
    {"c#", c_sharp, c_sharp, "C Coder;C++ Coder"},
    {"c sharp", c_sharp, c_sharp, "C Coder"},
    {"csharp", c_sharp, c_sharp},
    {"objective-c", "Objective-C Coder", "", "C Coder"},
    {"objective c", "Objective-C Coder"},
    {"objc", "Objective-C Coder"},
    {".net", ".NET Coder;ASP.NET Coder", ".NET Coder;ASP.NET Coder"},
    {"dotnet", ".NET Coder;ASP.NET Coder", ".NET Coder;ASP.NET Coder"},
    {"dot net", ".NET Coder;ASP.NET Coder"},
    {"k8s", "Kubernetes Operator"},
    {"phd", "Ph.D. Researcher"},
    {"ph.d", "Ph.D. Researcher"},
    {"hr", "Human Resources Partner"},
    {"human resources", "Human Resources Partner"},
    {"truck driver", "Team Player"},
    // Accents, widths, other forms and the language of queries.
    {"cafe", "Café Barista"},
    {"CAFÉ", "Café Barista"},
    {"ｃａｆｅ", "Café Barista"},
    {"buro", "Führer im Büro"},
    {"\"head of sales\"", "Head of Sales", "", "Salesperson"},
    {"\"sales head\"", ""},
    {"baker or barista", "Café Barista;Cook|Baker", "Café Barista;Cook|Baker"},
    {"coder -c++ -c#", "", "C Coder;.NET Coder", "C++ Coder;C++11 Coder;C# Coder;C Sharp Coder"},
};

std::vector<std::string> titles_of(std::string_view list)
{
    std::vector<std::string> out;
    while (!list.empty()) {
        auto end = std::min(list.find(';'), list.size());
        out.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return out;
}

bool has(const std::vector<std::string>& titles, const std::string& title)
{
    return std::find(titles.begin(), titles.end(), title) != titles.end();
}

struct Found : EmptyBoard {
    std::vector<std::string> titles(std::string_view query, std::string_view more = "")
    {
        auto target = fmt::format("/api/v1/jobs/?page_size=100&search={}{}", percent_encoded(query), more);
        auto reply = api.get(target);
        BOOST_TEST_REQUIRE(reply.status == 200, query);
        return each(reply.json()["results"], "title");
    }
    std::vector<std::string> places(std::string_view part)
    {
        auto reply = api.get("/api/v1/jobs/?page_size=100&location=" + percent_encoded(part));
        BOOST_TEST_REQUIRE(reply.status == 200, part);
        auto found = each(reply.json()["results"], "location");
        std::set<std::string> sorted(found.begin(), found.end());
        return {sorted.begin(), sorted.end()};
    }
    std::string count(std::string_view query)
    {
        return api.get("/api/v1/jobs/?page_size=1&search=" + percent_encoded(query)).json()["count"].text();
    }
    void post_all()
    {
        for (const auto& p : posted)
            seed::job(sql, {.title = p.title, .description = p.description, .location = p.location});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_found, Found)

BOOST_AUTO_TEST_CASE(what_people_type_finds_what_they_mean)
{
    static_assert(std::size(asked) >= 120);
    post_all();
    for (const auto& row : asked) {
        auto found = titles(row.query);
        auto best = titles_of(row.first);
        auto besides = titles_of(row.besides), never = titles_of(row.never);
        auto shown = joined(found);
        if (best.empty() && besides.empty() && never.empty())
            BOOST_TEST(found.empty(), row.query << ": " << shown);
        if (!best.empty()) BOOST_TEST((!found.empty() && has(best, found[0])), row.query << ": " << shown);
        for (const auto& title : besides)
            BOOST_TEST(has(found, title), row.query << " without " << title << ": " << shown);
        for (const auto& title : never)
            BOOST_TEST(!has(found, title), row.query << " with " << title << ": " << shown);
    }
}

BOOST_AUTO_TEST_CASE(spellings_of_a_compound_find_the_same)
{
    post_all();
    for (const auto& spellings : {std::vector{"part-time", "part time", "parttime", "PART-TIME"},
             {"front-end", "frontend", "front end"}, {"e-mail", "email"},
             {"help desk", "helpdesk", "help-desk"}, {"health care", "healthcare"},
             {"on-site", "onsite", "on site"}, {"react.js", "reactjs", "react", "react js"},
             {"node", "node.js", "nodejs"}, {"postgres", "postgresql"}, {"c#", "c sharp"}}) {
        auto first = titles(spellings[0], "&ordering=-created_at");
        for (auto spelling : spellings)
            BOOST_TEST(joined(titles(spelling, "&ordering=-created_at")) == joined(first), spelling);
    }
}

BOOST_AUTO_TEST_CASE(titles_come_first_however_old_they_are)
{
    seed::job(sql, {.title = "Intern", .created_at = "2020-01-01"});
    seed::job(sql, {.title = "Internal Auditor", .created_at = "2020-01-02"});
    seed::jobs(sql, 150, {.title = "International Buyer", .created_at = "2026-01-01"});
    seed::jobs(sql, 150,
        {.title = "Cook", .description = "An intern helps; intern, intern.", .created_at = "2026-01-02"});
    auto found = titles("intern");
    BOOST_TEST(found[0] == "Intern");
    BOOST_TEST(found.size() == 100u);
    BOOST_TEST(!has(found, "Cook"));
    BOOST_TEST(count("intern") == "302");
}

BOOST_AUTO_TEST_CASE(places_are_found_as_people_write_them)
{
    post_all();
    seed::job(sql, {.location = "Milwaukee, WI, US"});
    seed::job(sql, {.location = "Washington, D.C."});
    seed::job(sql, {.location = "Manchester, United Kingdom"});
    seed::job(sql, {.location = "Kharkiv, Ukraine"});
    auto in = [&](std::string_view part) { return fmt::format("{}", fmt::join(places(part), "; ")); };
    for (auto part : {"zurich", "ZÜRICH", "Zürich", "zu\xcc\x88rich", "zurich,switzerland"})
        BOOST_TEST(in(part) == "Zürich, Switzerland", part);
    for (auto part : {"sao paulo", "São Paulo", "SAO PAULO,BRAZIL", "sao  paulo"})
        BOOST_TEST(in(part) == "São Paulo, Brazil", part);
    for (auto part : {"Toronto,ON", "Toronto, ON", "toronto , on", "toronto on"})
        BOOST_TEST(in(part) == "Toronto, ON; Toronto,ON", part);
    for (auto part : {"uk", "UK", "U.K.", "gb", "united kingdom", "Great Britain"})
        BOOST_TEST(in(part) == "Leeds, England; London, GB; Manchester, United Kingdom", part);
    for (auto part : {"usa", "us", "USA", "U.S.A.", "United States", "united states of america"})
        BOOST_TEST(in(part) == "Austin, TX, US; Dallas, Texas, USA; Milwaukee, WI, US", part);
    BOOST_TEST(in("london, uk") == "London, GB");
    BOOST_TEST(in("united kin") == "Manchester, United Kingdom");
    BOOST_TEST(in("dc") == "Washington, D.C.");
    BOOST_TEST(in("mil") == "Milwaukee, WI, US");
    BOOST_TEST(in("nowhere") == "");
}

BOOST_AUTO_TEST_CASE(a_search_names_something_to_find)
{
    post_all();
    for (auto query : {"-cook", "-\"head of sales\"", "-c++ -c#", "nurse or -cook", "-cook or -baker",
             "--cook", "-the -cook"}) {
        auto reply = api.get("/api/v1/jobs/?search=" + percent_encoded(query));
        BOOST_TEST(reply.status == 400, query);
        BOOST_TEST(reply.json().has("search"), query);
    }
    for (auto query : {"cook - baker", "baker -cook", "-- baker", "-"})
        BOOST_TEST(api.get("/api/v1/jobs/?search=" + percent_encoded(query)).status == 200, query);
}

// TEST_ADS names a CSV file as `jobboard import jobs` reads it: all of it is imported, and spellings
// must find the same.
BOOST_AUTO_TEST_CASE(a_developers_file_is_searched_as_well)
{
    const char* file = std::getenv("TEST_ADS");
    if (!file) return;
    auto imported = board.call({"import", "jobs", file, "--report", board.directory.at("report")});
    BOOST_TEST_REQUIRE(imported.status == 0, imported.out);
    for (const auto& spellings : {std::vector{"part-time", "part time", "parttime"},
             {"front-end", "frontend", "front end"}, {"e-mail", "email"}, {"help desk", "helpdesk"},
             {"full-time", "full time", "fulltime"}, {"node.js", "nodejs", "node"},
             {"postgres", "postgresql"}, {"c#", "c sharp"}, {"health care", "healthcare"}})
        for (auto spelling : spellings) BOOST_TEST(count(spelling) == count(spellings[0]), spelling);
    for (auto word : {"IT", "sql", "intern", "accountant", "manager", "nurse", "sales", "engineer"}) {
        auto found = titles(word);
        BOOST_TEST_MESSAGE(word << ": " << count(word) << ", first " << joined(found).substr(0, 300));
        if (found.empty()) continue;
        BOOST_TEST(lowered(found[0]).find(lowered(word)) != std::string::npos, word << ": " << found[0]);
    }
}

BOOST_AUTO_TEST_SUITE_END()
