// What a request may not write: whatever it sends besides, no column of an account, a session or an
// application changes but those that the endpoint is for.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/auth/tokens.hpp"
#include "lib/base/text.hpp"
#include "lib/store/accounts/sessions.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace {

using Row = std::map<std::string, std::string>; // column to value
using Names = std::set<std::string>;

struct Column {
    std::string table_name, column_name, data_type;
    static constexpr auto fields = std::tuple{
        field("table_name", &Column::table_name),
        field("column_name", &Column::column_name),
        field("data_type", &Column::data_type),
    };
};

// A write, what it takes, and what it may change of the caller's row and session. `{id}` in the path is the
// account.
struct Write {
    std::string method, path;
    Variables body;
    Names takes, changes_user, changes_session;
    bool by_admin = false;
};

const std::string new_password = "another fine horse 7";
const Names account_fields{
    "username", "email", "first_name", "last_name", "phone_number", "bio", "profile_picture", "role"};

const Write writes[] = {
    {"PUT", "me/update/", {{"bio", "New."}}, account_fields, {"bio"}, {}},
    {"PATCH", "me/update/", {{"bio", "New."}}, account_fields, {"bio"}, {}},
    {"POST", "login/", {{"username", "ann"}, {"password", good_password}}, {"username", "password"},
        {"last_login"}, {}},
    {"POST", "logout/", {}, {"refresh"}, {}, {"ended_at"}},
    {"POST", "change-password/",
        {{"old_password", good_password}, {"new_password", new_password}, {"new_password2", new_password}},
        {"old_password", "new_password", "new_password2"}, {"password_hash", "password_version"},
        {"ended_at"}},
    {"PUT", "users/{id}/", {{"bio", "New."}}, account_fields, {"bio"}, {}, true},
    {"PATCH", "users/{id}/", {{"bio", "New."}}, account_fields, {"bio"}, {}, true},
};

// A value of that type that no row has.
std::string poison(const std::string& column, const std::string& type)
{
    if (type == "uuid") return "01900000-0000-7000-8000-00000000beef";
    if (type == "boolean") return column == "is_active" ? "=false" : "=true";
    if (type.starts_with("timestamp")) return "2001-02-03T04:05:06Z";
    if (type == "integer" || type == "bigint") return "=4711";
    if (column == "role") return "admin";
    if (column == "password_hash") return "$argon2id$v=19$m=19456,t=2,p=1$poison$poison";
    return "poison";
}

struct Assigning : People {
    Uuid ann = account("ann"), bob = account("bob");
    Uuid session;
    std::string access, refresh;

    Assigning()
    {
        seed::user(sql, {.username = "the_last_admin", .role = "admin"});
        session = seed::session(sql, ann);
        auto at = std::chrono::floor<std::chrono::seconds>(now());
        auto token = new_uuid();
        store::add_refresh_token(sql, token, session, at);
        TokenKeys keys({test_secret_key});
        auto expires = at + std::chrono::hours(1);
        access = keys.sign({TokenType::access, new_uuid(), ann, session, at, expires});
        refresh = keys.sign({TokenType::refresh, token, ann, session, at, expires});
    }

    std::vector<Column> columns(std::string_view tables = "users,sessions")
    {
        return sql.all<Column>(R"(
            SELECT table_name, column_name, data_type FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = ANY (string_to_array(:tables, ',')) ORDER BY 1, 2)",
            {arg("tables", tables)});
    }

    Row row(const std::string& table, const Uuid& id)
    {
        auto parsed = parse_json(value(sql,
            fmt::format("SELECT to_jsonb(t)::text AS value FROM {} t WHERE id = '{}'", table, to_text(id))));
        Row out;
        for (const auto& [column, cell] : parsed.members)
            out[column] = cell.kind == JsonValue::Kind::null ? "null" : cell.text;
        return out;
    }

    // The body with every column that is no input of the endpoint, and what other frameworks call an admin.
    Variables poisoned(Variables body, const Names& takes, std::string_view tables = "users,sessions")
    {
        Names sent = takes;
        for (const auto& c : columns(tables))
            if (sent.insert(c.column_name).second)
                body.emplace_back(c.column_name, poison(c.column_name, c.data_type));
        for (auto name : {"is_admin", "is_staff", "is_superuser", "permissions", "full_name"})
            body.emplace_back(name, "=true");
        return body;
    }

    Api caller(const Write& w)
    {
        return w.by_admin ? board.admin() : w.path == "login/" ? somebody() : board.bearer(access);
    }

    Reply call(const Write& w, const Variables& body)
    {
        auto api = caller(w);
        auto path = w.path;
        if (auto at = path.find("{id}"); at != path.npos) path.replace(at, 4, to_text(ann));
        return send(api, w.method, path, body);
    }
};

// Everything but `allowed` is as it was, and what is allowed never took the poison.
void check_unchanged(const Row& before, const Row& after, const Names& allowed)
{
    BOOST_TEST_REQUIRE(before.size() == after.size());
    for (const auto& [column, old] : before) {
        const auto& now = after.at(column);
        if (!allowed.contains(column))
            BOOST_TEST(now == old, column << " changed from " << old << " to " << now);
        BOOST_TEST(now.find("poison") == std::string::npos, column << " took the poison");
        BOOST_TEST(now.find("2001-02-03") == std::string::npos, column << " took the poison");
    }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(mass_assignment, Assigning)

BOOST_AUTO_TEST_CASE(there_are_columns_to_protect)
{
    Names names;
    for (const auto& c : columns()) names.insert(c.table_name + '.' + c.column_name);
    for (auto name : {"users.password_hash", "users.role", "users.is_active", "users.email_verified",
             "users.deleted_at", "users.date_joined", "sessions.user_id", "sessions.expires_at"})
        BOOST_TEST(names.contains(name), name);
}

BOOST_AUTO_TEST_CASE(nothing_but_the_declared_input_is_written)
{
    for (const auto& w : writes) BOOST_TEST_CONTEXT(w.method << ' ' << w.path)
        {
            Assigning fresh;
            auto takes = w.takes;
            if (w.by_admin) takes.insert("is_active");
            auto user = fresh.row("users", fresh.ann), other = fresh.row("users", fresh.bob),
                 session = fresh.row("sessions", fresh.session);
            auto reply = fresh.call(w, fresh.poisoned(w.body, takes));
            BOOST_TEST(reply.status < 300, reply.status << ' ' << reply.body);
            check_unchanged(user, fresh.row("users", fresh.ann), w.changes_user);
            check_unchanged(other, fresh.row("users", fresh.bob), {});
            check_unchanged(session, fresh.row("sessions", fresh.session), w.changes_session);
        }
}

BOOST_AUTO_TEST_CASE(each_column_by_itself_is_ignored)
{
    auto user = row("users", ann), own = row("sessions", session);
    auto api = board.bearer(access);
    for (const auto& c : columns()) {
        if (account_fields.contains(c.column_name)) continue;
        for (auto method : {"PUT", "PATCH"}) {
            auto reply =
                send(api, method, "me/update/", {{c.column_name, poison(c.column_name, c.data_type)}});
            BOOST_TEST(reply.status == 200, c.column_name << ": " << reply.status << ' ' << reply.body);
        }
    }
    check_unchanged(user, row("users", ann), {});
    check_unchanged(own, row("sessions", session), {});
}

BOOST_AUTO_TEST_CASE(forms_write_no_more_than_json)
{
    auto user = row("users", ann);
    std::string body = "bio=New.";
    for (const auto& [name, text] : poisoned({}, account_fields))
        body += '&' + name + '=' + percent_encoded(text.substr(text.starts_with('=') ? 1 : 0));
    auto api = board.bearer(access);
    auto reply = api.send("PATCH", auth + "me/update/", form_type, body);
    BOOST_TEST(reply.status == 200, reply.body);
    check_unchanged(user, row("users", ann), {"bio"});
    // Nor does a query.
    BOOST_TEST(
        api.send("PATCH", auth + "me/update/?role=admin&bio=query&is_active=false", json_type, "{}").status ==
        200);
    check_unchanged(user, row("users", ann), {"bio"});
    BOOST_TEST(row("users", ann)["bio"] == "New.");
}

BOOST_AUTO_TEST_CASE(nobody_gives_themselves_a_role)
{
    auto api = board.bearer(access);
    auto user = row("users", ann);
    for (auto role : {"admin", "employer"})
        check_invalid(send(api, "PATCH", "me/update/", {{"role", role}}), "role");
    check_unchanged(user, row("users", ann), {});
    BOOST_TEST(send(api, "PATCH", "me/update/", {{"role", "user"}}).status == 200);
    check_invalid(sign_up("eve", {{"role", "admin"}}), "role");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users WHERE username = 'eve'") == "0");
}

BOOST_AUTO_TEST_CASE(a_new_account_has_nothing_that_was_not_asked_of_it)
{
    auto api = somebody();
    Names takes{"username", "email", "first_name", "last_name", "role", "phone_number", "bio"};
    auto reply = send(api, "POST", "register/", poisoned(registration("eve"), takes));
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    Uuid id;
    BOOST_TEST_REQUIRE(Scalar<Uuid>::parse(reply.json()["user"]["id"].text(), id));
    auto eve = row("users", id);
    BOOST_TEST(eve["username"] == "eve");
    BOOST_TEST(eve["role"] == "user");
    BOOST_TEST(eve["is_active"] == "true");
    BOOST_TEST(eve["email_verified"] == "false");
    for (auto column : {"deleted_at", "last_login", "profile_picture", "bio", "phone_number"})
        BOOST_TEST(eve[column] == "null", column);
    check_unchanged(eve, eve, {});
    BOOST_TEST(sign_in("eve").status == 200); // the password is the one that was sent
}

BOOST_AUTO_TEST_CASE(an_application_holds_only_what_an_applicant_may_say)
{
    auto job = seed::job(sql);
    auto file = R"(={"filename":"cv.pdf","content":"JVBERi0xLjQKJSVFT0YK"})";
    auto body = poisoned({{"job_id", to_text(job)}, {"cover_letter", "Hello."}, {"resume", file}},
        {"job_id", "job", "cover_letter", "resume", "source"}, "applications");
    auto reply = board.bearer(access).send("POST", "/api/v1/applications/", json_type, object(body));
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    Uuid id;
    BOOST_TEST_REQUIRE(Scalar<Uuid>::parse(reply.json()["id"].text(), id));
    auto made = row("applications", id);
    BOOST_TEST(made["applicant_id"] == to_text(ann));
    BOOST_TEST(made["job_id"] == to_text(job));
    BOOST_TEST(made["status"] == "pending");
    BOOST_TEST(made["notes"] == "null");
    BOOST_TEST(made["reviewed_at"] == "null");
    BOOST_TEST(made["resume_name"] == "cv.pdf");
    BOOST_TEST(made["resume_bytes"] == "15");
    check_unchanged(made, made, {});

    for (auto method : {"PUT", "PATCH"}) {
        auto decision = poisoned({{"notes", method}}, {"notes", "status"}, "applications");
        auto path = "/api/v1/applications/" + to_text(id) + '/';
        BOOST_TEST(board.employer().send(method, path, json_type, object(decision)).status == 200);
        check_unchanged(made, row("applications", id), {"notes"});
    }
}

BOOST_AUTO_TEST_CASE(a_sign_in_opens_a_session_of_its_own_making)
{
    auto api = somebody();
    auto body = poisoned({{"username", "ann"}, {"password", good_password}}, {"username", "password"});
    BOOST_TEST_REQUIRE(send(api, "POST", "login/", body).status == 200);
    Uuid id;
    auto newest =
        value(sql, "SELECT id::text AS value FROM sessions ORDER BY created_at DESC, id DESC LIMIT 1");
    BOOST_TEST_REQUIRE(Scalar<Uuid>::parse(newest, id));
    auto opened = row("sessions", id);
    BOOST_TEST((id != session));
    BOOST_TEST(opened["user_id"] == to_text(ann));
    BOOST_TEST(opened["ended_at"] == "null");
    check_unchanged(opened, opened, {});
}

BOOST_AUTO_TEST_CASE(a_refresh_changes_its_session_by_rule_only)
{
    auto user = row("users", ann), before = row("sessions", session);
    auto api = somebody();
    auto reply = send(api, "POST", "refresh/", poisoned({{"refresh", refresh}}, {"refresh"}));
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    check_unchanged(user, row("users", ann), {});
    check_unchanged(before, row("sessions", session), {"last_used_at", "address"});
}

BOOST_AUTO_TEST_SUITE_END()
