// Copies of one's data: one archive with all of it, which its link alone opens, for a week.
#include "t/accounts/links/links.hpp"
#include "t/kit/process.hpp"

namespace {

struct ExportBoard : LinkBoard {
    Api ann = (register_as("ann"), signed_in("ann"));
    const std::string asking = auth + "me/export/";

    std::string status_of(Reply& last, const std::string& id)
    {
        last = ann.get(auth + "me/exports/" + id + '/');
        return last.json()["state"].text();
    }

    Reply ready()
    {
        auto asked = ann.send("POST", asking);
        BOOST_TEST_REQUIRE(asked.status == 202, asked.body);
        auto id = asked.json()["id"].text();
        Reply last = asked;
        BOOST_TEST_REQUIRE(eventually([&] { return status_of(last, id) == "ready"; }), last.body);
        return last;
    }

    // By whoever has the link.
    Reply fetch(const std::string& url, const Variables& headers = {})
    {
        return board.anonymous().get(url.substr(url.find("/api/")), headers);
    }

    static std::string link(const Reply& reply) { return reply.json()["download_url"].text(); }
};

// The files in an archive.
struct Unpacked {
    Directory directory;
    explicit Unpacked(const std::string& archive)
    {
        directory.write("copy.zip", archive);
        auto done = run({"bsdtar", "-x", "-f", directory.at("copy.zip"), "-C", directory.path});
        BOOST_TEST_REQUIRE(done.status == 0, done.out);
    }
    std::string text(const std::string& name) const { return text_of(directory.at(name)); }
    JsonValue json(const std::string& name) const { return parse_json(text(name)); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(data_exports)

BOOST_AUTO_TEST_CASE(one_archive_holds_all_of_ones_data_and_files_and_no_secret)
{
    ExportBoard board;
    auto& sql = board.sql;
    auto application = Applying::made(Applying::apply(board.ann, seed::job(sql, {.employer = board.acme})));
    People::send(board.ann, "PATCH", "me/update/", {{"bio", "I write “programs”."}, {"first_name", "Ann"}});
    People::send(
        board.ann, "POST", "consents/", {{"purpose", "news"}, {"version", "1"}, {"granted", "=true"}});
    auto key = People::send(board.ann, "POST", "api-keys/", {{"name", "Import"}, {"scopes", R"(=["read"])"}});
    BOOST_TEST_REQUIRE(key.status == 201, key.body);
    auto ready = board.ready();
    auto file = board.fetch(ExportBoard::link(ready));
    BOOST_TEST_REQUIRE(file.status == 200, file.body);
    BOOST_TEST(file.header("content-type") == "application/zip");
    BOOST_TEST(file.header("content-disposition").find("my-data.zip") != std::string::npos);
    BOOST_TEST(std::to_string(file.body.size()) == ready.json()["bytes"].text());

    Unpacked copy(file.body);
    for (const auto* part : {"account", "sessions", "applications", "notifications",
             "notification_preferences", "mails", "consents", "events", "jobs", "webhooks", "devices",
             "api_keys", "passkeys", "linked_accounts", "exports"})
        BOOST_TEST(Json(copy.json("data/" + std::string(part) + ".json")).is(JsonValue::Kind::list), part);
    BOOST_TEST(Json(copy.json("data/account.json"))[0]["email"].text() == "ann@example.com");
    BOOST_TEST(Json(copy.json("data/applications.json"))[0]["id"].text() == application);
    BOOST_TEST(Json(copy.json("data/consents.json"))[0]["purpose"].text() == "news");
    BOOST_TEST(Json(copy.json("data/api_keys.json"))[0]["name"].text() == "Import");
    BOOST_TEST(Json(copy.json("data/jobs.json")).size() == 0u);
    BOOST_TEST(copy.text("files/resumes/" + application + ".pdf") == papers::pdf());
    auto resume = copy.json("resume.json");
    BOOST_TEST(Json(resume)["basics"]["summary"].text() == "I write “programs”.");
    BOOST_TEST(Json(resume)["basics"]["email"].text() == "ann@example.com");

    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(copy.directory.at("data")))
        all += text_of(entry.path());
    auto secret = [&](const std::string& query) { return value(sql, query); };
    for (const auto& text : {secret("SELECT password_hash AS value FROM users WHERE username = 'ann'"),
             secret("SELECT digest AS value FROM api_keys"), key.json()["key"].text(), std::string("acme@")})
        BOOST_TEST(all.find(text) == std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(many_rows_are_all_there)
{
    ExportBoard board;
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    board.sql.change(R"(
        INSERT INTO notifications (event, person, kind, title, message, priority, object_kind, object_id)
        SELECT gen_random_uuid(), u.id, 'system', 'T', 'M', 1, 'job', gen_random_uuid()
          FROM users u, generate_series(1, 1200) WHERE u.username = 'ann')");
    Unpacked copy(board.fetch(ExportBoard::link(board.ready())).body);
    auto text = copy.text("data/notifications.json");
    std::set<std::string> ids;
    const std::string mark = R"("id": ")";
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1))
        ids.insert(text.substr(at + mark.size(), 36));
    BOOST_TEST(
        std::to_string(ids.size()) ==
        board.one("SELECT count(*)::text AS value FROM notifications n JOIN users u ON u.id = n.person "
                  "WHERE u.username = 'ann' AND n.created_at < (SELECT ready_at FROM data_exports)"));
}

BOOST_AUTO_TEST_CASE(while_one_waits_asking_again_answers_the_same_one)
{
    People people;
    auto ann = people.board.user("ann");
    auto first = ann.send("POST", auth + "me/export/"), second = ann.send("POST", auth + "me/export/");
    BOOST_TEST(first.status == 202, first.body);
    BOOST_TEST(second.status == 202, second.body);
    BOOST_TEST(first.json()["id"].text() == second.json()["id"].text());
    BOOST_TEST(first.json()["state"].text() == "waiting");
    BOOST_TEST(first.json()["download_url"].is_null());
    BOOST_TEST(
        value(people.sql, "SELECT count(*)::text AS value FROM tasks WHERE kind = 'write_export'") == "1");
    BOOST_TEST(
        value(people.sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'export.asked'") == "1");
    auto bob = people.board.user("bob");
    check_refused(bob.get(auth + "me/exports/" + first.json()["id"].text() + '/'), 404, "not_found");
    BOOST_TEST(bob.send("POST", auth + "me/export/").json()["id"].text() != first.json()["id"].text());
}

BOOST_AUTO_TEST_CASE(only_the_whole_link_opens_it_and_only_for_a_week)
{
    ExportBoard board;
    auto ready = board.ready();
    auto link = ExportBoard::link(ready);
    auto other = link;
    other.back() = other.back() == 'A' ? 'E' : 'A';
    auto later = link;
    auto at = later.find("expires=") + 8;
    later[at] = '9';
    for (const auto& bad : {other, later}) check_refused(board.fetch(bad), 404, "not_found");
    check_invalid(board.fetch(link.substr(0, link.find('?'))), "expires, signature");
    BOOST_TEST(board.fetch(link, {{"Range", "bytes=0-3"}}).body == std::string("PK\3\4"));
    BOOST_TEST(board.fetch(link, {{"Range", "bytes=99999999-"}}).status == 416);

    auto id = ready.json()["id"].text();
    BOOST_TEST(
        board.one("SELECT (expires_at - ready_at = interval '7 days')::text AS value FROM data_exports") ==
        "true");
    board.sql.change("UPDATE data_exports SET expires_at = now() - interval '1 second'");
    check_refused(board.fetch(link), 404, "not_found");
    auto expired = board.ann.get(auth + "me/exports/" + id + '/');
    BOOST_TEST(expired.json()["state"].text() == "expired");
    BOOST_TEST(expired.json()["download_url"].is_null());
    // Nothing claims the file any more; a month later the row goes, too.
    board.sql.change("UPDATE data_exports SET created_at = now() - interval '31 days'");
    BOOST_TEST(board.board.call({"sweep"}).status == 0);
    BOOST_TEST(board.one("SELECT count(*)::text AS value FROM data_exports") == "0");
}

BOOST_AUTO_TEST_CASE(that_it_is_ready_is_told_by_mail_and_on_the_board)
{
    ExportBoard board;
    board.ready();
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    BOOST_TEST(board.one("SELECT count(*)::text AS value FROM mails WHERE template = 'notice' AND address = "
                         "'ann@example.com' AND state = 'sent'") == "1");
    BOOST_TEST(
        board.one(
            "SELECT count(*)::text AS value FROM notifications WHERE title LIKE '%copy of your data%'") ==
        "1");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_tried_again_and_fails_in_the_end)
{
    ExportBoard board;
    std::filesystem::remove_all(board.board.directory.at("files"));
    board.board.directory.write("files", "no directory");
    auto id = board.ann.send("POST", board.asking).json()["id"].text();
    BOOST_TEST(eventually([&] {
        board.sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'write_export' AND state = 'waiting'");
        return board.ann.get(auth + "me/exports/" + id + '/').json()["state"].text() == "failed";
    }));
    // Which keeps nobody from asking for another one.
    BOOST_TEST(board.ann.send("POST", board.asking).json()["id"].text() != id);
}

BOOST_AUTO_TEST_SUITE_END()
