#include "people.hpp"

#include "seed.hpp"

#include "lib/auth/passwords.hpp"

#include <fmt/format.h>
#include <latch>
#include <thread>

namespace {

struct Cell {
    std::optional<std::string> value;
    static constexpr auto fields = std::tuple{field("value", &Cell::value)};
};

} // namespace

std::string value(Sql& sql, const std::string& query)
{
    return sql.one<Cell>(query, {}).value().value.value_or("null");
}

std::string keys(Json object)
{
    std::vector<std::string> out;
    for (const auto& [key, member] : object.value().members) out.push_back(key);
    return joined(out);
}

void check_refused(const Reply& reply, int status, std::string_view code)
{
    BOOST_TEST(reply.status == status, reply.status << ' ' << reply.body);
    BOOST_TEST(reply.json()["code"].text() == code);
}

void check_invalid(const Reply& reply, const std::string& fields)
{
    BOOST_TEST(reply.status == 400, reply.status << ' ' << reply.body);
    std::vector<std::string> named;
    for (const auto& [key, member] : reply.json().value().members) {
        if (member.kind != JsonValue::Kind::list && (key == "code" || key == "detail")) continue;
        named.push_back(key);
        BOOST_TEST(Json(member)[0].text() != "");
    }
    BOOST_TEST(joined(named) == fields);
}

Variables registration(const std::string& name, const Variables& changes)
{
    Variables out{{"username", name}, {"email", name + "@example.com"}, {"password", good_password},
        {"password2", good_password}, {"first_name", "Ann"}, {"last_name", "Lee"}};
    for (const auto& change : changes) {
        std::erase_if(out, [&](const auto& member) { return member.first == change.first; });
        if (!change.second.empty()) out.push_back(change);
    }
    return out;
}

Reply People::sign_up(const std::string& name, const Variables& changes)
{
    auto api = somebody();
    return send(api, "POST", "register/", registration(name, changes));
}

Reply People::sign_in(const std::string& name, const std::string& password)
{
    auto api = somebody();
    return send(api, "POST", "login/", {{"username", name}, {"password", password}});
}

Uuid People::account(const std::string& name, const std::string& role)
{
    static const auto hash = hash_password(good_password, test_hash_cost);
    auto id = seed::user(sql, {.username = name, .role = role});
    sql.change("UPDATE users SET password_hash = :hash WHERE id = :id::uuid",
        {arg("hash", std::string_view(hash)), arg("id", id)});
    return id;
}

std::string People::fresh_address()
{
    static int made = 0;
    ++made;
    return fmt::format("10.{}.{}.1", made / 250 + 1, made % 250);
}

Board& BusyBoard::only()
{
    static Board board(
        Variables{{"SLOW_WORKERS", "4"}, {"RATE_LIMIT_PERCENT", "0"}, {"EMAIL_VERIFICATION", "off"}});
    return board;
}

std::vector<HttpAnswer> at_once(
    const Board& board, int count, const std::function<HttpAnswer(HttpClient&, int number)>& request)
{
    std::vector<HttpAnswer> answers(static_cast<std::size_t>(count));
    std::latch all_there(count);
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            HttpClient client(board.address());
            all_there.arrive_and_wait();
            try {
                answers[static_cast<std::size_t>(i)] = request(client, i);
            } catch (const HttpError& error) {
                answers[static_cast<std::size_t>(i)].body = error.what();
            }
        });
    threads.clear();
    return answers;
}
