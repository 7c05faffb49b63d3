// Accounts as admins manage them.
#include "people.hpp"
#include "seed.hpp"

#include <thread>

namespace {

const std::string list = auth + "users/";

struct Users : People {
    Api root = board.admin("root");

    std::string at(const Uuid& id) { return list + to_text(id) + "/"; }
    Reply patch(const Uuid& id, const Variables& members)
    {
        return send(root, "PATCH", "users/" + to_text(id) + "/", members);
    }
    std::string names(const std::string& query)
    {
        return joined(each(root.get(list + query).json()["results"], "username"));
    }
    Uuid id_of(const std::string& name)
    {
        return *parse<Uuid>(
            value(sql, "SELECT id::text AS value FROM users WHERE username = '" + name + "'"));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(users, Users)

BOOST_AUTO_TEST_CASE(the_list_is_searched_filtered_and_ordered)
{
    account("ann");
    account("bob");
    account("acme", "employer");
    patch(id_of("bob"), {{"is_active", "=false"}, {"last_name", "Lee"}});
    BOOST_TEST(names("?ordering=username") == "acme, ann, bob, root");
    BOOST_TEST(names("?ordering=-username&page_size=2") == "root, bob");
    BOOST_TEST(names("?role=employer") == "acme");
    BOOST_TEST(names("?is_active=false") == "bob");
    BOOST_TEST(names("?search=LEE") == "bob");
    BOOST_TEST(names("?search=%25") == "");
    check_invalid(root.get(list + "?role=king"), "role");
    check_invalid(root.get(list + "?ordering=password_hash"), "ordering");
    BOOST_TEST(root.get(list).json()["count"].text() == "4");
}

BOOST_AUTO_TEST_CASE(a_change_is_there_on_the_next_request_of_that_person)
{
    auto ann = account("ann");
    auto api = board.user("ann");
    BOOST_TEST(api.get("/api/v1/jobs/?status=draft").status == 200);
    BOOST_TEST(patch(ann, {{"role", "employer"}}).json()["role"].text() == "employer");
    BOOST_TEST(api.get(auth + "me/").json()["role"].text() == "employer");
    BOOST_TEST(patch(ann, {{"is_active", "=false"}}).status == 200);
    check_refused(api.get(auth + "me/"), 401, "user_inactive");
    BOOST_TEST(root.get(at(ann)).json()["is_active"].text() == "false");
}

BOOST_AUTO_TEST_CASE(what_was_read_can_be_put_back)
{
    auto ann = account("ann");
    auto before = root.get(at(ann));
    auto after = root.send("PUT", at(ann), json_type, before.body);
    BOOST_TEST(after.body == before.body);
}

BOOST_AUTO_TEST_CASE(names_and_addresses_stay_unique)
{
    auto ann = account("ann");
    BOOST_TEST(sign_up("bob").status == 201);
    check_invalid(patch(ann, {{"username", "BOB"}, {"email", "Bob@Example.com"}}), "username, email");
    check_invalid(patch(ann, {{"username", "x"}, {"phone_number", "12"}}), "username, phone_number");
    BOOST_TEST(
        patch(ann, {{"phone_number", "+431234567890"}}).json()["phone_number"].text() == "+431234567890");
}

BOOST_AUTO_TEST_CASE(admins_cannot_shut_themselves_out)
{
    auto id = id_of("root");
    check_invalid(patch(id, {{"role", "user"}}), "role");
    check_invalid(patch(id, {{"is_active", "=false"}}), "is_active");
    check_invalid(root.send("DELETE", at(id)), "non_field_errors");
    BOOST_TEST(patch(id, {{"first_name", "Ada"}, {"role", "admin"}}).json()["first_name"].text() == "Ada");
}

BOOST_AUTO_TEST_CASE(of_two_admins_who_delete_each_other_one_stays)
{
    for (int round = 0; round < 5; ++round) {
        empty_tables(sql);
        auto one = board.admin("one"), two = board.admin("two");
        auto first = id_of("one"), second = id_of("two");
        int status[2];
        std::thread a([&] { status[0] = one.send("DELETE", at(second)).status; });
        std::thread b([&] { status[1] = two.send("DELETE", at(first)).status; });
        a.join();
        b.join();
        BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users WHERE role = 'admin'") == "1");
        BOOST_TEST(((status[0] == 204) != (status[1] == 204)), status[0] << ' ' << status[1]);
    }
}

BOOST_AUTO_TEST_CASE(a_deleted_account_is_gone_and_its_name_free)
{
    auto ann = account("ann");
    auto api = board.user("ann");
    BOOST_TEST(root.send("DELETE", at(ann)).status == 204);
    BOOST_TEST(root.get(at(ann)).status == 404);
    BOOST_TEST(root.send("DELETE", at(ann)).status == 404);
    check_refused(api.get(auth + "me/"), 401, "token_not_valid");
    BOOST_TEST(sign_up("ann").status == 201);
}

BOOST_AUTO_TEST_CASE(the_jobs_of_a_deleted_employer_go_and_applications_stay)
{
    auto acme = account("acme", "employer");
    auto job = seed::job(sql, {.employer = acme});
    seed::application(sql, job, account("ann"));
    BOOST_TEST(root.send("DELETE", at(acme)).status == 204);
    auto api = board.anonymous();
    BOOST_TEST(api.get("/api/v1/jobs/" + to_text(job) + "/").status == 404);
    BOOST_TEST(names("?search=acme") == "");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM applications") == "1");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users WHERE email LIKE '%acme%'") == "0");
    BOOST_TEST(sign_up("acme").status == 201);
}

BOOST_AUTO_TEST_SUITE_END()
