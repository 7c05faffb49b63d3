// Résumés as files: stored with their row or not at all, handed out to those who may, and swept when nothing
// names them.
#include "applying.hpp"
#include "t/kit/servers/redis_server.hpp"

#include "app/upkeep/orphans.hpp"
#include "lib/base/text.hpp"
#include "lib/files/storage/storage_setting.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

struct Files : Applying {
    Storage storage = storage_of("directory:" + board.directory.at("files"));

    Reply fetch(Api& who, const std::string& id, const Variables& headers = {})
    {
        return who.get(applications + id + "/resume/", headers);
    }
    SweptFiles sweep() { return sweep_orphans(sql, storage, now() - std::chrono::hours(1)); }

    static void make_old(const std::string& file)
    {
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::minutes(61));
    }
};

// The largest amount of memory that any worker has held so far, in KiB.
long long peak(const Board& board)
{
    long long out = 0;
    for (auto pid : board.workers()) {
        auto status = text_of(fmt::format("/proc/{}/status", pid));
        out = std::max(out, std::stoll(status.substr(status.find("VmHWM:") + 6)));
    }
    return out;
}

std::string large_pdf(std::size_t size)
{
    auto end = "\n%%EOF\n"s, out = "%PDF-1.4\n"s;
    out.resize(size - end.size(), 'x');
    return out + end;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(application_files, Files)

BOOST_AUTO_TEST_CASE(the_stored_file_is_what_was_sent)
{
    auto content = papers::docx();
    auto id = made(apply({"Résumé.docx", content}));
    BOOST_TEST_REQUIRE(files() == 1u);
    auto file = files_of(board)[0];
    BOOST_TEST(text_of(file) == content);
    struct stat found {};
    BOOST_TEST(stat(file.c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 0777) == 0640u);
    auto sent = memory_file(content);
    auto facts = facts_of(sent.get());
    BOOST_TEST(facts.sha256.size() == 64u);
    BOOST_TEST(
        value(sql, "SELECT resume_kind || ' ' || resume_bytes || ' ' || resume_sha256 || ' ' || resume_name "
                   "AS value FROM applications") ==
        fmt::format("docx {} {} Résumé.docx", content.size(), facts.sha256));
    BOOST_TEST(file.ends_with(value(sql, "SELECT resume AS value FROM applications")));
}

BOOST_AUTO_TEST_CASE(it_is_handed_out_as_a_file_to_save)
{
    const std::tuple<Attached, std::string, std::string> kinds[] = {
        {{"履歴書.pdf", papers::pdf()}, "application/pdf", "lu li shu.pdf\"; filename*=UTF-8''%E5%B1%A5"},
        {{"cv.doc", papers::doc()}, "application/msword", "cv.doc\"; filename*=UTF-8''cv.doc"},
        {{"C:\\a\\Müller; x.docx", papers::docx()},
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Muller; x.docx\"; filename*=UTF-8''M%C3%BCller%3B%20x.docx"},
    };
    for (const auto& [file, type, name] : kinds) {
        auto id = made(apply(ann, seed::job(sql), file));
        for (auto* who : {&ann, &boss, &root}) {
            auto reply = fetch(*who, id);
            BOOST_TEST(reply.status == 200);
            BOOST_TEST((reply.body == file.content));
            BOOST_TEST(reply.header("content-type") == type);
            BOOST_TEST(reply.header("content-disposition").starts_with("attachment; filename=\"" + name));
            BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
            BOOST_TEST(reply.header("content-security-policy") != "");
            BOOST_TEST(reply.header("cache-control") == "no-store");
            BOOST_TEST(reply.header("x-accel-redirect") == "");
            BOOST_TEST(reply.header("content-length") == std::to_string(file.content.size()));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_part_of_it_can_be_fetched)
{
    auto content = papers::pdf();
    auto id = made(apply());
    auto part = fetch(ann, id, {{"Range", "bytes=5-9"}});
    BOOST_TEST(part.status == 206);
    BOOST_TEST(part.body == content.substr(5, 5));
    BOOST_TEST(part.header("content-range") == fmt::format("bytes 5-9/{}", content.size()));
    BOOST_TEST(fetch(ann, id, {{"Range", "bytes=-6"}}).body == content.substr(content.size() - 6));
    auto beyond = fetch(ann, id, {{"Range", "bytes=99999999-"}});
    BOOST_TEST(beyond.status == 416);
    BOOST_TEST(beyond.json()["code"].text() == "range_not_satisfiable");
    auto bob = board.user("bob");
    BOOST_TEST(fetch(bob, id, {{"Range", "bytes=5-9"}}).status == 404);
    BOOST_TEST(api.get(applications + id + "/resume/", {{"Range", "bytes=5-9"}}).status == 401);
    auto head = ann.head(applications + id + "/resume/");
    BOOST_TEST(head.header("content-length") == std::to_string(content.size()));
    BOOST_TEST(head.body == "");
}

BOOST_AUTO_TEST_CASE(conditions_are_kept)
{
    auto id = made(apply());
    auto tag = std::string(fetch(ann, id).header("etag"));
    BOOST_TEST(tag != "");
    BOOST_TEST(fetch(ann, id, {{"If-None-Match", tag}}).status == 304);
    BOOST_TEST(fetch(ann, id, {{"If-Match", tag}}).status == 200);
    BOOST_TEST(fetch(ann, id, {{"If-Range", tag}, {"Range", "bytes=0-4"}}).status == 206);
    BOOST_TEST(fetch(ann, id, {{"If-Range", "\"another\""}, {"Range", "bytes=0-4"}}).status == 200);
    for (const auto& refused :
        {fetch(ann, id, {{"If-Match", "\"another\""}}), fetch(ann, id, {{"Range", "bytes=9999999-"}})}) {
        BOOST_TEST((refused.status == 412 || refused.status == 416));
        BOOST_TEST(refused.json()["detail"].text() != "");
        BOOST_TEST(refused.header("cache-control") == "no-store");
    }
    BOOST_TEST(fetch(ann, id).status == 200);
}

// What comes twice is one value "a, b" to a browser. A refusal is no file.
BOOST_AUTO_TEST_CASE(no_header_comes_twice)
{
    RedisServer redis;
    Board limited(Variables{
        {"RATE_LIMIT_PERCENT", "100"}, {"CORS_ORIGINS", "https://app.example"}, {"REDIS_URL", redis.url}});
    auto bob = limited.user("bob");
    auto id = made(apply(bob, seed::job(limited.sql())));
    for (const auto& [more, status] : std::initializer_list<std::pair<Variables, int>>{{{}, 200},
             {{{"Range", "bytes=0-3"}}, 206}, {{{"Range", "bytes=99999999-"}}, 416},
             {{{"Range", "bytes=x"}}, 416}, {{{"Range", "bytes=9-5"}}, 416}, {{{"Range", "bytes=-0"}}, 416},
             {{{"Range", "bytes=0-1, 99999999-"}}, 206}, {{{"Range", "lines=1-2"}}, 200},
             {{{"If-Match", "\"another\""}}, 412}, {{{"If-None-Match", "*"}}, 304}}) {
        auto headers = more;
        headers.emplace_back("Origin", "https://app.example");
        auto reply = fetch(bob, id, headers);
        BOOST_TEST(reply.status == status);
        std::set<std::string> seen;
        for (const auto& [name, value] : reply.headers)
            BOOST_TEST((seen.insert(name).second || name == "vary" || name == "set-cookie"),
                status << ' ' << name << ": " << value);
        BOOST_TEST(reply.header("ratelimit-limit") != "", status);
        BOOST_TEST(reply.header("access-control-allow-origin") == "https://app.example", status);
        if (status != 304) BOOST_TEST((reply.header("content-disposition") != "") == (status < 300), status);
        if (status >= 400) BOOST_TEST(reply.header("content-type").starts_with("application/json"), status);
    }
    BOOST_TEST(fetch(bob, id, {{"Range", "bytes=99999999-"}}).header("content-range") ==
               fmt::format("bytes */{}", papers::pdf().size()));
}

BOOST_AUTO_TEST_CASE(no_path_leads_to_it_unasked)
{
    made(apply());
    auto key = value(sql, "SELECT resume AS value FROM applications");
    BOOST_TEST_REQUIRE(!key.empty());
    for (const auto& path :
        {"/.files/" + key, "/.files//" + key, "/files/" + key, "/media/" + key, "/assets/" + key,
            "/media/../files/" + key, "/assets/../../files/" + key, "/assets/%2e%2e/.files/" + key,
            "/media/..%2ffiles/" + key, "/media/00/..%2f..%2f..%2ffiles%2f" + key, "/%2efiles/" + key,
            "/api/v1/applications/../../../.files/" + key, "/api/v1/applications/%2e%2e/.files/" + key,
            "/" + key, "/.files/../files/" + key, "/.files/"s, "/.files"s, "/.FILES/" + key,
            "/health/../.files/" + key})
        for (auto* who : {&api, &ann, &root}) {
            auto reply = who->get(path);
            BOOST_TEST((reply.status == 404 || reply.status == 400), path << " -> " << reply.status);
            BOOST_TEST(reply.body.find("%PDF") == std::string::npos, path);
        }
    // A name that a client invents is no name to nginx.
    BOOST_TEST(ann.get("/api/v1/jobs/", {{"X-Accel-Redirect", "/.files/" + key}}).body.find("%PDF") ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_refused_leaves_no_file)
{
    auto macro = papers::docx_parts();
    macro.push_back({"word/vbaProject.bin", "x"});
    for (const auto& file :
        {Attached{"cv.pdf", "<html><script>alert(1)</script>"}, Attached{"cv.pdf", "MZ\x90"},
            Attached{"cv.exe", papers::pdf()}, Attached{"cv.docx", papers::zip(macro)},
            Attached{"cv.docx", papers::docx().substr(0, 100)}, Attached{"cv.doc", papers::pdf()}}) {
        auto reply = apply(file);
        check_invalid(reply, "resume");
        BOOST_TEST(reply.json()["resume"][0].text() != "");
    }
    BOOST_TEST(rows() == "0");
    BOOST_TEST(files() == 0u);
}

BOOST_AUTO_TEST_CASE(five_mebibytes_are_the_limit)
{
    constexpr std::size_t limit = 5 << 20;
    auto over = apply({"cv.pdf", large_pdf(limit + 1)});
    check_invalid(over, "resume");
    BOOST_TEST(over.json()["resume"][0].text() == "Must have at most 5 MiB.");
    BOOST_TEST(apply({"cv.pdf", large_pdf(7 << 20)}).status == 413);
    BOOST_TEST(files() == 0u);
    auto largest = large_pdf(limit);
    auto id = made(apply({"cv.pdf", largest}));
    BOOST_TEST((fetch(ann, id).body == largest));
}

BOOST_AUTO_TEST_CASE(a_large_file_never_stands_in_a_workers_memory)
{
    made(apply());
    auto before = peak(board);
    auto id = made(apply(ann, seed::job(sql), {"cv.pdf", large_pdf(5 << 20)}));
    BOOST_TEST(fetch(ann, id).status == 200);
    auto grown = peak(board) - before;
    BOOST_TEST(grown < 2048, "grown by " << grown << " KiB");
}

BOOST_AUTO_TEST_CASE(a_row_that_fails_takes_its_file_along)
{
    sql.script(
        "CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END "
        "$$;"
        "CREATE TRIGGER fail_now AFTER INSERT ON applications FOR EACH ROW EXECUTE FUNCTION fail_now()");
    BOOST_TEST(apply().status == 500);
    BOOST_TEST(rows() == "0");
    BOOST_TEST(files() == 0u);
    // What fails with the commit itself leaves a file that is swept.
    sql.script(
        "DROP TRIGGER fail_now ON applications;"
        "CREATE CONSTRAINT TRIGGER fail_now AFTER INSERT ON applications DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION fail_now()");
    BOOST_TEST(apply().status == 500);
    sql.script("DROP TRIGGER fail_now ON applications; DROP FUNCTION fail_now");
    BOOST_TEST(rows() == "0");
    BOOST_TEST_REQUIRE(files() == 1u);
    make_old(files_of(board)[0]);
    BOOST_TEST(sweep().removed == 1);
    BOOST_TEST(files() == 0u);
}

BOOST_AUTO_TEST_CASE(an_account_deleted_meanwhile_applies_for_nothing)
{
    sql.script(
        "CREATE FUNCTION delete_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "DELETE FROM users WHERE id = NEW.applicant_id; RETURN NEW; END $$;"
        "CREATE TRIGGER delete_now BEFORE INSERT ON applications FOR EACH ROW EXECUTE FUNCTION delete_now();"
        "GRANT DELETE ON users TO jobboard_app");
    check_refused(apply(), 401, "token_not_valid");
    sql.script("DROP TRIGGER delete_now ON applications; DROP FUNCTION delete_now");
    BOOST_TEST(rows() == "0");
    BOOST_TEST(files() == 0u);
}

BOOST_AUTO_TEST_CASE(the_sweep_takes_what_is_old_and_nobodys)
{
    auto kept = made(apply());
    for (const auto& file : files_of(board)) make_old(file);
    make_old(board.directory.at("files/" + seed::resume_key));
    seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann"}));
    auto directory = "files/resumes/zz";
    fs::create_directories(board.directory.at(directory));
    for (auto name : {"/old", "/.incoming-abcdef", "/young"})
        board.directory.write(directory + ""s + name, "x");
    make_old(board.directory.at("files/resumes/zz/old"));
    make_old(board.directory.at("files/resumes/zz/.incoming-abcdef"));

    auto swept = sweep();
    BOOST_TEST(swept.removed == 2);
    BOOST_TEST(swept.seen == 4);
    BOOST_TEST(files() == 2u);
    BOOST_TEST(fs::exists(board.directory.at("files/resumes/zz/young")));
    BOOST_TEST(fetch(ann, kept).status == 200);
    BOOST_TEST(sweep().removed == 0);

    // With the account go its applications, and with the next sweep their files.
    auto ann_id = to_text(seed::user(sql, {.username = "ann"}));
    BOOST_TEST(root.send("DELETE", auth + "users/" + ann_id + '/').status == 204);
    BOOST_TEST(sweep().removed == 2);
    fs::create_directories(board.directory.at("files/seeded"));
    board.directory.write("files/" + seed::resume_key, seed::resume_content);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_lost_is_said_to_be)
{
    auto id = made(apply());
    for (const auto& file : files_of(board)) fs::remove(file);
    auto reply = fetch(ann, id);
    check_refused(reply, 500, "file_missing");
    BOOST_TEST(eventually([&] { return board.log().find("\"file_missing\"") != std::string::npos; }));
}

BOOST_AUTO_TEST_CASE(a_storage_that_is_away_takes_nothing)
{
    for (const auto& [setting, value, health] :
        {std::tuple{"FILE_STORAGE", "directory:/proc/nowhere/files", "unhealthy"},
            {"UPLOAD_PATH", "/proc/nowhere", "healthy"}}) {
        Board away(Variables{{setting, value}});
        auto bob = away.user("bob");
        auto reply = apply(bob, seed::job(away.sql()));
        check_refused(reply, 503, "storage_unavailable");
        BOOST_TEST(reply.header("retry-after") != "");
        BOOST_TEST(::value(away.sql(), "SELECT count(*)::text AS value FROM applications") == "0");
        BOOST_TEST(bob.get("/health/").json()["checks"]["storage"].text() == health);
        BOOST_TEST(away.log().find("\"storage\"") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(of_the_same_application_eight_times_at_once_one_is_taken)
{
    BusyBoard busy;
    forget_files(busy.board);
    auto& busy_sql = busy.board.sql();
    for (int round = 0; round < 5; ++round) {
        auto wanted = seed::job(busy_sql);
        auto token = busy.board.token_for("ann", "user");
        auto body = form_of({{"job_id", to_text(wanted)}, {"cover_letter", "Hello."}});
        auto answers = at_once(busy.board, 8, [&](HttpClient& client, int) {
            return client.send(
                "POST", applications, {{"Authorization", "Bearer " + token}, multipart_type[0]}, body);
        });
        int taken = 0;
        for (const auto& answer : answers) {
            taken += answer.status == 201;
            if (answer.status != 201) check_invalid(Reply(answer), "job");
        }
        BOOST_TEST(taken == 1);
        BOOST_TEST(files_of(busy.board).size() == static_cast<std::size_t>(round + 1));
        BOOST_TEST(
            value(busy_sql, "SELECT count(*)::text AS value FROM applications") == std::to_string(round + 1));
        BOOST_TEST(
            value(busy_sql, "SELECT application_count::text AS value FROM job_figures WHERE job_id = '" +
                                to_text(wanted) + "'") == "1");
    }
}

BOOST_AUTO_TEST_SUITE_END()
