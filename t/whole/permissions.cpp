// Who may do what: every endpoint, for every kind of caller, on what is theirs, somebody else's and not
// there. The expectations are told by each area; an operation without any fails.
#include "catalogue.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"
#include "t/kit/told.hpp"

#include "app/areas.hpp"

#include <algorithm>

namespace {

constexpr std::string_view person_names[] = {
    "anonymous", "user", "employer", "other employer", "admin", "deactivated"};

constexpr std::string_view on_names[] = {
    "", " of one's own", " of another", " of another, not public", " that is not there"};

std::string name_of(const Expectation& e)
{
    return std::string(e.operation) + std::string(on_names[static_cast<std::size_t>(e.on)]);
}

// An endpoint and one of its methods.
struct Found {
    const Endpoint* endpoint = nullptr;
    Method method{};
};

std::optional<Found> find(std::string_view name)
{
    std::optional<Found> out;
    each_endpoint([&](const Endpoint& e) {
        e.methods.each([&](Method method) {
            if (operation_name(e, method) == name) out = {&e, method};
        });
    });
    return out;
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

    std::string target(const Endpoint& e, On on, const Somebody& who)
    {
        std::string path(e.path);
        if (path.find('{') == path.npos) return path;
        const auto& thing = thing_named(e.thing);
        auto id = new_uuid();
        if (on == On::own) id = thing.of(sql, *who.id, false);
        if (on == On::foreign || on == On::hidden)
            id = thing.of(sql, seed::user(sql, {.username = fresh_name()}), on == On::hidden);
        return path_to(sql, path, thing, id);
    }

    Reply call(const Expectation& e, Person person)
    {
        auto [endpoint, method] = *find(e.operation);
        auto who = caller(person);
        auto headers = who.headers;
        if (method != Method::get) headers.push_back(json_type[0]);
        std::string body(e.body);
        body = with_things(sql, body);
        return Reply(
            HttpClient(board.address()).send(name_of(method), target(*endpoint, e.on, who), headers, body));
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
        return std::any_of(told().expectations.begin(), told().expectations.end(),
            [&](const auto& e) { return e.operation == endpoint && e.on == on; });
    };
    auto check_operation = [&](const Endpoint& e, const std::string& name) {
        if (e.path.find('{') == e.path.npos) {
            BOOST_TEST(expected(name, On::nothing), name << " has no expectation");
            return;
        }
        if (thing_named(e.thing).owned)
            BOOST_TEST(expected(name, On::own), name << " of one's own has no expectation");
        BOOST_TEST(expected(name, On::foreign), name << " of another has no expectation");
        if (thing_named(e.thing).can_be_hidden)
            BOOST_TEST(expected(name, On::hidden), name << " that is not public has no expectation");
        BOOST_TEST(expected(name, On::absent), name << " that is not there has no expectation");
    };
    each_endpoint([&](const Endpoint& e) {
        e.methods.each([&](Method method) { check_operation(e, operation_name(e, method)); });
    });
    for (const auto& e : told().expectations)
        BOOST_TEST(find(e.operation).has_value(), e.operation << " is no endpoint");
}

BOOST_AUTO_TEST_CASE(every_caller_gets_what_is_expected)
{
    for (const auto& e : told().expectations)
        for (auto person : persons) {
            auto number = static_cast<std::size_t>(person);
            if (e.statuses[number] == no_case) continue;
            BOOST_TEST_CONTEXT(name_of(e) << ", " << person_names[number])
            check(call(e, person), e.statuses[number], person);
        }
}

BOOST_AUTO_TEST_CASE(what_is_anothers_looks_as_if_it_were_not_there)
{
    for (const auto& e : told().expectations) {
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
