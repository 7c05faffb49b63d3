// Categories as admins write them.
#include "t/kit/board.hpp"
#include "t/kit/lists.hpp"
#include "t/kit/seed.hpp"

#include <thread>

namespace {

const std::string list = "/api/v1/categories/";

struct Changes : EmptyBoard {
    Api root = board.admin("root");

    Reply send(Api& who, std::string_view method, const std::string& target, const std::string& json)
    {
        return who.send(method, target, {{"Content-Type", "application/json"}}, json);
    }
    std::string add(const std::string& json)
    {
        auto reply = send(root, "POST", list, json);
        BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
        return reply.json()["id"].text();
    }
    std::string child(const std::string& name, const std::string& parent)
    {
        return add(R"({"name":")" + name + R"(","parent":")" + parent + "\"}");
    }
    std::string at(const std::string& id) { return list + id + "/"; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(category_changes, Changes)

BOOST_AUTO_TEST_CASE(a_category_gets_a_slug_of_its_own)
{
    auto id = add(R"({"name":"Café & Bar","description":"Food"})");
    auto read = api.get(at(id));
    BOOST_TEST(read.json()["slug"].text() == "cafe-bar");
    BOOST_TEST(read.json()["description"].text() == "Food");
    BOOST_TEST(api.get(at(add(R"({"name":"Café Bar"})"))).json()["slug"].text() == "cafe-bar-2");
    BOOST_TEST(send(root, "POST", list, R"({"name":"CAFÉ & bar"})").json().has("name"));
    BOOST_TEST(send(root, "POST", list, R"({"name":"Other","slug":"cafe-bar"})").json().has("slug"));
    BOOST_TEST(send(root, "POST", list, R"({"name":"Other","slug":"Not A Slug"})").json().has("slug"));
    BOOST_TEST(send(root, "POST", list, R"({"name":""})").json().has("name"));
    BOOST_TEST(send(root, "POST", list, R"({"name":"x","parent":")" + to_text(new_uuid()) + "\"}")
                   .json()
                   .has("parent"));
}

BOOST_AUTO_TEST_CASE(only_admins_write)
{
    auto id = add(R"({"name":"Wood"})");
    auto acme = board.employer("acme"), ann = board.user("ann");
    for (auto* who : {&acme, &ann}) {
        BOOST_TEST(send(*who, "POST", list, R"({"name":"x"})").status == 403);
        for (auto method : {"PUT", "PATCH", "DELETE"})
            BOOST_TEST(send(*who, method, at(id), R"({"name":"x"})").status == 403);
    }
    BOOST_TEST(send(api, "PATCH", at(id), "{}").status == 401);
    BOOST_TEST(send(root, "PATCH", at(to_text(new_uuid())), "{}").status == 404);
}

BOOST_AUTO_TEST_CASE(a_moved_category_takes_its_descendants_along)
{
    auto a = add(R"({"name":"A"})"), b = child("B", a), c = child("C", b);
    BOOST_TEST(api.get(at(c)).json()["full_path"].text() == "A > B > C");
    BOOST_TEST(send(root, "PATCH", at(b), R"({"parent":null,"name":"Bee"})").status == 200);
    BOOST_TEST(api.get(at(c)).json()["full_path"].text() == "Bee > C");
    BOOST_TEST(api.get(at(c)).json()["depth"].text() == "1");
    for (const auto& parent : {b, c})
        BOOST_TEST(send(root, "PATCH", at(b), R"({"parent":")" + parent + "\"}").json().has("parent"));
    auto put = send(root, "PUT", at(c), api.get(at(c)).body);
    BOOST_TEST(put.status == 200);
    BOOST_TEST(put.json()["slug"].text() == "c");
}

BOOST_AUTO_TEST_CASE(two_moves_at_once_never_close_a_loop)
{
    auto x = add(R"({"name":"X"})"), y = add(R"({"name":"Y"})");
    for (int round = 0; round < 10; ++round) {
        auto first = board.admin("root"), second = board.admin("root");
        int status[2];
        std::thread one(
            [&] { status[0] = send(first, "PATCH", at(x), R"({"parent":")" + y + "\"}").status; });
        std::thread two(
            [&] { status[1] = send(second, "PATCH", at(y), R"({"parent":")" + x + "\"}").status; });
        one.join();
        two.join();
        BOOST_TEST(std::min(status[0], status[1]) == 200);
        BOOST_TEST(std::max(status[0], status[1]) == 400);
        for (const auto& id : {x, y}) send(root, "PATCH", at(id), R"({"parent":null})");
    }
}

BOOST_AUTO_TEST_CASE(a_category_in_use_stays_until_its_jobs_have_moved)
{
    auto a = add(R"({"name":"A"})"), b = child("B", a), to = add(R"({"name":"Target"})");
    auto job = seed::job(sql, {.category = parse<Uuid>(b)});
    auto refused = root.send("DELETE", at(a));
    BOOST_TEST(refused.status == 409);
    BOOST_TEST(refused.json()["code"].text() == "category_in_use");
    BOOST_TEST(refused.json()["detail"].text().find("1 job") == 0u);
    BOOST_TEST(root.send("DELETE", at(a) + "?move_jobs_to=" + b).status == 400);
    BOOST_TEST(root.send("DELETE", at(a) + "?move_jobs_to=" + to_text(new_uuid())).status == 400);
    BOOST_TEST(root.send("DELETE", at(a) + "?move_jobs_to=" + to).status == 204);
    for (const auto& id : {a, b}) BOOST_TEST(api.get(at(id)).status == 404);
    BOOST_TEST(api.get("/api/v1/jobs/" + to_text(job) + "/").json()["category"]["id"].text() == to);
    BOOST_TEST(api.get(at(to)).json()["job_count"].text() == "1");
}

BOOST_AUTO_TEST_SUITE_END()
