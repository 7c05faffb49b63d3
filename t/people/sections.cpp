// The sections of a profile, all by the same rules: each is somebody's own, read back as it was written.
#include "t/kit/lists.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

const std::string profile = "/api/v1/auth/profile/";

struct Section {
    std::string path, body, again; // again: what is refused after the body, if anything is had once only
    std::string field;             // on which
};

const Section all_sections[] = {
    {"skills/", R"({"name":"C++","level":"expert","years_of_experience":9})", R"({"name":"c++"})", "name"},
    {"education/",
        R"({"institution":"TU","degree":"BSc","field_of_study":"CS","start_date":"2015-10-01",)"
        R"("end_date":"2019-06-30","description":"With <b>honours</b>."})",
        "", ""},
    {"work-history/",
        R"({"company":"Acme","position":"Developer","start_date":"2019-09-01","is_current":true,"location":"Wien"})",
        "", ""},
    {"portfolio/",
        R"({"title":"Tides","description":"Of harbours.","url":"https://tides.example/a?b=c",)"
        R"("technologies":"C++, SQLite","start_date":"2022-01-01","is_featured":true})",
        "", ""},
    {"social-links/", R"({"platform":"github","url":"https://github.com/ann","is_public":false})",
        R"({"platform":"github","url":"https://github.com/eve"})", "platform"},
    {"languages/", R"({"language":"pt-BR","level":"B2"})", R"({"language":"PT-br","level":"native"})",
        "language"},
    {"certifications/",
        R"({"name":"CKA","issuer":"CNCF","issued_on":"2024-05-02",)"
        R"("expires_on":"2027-05-02","url":"https://certs.example/1"})",
        "", ""},
    {"answers/", R"({"question_key":"notice","answer":"Three months."})",
        R"({"question_key":"notice","answer":"None."})", "question_key"},
};

std::string events(Sql& sql)
{
    return value(sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'profile.updated'");
}

// Whether what was sent is there as it was sent.
void check_has(Json shown, const std::string& sent)
{
    auto wanted = parse_json(sent);
    for (const auto& [name, value] : wanted.members)
        BOOST_TEST(shown[name].text() == value.text, name << ": " << shown[name].text());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(profile_sections, People)

BOOST_AUTO_TEST_CASE(each_is_added_read_listed_changed_replaced_and_deleted)
{
    auto ann = board.user("ann"), eve = board.user("eve");
    for (const auto& section : all_sections) {
        BOOST_TEST_CONTEXT(section.path)
        {
            auto path = profile + section.path;
            auto made = ann.send("POST", path, json_type, section.body);
            BOOST_TEST_REQUIRE(made.status == 201, made.body);
            check_has(made.json(), section.body);
            auto one = path + made.json()["id"].text() + '/';
            auto read = ann.get(one);
            BOOST_TEST(read.body == made.body);
            BOOST_TEST(ann.get(path).json()["count"].text() == "1");
            BOOST_TEST(ann.get(path).json()["results"][0]["id"].text() == made.json()["id"].text());

            // What was read may be sent back, and changes nothing.
            auto before = events(sql);
            auto same = ann.send("PUT", one, json_type, read.body);
            BOOST_TEST(same.status == 200, same.body);
            BOOST_TEST(same.body == read.body);
            BOOST_TEST(events(sql) == before);

            if (!section.again.empty())
                check_invalid(ann.send("POST", path, json_type, section.again), section.field);

            // Somebody else's is nobody's business.
            BOOST_TEST(eve.get(path).json()["count"].text() == "0");
            for (auto method : {"GET", "PUT", "PATCH", "DELETE"})
                BOOST_TEST(eve.send(method, one, json_type, section.body).status == 404);

            BOOST_TEST(ann.send("DELETE", one).status == 204);
            BOOST_TEST(ann.get(one).status == 404);
            BOOST_TEST(ann.get(path).json()["count"].text() == "0");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_changes_is_told_with_what_it_was_and_became)
{
    auto ann = board.user("ann");
    auto made = ann.send("POST", profile + "skills/", json_type, R"({"name":"C++"})");
    auto one = profile + "skills/" + made.json()["id"].text() + '/';
    auto changed = ann.send("PATCH", one, json_type, R"({"level":"expert"})");
    BOOST_TEST(changed.json()["level"].text() == "expert");
    BOOST_TEST(changed.json()["level_display"].text() == "Expert");
    BOOST_TEST(changed.json()["name"].text() == "C++");
    ann.send("DELETE", one);
    BOOST_TEST(value(sql, "SELECT string_agg(concat((changes -> 'skills' -> 0) ->> 'level', '>', "
                          "(changes -> 'skills' -> 1) ->> 'level'), ' ' ORDER BY number) AS value "
                          "FROM events WHERE kind = 'profile.updated' AND subject_name = 'ann'") ==
               ">intermediate intermediate>expert expert>");
}

BOOST_AUTO_TEST_CASE(lists_are_walked_latest_first)
{
    auto ann = board.user("ann");
    std::vector<std::string> made;
    for (int i = 0; i < 7; ++i)
        made.push_back(ann.send("POST", profile + "skills/", json_type,
                              R"({"name":"Skill )" + std::to_string(i) + R"("})")
                           .json()["id"]
                           .text());
    std::vector<std::string> latest_first(made.rbegin(), made.rend());
    for (std::string target : {"skills/?page_size=3", "skills/?page_size=3&cursor="})
        BOOST_TEST(flat(walk(board, ann, profile + target, "next")) == latest_first);
    BOOST_TEST(flat(walk(board, ann, profile + "skills/?ordering=created_at", "next")) == made);
    check_invalid(ann.get(profile + "skills/?ordering=level"), "ordering");
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused_on_its_field)
{
    auto ann = board.user("ann");
    struct Case {
        std::string path, body, fields;
    };
    const std::string school = R"("institution":"TU","degree":"BSc","field_of_study":"CS")";
    const Case cases[] = {
        {"skills/", R"({"level":"expert"})", "name"},
        {"skills/", R"({"name":"  "})", "name"},
        {"skills/", R"({"name":")" + std::string(101, 'x') + R"("})", "name"},
        {"skills/", R"({"name":"Go","level":"guru","years_of_experience":-1})", "level, years_of_experience"},
        {"skills/", R"({"name":"Go","years_of_experience":81})", "years_of_experience"},
        {"education/", "{" + school + "}", "start_date"},
        {"education/", "{" + school + R"(,"start_date":"2020-02-30"})", "start_date"},
        {"education/", "{" + school + R"(,"start_date":"2020-02-02","end_date":"2020-02-01"})", "end_date"},
        {"education/",
            "{" + school + R"(,"start_date":"2020-02-01","end_date":"2020-03-01","is_current":true})",
            "end_date"},
        {"education/",
            R"({"degree":"BSc","field_of_study":"CS","start_date":"2020-02-02","end_date":"2020-02-01"})",
            "institution, end_date"},
        {"work-history/",
            R"({"company":"A","position":"B","start_date":"2020-02-02","end_date":"2019-01-01"})",
            "end_date"},
        {"portfolio/", R"({"title":"A","description":"B","url":"javascript:alert"})", "url"},
        {"portfolio/", R"({"title":"A","description":"B","url":"ftp://a.example/"})", "url"},
        {"portfolio/", R"({"title":"A","description":"B","url":"http://"})", "url"},
        {"portfolio/", R"({"title":"A","description":"B","start_date":"2020-02-02","end_date":"2019-01-01"})",
            "end_date"},
        {"social-links/", R"({"platform":"myspace","url":"https://a.example"})", "platform"},
        {"social-links/", R"({"platform":"github","url":"github.com/ann"})", "url"},
        {"social-links/", R"({"platform":"github","url":"https://a b.example"})", "url"},
        {"languages/", R"({"language":"qqqx","level":"B2"})", "language"},
        {"languages/", R"({"language":"english please","level":"B2"})", "language"},
        {"languages/", R"({"language":"en","level":"C3"})", "level"},
        {"certifications/", R"({"name":"A","issued_on":"2024-01-02","expires_on":"2024-01-01"})",
            "expires_on"},
        {"certifications/", R"({"name":"A","url":"data:text/html,x"})", "url"},
        {"answers/", R"({"question_key":"a"})", "answer"},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.path << ' ' << one.body)
        check_invalid(ann.send("POST", profile + one.path, json_type, one.body), one.fields);
    }
    // So is a change that would make it so.
    auto made = ann.send("POST", profile + "education/", json_type,
        "{" + school + R"(,"start_date":"2020-02-01","end_date":"2020-03-01"})");
    auto path = profile + "education/" + made.json()["id"].text() + '/';
    check_invalid(ann.send("PATCH", path, json_type, R"({"start_date":"2020-04-01"})"), "end_date");
    check_invalid(ann.send("PATCH", path, json_type, R"({"is_current":true})"), "end_date");
    BOOST_TEST(ann.get(path).body == made.body);
    auto going_on = ann.send("PATCH", path, json_type, R"({"is_current":true,"end_date":null})");
    BOOST_TEST(going_on.status == 200);
    BOOST_TEST(going_on.json()["end_date"].is_null());
}

BOOST_AUTO_TEST_CASE(a_second_one_of_a_kind_is_refused_when_it_becomes_one_by_a_change)
{
    auto ann = board.user("ann");
    ann.send("POST", profile + "skills/", json_type, R"({"name":"C++"})");
    auto other = ann.send("POST", profile + "skills/", json_type, R"({"name":"Go"})");
    auto path = profile + "skills/" + other.json()["id"].text() + '/';
    check_invalid(ann.send("PATCH", path, json_type, R"({"name":"c++"})"), "name");
    BOOST_TEST(ann.get(path).json()["name"].text() == "Go");
}

BOOST_AUTO_TEST_CASE(forms_will_do_and_what_is_empty_in_them_is_nothing)
{
    auto ann = board.user("ann");
    auto made = ann.send("POST", profile + "work-history/", form_type,
        "company=Acme&position=Developer&start_date=2019-09-01&end_date=&is_current=on&description=");
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    BOOST_TEST(made.json()["end_date"].is_null());
    BOOST_TEST(made.json()["is_current"].text() == "true");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(profile_sections_at_once, BusyBoard)

namespace {

std::vector<HttpAnswer> add_skills(Board& board, const std::string& token, int count, bool same)
{
    return at_once(board, count, [&](HttpClient& client, int number) {
        return client.send("POST", profile + "skills/",
            {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
            R"({"name":"Skill )" + std::to_string(same ? 0 : number) + R"("})");
    });
}

long count_of(const std::vector<HttpAnswer>& answers, int status)
{
    return std::ranges::count(answers, status, &HttpAnswer::status);
}

} // namespace

BOOST_AUTO_TEST_CASE(nobody_has_one_twice)
{
    auto token = board.token_for("ann", "user");
    auto answers = add_skills(board, token, 12, true);
    BOOST_TEST(count_of(answers, 201) == 1);
    BOOST_TEST(count_of(answers, 400) == 11);
}

BOOST_AUTO_TEST_CASE(nobody_has_more_than_a_hundred)
{
    auto token = board.token_for("ann", "user");
    board.sql().change(
        "INSERT INTO profile_skills (id, owner, name, level) SELECT gen_random_uuid(), u.id, "
        "'Known ' || n, 'expert' FROM users u, generate_series(1, 95) n WHERE u.username = 'ann'");
    auto answers = add_skills(board, token, 12, false);
    BOOST_TEST(count_of(answers, 201) == 5);
    BOOST_TEST(count_of(answers, 400) == 7);
    for (const auto& answer : answers)
        if (answer.status == 400) check_invalid(Reply(answer), "non_field_errors");
    BOOST_TEST(value(board.sql(), "SELECT count(*)::text AS value FROM profile_skills") == "100");
}

BOOST_AUTO_TEST_SUITE_END()
