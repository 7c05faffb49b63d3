// The fixture of tests of what is kept: a board with every cache on, empty.
#pragma once

#include "t/kit/lists.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"
#include "t/kit/servers/redis_server.hpp"

inline const std::string jobs = "/api/v1/jobs/", categories = "/api/v1/categories/",
                         featured = jobs + "featured/";
inline const std::string shop = "https://shop.example";

// A board with every cache on. It has budgets, so that an answer of nginx's own shows: it tells of none.
struct CachedBoard {
    static RedisServer& redis()
    {
        static RedisServer only;
        return only;
    }
    static Board& only()
    {
        static Board board(Variables{{"REDIS_URL", redis().url}, {"CACHE", "on"},
            {"RATE_LIMIT_PERCENT", "1000000"}, {"CORS_ORIGINS", shop}, {"FAST_WORKERS", "4"}});
        return board;
    }

    Board& board = only();
    Sql& sql = emptied(board.sql());
    Api root = board.admin("root"), acme = board.employer("acme"), other = board.employer("other"),
        ann = board.user("ann"), anonymous = board.anonymous();

    static Sql& emptied(Sql& sql)
    {
        empty_tables(sql);
        redis_cli({"FLUSHALL"});
        return sql;
    }

    // An address of its own, so that nothing is kept for it yet.
    static std::string fresh(const std::string& target)
    {
        static int made = 0;
        return target + (target.find('?') == target.npos ? "?" : "&") + "fresh=" + std::to_string(++made);
    }

    static std::string redis_cli(const std::vector<std::string>& words)
    {
        std::vector<std::string> all{"redis-cli", "-s", redis().directory.at("redis")};
        all.insert(all.end(), words.begin(), words.end());
        return run(all).out;
    }

    static bool of_nginx(const HttpAnswer& reply) { return reply.header("ratelimit-limit").empty(); }

    Reply send(Api& who, std::string_view method, const std::string& target, const Variables& members)
    {
        auto reply = who.send(method, target, json_type, object(members));
        BOOST_TEST_REQUIRE(reply.status < 300, method << ' ' << target << ": " << reply.body);
        return reply;
    }

    // Whether the cache answers a second later request, in one of some attempts: a loaded machine may let the
    // second pass in between.
    bool keeps(const std::string& target, const Variables& headers = {})
    {
        for (int attempt = 0; attempt < 10; ++attempt) {
            auto address = fresh(target);
            for (int i = 0; i < 2; ++i) BOOST_TEST(anonymous.get(address, headers).status == 200, address);
            if (of_nginx(anonymous.get(address, headers))) return true;
        }
        return false;
    }
};
