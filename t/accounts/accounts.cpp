// Accounts through the whole stack: registering, one's own account, changing it, and its password.
#include "t/kit/people.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace {

const std::string all_of_a_user =
    "id, username, email, first_name, last_name, full_name, role, phone_number, "
    "profile_picture, bio, is_active, email_verified, date_joined, last_login";

std::string times(std::size_t count, const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(accounts, People)

BOOST_AUTO_TEST_CASE(registering_makes_an_account)
{
    auto reply =
        sign_up("ann", {{"role", "employer"}, {"phone_number", "+43123456789"}, {"bio", "Likes wood."}});
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    BOOST_TEST(keys(reply.json()) == "user, message");
    BOOST_TEST(reply.json()["message"].text() != "");
    auto user = reply.json()["user"];
    BOOST_TEST(keys(user) == all_of_a_user);
    BOOST_TEST(user["username"].text() == "ann");
    BOOST_TEST(user["email"].text() == "ann@example.com");
    BOOST_TEST(user["full_name"].text() == "Ann Lee");
    BOOST_TEST(user["role"].text() == "employer");
    BOOST_TEST(user["phone_number"].text() == "+43123456789");
    BOOST_TEST(user["bio"].text() == "Likes wood.");
    BOOST_TEST(user["is_active"].text() == "true");
    BOOST_TEST(user["email_verified"].text() == "false");
    BOOST_TEST(user["last_login"].is_null());
    BOOST_TEST(user["profile_picture"].is_null());

    auto signed_in = sign_in("ann");
    BOOST_TEST_REQUIRE(signed_in.status == 200, signed_in.body);
    auto me = board.bearer(signed_in.json()["access"].text()).get(auth + "me/");
    for (auto same :
        {"id", "username", "email", "first_name", "last_name", "role", "phone_number", "bio", "date_joined"})
        BOOST_TEST(me.json()[same].text() == user[same].text(), same);
    BOOST_TEST(value(sql, "SELECT password_hash AS value FROM users").starts_with("$argon2id$"));
}

BOOST_AUTO_TEST_CASE(whoever_says_no_role_is_a_user)
{
    auto reply = sign_up("ann");
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    BOOST_TEST(reply.json()["user"]["role"].text() == "user");
    BOOST_TEST(reply.json()["user"]["phone_number"].is_null());
    BOOST_TEST(reply.json()["user"]["bio"].is_null());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named)
{
    const std::vector<std::pair<std::string, std::vector<std::string>>> wrong{
        {"username", {"", "=null", "=5", "ab", times(151, "a"), "an n", "ann@home", "ann-lee", "ännchen",
                         "  ", "<b>ann"}},
        {"email", {"", "=null", "x", "a@b", "@example.com", "a b@example.com", "a@b@example.com", "a@-b.com",
                      "a..b@example.com", times(250, "a") + "@b.com"}},
        {"first_name", {"", "=null", "   ", times(151, "é")}},
        {"last_name", {"", "=null", "   ", times(151, "é")}},
        {"role", {"admin", "Admin", "root", "=null", "=1"}},
        {"phone_number", {"0123456789", "+12345678", "+1234567890123456", "+43 123456789", "+4312345678x"}},
        {"bio", {times(501, "é"), "=5"}},
    };
    for (const auto& [name, values] : wrong)
        for (const auto& bad : values) BOOST_TEST_CONTEXT(name << " = " << bad.substr(0, 40))
    check_invalid(sign_up("ann", {{name, bad}}), name);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users") == "0");
}

BOOST_AUTO_TEST_CASE(bad_passwords_are_refused)
{
    for (std::string bad : {"short1x", "8402957163", "password", "password1", "qwertyuiop", "12345678",
             "annabella7", "iloveyou", "annabella@example.com", "abcdefgh"})
        BOOST_TEST_CONTEXT(bad)
    check_invalid(sign_up("annabella", {{"password", bad}, {"password2", bad}}), "password");
    check_invalid(sign_up("annabella", {{"password2", good_password + "!"}}), "password");
    check_invalid(sign_up("annabella", {{"password2", good_password + " "}}), "password");
    check_invalid(sign_up("annabella", {{"password", ""}}), "password");
    check_invalid(sign_up("annabella", {{"password2", ""}}), "password2");
    auto all = sign_up("annabella", {{"password", "12345"}, {"password2", "12345"}});
    BOOST_TEST(all.json()["password"].size() == 3u, all.body); // short, digits, common
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users") == "0");
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once)
{
    auto api = somebody();
    auto required = "username, email, password, password2, first_name, last_name";
    check_invalid(send(api, "POST", "register/", {}), required);
    check_invalid(api.send("POST", auth + "register/"), required);
    auto reply =
        sign_up("ann", {{"username", "a"}, {"email", "x"}, {"password", "12345"}, {"password2", "54321"},
                           {"first_name", " "}, {"last_name", times(151, "x")}, {"role", "admin"},
                           {"phone_number", "1"}, {"bio", times(501, "x")}});
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(reply.json()["password"].size() == 4u); // short, digits, common, and another than the second
    for (auto name : {"username", "email", "first_name", "last_name", "role", "phone_number", "bio"})
        BOOST_TEST(reply.json().has(name), name);
    sign_up("ann");
    check_invalid(sign_up("ann"), "username, email");
    check_invalid(
        sign_up("ann", {{"first_name", ""}, {"password", "12345"}}), "first_name, password, username, email");
    auto ann = board.user("bob");
    check_invalid(
        send(ann, "PATCH", "me/update/", {{"username", "ann"}, {"phone_number", "1"}, {"role", "admin"}}),
        "phone_number, role, username");
}

BOOST_AUTO_TEST_CASE(bounds_of_registration_are_kept_to_the_character)
{
    const Variables longest{{"username", times(150, "a")},
        {"email",
            times(64, "a") + '@' + times(62, "b") + '.' + times(61, "c") + '.' + times(61, "d") + ".eu"},
        {"first_name", times(150, "é")}, {"last_name", times(150, "é")}, {"bio", times(500, "é")},
        {"phone_number", "+123456789012345"}};
    auto reply = sign_up("longest", longest);
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    for (const auto& [name, text] : longest) BOOST_TEST(reply.json()["user"][name].text() == text);
    BOOST_TEST(sign_up("abc", {{"phone_number", "+123456789"}}).status == 201);
    auto password = times(16, "é3xZ!q7_");
    BOOST_TEST(sign_up("secretive", {{"password", password}, {"password2", password}}).status == 201);
    BOOST_TEST(sign_in("secretive", password).status == 200);
}

BOOST_AUTO_TEST_CASE(names_are_kept_trimmed_and_in_lower_case)
{
    auto reply = sign_up(
        "x", {{"username", "  Ann.Lee_9 "}, {"email", " Ann.Lee@Example.COM "}, {"first_name", " Ann "}});
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    BOOST_TEST(reply.json()["user"]["username"].text() == "ann.lee_9");
    BOOST_TEST(reply.json()["user"]["email"].text() == "ann.lee@example.com");
    BOOST_TEST(reply.json()["user"]["first_name"].text() == "Ann");
    BOOST_TEST(
        value(sql, "SELECT username || ' ' || email AS value FROM users") == "ann.lee_9 ann.lee@example.com");
}

BOOST_AUTO_TEST_CASE(look_alikes_are_one_account)
{
    BOOST_TEST_REQUIRE(sign_up("annabel").status == 201);
    for (std::string name : {"ANNABEL", " annabel ", "AnnaBel", "ａｎｎａｂｅｌ", "ＡNNABEL"})
        BOOST_TEST_CONTEXT(name) check_invalid(sign_up("other", {{"username", name}}), "username");
    for (std::string email : {"ANNABEL@EXAMPLE.COM", " annabel@example.com ", "ａｎｎａｂｅｌ@example.com",
             "annabel@ｅxample.com"})
        BOOST_TEST_CONTEXT(email) check_invalid(sign_up("other", {{"email", email}}), "email");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users") == "1");
    for (std::string name :
        {"ANNABEL", " annabel ", "ａｎｎａｂｅｌ", "Annabel@Example.com", "ａｎｎａｂｅｌ@example.com"})
        BOOST_TEST(sign_in(name).status == 200, name);
}

BOOST_FIXTURE_TEST_CASE(of_fifty_who_want_one_name_one_gets_it, BusyBoard)
{
    const std::vector<std::string> spellings{"wanted", "WANTED", " wanted", "Wanted", "ｗanted"};
    auto answers = at_once(board, 50, [&](HttpClient& client, int number) {
        auto mine = fmt::format("person{}@example.com", number);
        auto name = spellings[static_cast<std::size_t>(number) % spellings.size()];
        return client.send("POST", auth + "register/", json_type,
            object(registration("x", {{"username", name}, {"email", mine}})));
    });
    int made = 0;
    for (auto& answer : answers) {
        Reply reply(answer);
        if (reply.status == 201) ++made;
        else check_invalid(reply, "username");
    }
    BOOST_TEST(made == 1);
    BOOST_TEST(value(board.sql(), "SELECT count(*)::text AS value FROM users") == "1");
}

BOOST_AUTO_TEST_CASE(forms_do_as_well_as_json)
{
    auto api = somebody();
    auto reply = api.send("POST", auth + "register/", form_type,
        "username=Ann&email=ann%40example.com&password=correct+horse+battery&password2=correct+horse+battery"
        "&first_name=Ann&last_name=Lee&role=employer");
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    BOOST_TEST(reply.json()["user"]["phone_number"].is_null());
    BOOST_TEST(reply.json()["user"]["role"].text() == "employer");
    auto login = api.send("POST", auth + "login/", form_type, "username=ann&password=correct+horse+battery");
    BOOST_TEST_REQUIRE(login.status == 200, login.body);
    auto me = board.bearer(login.json()["access"].text());
    auto part = [](const std::string& name, const std::string& text) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + text + "\r\n";
    };
    auto changed =
        me.send("PATCH", auth + "me/update/", {{"Content-Type", "multipart/form-data; boundary=b"}},
            part("first_name", "Änne") + part("phone_number", "+43123456789") + "--b--\r\n");
    BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
    BOOST_TEST(me.get(auth + "me/").json()["full_name"].text() == "Änne Lee");
}

BOOST_AUTO_TEST_CASE(putting_what_was_read_changes_nothing)
{
    account("ann", "employer");
    auto me = board.employer("ann");
    send(me, "PATCH", "me/update/",
        {{"bio", "Wood."}, {"phone_number", "+43123456789"}, {"first_name", "Ann"}, {"last_name", "Lee"}});
    auto before = value(sql, "SELECT to_jsonb(u)::text AS value FROM users u");
    auto read = me.get(auth + "me/");
    for (auto method : {"PUT", "PATCH"}) {
        auto reply = me.send(method, auth + "me/update/", json_type, read.body);
        BOOST_TEST(reply.status == 200, reply.body);
        BOOST_TEST(reply.body == read.body);
        BOOST_TEST(me.send(method, auth + "me/update/", json_type, "{}").body == read.body);
    }
    BOOST_TEST(value(sql, "SELECT to_jsonb(u)::text AS value FROM users u") == before);
}

BOOST_AUTO_TEST_CASE(each_field_of_ones_own_can_be_changed)
{
    account("ann");
    sql.change("UPDATE users SET email_verified = true", {});
    auto me = board.user("ann");
    const Variables changes{{"username", "anne"}, {"email", "anne@example.org"}, {"first_name", "Anne"},
        {"last_name", "O'Lee"}, {"phone_number", "+431234567890"}, {"bio", times(500, "é")}};
    for (const auto& [name, text] : changes) {
        auto reply = send(me, name == "bio" ? "PUT" : "PATCH", "me/update/", {{name, text}});
        BOOST_TEST(reply.status == 200, reply.body);
        BOOST_TEST(reply.json()[name].text() == text);
        BOOST_TEST(me.get(auth + "me/").json()[name].text() == text);
    }
    auto now = me.get(auth + "me/");
    for (const auto& [name, text] : changes) BOOST_TEST(now.json()[name].text() == text);
    BOOST_TEST(now.json()["email_verified"].text() == "false"); // the new address is not
    for (auto name : {"phone_number", "bio"}) {
        BOOST_TEST(send(me, "PATCH", "me/update/", {{name, "=null"}}).status == 200);
        BOOST_TEST(me.get(auth + "me/").json()[name].is_null(), name);
    }
    BOOST_TEST(sign_in("anne").status == 200);
    check_refused(sign_in("ann"), 401, "invalid_credentials");
}

BOOST_AUTO_TEST_CASE(a_user_without_names_is_called_by_the_user_name)
{
    account("ann");
    BOOST_TEST(board.user("ann").get(auth + "me/").json()["full_name"].text() == "ann");
}

BOOST_AUTO_TEST_CASE(changes_keep_the_rules_of_registering)
{
    account("ann"), account("bob");
    sql.change("UPDATE users SET first_name = 'Ann', last_name = 'Lee' WHERE username = 'ann'", {});
    auto me = board.user("ann");
    auto before = me.get(auth + "me/").body;
    const std::vector<std::pair<std::string, std::vector<std::string>>> wrong{
        {"username", {"=null", "", "ab", "a b c", times(151, "a"), "BOB", "ｂｏｂ"}},
        {"email", {"=null", "", "x", "Bob@Secret.example"}},
        {"first_name", {"=null", " ", times(151, "é")}},
        {"last_name", {"=null", " ", times(151, "é")}},
        {"phone_number", {"123456789", "+12345678", "+1234567890123456"}},
        {"bio", {times(501, "é")}},
        {"role", {"employer", "admin", "=null", "x"}},
        {"profile_picture", {"http://elsewhere.example/x.jpg", "=5"}},
    };
    for (const auto& [name, values] : wrong)
        for (const auto& bad : values) BOOST_TEST_CONTEXT(name << " = " << bad.substr(0, 40))
    for (auto method : {"PUT", "PATCH"}) check_invalid(send(me, method, "me/update/", {{name, bad}}), name);
    check_invalid(send(me, "PATCH", "me/update/", {{"username", "bob"}, {"email", "bob@secret.example"}}),
        "username, email");
    BOOST_TEST(me.get(auth + "me/").body == before);
    BOOST_TEST(send(me, "PATCH", "me/update/", {{"username", " ANN "}, {"role", "user"}}).body == before);
}

BOOST_AUTO_TEST_CASE(an_account_without_names_can_be_put_back)
{
    account("ann");
    auto me = board.user("ann");
    auto read = me.get(auth + "me/");
    BOOST_TEST(me.send("PUT", auth + "me/update/", json_type, read.body).body == read.body);
}

BOOST_AUTO_TEST_CASE(what_is_not_ones_own_to_change_stays)
{
    account("ann");
    auto me = board.user("ann");
    auto before = value(sql, "SELECT to_jsonb(u)::text AS value FROM users u");
    auto reply = send(me, "PATCH", "me/update/",
        {{"id", to_text(new_uuid())}, {"is_active", "=false"}, {"email_verified", "=true"},
            {"date_joined", "2020-01-01T00:00:00Z"}, {"last_login", "2020-01-01T00:00:00Z"},
            {"password", "new"}, {"password_hash", "!"}, {"is_staff", "=true"}, {"is_superuser", "=true"},
            {"deleted_at", "=null"}});
    BOOST_TEST(reply.status == 200, reply.body);
    BOOST_TEST(value(sql, "SELECT to_jsonb(u)::text AS value FROM users u") == before);
}

BOOST_AUTO_TEST_CASE(a_new_password_ends_every_other_session)
{
    account("ann");
    auto here = sign_in("ann"), there = sign_in("ann");
    BOOST_TEST_REQUIRE(here.status == 200, here.body);
    auto me = board.bearer(here.json()["access"].text()),
         elsewhere = board.bearer(there.json()["access"].text());
    const std::string fresh = "a quite different sentence";
    auto changed = send(me, "POST", "change-password/",
        {{"old_password", good_password}, {"new_password", fresh}, {"new_password2", fresh}});
    BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
    BOOST_TEST(keys(changed.json()) == "message, access, refresh");

    BOOST_TEST(me.get(auth + "me/").status == 200);
    check_refused(elsewhere.get(auth + "me/"), 401, "token_revoked");
    auto api = somebody();
    check_refused(
        send(api, "POST", "refresh/", {{"refresh", there.json()["refresh"].text()}}), 401, "token_revoked");
    BOOST_TEST(send(api, "POST", "refresh/", {{"refresh", here.json()["refresh"].text()}}).status == 200);
    BOOST_TEST(me.get(auth + "sessions/").json().size() == 1u);
    BOOST_TEST(board.bearer(changed.json()["access"].text()).get(auth + "me/").status == 200);
    BOOST_TEST(send(api, "POST", "refresh/", {{"refresh", changed.json()["refresh"].text()}}).status == 200);
    check_refused(sign_in("ann"), 401, "invalid_credentials");
    BOOST_TEST(sign_in("ann", fresh).status == 200);
}

BOOST_AUTO_TEST_CASE(a_new_password_needs_the_old_one_and_must_be_good)
{
    account("annabella");
    auto me = board.user("annabella");
    auto change = [&](const std::string& old, const std::string& fresh, const std::string& again) {
        return send(me, "POST", "change-password/",
            {{"old_password", old}, {"new_password", fresh}, {"new_password2", again}});
    };
    const std::string good = "a quite different sentence";
    check_invalid(change("wrong", good, good), "old_password");
    check_invalid(change(good_password + " ", good, good), "old_password");
    check_invalid(change(good_password, good, good + "x"), "new_password");
    for (std::string bad : {"short1x", "8402957163", "password1", "annabella7"})
        BOOST_TEST_CONTEXT(bad) check_invalid(change(good_password, bad, bad), "new_password");
    check_invalid(change("wrong", "12345", "12345"), "old_password, new_password");
    check_invalid(change("wrong", "12345", "54321"), "new_password, old_password");
    check_invalid(send(me, "POST", "change-password/", {}), "old_password, new_password, new_password2");
    BOOST_TEST(me.get(auth + "me/").status == 200);
    BOOST_TEST(sign_in("annabella").status == 200);
}

BOOST_AUTO_TEST_CASE(a_whole_life)
{
    BOOST_TEST_REQUIRE(sign_up("ann").status == 201);
    auto phone = sign_in("ann"), laptop = sign_in("ann@example.com");
    BOOST_TEST_REQUIRE(laptop.status == 200);
    auto anonymous = somebody();
    auto refreshed = send(anonymous, "POST", "refresh/", {{"refresh", laptop.json()["refresh"].text()}});
    BOOST_TEST_REQUIRE(refreshed.status == 200);
    auto me = board.bearer(refreshed.json()["access"].text());

    BOOST_TEST(
        send(me, "PATCH", "me/update/", {{"first_name", "Änne"}}).json()["full_name"].text() == "Änne Lee");
    Directory directory;
    BOOST_TEST_REQUIRE(
        run({"vips", "black", directory.at("me.png"), "40", "30", "--bands", "3"}).status == 0);
    auto pictured =
        me.send("PATCH", auth + "me/update/", {{"Content-Type", "multipart/form-data; boundary=b"}},
            "--b\r\nContent-Disposition: form-data; name=\"profile_picture\"; filename=\"me.png\"\r\n\r\n" +
                text_of(directory.at("me.png")) + "\r\n--b--\r\n");
    BOOST_TEST_REQUIRE(pictured.status == 200, pictured.body);
    auto picture = pictured.json()["profile_picture"].text().substr(board.public_url().size());
    BOOST_TEST(HttpClient(board.address()).get(picture).status == 200);
    BOOST_TEST(
        me.send("PUT", auth + "me/update/", json_type, me.get(auth + "me/").body).body == pictured.body);

    BOOST_TEST(me.get(auth + "sessions/").json().size() == 2u);
    const std::string fresh = "a quite different sentence";
    auto changed = send(me, "POST", "change-password/",
        {{"old_password", good_password}, {"new_password", fresh}, {"new_password2", fresh}});
    BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
    check_refused(board.bearer(phone.json()["access"].text()).get(auth + "me/"), 401, "token_revoked");
    auto again = board.bearer(changed.json()["access"].text());
    BOOST_TEST(again.get(auth + "sessions/").json().size() == 1u);
    BOOST_TEST(again.get(auth + "me/").json()["first_name"].text() == "Änne");

    BOOST_TEST(send(again, "POST", "logout/", {{"refresh", changed.json()["refresh"].text()}}).status == 204);
    check_refused(again.get(auth + "me/"), 401, "token_revoked");
    check_refused(send(anonymous, "POST", "refresh/", {{"refresh", changed.json()["refresh"].text()}}), 401,
        "token_revoked");
    BOOST_TEST(sign_in("ann", fresh).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
