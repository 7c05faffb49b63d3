// Accounts as admins see and change them.
#include "t/kit/lists.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace {

const std::string list = auth + "users/";

std::string path_of(const std::string& id)
{
    return list + id + '/';
}

struct Users : People {
    Api root = board.admin();

    Reply change(const Uuid& id, const Variables& members, std::string_view method = "PATCH")
    {
        return root.send(method, path_of(to_text(id)), json_type, object(members));
    }
    Reply read(const Uuid& id) { return root.get(path_of(to_text(id))); }

    std::string names(const std::string& query)
    {
        auto reply = root.get(list + query);
        BOOST_TEST_REQUIRE(reply.status == 200, query << " -> " << reply.status << ' ' << reply.body);
        auto found = each(reply.json()["results"], "username");
        BOOST_TEST(reply.json()["count"].text() == std::to_string(found.size()), query);
        return joined(found);
    }

    // Somebody with names and a time of joining.
    void person(const std::string& name, const std::string& role, const std::string& first,
        const std::string& last, const std::string& joined)
    {
        seed::user(sql, {.username = name, .role = role, .first_name = first, .last_name = last});
        sql.change("UPDATE users SET date_joined = :at::timestamptz WHERE username = :name",
            {arg("at", std::string_view(joined)), arg("name", std::string_view(name))});
    }
};

// Two admins, and nobody else, on a board that answers them side by side.
struct TwoAdmins : BusyBoard {
    std::string tokens[2], ids[2];

    void begin()
    {
        empty_tables(board.sql());
        for (int i : {0, 1}) {
            auto name = "admin" + std::to_string(i);
            tokens[i] = board.token_for(name, "admin");
            ids[i] = to_text(seed::user(board.sql(), {.username = name, .role = "admin"}));
        }
    }

    // Both do it to each other at once; answers how many succeeded.
    int each_other(std::string_view method, const std::string& body)
    {
        auto answers = at_once(board, 2, [&](HttpClient& client, int i) {
            auto headers = json_type;
            headers.emplace_back("Authorization", "Bearer " + tokens[i]);
            return client.send(method, path_of(ids[1 - i]), headers, body);
        });
        int done = 0;
        for (auto& answer : answers) {
            if (answer.status == 200 || answer.status == 204) ++done;
            else
                BOOST_TEST((answer.status == 400 || answer.status == 401 || answer.status == 403),
                    answer.status << ' ' << answer.body);
        }
        return done;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(users, Users)

BOOST_AUTO_TEST_CASE(the_list_shows_accounts_newest_first)
{
    person("ann", "user", "Ann", "Lee", "2026-01-02T00:00:00Z");
    person("acme", "employer", "", "", "2026-01-03T00:00:00Z");
    BOOST_TEST(names("") == "root, acme, ann");
    auto reply = root.get(list);
    BOOST_TEST(keys(reply.json()) == "count, next, previous, results");
    auto ann = reply.json()["results"][2];
    BOOST_TEST(keys(ann) == "id, username, email, first_name, last_name, full_name, role, phone_number, "
                            "profile_picture, bio, is_active, email_verified, date_joined, last_login");
    BOOST_TEST(ann["full_name"].text() == "Ann Lee");
    BOOST_TEST(reply.json()["results"][1]["full_name"].text() == "acme");
    auto one = root.get(path_of(ann["id"].text()));
    BOOST_TEST(one.status == 200);
    BOOST_TEST(reply.body.find(one.body) != reply.body.npos, one.body);
    check_refused(root.get(path_of(to_text(new_uuid()))), 404, "not_found");
}

BOOST_AUTO_TEST_CASE(the_list_can_be_narrowed)
{
    person("ann", "user", "Ann", "Lee", "2026-01-04T00:00:00Z");
    person("bob_1", "user", "Bob", "Bee", "2026-01-03T00:00:00Z");
    person("acme", "employer", "Ada", "Boss", "2026-01-02T00:00:00Z");
    sql.change("UPDATE users SET is_active = false WHERE username = 'bob_1'", {});
    sql.change("UPDATE users SET email = 'sales@acme.example' WHERE username = 'acme'", {});
    BOOST_TEST(names("?role=user") == "ann, bob_1");
    BOOST_TEST(names("?role=employer") == "acme");
    BOOST_TEST(names("?role=admin") == "root");
    BOOST_TEST(names("?is_active=false") == "bob_1");
    BOOST_TEST(names("?is_active=true&role=user") == "ann");
    BOOST_TEST(names("?search=ANN") == "ann");
    BOOST_TEST(names("?search=sales@") == "acme");
    BOOST_TEST(names("?search=bee") == "bob_1");
    BOOST_TEST(names("?search=ada+boss") == "acme");
    BOOST_TEST(names("?search=_") == "bob_1");
    BOOST_TEST(names("?search=%25") == "");
    BOOST_TEST(names("?search=secret.example&role=user") == "ann, bob_1");
}

BOOST_AUTO_TEST_CASE(the_list_can_be_ordered)
{
    person("ann", "user", "", "", "2026-01-02T00:00:00Z");
    person("zoe", "user", "", "", "2026-01-04T00:00:00Z");
    person("bob", "user", "", "", "2026-01-03T00:00:00Z");
    sql.change("UPDATE users SET email = 'a@a.example' WHERE username = 'zoe'", {});
    BOOST_TEST(names("?role=user&ordering=username") == "ann, bob, zoe");
    BOOST_TEST(names("?role=user&ordering=-username") == "zoe, bob, ann");
    BOOST_TEST(names("?role=user&ordering=email") == "zoe, ann, bob");
    BOOST_TEST(names("?role=user&ordering=date_joined") == "ann, bob, zoe");
    BOOST_TEST(names("?role=user&ordering=-date_joined") == "zoe, bob, ann");
    for (auto bad : {"password_hash", "x", "username,email;"})
        BOOST_TEST(root.get(list + "?ordering=" + bad).status == 400, bad);
}

BOOST_AUTO_TEST_CASE(the_list_comes_in_pages)
{
    for (int i = 0; i < 24; ++i) // two of each time
        person(
            fmt::format("user{:02}", i), "user", "", "", fmt::format("2026-01-{:02}T00:00:00Z", i / 2 + 1));
    for (std::string query : {"?page_size=5", "?page_size=5&ordering=username", "?page_size=5&cursor="}) {
        auto parts = walk(board, root, list + query, "next");
        auto ids = flat(parts);
        BOOST_TEST(parts.size() == 5u, query);
        std::sort(ids.begin(), ids.end());
        BOOST_TEST((std::unique(ids.begin(), ids.end()) == ids.end()), query);
        BOOST_TEST(ids.size() == 25u, query);
    }
    BOOST_TEST(root.get(list + "?page_size=5").json()["count"].text() == "25");
    check_refused(root.get(list + "?page_size=5&page=6"), 404, "not_found");
}

BOOST_AUTO_TEST_CASE(a_new_role_counts_from_the_next_request_on)
{
    auto id = account("ann");
    auto ann = board.user("ann");
    check_refused(ann.get(list), 403, "permission_denied");
    for (auto [role, status] : {std::pair("admin", 200), std::pair("employer", 403), std::pair("admin", 200),
             std::pair("user", 403)}) {
        auto reply = change(id, {{"role", role}});
        BOOST_TEST(reply.status == 200, reply.body);
        BOOST_TEST(reply.json()["role"].text() == role);
        BOOST_TEST(read(id).json()["role"].text() == role);
        BOOST_TEST(ann.get(auth + "me/").json()["role"].text() == role);
        BOOST_TEST(ann.get(list).status == status, role);
    }
    check_invalid(change(id, {{"role", "root"}}), "role");
}

BOOST_AUTO_TEST_CASE(who_is_deactivated_is_out_at_once)
{
    auto id = account("ann");
    auto ann = board.user("ann");
    BOOST_TEST(ann.get(auth + "me/").status == 200);
    auto reply = change(id, {{"is_active", "=false"}});
    BOOST_TEST(reply.json()["is_active"].text() == "false", reply.body);
    BOOST_TEST(read(id).json()["is_active"].text() == "false");
    check_refused(ann.get(auth + "me/"), 401, "user_inactive");
    check_refused(sign_in("ann"), 401, "invalid_credentials");
    BOOST_TEST(change(id, {{"is_active", "=true"}}).status == 200);
    BOOST_TEST(sign_in("ann").status == 200);
    BOOST_TEST(
        root.send("PATCH", path_of(to_text(id)), form_type, "is_active=false&first_name=Ann").status == 200);
    BOOST_TEST(read(id).json()["is_active"].text() == "false");
    BOOST_TEST(read(id).json()["first_name"].text() == "Ann");
}

BOOST_AUTO_TEST_CASE(admins_change_what_people_change_themselves)
{
    auto id = account("ann");
    account("bob");
    const Variables changes{{"username", "anne"}, {"email", "anne@example.org"}, {"first_name", "Anne"},
        {"last_name", "Lee"}, {"phone_number", "+431234567890"}, {"bio", "Wood."}};
    for (const auto& [name, text] : changes) {
        BOOST_TEST(change(id, {{name, text}}, name == "bio" ? "PUT" : "PATCH").json()[name].text() == text);
        BOOST_TEST(read(id).json()[name].text() == text);
    }
    auto before = read(id).body;
    BOOST_TEST(root.send("PUT", path_of(to_text(id)), json_type, before).body == before);
    BOOST_TEST(read(id).body == before);
    check_invalid(change(id, {{"username", "BOB"}, {"email", "bob@secret.example"}}), "username, email");
    check_invalid(change(id, {{"username", "a"}, {"email", "x"}, {"first_name", "=null"},
                                 {"phone_number", "1"}, {"role", "x"}, {"is_active", "maybe"}}),
        "first_name, role, is_active, username, email, phone_number");
    change(id,
        {{"id", to_text(new_uuid())}, {"date_joined", "2020-01-01T00:00:00Z"}, {"email_verified", "=true"},
            {"last_login", "2020-01-01T00:00:00Z"}, {"password_hash", "!"}, {"password", "x"}});
    BOOST_TEST(read(id).body == before);
    BOOST_TEST(sign_in("anne").status == 200);
    check_refused(change(new_uuid(), {{"bio", "x"}}), 404, "not_found");
}

BOOST_AUTO_TEST_CASE(admins_cannot_take_themselves_away)
{
    board.admin("second"); // it is not about the last one
    auto id = seed::user(sql, {.username = "root", .role = "admin"});
    auto before = read(id).body;
    for (auto method : {"PUT", "PATCH"}) {
        for (auto role : {"user", "employer"}) check_invalid(change(id, {{"role", role}}, method), "role");
        check_invalid(change(id, {{"is_active", "=false"}}, method), "is_active");
    }
    auto reply = root.send("DELETE", path_of(to_text(id)));
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(read(id).body == before);
    BOOST_TEST(change(id, {{"role", "admin"}, {"is_active", "=true"}}).body == before);
}

BOOST_FIXTURE_TEST_CASE(two_admins_who_remove_each_other_leave_one, TwoAdmins)
{
    for (int round = 0; round < 5; ++round)
        for (auto [method, body] : {std::pair("DELETE", ""), std::pair("PATCH", R"({"role":"user"})"),
                 std::pair("PUT", R"({"is_active":false})")}) {
            begin();
            BOOST_TEST(each_other(method, body) == 1, method << ' ' << body);
            BOOST_TEST(value(board.sql(),
                           "SELECT count(*)::text AS value FROM users WHERE role = 'admin' AND is_active "
                           "AND deleted_at IS NULL") == "1");
        }
}

BOOST_AUTO_TEST_CASE(a_deleted_account_is_gone)
{
    auto id = account("ann");
    auto ann = board.user("ann");
    auto tokens = sign_in("ann");
    auto reply = root.send("DELETE", path_of(to_text(id)));
    BOOST_TEST(reply.status == 204);
    BOOST_TEST(reply.body == "");
    check_refused(read(id), 404, "not_found");
    check_refused(change(id, {{"bio", "x"}}), 404, "not_found");
    check_refused(root.send("DELETE", path_of(to_text(id))), 404, "not_found");
    BOOST_TEST(names("") == "root");
    check_refused(ann.get(auth + "me/"), 401, "token_not_valid");
    auto anonymous = somebody();
    check_refused(send(anonymous, "POST", "refresh/", {{"refresh", tokens.json()["refresh"].text()}}), 401,
        "token_not_valid");
    check_refused(sign_in("ann"), 401, "invalid_credentials");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users") == "1");
}

BOOST_AUTO_TEST_CASE(a_deleted_employer_takes_the_jobs_along)
{
    auto id = account("acme", "employer");
    auto acme = board.employer("acme");
    auto job = seed::job(sql, {.title = "Theirs", .employer = id, .is_featured = true}),
         applied = seed::job(sql, {.title = "Wanted", .employer = id});
    seed::job(sql, {.title = "Another", .employer = seed::user(sql, {.username = "other"})});
    seed::application(sql, applied, account("ann"));
    BOOST_TEST(api.get("/api/v1/jobs/").json()["count"].text() == "3");
    auto reply = root.send("DELETE", path_of(to_text(id)));
    BOOST_TEST(reply.status == 204, reply.body);

    auto jobs = api.get("/api/v1/jobs/?page_size=50");
    BOOST_TEST(jobs.json()["count"].text() == "1");
    BOOST_TEST(joined(each(jobs.json()["results"], "title")) == "Another");
    BOOST_TEST(api.get("/api/v1/jobs/featured/").body.find("Theirs") == std::string::npos);
    for (const auto& gone : {job, applied})
        check_refused(api.get("/api/v1/jobs/" + to_text(gone) + '/'), 404, "not_found");
    check_refused(read(id), 404, "not_found");
    BOOST_TEST(names("?role=employer") == "other");
    BOOST_TEST(names("?is_active=false") == "");
    BOOST_TEST(names("?search=deleted") == "");
    check_refused(acme.get(auth + "me/"), 401, "token_not_valid");
    check_refused(root.send("DELETE", path_of(to_text(id))), 404, "not_found");
    check_refused(sign_in("acme"), 401, "invalid_credentials");
    BOOST_TEST(sign_up("acme", {{"email", "acme@secret.example"}}).status == 201); // both are free again
    BOOST_TEST(sign_in("acme").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
