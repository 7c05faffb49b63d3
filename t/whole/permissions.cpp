// Who may do what: every endpoint, for every kind of caller, on what is theirs, somebody else's and not
// there. The expectations are the table below; an endpoint that is not in it fails.
#include "catalogue.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "app/areas.hpp"

#include <algorithm>

namespace {

enum class Person { anonymous, user, employer, other, admin, deactivated };
constexpr Person persons[] = {
    Person::anonymous, Person::user, Person::employer, Person::other, Person::admin, Person::deactivated};
constexpr std::string_view person_names[] = {
    "anonymous", "user", "employer", "other employer", "admin", "deactivated"};

// What the {id} of a path names. Nobody has an own one who has no account.
enum class On { nothing, own, foreign, hidden, absent };
constexpr std::string_view on_names[] = {
    "", " of one's own", " of another", " of another, not public", " that is not there"};

constexpr int no_case = 0;

struct Expectation {
    std::string_view endpoint;
    On on;
    std::array<int, std::size(persons)> statuses; // in the order of `persons`
    std::string_view body = "";
};

constexpr std::string_view whole_job =
    R"({"title":"New","description":"D.","requirements":"R.","category":"CATEGORY",)"
    R"("location":"Vienna","status":"active"})";

// A body that is refused with 400 has passed every question of who may call.
// clang-format off
constexpr Expectation expectations[] = {
    //                                        anon     user emp  other admin deactivated
    {"register",              On::nothing,    {400,     400, 400, 400, 400, 401}},
    {"login",                 On::nothing,    {400,     400, 400, 400, 400, 401}},
    {"refresh",               On::nothing,    {400,     400, 400, 400, 400, 401}},
    {"logout",                On::nothing,    {401,     204, 204, 204, 204, 401}},
    {"read_own_account",      On::nothing,    {401,     200, 200, 200, 200, 401}},
    {"replace_own_account",   On::nothing,    {401,     200, 200, 200, 200, 401}, R"({"bio":"Me."})"},
    {"update_own_account",    On::nothing,    {401,     200, 200, 200, 200, 401}, R"({"bio":"Me."})"},
    {"change_password",       On::nothing,    {401,     400, 400, 400, 400, 401}},
    {"list_sessions",         On::nothing,    {401,     200, 200, 200, 200, 401}},
    {"end_other_sessions",    On::nothing,    {401,     204, 204, 204, 204, 401}},
    {"end_session",           On::own,        {no_case, 204, 204, 204, 204, 401}},
    {"end_session",           On::foreign,    {401,     404, 404, 404, 404, 401}},
    {"end_session",           On::absent,     {401,     404, 404, 404, 404, 401}},

    {"list_users",            On::nothing,    {401,     403, 403, 403, 200, 401}},
    {"read_user",             On::own,        {no_case, 403, 403, 403, 200, 401}},
    {"read_user",             On::foreign,    {401,     403, 403, 403, 200, 401}},
    {"read_user",             On::absent,     {401,     403, 403, 403, 404, 401}},
    {"replace_user",          On::own,        {no_case, 403, 403, 403, 200, 401}, R"({"bio":"Me."})"},
    {"replace_user",          On::foreign,    {401,     403, 403, 403, 200, 401}, R"({"role":"employer"})"},
    {"replace_user",          On::absent,     {401,     403, 403, 403, 404, 401}, R"({"role":"employer"})"},
    {"update_user",           On::own,        {no_case, 403, 403, 403, 400, 401}, R"({"role":"employer"})"},
    {"update_user",           On::foreign,    {401,     403, 403, 403, 200, 401}, R"({"is_active":false})"},
    {"update_user",           On::absent,     {401,     403, 403, 403, 404, 401}, R"({"is_active":false})"},
    {"delete_user",           On::own,        {no_case, 403, 403, 403, 400, 401}},
    {"delete_user",           On::foreign,    {401,     403, 403, 403, 204, 401}},
    {"delete_user",           On::absent,     {401,     403, 403, 403, 404, 401}},

    {"list_categories",       On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"read_category",         On::foreign,    {200,     200, 200, 200, 200, 401}},
    {"read_category",         On::absent,     {404,     404, 404, 404, 404, 401}},
    {"add_category",          On::nothing,    {401,     403, 403, 403, 201, 401}, R"({"name":"Added"})"},
    {"replace_category",      On::foreign,    {401,     403, 403, 403, 200, 401}, R"({"name":"Replaced"})"},
    {"replace_category",      On::absent,     {401,     403, 403, 403, 404, 401}, R"({"name":"Nowhere"})"},
    {"update_category",       On::foreign,    {401,     403, 403, 403, 200, 401}, R"({"name":"Updated"})"},
    {"update_category",       On::absent,     {401,     403, 403, 403, 404, 401}, R"({"name":"Nowhere"})"},
    {"delete_category",       On::foreign,    {401,     403, 403, 403, 204, 401}},
    {"delete_category",       On::absent,     {401,     403, 403, 403, 404, 401}},

    {"list_jobs",             On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"list_featured_jobs",    On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"read_job",              On::own,        {no_case, 200, 200, 200, 200, 401}},
    {"read_job",              On::foreign,    {200,     200, 200, 200, 200, 401}},
    {"read_job",              On::hidden,     {404,     404, 404, 404, 200, 401}},
    {"read_job",              On::absent,     {404,     404, 404, 404, 404, 401}},
    {"add_job",               On::nothing,    {401,     403, 201, 201, 201, 401}, whole_job},
    {"replace_job",           On::own,        {no_case, 403, 200, 200, 200, 401}, whole_job},
    {"replace_job",           On::foreign,    {401,     403, 403, 403, 200, 401}, whole_job},
    {"replace_job",           On::hidden,     {401,     403, 404, 404, 200, 401}, whole_job},
    {"replace_job",           On::absent,     {401,     403, 404, 404, 404, 401}, whole_job},
    {"update_job",            On::own,        {no_case, 403, 200, 200, 200, 401}, R"({"title":"New"})"},
    {"update_job",            On::foreign,    {401,     403, 403, 403, 200, 401}, R"({"title":"New"})"},
    {"update_job",            On::hidden,     {401,     403, 404, 404, 200, 401}, R"({"title":"New"})"},
    {"update_job",            On::absent,     {401,     403, 404, 404, 404, 401}, R"({"title":"New"})"},
    {"delete_job",            On::own,        {no_case, 403, 204, 204, 204, 401}},
    {"delete_job",            On::foreign,    {401,     403, 403, 403, 204, 401}},
    {"delete_job",            On::hidden,     {401,     403, 404, 404, 204, 401}},
    {"delete_job",            On::absent,     {401,     403, 404, 404, 404, 401}},

    {"list_applications",     On::nothing,    {401,     200, 200, 200, 200, 401}},
    {"read_application",      On::own,        {no_case, 200, 200, 200, 200, 401}},
    {"read_application",      On::foreign,    {401,     404, 404, 404, 200, 401}},
    {"read_application",      On::absent,     {401,     404, 404, 404, 404, 401}},
    {"apply",                 On::nothing,    {401,     400, 403, 403, 403, 401}},
    {"replace_application",   On::own,        {no_case, 403, 200, 200, 200, 401}, R"({"status":"reviewed"})"},
    {"replace_application",   On::foreign,    {401,     403, 404, 404, 200, 401}, R"({"status":"reviewed"})"},
    {"replace_application",   On::absent,     {401,     403, 404, 404, 404, 401}, R"({"status":"reviewed"})"},
    {"update_application",    On::own,        {no_case, 403, 200, 200, 200, 401}, R"({"status":"accepted"})"},
    {"update_application",    On::foreign,    {401,     403, 404, 404, 200, 401}, R"({"status":"accepted"})"},
    {"update_application",    On::absent,     {401,     403, 404, 404, 404, 401}, R"({"status":"accepted"})"},
    {"fetch_resume",          On::own,        {no_case, 200, 200, 200, 200, 401}},
    {"fetch_resume",          On::foreign,    {401,     404, 404, 404, 200, 401}},
    {"fetch_resume",          On::absent,     {401,     404, 404, 404, 404, 401}},

    {"openapi",               On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"swagger_json",          On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"swagger_page",          On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"redoc_page",            On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"health",                On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"liveness",              On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"readiness",             On::nothing,    {200,     200, 200, 200, 200, 401}},
    {"health_details",        On::nothing,    {401,     403, 403, 403, 200, 401}},

    // Operators are known by where they call from: nginx shows nothing to callers from elsewhere.
    {"workers",               On::nothing,    {404,     404, 404, 404, 404, 404}},
    {"workers_json",          On::nothing,    {404,     404, 404, 404, 404, 404}},
    {"metrics",               On::nothing,    {404,     404, 404, 404, 404, 404}},
};
// clang-format on

std::string name_of(const Expectation& e)
{
    return std::string(e.endpoint) + std::string(on_names[static_cast<std::size_t>(e.on)]);
}

const Endpoint* find(std::string_view name)
{
    for (const auto& module : modules())
        for (const auto& e : module)
            if (e.name == name) return &e;
    return nullptr;
}

// A caller made for one request, so that what it does to itself matters to no other; from an address of its
// own, which is nobody's limit and no operator's.
struct Somebody {
    std::optional<Uuid> id;
    Variables headers{{"X-Forwarded-For", People::fresh_address()}};
};

struct Matrix : EmptyBoard {
    Matrix() { seed::user(sql, {.username = "the_last_admin", .role = "admin"}); }

    static std::string fresh_name()
    {
        static int made = 0;
        return fmt::format("caller{}", ++made);
    }

    Somebody caller(Person person)
    {
        if (person == Person::anonymous) return {};
        static constexpr std::string_view roles[] = {"", "user", "employer", "employer", "admin", "admin"};
        auto name = fresh_name();
        auto token = board.token_for(name, std::string(roles[static_cast<std::size_t>(person)]));
        Somebody out{seed::user(sql, {.username = name})};
        out.headers.emplace_back("Authorization", "Bearer " + token);
        if (person == Person::deactivated)
            sql.change("UPDATE users SET is_active = false WHERE id = :id::uuid", {arg("id", *out.id)});
        return out;
    }

    // Somebody's for somebody's job: its person's or, if they have jobs to offer, for one of theirs.
    Uuid application(const Uuid& owner)
    {
        bool applies =
            value(sql, "SELECT role AS value FROM users WHERE id = '" + to_text(owner) + "'") == "user";
        auto other = seed::user(sql, {.username = fresh_name()});
        return seed::application(
            sql, seed::job(sql, {.employer = applies ? other : owner}), applies ? owner : other);
    }

    // What the endpoint's {id} is to name, belonging to `owner`.
    Uuid thing(std::string_view path, const Uuid& owner, On on)
    {
        if (path.find("/applications/") != path.npos) return application(owner);
        if (path.find("/sessions/") != path.npos) return seed::session(sql, owner);
        if (path.find("/users/") != path.npos) return owner;
        if (path.find("/categories/") != path.npos) return seed::category(sql, {.name = fresh_name()});
        return seed::job(sql, {.employer = owner, .status = on == On::hidden ? "draft" : "active"});
    }

    std::string target(const Endpoint& e, On on, const Somebody& who)
    {
        std::string path(e.path);
        auto from = path.find('{');
        if (from == path.npos) return path;
        auto id = new_uuid();
        if (on == On::own) id = thing(path, *who.id, on);
        if (on == On::foreign || on == On::hidden)
            id = thing(path, seed::user(sql, {.username = fresh_name()}), on);
        return path.replace(from, path.find('}') - from + 1, to_text(id));
    }

    Reply call(const Expectation& e, Person person)
    {
        const auto& endpoint = *find(e.endpoint);
        auto who = caller(person);
        auto headers = who.headers;
        if (endpoint.method != Method::get) headers.push_back(json_type[0]);
        std::string body(e.body);
        if (auto at = body.find("CATEGORY"); at != body.npos)
            body.replace(at, std::string_view("CATEGORY").size(), to_text(seed::category(sql)));
        return Reply(HttpClient(board.address())
                         .send(name_of(endpoint.method), target(endpoint, e.on, who), headers, body));
    }
};

std::string_view code_for(int status, Person person)
{
    switch (status) {
    case 401: return person == Person::deactivated ? "user_inactive" : "not_authenticated";
    case 403: return "permission_denied";
    case 404: return "not_found";
    default: return "";
    }
}

void check(const Reply& reply, int status, Person person)
{
    BOOST_TEST(
        reply.status == status, "answered " << reply.status << ", not " << status << ": " << reply.body);
    auto code = code_for(status, person);
    if (!code.empty() && reply.status == status) BOOST_TEST(reply.json()["code"].text() == code);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(permissions, Matrix)

BOOST_AUTO_TEST_CASE(every_endpoint_has_expectations)
{
    auto expected = [](std::string_view endpoint, On on) {
        return std::any_of(std::begin(expectations), std::end(expectations),
            [&](const auto& e) { return e.endpoint == endpoint && e.on == on; });
    };
    for (const auto& module : modules())
        for (const auto& e : module) {
            if (e.path.find('{') == e.path.npos) {
                BOOST_TEST(expected(e.name, On::nothing), e.name << " has no expectation");
                continue;
            }
            bool owned = e.path.find("/categories/") == e.path.npos;
            if (owned) BOOST_TEST(expected(e.name, On::own), e.name << " of one's own has no expectation");
            BOOST_TEST(expected(e.name, On::foreign), e.name << " of another has no expectation");
            if (e.path.find("/jobs/") != e.path.npos)
                BOOST_TEST(expected(e.name, On::hidden), e.name << " that is not public has no expectation");
            BOOST_TEST(expected(e.name, On::absent), e.name << " that is not there has no expectation");
        }
    for (const auto& e : expectations) BOOST_TEST(find(e.endpoint), e.endpoint << " is no endpoint");
}

BOOST_AUTO_TEST_CASE(every_caller_gets_what_is_expected)
{
    for (const auto& e : expectations)
        for (auto person : persons) {
            auto number = static_cast<std::size_t>(person);
            if (e.statuses[number] == no_case) continue;
            BOOST_TEST_CONTEXT(name_of(e) << ", " << person_names[number])
            check(call(e, person), e.statuses[number], person);
        }
}

BOOST_AUTO_TEST_CASE(what_is_anothers_looks_as_if_it_were_not_there)
{
    for (const auto& e : expectations) {
        if (e.on != On::foreign && e.on != On::hidden) continue;
        for (auto person : persons) {
            if (e.statuses[static_cast<std::size_t>(person)] != 404) continue;
            auto absent = e;
            absent.on = On::absent;
            auto foreign = call(e, person), nothing = call(absent, person);
            BOOST_TEST(foreign.body == nothing.body, name_of(e));
            BOOST_TEST(foreign.headers.size() == nothing.headers.size(), name_of(e));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_changes_nothing)
{
    auto rows = [&] {
        return value(sql, "SELECT md5(string_agg(u::text, ',' ORDER BY id)) AS value FROM users u "
                          "WHERE username = 'the_victim'");
    };
    auto id = seed::user(sql, {.username = "the_victim"});
    auto before = rows();
    for (auto person : {Person::anonymous, Person::user, Person::employer, Person::deactivated})
        for (auto method : {"PUT", "PATCH", "DELETE"}) {
            auto headers = caller(person).headers;
            headers.push_back(json_type[0]);
            auto reply = api.send(method, auth + "users/" + to_text(id) + '/', headers,
                R"({"role":"admin","email":"thief@example.com","is_active":false})");
            BOOST_TEST((reply.status == 401 || reply.status == 403));
        }
    BOOST_TEST(rows() == before);
}

BOOST_AUTO_TEST_CASE(a_new_role_holds_from_the_next_request_on)
{
    auto token = board.token_for("promoted", "user");
    auto promoted = board.bearer(token), root = board.admin();
    auto target = auth + "users/" + to_text(seed::user(sql, {.username = "promoted"})) + '/';
    auto become = [&](const std::string& changes) {
        BOOST_TEST(root.send("PATCH", target, json_type, changes).status == 200);
    };
    BOOST_TEST(promoted.get(auth + "users/").status == 403);
    become(R"({"role":"admin"})");
    BOOST_TEST(promoted.get(auth + "users/").status == 200);
    become(R"({"role":"user"})");
    BOOST_TEST(promoted.get(auth + "users/").status == 403);
    become(R"({"is_active":false})");
    check_refused(promoted.get(auth + "me/"), 401, "user_inactive");
    become(R"({"is_active":true})");
    BOOST_TEST(promoted.get(auth + "me/").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
