// The addresses that admins come from: what they open and close, and that nobody closes the door behind
// themselves unasked.
#include "keys.hpp"

#include "t/admin/desk.hpp"

namespace {

const std::string list_path = auth + "ip-whitelist/";

struct Addresses : People {
    Uuid root = account("root", "admin");
    std::string token = board.token_for("root", "admin");

    // The admin at that address, by a token.
    Api at(const std::string& address) const
    {
        return {board.address(), {{"Authorization", "Bearer " + token}, {"X-Forwarded-For", address}}};
    }
    Reply add(const std::string& from, const std::string& address, Variables members = {}) const
    {
        members.emplace_back("ip_address", address);
        return at(from).send("POST", list_path, json_type, object(members));
    }
    std::string added(const std::string& from, const std::string& address, Variables members = {}) const
    {
        auto reply = add(from, address, std::move(members));
        BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
        return reply.json()["id"].text();
    }
    int status_at(const std::string& address) const { return at(address).get(auth + "users/").status; }
    std::string listed() const
    {
        return value(sql,
            "SELECT coalesce(string_agg(ip_address || CASE WHEN is_active THEN '' ELSE ' off' END, "
            "', ' ORDER BY ip_address), '') AS value FROM ip_whitelist");
    }
    long long events(const std::string& kind) const
    {
        return parse<long long>(
            value(sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'ip_whitelist." + kind + "'"))
            .value();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ip_whitelist, Addresses)

BOOST_AUTO_TEST_CASE(while_any_is_active_admins_come_from_nowhere_else)
{
    account("ann", "user");
    auto ann = board.token_for("ann", "user");
    auto key = at("192.0.2.7")
                   .send("POST", auth + "api-keys/", json_type, R"({"name":"x","scopes":["read","write"]})");
    BOOST_TEST_REQUIRE(key.status == 201, key.body);
    auto by_key = [&](const std::string& address) {
        return Api(board.address(), {{"X-API-Key", key.json()["key"].text()}, {"X-Forwarded-For", address}})
            .get("/api/v1/jobs/");
    };
    Desk inside(board, "192.0.2.7"), outside(board, "198.51.100.1");
    for (auto* desk : {&inside, &outside}) BOOST_TEST(desk->sign_in("root").status == 303);
    BOOST_TEST(status_at("198.51.100.1") == 200);

    auto id = added("192.0.2.7", "192.0.2.0/24");
    added("192.0.2.7", "2001:db8::/32");
    for (auto address : {"192.0.2.7", "192.0.2.255", "2001:db8:ffff::1", "::ffff:192.0.2.1"}) {
        BOOST_TEST(status_at(address) == 200, address);
        BOOST_TEST(by_key(address).status == 200, address);
    }
    for (auto address : {"198.51.100.1", "192.0.3.1", "2001:db9::1"}) {
        check_refused(at(address).get(auth + "users/"), 403, "address_not_allowed");
        check_refused(at(address).get("/api/v1/jobs/"), 403, "address_not_allowed"); // whatever it is
        check_refused(at(address).send("DELETE", list_path + id + '/'), 403, "address_not_allowed");
        check_refused(by_key(address), 403, "address_not_allowed");
        Api other(board.address(), {{"Authorization", "Bearer " + ann}, {"X-Forwarded-For", address}});
        BOOST_TEST(other.get(auth + "me/").status == 200, address);
    }
    // Pages as well, and those that are not there.
    BOOST_TEST(inside.get("/admin/").status == 200);
    for (auto path : {"/admin/", "/admin/users/"}) {
        auto page = outside.get(path);
        BOOST_TEST(page.status == 403, path);
        BOOST_TEST(page.header("content-type").starts_with("text/html"));
        BOOST_TEST(has(page, "address"), page.body);
        BOOST_TEST(!has(page, "form_token"));
    }
    BOOST_TEST(outside.get("/admin/users/x/y/z/nothing/").status == 404);
    BOOST_TEST(outside.post_bare("/admin/users/", {}, {{"Origin", outside.origin}}).status == 403);
    // What a client says of itself does not count.
    Api liar(board.address(), {{"Authorization", "Bearer " + token}, {"X-Forwarded-For", "198.51.100.1"},
                                  {"X-Real-IP", "192.0.2.7"}});
    BOOST_TEST(liar.get(auth + "users/").status == 403);

    sql.change("UPDATE ip_whitelist SET is_active = false");
    BOOST_TEST(status_at("198.51.100.1") == 200);
    BOOST_TEST(outside.get("/admin/").status == 200);
}

BOOST_AUTO_TEST_CASE(an_entry_is_kept_in_its_shortest_spelling_once)
{
    auto reply = add("192.0.2.7", " ::ffff:192.0.2.7 ", {{"description", "Ours"}});
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    auto entry = reply.json();
    BOOST_TEST(keys(entry) ==
               "id, ip_address, description, is_active, created_by, created_by_name, created_at, "
               "updated_at");
    BOOST_TEST(entry["ip_address"].text() == "192.0.2.7");
    BOOST_TEST(entry["created_by"].text() == to_text(root));
    BOOST_TEST(entry["created_by_name"].text() == "root");
    auto path = list_path + entry["id"].text() + '/';
    auto read = at("192.0.2.7").get(path);
    BOOST_TEST(at("192.0.2.7").send("PUT", path, json_type, read.body).body == read.body);
    BOOST_TEST(events("updated") == 0);
    for (auto same : {"192.0.2.7", "192.0.2.7/32", "::ffff:192.0.2.7/128"})
        check_invalid(add("192.0.2.7", same), "ip_address");
    for (auto bad : {"192.0.2.7/24", "192.0.2", "unix:", "office", "::1/129", "0.0.0.0/33", ""})
        check_invalid(add("192.0.2.7", bad), "ip_address");
    BOOST_TEST(added("192.0.2.7", "2001:DB8:0::/32") != "");
    BOOST_TEST(listed() == "192.0.2.7, 2001:db8::/32");
    BOOST_TEST(events("created") == 2);
    auto by_address = at("192.0.2.7").get(list_path + "?ordering=-ip_address");
    BOOST_TEST(by_address.json()["results"][0]["ip_address"].text() == "2001:db8::/32");
}

BOOST_AUTO_TEST_CASE(nobody_locks_themselves_out_unasked)
{
    auto here = "192.0.2.7";
    check_invalid(add(here, "198.51.100.0/24"), "ip_address");
    BOOST_TEST(listed() == "");
    BOOST_TEST(events("created") == 0); // what is refused is not told
    auto off = added(here, "198.51.100.0/24", {{"is_active", "=false"}});
    auto change = [&](const std::string& id, const Variables& members) {
        return at(here).send("PATCH", list_path + id + '/', json_type, object(members));
    };
    check_invalid(change(off, {{"is_active", "=true"}}), "ip_address");
    auto own = added(here, "192.0.2.0/24");
    BOOST_TEST(change(off, {{"is_active", "=true"}}).status == 200);
    check_invalid(change(own, {{"is_active", "=false"}}), "ip_address");
    check_invalid(change(own, {{"ip_address", "203.0.113.0/24"}}), "ip_address");
    BOOST_TEST(change(own, {{"ip_address", "192.0.2.7"}}).status == 200);
    check_invalid(at(here).send("DELETE", list_path + own + '/'), "force");
    check_invalid(at(here).send("DELETE", list_path + own + "/?force=false"), "force");
    BOOST_TEST(listed() == "192.0.2.7, 198.51.100.0/24");
    BOOST_TEST(at(here).send("DELETE", list_path + own + "/?force=true").status == 204);
    BOOST_TEST(status_at(here) == 403);
    BOOST_TEST(status_at("198.51.100.1") == 200);
    // The last one is nobody's lock.
    BOOST_TEST(at("198.51.100.1").send("DELETE", list_path + off + '/').status == 204);
    BOOST_TEST(status_at(here) == 200);
    BOOST_TEST(add(here, "198.51.100.0/24", {{"force", "=true"}}).status == 201);
    BOOST_TEST(status_at(here) == 403);
    BOOST_TEST(events("deleted") == 2);
}

BOOST_AUTO_TEST_CASE(two_deletions_at_once_do_not_lock_out_either)
{
    for (int round = 0; round < 3; ++round) {
        sql.change("DELETE FROM ip_whitelist");
        std::vector<std::string> own{added("192.0.2.7", "192.0.2.0/24"), added("192.0.2.7", "192.0.2.7")};
        added("192.0.2.7", "198.51.100.0/24");
        Variables headers{{"Authorization", "Bearer " + token}, {"X-Forwarded-For", "192.0.2.7"}};
        auto remove = [&](const std::string& id, HttpClient& client) {
            return client.send("DELETE", list_path + id + '/', headers);
        };
        int gone = 0, refused = 0;
        for (const auto& answer : at_once(board, 2, [&](HttpClient&client, int i) {
                 return remove(own[static_cast<std::size_t>(i)], client);
             })) {
            gone += answer.status == 204;
            refused += answer.status == 400;
        }
        BOOST_TEST(gone == 1);
        BOOST_TEST(refused == 1);
        BOOST_TEST(status_at("192.0.2.7") == 200);
    }
    sql.change("DELETE FROM ip_whitelist");
    auto one = added("192.0.2.7", "192.0.2.7");
    Variables headers{{"Authorization", "Bearer " + token}, {"X-Forwarded-For", "192.0.2.7"}};
    int gone = 0, missing = 0;
    for (const auto& answer : at_once(board, 3,
             [&](HttpClient&client, int) { return client.send("DELETE", list_path + one + '/', headers); })) {
        gone += answer.status == 204;
        missing += answer.status == 404;
    }
    BOOST_TEST(gone == 1);
    BOOST_TEST(missing == 2);
}

BOOST_AUTO_TEST_CASE(a_command_on_the_host_is_the_way_back_in)
{
    added("192.0.2.7", "198.51.100.0/24", {{"force", "=true"}});
    BOOST_TEST(status_at("192.0.2.7") == 403);
    auto allowed = board.call({"ip-allow", "192.0.2.7/32"});
    BOOST_TEST(allowed.status == 0, allowed.out);
    BOOST_TEST(status_at("192.0.2.7") == 200);
    BOOST_TEST(listed() == "192.0.2.7, 198.51.100.0/24");
    BOOST_TEST(value(sql, "SELECT came_by || coalesce(actor::text, '') AS value FROM events "
                          "WHERE kind = 'ip_whitelist.created' ORDER BY number DESC LIMIT 1") == "command");
    BOOST_TEST(board.call({"ip-allow", "192.0.2.7"}).status == 0); // again: nothing new
    BOOST_TEST(events("created") == 2);
    BOOST_TEST(board.call({"ip-allow", "--clear"}).status == 0);
    BOOST_TEST(listed() == "192.0.2.7 off, 198.51.100.0/24 off");
    BOOST_TEST(events("updated") == 2);
    BOOST_TEST(status_at("203.0.113.9") == 200);
    BOOST_TEST(board.call({"ip-allow", "192.0.2.7"}).status == 0); // on again
    BOOST_TEST(listed() == "192.0.2.7, 198.51.100.0/24 off");
    for (const auto& wrong : {std::vector<std::string>{"ip-allow"}, {"ip-allow", "office"},
             {"ip-allow", "192.0.2.7", "--clear"}}) {
        auto ended = board.call(wrong);
        BOOST_TEST(ended.status != 0, ended.out);
    }
}

BOOST_AUTO_TEST_CASE(it_is_kept_on_the_pages_too)
{
    Desk desk(board, "192.0.2.7");
    BOOST_TEST_REQUIRE(desk.sign_in("root").status == 303);
    auto page = "/admin/ip-whitelist/";
    BOOST_TEST(has(desk.get(page), "Admins may come from everywhere."));
    auto form = [&](const Variables& fields) {
        return desk.post(page + std::string("new/"), fields, page + std::string("new/"));
    };
    auto refused = form({{"ip_address", "198.51.100.0/24"}, {"is_active", "true"}});
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(has(refused, "You come from 192.0.2.7"), refused.body);
    BOOST_TEST(listed() == "");
    BOOST_TEST(
        form({{"ip_address", "192.0.2.7"}, {"description", "Home"}, {"is_active", "true"}}).status == 303);
    BOOST_TEST(form({{"ip_address", "198.51.100.0/24"}, {"is_active", "true"}}).status == 303);
    BOOST_TEST(rows_in(desk.get(page)) == 2u);
    auto own =
        page + value(sql, "SELECT id::text AS value FROM ip_whitelist WHERE description = 'Home'") + '/';
    auto off = desk.post(own + "turn-off/", {});
    BOOST_TEST(off.status == 400);
    BOOST_TEST(has(off, "You come from 192.0.2.7"), off.body);
    auto kept = desk.post(own + "delete/", {}, own + "delete/");
    BOOST_TEST(kept.status == 400);
    BOOST_TEST(has(kept, "You come from 192.0.2.7"), kept.body);
    BOOST_TEST(desk.post(own + "delete/", {{"force", "true"}}, own + "delete/").status == 303);
    BOOST_TEST(listed() == "198.51.100.0/24");
    BOOST_TEST(desk.get("/admin/").status == 403);
}

BOOST_AUTO_TEST_SUITE_END()
