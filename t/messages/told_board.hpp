// A board with runners, whose mails lie in a directory, and a far end that takes webhooks.
#pragma once

#include "t/hiring/applying.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

class Receiver {
public:
    Receiver() : server({"t/messages/receiver.py", directory.at("got")}, directory.at("port"))
    {
        if (!eventually([&] { return text_of(directory.at("port")).ends_with('\n'); }))
            throw std::runtime_error("the receiver does not start");
        port = text_of(directory.at("port"));
        port.pop_back();
    }
    std::string at(const std::string& path) const { return "http://127.0.0.1:" + port + '/' + path; }

    // What came, as JSON.
    std::vector<JsonValue> got() const
    {
        std::vector<JsonValue> out;
        std::ifstream in(directory.at("got"));
        for (std::string line; std::getline(in, line);) out.push_back(parse_json(line));
        return out;
    }
    // The same, of that event; also of its subject where one is given.
    std::vector<JsonValue> got(std::string_view event, std::string_view subject = "") const
    {
        auto out = got();
        std::erase_if(out, [&](const JsonValue& one) {
            auto body = parse_json(one.member("body")->text);
            const auto* object = body.member("data")->member("object_id");
            return body.member("type")->text != event ||
                   (!subject.empty() && (!object || object->text != subject));
        });
        return out;
    }
    Directory directory;

private:
    Process server;
    std::string port;
};

// The mails of a maildir that hold both texts.
inline int mails_with(const std::string& directory, const std::string& one, const std::string& other)
{
    int count = 0;
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(directory + "/new", none)) {
        auto text = text_of(file.path());
        count += text.find(one) != text.npos && text.find(other) != text.npos;
    }
    return count;
}

struct ToldBoard {
    Directory mail;
    Board board;
    Sql& sql = board.sql();
    Uuid acme = seed::user(sql, {.username = "acme", .first_name = "Acme", .last_name = "Ltd"});
    Api boss = board.employer("acme"), root = board.admin();

    explicit ToldBoard(const Variables& more = {}) : board(settings(more)) {}

    Variables settings(const Variables& more) const
    {
        Variables all{{"TASK_RUNNERS", "2"}, {"MAIL", "maildir:" + mail.at("box")},
            {"WEBHOOK_NETWORKS", "127.0.0.0/8"}};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    std::string box() const { return mail.at("box"); }

    std::string one(const std::string& query) { return value(sql, query); }
    // Whether nothing is left to do but what comes by a schedule.
    bool at_rest()
    {
        return one("SELECT (NOT EXISTS (SELECT FROM tasks WHERE state IN ('waiting', 'running') AND NOT "
                   "by_schedule) "
                   "AND (SELECT count(*) FROM events) = (SELECT count(*) FROM event_chain))::text AS "
                   "value") == "true";
    }

    std::string add_webhook(Api& who, const std::string& url, const std::string& events = R"(["*"])")
    {
        auto reply = who.send(
            "POST", "/api/v1/webhooks/", json_type, R"({"url":")" + url + R"(","events":)" + events + '}');
        BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
        return reply.json()["id"].text();
    }
};
