// What people say of themselves.
#include "t/kit/told.hpp"

#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/store/people/saved_jobs.hpp"
#include "lib/store/people/sections.hpp"

namespace {

// What tests know of one kind of what people have of their own.
struct Kind {
    std::string_view one, many;
    Uuid (*made)(Sql&, const Uuid& owner);
    std::string_view body, change; // to add one, and to change one that was made
    std::set<std::string> changes; // what the change changes, and what replacing it by the body does
    std::set<std::string> replaces;
};

template <class T> Uuid made(Sql& sql, const Uuid& owner, const T& content)
{
    Transaction transaction(sql);
    auto id = store::add_owned(sql, owner, content).value();
    transaction.commit();
    return id;
}

// Nobody has one of these twice.
std::string number()
{
    static int last = 1000;
    return std::to_string(++last);
}

constexpr std::chrono::year_month_day day{
    std::chrono::year(2019), std::chrono::month(9), std::chrono::day(1)};

// One for each platform but that of the body below; the one that was there before goes.
Uuid social_link(Sql& sql, const Uuid& owner)
{
    static int last = 0;
    auto platform = static_cast<Platform>(++last % 5);
    sql.change("DELETE FROM profile_social_links WHERE owner = :owner::uuid AND platform = :platform",
        {arg("owner", owner), arg("platform", platform)});
    return made(sql, owner, SocialLink{.platform = platform, .url = "https://social.example/ann"});
}

const Kind kinds[] = {
    {"skill", "skills",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner, Skill{.name = "Go " + number(), .years_of_experience = {}});
        },
        R"({"name":"C++","level":"expert","years_of_experience":9})", R"({"level":"advanced"})",
        {"profile_skills.level"},
        {"profile_skills.level", "profile_skills.name", "profile_skills.years_of_experience"}},
    {"education", "education",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner,
                Education{.institution = "TU",
                    .degree = "BSc",
                    .field_of_study = "CS",
                    .start_date = day,
                    .end_date = {},
                    .description = {}});
        },
        R"({"institution":"Uni","degree":"MSc","field_of_study":"CS","start_date":"2019-09-01"})",
        R"({"is_current":true})", {"profile_education.is_current"},
        {"profile_education.institution", "profile_education.degree"}},
    {"work_experience", "work_history",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner,
                WorkExperience{.company = "Acme",
                    .position = "Developer",
                    .start_date = day,
                    .end_date = {},
                    .description = {},
                    .location = {}});
        },
        R"({"company":"Bolt","position":"Developer","start_date":"2019-09-01"})", R"({"location":"Vienna"})",
        {"profile_work_history.location"}, {"profile_work_history.company"}},
    {"project", "portfolio",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner,
                Project{.title = "Tides",
                    .description = "Of harbours.",
                    .url = {},
                    .technologies = {},
                    .start_date = {},
                    .end_date = {}});
        },
        R"({"title":"Maps","description":"Of harbours."})", R"({"is_featured":true})",
        {"profile_portfolio.is_featured"}, {"profile_portfolio.title"}},
    {"social_link", "social_links", social_link, R"({"platform":"website","url":"https://ann.example"})",
        R"({"is_public":false})", {"profile_social_links.is_public"},
        {"profile_social_links.platform", "profile_social_links.url"}},
    {"language", "languages",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner, SpokenLanguage{"de-x-" + number(), LanguageLevel::native});
        },
        R"({"language":"pt-BR","level":"B2"})", R"({"level":"C2"})", {"profile_languages.level"},
        {"profile_languages.level", "profile_languages.language"}},
    {"certification", "certifications",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner,
                Certification{.name = "CKA", .issuer = {}, .issued_on = {}, .expires_on = {}, .url = {}});
        },
        R"({"name":"CKAD"})", R"({"issuer":"CNCF"})", {"profile_certifications.issuer"},
        {"profile_certifications.name"}},
    {"saved_answer", "saved_answers",
        [](Sql& sql, const Uuid& owner) {
            return made(sql, owner, SavedAnswer{"notice " + number(), "Three months."});
        },
        R"({"question_key":"visa","answer":"I need none."})", R"({"answer":"One month."})",
        {"saved_answers.answer"}, {"saved_answers.answer", "saved_answers.question_key"}},
};

std::string table_of(const Kind& kind)
{
    return kind.one == "saved_answer" ? "saved_answers" : "profile_" + std::string(kind.many);
}

std::set<std::string> with(std::set<std::string> effects, const std::string& table)
{
    effects.insert({table + ".updated_at", "event profile.updated"});
    return effects;
}

std::string_view kept(std::string text)
{
    static std::vector<std::unique_ptr<std::string>> all;
    return *all.emplace_back(std::make_unique<std::string>(std::move(text)));
}

template <std::size_t index> Thing thing_of()
{
    const auto& kind = kinds[index];
    return {kind.one,
        [](Sql& sql) { return kinds[index].made(sql, seed::user(sql, {.username = "ann", .role = "user"})); },
        [](Sql& sql, const Uuid& owner, bool) { return kinds[index].made(sql, owner); }};
}

void tell_of(const Kind& kind, Told& out)
{
    auto operation = [&](std::string_view verb, std::string_view of) {
        return kept(std::string(verb) + '_' + std::string(of));
    };
    auto list = operation("list", kind.many), add = operation("add", kind.one),
         read = operation("read", kind.one), update = operation("update", kind.one),
         replace = operation("replace", kind.one), remove = operation("delete", kind.one);
    out.expectations.push_back({list, On::nothing, {401, 200, 200, 200, 200, 401}});
    out.expectations.push_back({add, On::nothing, {401, 201, 201, 201, 201, 401}, kind.body});
    for (auto on : {On::own, On::foreign, On::absent}) {
        auto row = [&](std::string_view name, int good, std::string_view body = "") {
            bool own = on == On::own;
            int status = own ? good : 404;
            out.expectations.push_back(
                {name, on, {own ? no_case : 401, status, status, status, status, 401}, body});
        };
        row(read, 200);
        row(update, 200);
        row(replace, 200, kind.body);
        row(remove, 204);
    }
    auto table = table_of(kind);
    out.writes.push_back({add, kind.body, {table + " +", "event profile.updated"}});
    out.writes.push_back({update, kind.change, with(kind.changes, table)});
    out.writes.push_back({replace, kind.body, with(kind.replaces, table)});
    out.writes.push_back({remove, "{}", {table + " -", "event profile.updated"}});
}

Uuid saved_job(Sql& sql, const Uuid& owner)
{
    Transaction transaction(sql);
    auto saved = store::save_job(sql, owner, seed::job(sql), "Ask Ben.").value();
    transaction.commit();
    return saved.id;
}

// clang-format off
void tell_of_the_rest(Told& out)
{
    out.things.push_back({"saved_job",
        [](Sql& sql) { return saved_job(sql, seed::user(sql, {.username = "ann", .role = "user"})); },
        [](Sql& sql, const Uuid& owner, bool) { return saved_job(sql, owner); }});
    const Expectation expectations[] = {
        //                                   anon     user emp  other admin deactivated
        {"read_own_profile",    On::nothing, {401,     200, 200, 200, 200, 401}},
        {"fetch_profile_picture", On::own, {no_case, 404, 404, 404, 404, 401}},
        {"fetch_profile_picture", On::foreign, {401, 404, 404, 404, 404, 401}},
        {"fetch_profile_picture", On::absent, {401, 404, 404, 404, 404, 401}},
        {"fetch_profile_picture_health", On::own, {no_case, 404, 404, 404, 404, 401}},
        {"fetch_profile_picture_health", On::foreign, {401, 404, 404, 404, 404, 401}},
        {"fetch_profile_picture_health", On::absent, {401, 404, 404, 404, 404, 401}},
        {"read_dashboard",      On::nothing, {401,     200, 200, 200, 200, 401}},
        {"read_profile",        On::own,     {no_case, 200, 200, 200, 200, 401}},
        {"read_profile",        On::foreign, {404,     404, 200, 200, 200, 401}},
        {"read_profile",        On::absent,  {404,     404, 404, 404, 404, 401}},
        {"read_preferences",    On::nothing, {401,     200, 200, 200, 200, 401}},
        {"update_preferences",  On::nothing, {401,     200, 200, 200, 200, 401}},
        {"replace_preferences", On::nothing, {401,     200, 200, 200, 200, 401}},
        {"list_saved_jobs",     On::nothing, {401,     200, 200, 200, 200, 401}},
        {"save_job",            On::nothing, {401,     201, 201, 201, 201, 401}, R"({"job":"JOB"})"},
        {"save_job_by_id",      On::nothing, {401,     201, 201, 201, 201, 401}, R"({"job_id":"JOB"})"},
        {"read_saved_job",      On::own,     {no_case, 200, 200, 200, 200, 401}},
        {"read_saved_job",      On::foreign, {401,     404, 404, 404, 404, 401}},
        {"read_saved_job",      On::absent,  {401,     404, 404, 404, 404, 401}},
        {"update_saved_job",    On::own,     {no_case, 200, 200, 200, 200, 401}},
        {"update_saved_job",    On::foreign, {401,     404, 404, 404, 404, 401}},
        {"update_saved_job",    On::absent,  {401,     404, 404, 404, 404, 401}},
        {"replace_saved_job",   On::own,     {no_case, 200, 200, 200, 200, 401}},
        {"replace_saved_job",   On::foreign, {401,     404, 404, 404, 404, 401}},
        {"replace_saved_job",   On::absent,  {401,     404, 404, 404, 404, 401}},
        {"delete_saved_job",    On::own,     {no_case, 204, 204, 204, 204, 401}},
        {"delete_saved_job",    On::foreign, {401,     404, 404, 404, 404, 401}},
        {"delete_saved_job",    On::absent,  {401,     404, 404, 404, 404, 401}},
        {"unsave_job",          On::own,     {no_case, 204, 204, 204, 204, 401}},
        {"unsave_job",          On::foreign, {401,     404, 404, 404, 404, 401}},
        {"unsave_job",          On::absent,  {401,     404, 404, 404, 404, 401}},
    };
    const Write writes[] = {
        {"update_preferences", R"({"show_email":true})", {"user_preferences +", "event profile.updated"}},
        {"replace_preferences", R"({"profile_visibility":"public","email_new_jobs":false})",
            {"user_preferences +", "notification_preferences +", "event profile.updated",
                "event notification_preferences.updated"}},
        {"save_job", R"({"job":"JOB"})", {"saved_jobs +", "event profile.job_saved"}},
        {"save_job_by_id", R"({"job_id":"JOB"})", {"saved_jobs +", "event profile.job_saved"}},
        {"update_saved_job", R"({"notes":"Ask Eve."})",
            {"saved_jobs.notes", "saved_jobs.updated_at", "event profile.job_saved"}},
        {"replace_saved_job", R"({"notes":"Ask Eve."})",
            {"saved_jobs.notes", "saved_jobs.updated_at", "event profile.job_saved"}},
        {"delete_saved_job", "{}", {"saved_jobs -", "event profile.job_unsaved"}},
        {"unsave_job", "{}", {"saved_jobs -", "event profile.job_unsaved"}},
    };
    out.expectations.insert(out.expectations.end(), std::begin(expectations), std::end(expectations));
    out.writes.insert(out.writes.end(), std::begin(writes), std::end(writes));
}
// clang-format on

Told all_told()
{
    Told out;
    tell_of_the_rest(out);
    [&]<std::size_t... i>(std::index_sequence<i...>)
    {
        (out.things.push_back(thing_of<i>()), ...);
    }
    (std::make_index_sequence<std::size(kinds)>{});
    for (const auto& kind : kinds) tell_of(kind, out);
    return out;
}

const Tell all{all_told()};

} // namespace
