// Résumés in an object store: Swift, which checks signatures, stands for all that speak S3.
#include "t/hiring/applying.hpp"
#include "t/kit/servers/swift_server.hpp"

#include "app/upkeep/orphans.hpp"
#include "lib/base/text.hpp"
#include "lib/files/storage/s3_place.hpp"
#include "lib/files/storage/storage_setting.hpp"

#include <future>

namespace {

struct Away {
    SwiftServer swift;
    Variables settings = swift.settings();
    Board board;
    Sql& sql = board.sql();
    Storage storage = swift.storage();
    Api ann = board.user("ann"), boss = board.employer("acme");

    explicit Away(const Variables& more = {}) : board(with_more(settings, more)) {}
    static Variables with_more(Variables all, const Variables& more)
    {
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    std::string rows() { return value(sql, "SELECT count(*)::text AS value FROM applications"); }
    std::vector<std::string> keys() const
    {
        std::vector<std::string> out;
        storage.list(now() + std::chrono::hours(1), [&](const StoredFile& file) { out.push_back(file.key); });
        return out;
    }
    Reply apply(const Attached& file = {}) { return Applying::apply(ann, seed::job(sql), file); }
    std::string location_of(const std::string& id, Api& who)
    {
        auto reply = who.get(applications + id + "/resume/");
        BOOST_TEST(reply.status == 302);
        BOOST_TEST(reply.body == "");
        BOOST_TEST(reply.header("cache-control") == "no-store");
        return std::string(reply.header("location"));
    }
    // As a client that follows the redirect does: without its token.
    HttpAnswer follow(const std::string& location, const Variables& headers = {}) const
    {
        auto origin = "http://" + swift.address();
        BOOST_TEST_REQUIRE(location.starts_with(origin));
        auto all = headers;
        all.emplace_back("Host", swift.address());
        return HttpClient(swift.address()).send("GET", location.substr(origin.size()), all);
    }
};

// One for those that leave it as it was.
Away& away()
{
    static Away only;
    return only;
}

std::string large_pdf()
{
    return "%PDF-1.4\n" + std::string(4 << 20, 'x') + "\n%%EOF\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(s3_storage)

BOOST_AUTO_TEST_CASE(a_client_is_sent_to_an_address_of_five_minutes)
{
    auto& a = away();
    Attached file{"Müller; x.pdf", papers::pdf()};
    auto id = Applying::made(a.apply(file));
    for (auto* who : {&a.ann, &a.boss}) {
        auto location = a.location_of(id, *who);
        BOOST_TEST(location.find("X-Amz-Expires=300&") != std::string::npos);
        BOOST_TEST(location.find(percent_encoded(SwiftServer::access.secret)) == std::string::npos);
        auto whole = a.follow(location);
        BOOST_TEST(whole.status == 200);
        BOOST_TEST((whole.body == file.content));
        BOOST_TEST(whole.header("content-type").starts_with("application/pdf"));
        BOOST_TEST(whole.header("content-disposition") ==
                   "attachment; filename=\"Muller; x.pdf\"; filename*=UTF-8''M%C3%BCller%3B%20x.pdf");
        auto part = a.follow(location, {{"Range", "bytes=5-9"}});
        BOOST_TEST(part.status == 206);
        BOOST_TEST(part.body == file.content.substr(5, 5));
    }
    auto bob = a.board.user("bob");
    BOOST_TEST(bob.get(applications + id + "/resume/").status == 404);
    auto nobody = a.board.anonymous();
    BOOST_TEST(nobody.get(applications + id + "/resume/").status == 401);
    BOOST_TEST(a.board.log().find(SwiftServer::access.secret) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_else_opens_the_file)
{
    auto& a = away();
    auto location = a.location_of(Applying::made(a.apply()), a.ann);
    BOOST_TEST(a.follow(location.substr(0, location.find('?'))).status >= 400);
    auto changed = [&](std::string_view from, std::string_view to) {
        auto out = location;
        BOOST_TEST_REQUIRE(out.find(from) != out.npos);
        return out.replace(out.find(from), from.size(), to);
    };
    BOOST_TEST(a.follow(changed("Expires=300", "Expires=301")).status == 403);
    BOOST_TEST(a.follow(changed("attachment", "inline")).status == 403);
    BOOST_TEST(a.follow(changed("application%2Fpdf", "text%2Fhtml")).status == 403);
    auto flipped = location;
    flipped.back() = flipped.back() == '0' ? '1' : '0';
    BOOST_TEST(a.follow(flipped).status == 403);
    auto place = s3_place_of(a.swift.place(), SwiftServer::access);
    auto key = a.keys().at(0);
    auto at = [&](std::chrono::seconds ago) {
        return a.follow(presigned(place, key, "a/b", "inline", now() - ago, std::chrono::seconds(300)))
            .status;
    };
    BOOST_TEST(at(std::chrono::seconds(0)) == 200);
    BOOST_TEST(at(std::chrono::seconds(301)) == 403);
}

BOOST_AUTO_TEST_CASE(a_large_file_arrives_as_it_was_sent)
{
    auto& a = away();
    auto file = large_pdf();
    auto id = Applying::made(a.apply({"cv.pdf", file}));
    auto key = value(a.sql, "SELECT resume AS value FROM applications WHERE id = '" + id + "'");
    BOOST_TEST((a.follow(a.location_of(id, a.ann)).body == file));
    auto stored = a.storage.open(key);
    BOOST_TEST(value(a.sql, "SELECT resume_sha256 AS value FROM applications WHERE id = '" + id + "'") ==
               facts_of(stored.get()).sha256);
}

BOOST_AUTO_TEST_CASE(the_sweep_asks_page_by_page)
{
    auto& a = away();
    Applying::made(a.apply());
    auto before = a.keys().size();
    auto file = memory_file("x");
    a.storage.put("resumes/zz/nobodys", file.get(), facts_of(file.get()));
    BOOST_TEST(sweep_orphans(a.sql, a.storage, now() - std::chrono::hours(1)).removed == 0);
    BOOST_TEST(sweep_orphans(a.sql, a.storage, now() + std::chrono::hours(1)).removed == 1);
    BOOST_TEST(a.keys().size() == before);
}

BOOST_AUTO_TEST_CASE(a_wrong_secret_stores_nothing)
{
    auto& a = away();
    Storage wrong = storage_of(a.swift.place(), {.key = "test:tester", .secret = "another secret"});
    auto file = memory_file("x");
    BOOST_TEST(!wrong.works());
    for (const auto& refused :
        std::vector<std::function<void()>>{[&] { wrong.put("a/wrong", file.get(), facts_of(file.get())); },
            [&] { wrong.has("a/wrong"); }, [&] { wrong.open("a/wrong"); }, [&] { wrong.remove("a/wrong"); },
            [&] { wrong.list(now(), [](const StoredFile&) {}); }})
        BOOST_CHECK_EXCEPTION(refused(), std::runtime_error, [](const std::runtime_error& e) {
            return std::string(e.what()).find("403") != std::string::npos &&
                   std::string(e.what()).find("secret") == std::string::npos;
        });
    BOOST_TEST(!a.storage.has("a/wrong"));
}

BOOST_AUTO_TEST_CASE(a_store_killed_halfway_leaves_no_application)
{
    Away a;
    auto job = seed::job(a.sql);
    auto body =
        form_of({{"job_id", to_text(job)}, {"cover_letter", "Hello."}}, Attached{"cv.pdf", large_pdf()});
    a.swift.server->signal(SIGSTOP);
    auto sent = std::async(
        std::launch::async, [&] { return a.ann.send("POST", applications, multipart_type, body); });
    auto halfway = [&] { return a.swift.unread() > 65'536; };
    BOOST_TEST(eventually(halfway));
    a.swift.kill();
    auto reply = sent.get();
    check_refused(reply, 503, "storage_unavailable");
    BOOST_TEST(a.rows() == "0");
    auto storage = [&] { return a.ann.get("/health/").json()["checks"]["storage"].text(); };
    BOOST_TEST(eventually([&] { return storage() == "unhealthy"; }));

    a.swift.start();
    BOOST_TEST(a.keys().empty());
    BOOST_TEST(eventually([&] { return storage() == "healthy"; }));
    auto id = Applying::made(Applying::apply(a.ann, job));
    a.swift.kill();
    check_refused(a.ann.get(applications + id + "/resume/"), 503, "storage_unavailable");
    BOOST_TEST(a.ann.get(applications + id + "/").status == 200);
}

// Longer than a transaction may stand idle, with the settings of a new board: nothing holds one open
// meanwhile.
BOOST_AUTO_TEST_CASE(a_slow_store_keeps_no_transaction_open)
{
    Away a;
    auto job = seed::job(a.sql);
    auto body =
        form_of({{"job_id", to_text(job)}, {"cover_letter", "Hello."}}, Attached{"cv.pdf", large_pdf()});
    a.swift.server->signal(SIGSTOP);
    auto from = now();
    auto sent = std::async(
        std::launch::async, [&] { return a.ann.send("POST", applications, multipart_type, body); });
    BOOST_TEST(eventually([&] { return a.swift.unread() > 65'536; }));
    int idle = 0;
    BOOST_TEST(eventually([&] {
        idle +=
            value(a.sql, "SELECT count(*)::text AS value FROM pg_stat_activity "
                         "WHERE datname = current_database() AND state LIKE 'idle in transaction%'") != "0";
        return now() - from > std::chrono::milliseconds(5500);
    }));
    BOOST_TEST(idle == 0);
    a.swift.server->signal(SIGCONT);
    BOOST_TEST(sent.get().status == 201);
    BOOST_TEST(a.rows() == "1");
}

// Health is looked at behind the requests: whoever asks waits for no store.
BOOST_AUTO_TEST_CASE(a_frozen_store_holds_up_nobody_who_asks_for_health)
{
    Away a;
    BOOST_TEST(
        eventually([&] { return a.ann.get("/health/").json()["checks"]["storage"].text() == "healthy"; }));
    a.swift.server->signal(SIGSTOP);
    auto answers =
        at_once(a.board, 20, [](HttpClient& client, int) { return client.send("GET", "/health/", {}); });
    for (const auto& answer : answers) BOOST_TEST(answer.status == 200);
    BOOST_TEST(std::stol(Reply(answers[0]).json()["storage_age_s"].text()) >= 0);
    BOOST_TEST(
        eventually([&] { return a.ann.get("/health/").json()["checks"]["storage"].text() == "unhealthy"; }));
    a.swift.server->signal(SIGCONT);
    BOOST_TEST(
        eventually([&] { return a.ann.get("/health/").json()["checks"]["storage"].text() == "healthy"; }));
}

// The client is told before nginx or the watchdog lose their patience, and the worker goes on.
BOOST_AUTO_TEST_CASE(a_frozen_store_is_not_waited_for_without_end)
{
    Away a;
    auto job = seed::job(a.sql);
    auto workers = a.board.workers();
    a.swift.server->signal(SIGSTOP);
    auto from = now();
    check_refused(Applying::apply(a.ann, job), 503, "storage_unavailable");
    BOOST_TEST((now() - from < std::chrono::seconds(10)));
    BOOST_TEST(a.rows() == "0");
    a.swift.server->signal(SIGCONT);
    Applying::made(Applying::apply(a.ann, job));
    BOOST_TEST(a.board.workers() == workers, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
