// If-Match: a change is made only to the version of an object that its sender has seen.
#include "t/hiring/applying.hpp"
#include "t/kit/lists.hpp"

#include <fmt/format.h>

namespace {

struct Preconditions : Applying {
    std::string job_at = "/api/v1/jobs/" + to_text(job) + '/';

    static std::string tag(Api& who, const std::string& target)
    {
        return std::string(who.get(target).header("etag"));
    }
    static Reply change(Api& who, const std::string& target, const std::string& tag, const std::string& body,
        std::string_view method = "PATCH")
    {
        auto headers = json_type;
        headers.emplace_back("If-Match", tag);
        return who.send(method, target, headers, body);
    }
    std::string title() { return value(sql, "SELECT title AS value FROM jobs"); }
};

void check_refused(const Reply& reply)
{
    BOOST_TEST(reply.status == 412);
    BOOST_TEST(reply.json()["code"].text() == "precondition_failed");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(preconditions, Preconditions)

BOOST_AUTO_TEST_CASE(a_change_needs_the_version_it_was_made_for)
{
    auto first = tag(boss, job_at);
    auto changed = change(boss, job_at, first, R"({"title":"One"})");
    BOOST_TEST(changed.status == 200);
    auto second = tag(boss, job_at);
    BOOST_TEST(changed.header("etag") == second); // to go on with
    check_refused(change(boss, job_at, first, R"({"title":"Two"})"));
    check_refused(change(boss, job_at, first, "", "DELETE"));
    check_refused(change(boss, job_at, "\"other\", W/" + first, R"({"title":"Two"})"));
    check_refused(change(boss, job_at, "nonsense", R"({"title":"Two"})"));
    BOOST_TEST(title() == "One");
    BOOST_TEST(change(boss, job_at, "\"other\", W/" + second, R"({"title":"Two"})").status == 200);
    BOOST_TEST(change(boss, job_at, "*", R"({"title":"Three"})").status == 200);
    BOOST_TEST(change(boss, job_at, tag(boss, job_at), "", "DELETE").status == 204);
}

// What is not there has no version that could be wrong.
BOOST_AUTO_TEST_CASE(what_is_not_there_is_not_found)
{
    auto root = board.admin();
    auto nobody = to_text(new_uuid());
    for (auto path : {"/api/v1/auth/users/", "/api/v1/jobs/", "/api/v1/categories/", "/api/v1/applications/"})
        for (auto method : {"PATCH", "DELETE"}) {
            if (std::string_view(path).ends_with("applications/") && std::string_view(method) == "DELETE")
                continue;
            for (auto tag : {"\"x\"", "*"})
                BOOST_TEST(change(root, path + nobody + "/", tag, "{}", method).status == 404,
                    method << ' ' << path);
        }
}

BOOST_AUTO_TEST_CASE(a_change_may_be_wanted_only_where_nothing_is)
{
    auto unless = [&](const std::string& tag) {
        auto headers = json_type;
        headers.emplace_back("If-None-Match", tag);
        return boss.send("PATCH", job_at, headers, R"({"title":"Two"})");
    };
    auto before = title();
    check_refused(unless("*"));
    check_refused(unless(tag(boss, job_at)));
    BOOST_TEST(title() == before);
    BOOST_TEST(unless("\"other\"").status == 200);
    BOOST_TEST(title() == "Two");
}

BOOST_AUTO_TEST_CASE(what_was_made_says_where_it_is_and_as_which_version)
{
    auto made = boss.send("POST", "/api/v1/jobs/", json_type,
        fmt::format(R"({{"title":"A","description":"B","requirements":"C","location":"D","category":"{}"}})",
            value(sql, "SELECT id::text AS value FROM categories LIMIT 1")));
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    auto place = std::string(made.header("location"));
    BOOST_TEST_REQUIRE(place == board.public_url() + "/api/v1/jobs/" + made.json()["id"].text() + "/");
    auto path = place.substr(board.public_url().size());
    auto read = boss.get(path);
    BOOST_TEST(read.body == made.body);
    BOOST_TEST(read.header("etag") == made.header("etag"));
    BOOST_TEST(change(boss, path, std::string(made.header("etag")), R"({"title":"Two"})").status == 200);
}

BOOST_AUTO_TEST_CASE(a_tag_that_a_compressing_server_has_marked_is_known)
{
    auto list = std::string("/api/v1/jobs/?page_size=1");
    for (const auto& target : {list, job_at}) {
        auto own = tag(ann, target);
        for (auto mark : {"-gzip", ";gzip", "-br"}) {
            auto marked = own.substr(0, own.size() - 1) + mark + "\"";
            BOOST_TEST(ann.get(target, {{"If-None-Match", marked}}).status == 304, marked);
            BOOST_TEST(ann.get(target, {{"If-None-Match", "W/" + marked}}).status == 304, marked);
        }
    }
}

BOOST_AUTO_TEST_CASE(figures_are_no_version)
{
    auto before = tag(boss, job_at);
    sql.change("UPDATE job_figures SET views_count = 7");
    made(apply());
    auto after = tag(boss, job_at);
    BOOST_TEST(before != after);
    BOOST_TEST(boss.get(job_at, {{"If-None-Match", before}}).status == 200);
    BOOST_TEST(boss.get(job_at, {{"If-None-Match", after}}).status == 304);
    BOOST_TEST(change(boss, job_at, before, R"({"title":"One"})").status == 200);
}

BOOST_AUTO_TEST_CASE(a_compressed_answer_s_tag_counts_too)
{
    sql.change("UPDATE jobs SET description = repeat('wood ', 1000)");
    HttpClient client(board.address());
    auto answer = client.send("GET", job_at, {{"Accept-Encoding", "gzip"}}, "");
    std::string weak(answer.header("etag"));
    BOOST_TEST(weak.starts_with("W/"));
    BOOST_TEST(change(boss, job_at, weak, R"({"title":"One"})").status == 200);
}

BOOST_AUTO_TEST_CASE(what_is_refused_anyway_is_refused_as_without)
{
    auto other = board.employer("other");
    BOOST_TEST(change(other, job_at, "\"x\"", R"({"title":"One"})").status == 403);
    BOOST_TEST(change(boss, job_at, "\"x\"", R"({"title":""})").status == 400);
    BOOST_TEST(change(api, job_at, "\"x\"", R"({"title":"One"})").status == 401);
    BOOST_TEST(
        change(boss, "/api/v1/jobs/" + to_text(new_uuid()) + '/', "*", R"({"title":"One"})").status == 404);
}

BOOST_AUTO_TEST_CASE(every_kind_of_object_knows_it)
{
    auto category = to_text(seed::category(sql, {.name = "Crafts"}));
    auto id = made(apply());
    const std::tuple<Api*, std::string, std::string, std::string> all[] = {
        {&root, "/api/v1/categories/" + category + '/', "", R"({"description":"New."})"},
        {&boss, applications + id + '/', "", R"({"notes":"Good."})"},
        {&root, "/api/v1/auth/users/" + to_text(acme) + '/', "", R"({"bio":"New."})"},
        {&ann, "/api/v1/auth/me/update/", "/api/v1/auth/me/", R"({"bio":"New."})"},
    };
    for (const auto& [who, target, shown, body] : all) BOOST_TEST_CONTEXT(target)
        {
            auto at = shown.empty() ? target : shown;
            auto first = tag(*who, at);
            BOOST_TEST_REQUIRE(first != "");
            auto changed = change(*who, target, first, body);
            BOOST_TEST(changed.status == 200);
            BOOST_TEST(changed.header("etag") == tag(*who, at));
            auto now = (*who).get(at).body;
            check_refused(
                change(*who, target, first, R"({"description":"Old.","notes":"Old.","bio":"Old."})"));
            BOOST_TEST((*who).get(at).body == now);
        }
}

BOOST_AUTO_TEST_CASE(of_changes_at_once_one_wins)
{
    auto token = board.token_for("root", "admin");
    for (const auto& target : {job_at, std::string("/api/v1/auth/users/") + to_text(acme) + '/'})
        for (int round = 0; round < 5; ++round) {
            auto seen = tag(root, target);
            auto answers = at_once(board, 6, [&](HttpClient& client, int i) {
                return client.send("PATCH", target,
                    {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"},
                        {"If-Match", seen}},
                    fmt::format(R"({{"title":"{0} {1}","bio":"{0} {1}"}})", round, i));
            });
            int won = 0, lost = 0;
            for (const auto& answer : answers) won += answer.status == 200, lost += answer.status == 412;
            BOOST_TEST(won == 1, target);
            BOOST_TEST(lost == 5, target);
        }
}

BOOST_AUTO_TEST_SUITE_END()
