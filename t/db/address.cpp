// How PostgreSQL and Redis are addressed: every form is read, none shows a password, and each leads there.
#include "t/kit/database.hpp"

#include "lib/db/address/postgres_address.hpp"
#include "lib/db/address/redis_address.hpp"
#include "lib/db/redis.hpp"
#include "t/kit/servers/redis_server.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

namespace {

struct Who {
    std::string role, setting;
    static constexpr auto fields = std::tuple{field("role", &Who::role), field("setting", &Who::setting)};
};

// Spelt so that it appears nowhere by chance.
const std::string canary = "canary42";

std::string fault_of(auto read, const std::string& text)
{
    try {
        read(Secret(text));
        return "";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(every_form_of_postgres_is_read_and_shown_without_its_password)
{
    const std::string all = "host=h port=5433 dbname=d user=u password=********";
    for (const auto& [text, shown] : {std::pair("host=h password=canary42 user=u dbname=d port=5433", all),
             {"password = 'canary42 \\' x' host = h user=u dbname=d port=5433", all},
             {"postgresql://u:canary42@h:5433/d", all}, {"postgres://u:canary42@h:5433/d", all},
             {"postgresql://h:5433/d?user=u&password=canary42", all},
             {"postgresql://u:canary42%40%2F%25@h:5433/d", all},
             {"postgresql:///d?host=h&port=5433&user=u&password=canary42", all},
             {"postgresql://u@%2Frun%2Fpg/d", "host=/run/pg dbname=d user=u"},
             {"postgresql://u@[::1]/d", "host=::1 dbname=d user=u"},
             {"postgresql://u:canary42@a:1,b:2/d", "host=a,b port=1,2 dbname=d user=u password=********"},
             {"host=h sslpassword=canary42 sslkey=/k", "host=h sslkey=/k sslpassword=********"},
             {"service=s password=canary42", "service=s password=********"},
             {"host='/a b' dbname='it\\'s'", "host='/a b' dbname='it\\'s'"}, {"", ""}})
        BOOST_TEST(shown_postgres(Secret(text)) == shown, text);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_refused_and_not_repeated)
{
    for (const std::string text : {"canary42", "password=canary42 and more", "postgresql://u:canary42@x@h/d",
             "postgresql://u:1/canary42@h/d", "postgresql://u:12@3/canary42@h/d", "canary42=x",
             "password='canary42"}) {
        auto fault = fault_of(postgres_words, text);
        BOOST_TEST(fault != "", text);
        BOOST_TEST(fault.find(canary) == std::string::npos, fault);
        BOOST_TEST(shown_postgres(Secret(text)) == "********", text);
    }
    for (const std::string text : {"redis://canary42", "redis://u:1/canary42@h/0", "h:canary42",
             "rediss://:canary42@h", "redis://h/canary42", "redis://h?password=canary42", "unix://canary42",
             "unix:canary42", "unix:/a?canary42", "canary42@h:1", "::1"}) {
        if (text == "redis://canary42") continue; // a host
        auto fault = fault_of(redis_address, text);
        BOOST_TEST(fault != "", text);
        BOOST_TEST(fault.find(canary) == std::string::npos, fault);
        BOOST_TEST(shown_redis(Secret(text)) == "********", text);
    }
}

BOOST_AUTO_TEST_CASE(every_form_of_redis_is_read_and_shown_without_its_password)
{
    for (const auto& [text, shown] : {std::pair("unix:/run/redis.sock", "unix:/run/redis.sock"),
             {"h:1", "h:1"}, {"h", "h:6379"}, {"[::1]:7", "[::1]:7"}, {"redis://h", "h:6379"},
             {"redis://:canary42@h", "redis://:********@h:6379/0"},
             {"redis://ann:canary42%2F@[::1]:7/3", "redis://ann:********@[::1]:7/3"},
             {"unix:///run/r.sock?db=2", "unix:///run/r.sock?db=2"},
             {"unix://:canary42@/run/r.sock", "unix://:********@/run/r.sock?db=0"}, {"", ""}})
        BOOST_TEST(shown_redis(Secret(text)) == shown, text);
    auto read = redis_address(Secret("redis://ann:p%2Fw@h:7/3"));
    BOOST_TEST(read.password.reveal() == "p/w");
    BOOST_TEST(read.user == "ann");
    BOOST_TEST(read.database == 3);
}

BOOST_AUTO_TEST_CASE(every_form_of_postgres_leads_there)
{
    Database database;
    auto host = cluster_socket_directory();
    std::string encoded;
    for (char c : host) encoded += c == '/' ? "%2F" : std::string(1, c);
    for (const auto& text : {fmt::format("host={} dbname={} user=jobboard_app", host, database.name),
             fmt::format(
                 "host = '{}' dbname='{}' user=jobboard_app password='a b \\' c'", host, database.name),
             fmt::format("postgresql://jobboard_app@{}/{}", encoded, database.name),
             fmt::format("postgresql:///{}?host={}&user=jobboard_app", database.name, host),
             fmt::format("postgresql://jobboard_app:p%40w%20x@{}/{}?application_name=mine%20own", encoded,
                 database.name),
             fmt::format("postgresql:///{}?host={}&user=jobboard_app&options=-c%20work_mem%3D9MB",
                 database.name, encoded)}) {
        Sql sql(patient(text));
        auto who = sql.one<Who>(
            "SELECT current_user::text AS role, current_setting('statement_timeout') AS setting");
        BOOST_TEST_REQUIRE(who.has_value(), text);
        BOOST_TEST(who->role == "jobboard_app", text);
        BOOST_TEST(who->setting == "1min", text); // our own options hold beside those that are given
    }
    Sql sql(patient(fmt::format(
        "postgresql:///{}?host={}&user=jobboard_app&options=-c%20geqo%3Doff", database.name, encoded)));
    BOOST_TEST(
        sql.one<Who>("SELECT current_user::text AS role, current_setting('geqo') AS setting")->setting ==
        "off");
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_says_why_and_not_the_password)
{
    Sql sql(patient(fmt::format(
        "host={} dbname=nowhere_at_all user=nobody_at_all password={}", cluster_socket_directory(), canary)));
    try {
        sql.script("SELECT 1");
        BOOST_FAIL("it let us in");
    } catch (const DatabaseError& e) {
        BOOST_TEST(e.lost);
        BOOST_TEST(e.summary.find("role \"nobody_at_all\" does not exist") != std::string::npos, e.summary);
        BOOST_TEST(e.summary.find('\n') == std::string::npos);
        BOOST_TEST(e.summary.find(canary) == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_password_of_redis_is_told_and_a_database_chosen)
{
    RedisServer server;
    auto path = server.url.substr(std::string("unix:").size());
    Redis plain{Secret(server.url)};
    BOOST_TEST_REQUIRE(plain.ping());
    plain.keep("in", "nought", std::chrono::seconds(60));
    Redis other{Secret("unix://" + path + "?db=1")};
    BOOST_TEST(other.ping());
    BOOST_TEST(!other.text("in").has_value());
    other.keep("in", "one", std::chrono::seconds(60));
    BOOST_TEST(plain.text("in").value_or("") == "nought");
    BOOST_TEST(Redis{Secret("unix://" + path + "?db=1")}.text("in").value_or("") == "one");

    BOOST_TEST_REQUIRE(
        run({"redis-cli", "-s", path, "config", "set", "requirepass", "p@ss word"}).status == 0);
    BOOST_TEST(!Redis{Secret(server.url)}.ping());
    BOOST_TEST(!Redis{Secret("unix://:wrong@" + path)}.ping());
    BOOST_TEST(Redis{Secret("unix://:p%40ss%20word@" + path)}.ping());
    BOOST_TEST(
        Redis{Secret("unix://default:p%40ss%20word@" + path + "?db=1")}.text("in").value_or("") == "one");
}

BOOST_AUTO_TEST_SUITE_END()
