// Files of applications after they have come: scanned, then read in limited children.
#include "applying.hpp"
#include "t/kit/servers/clamd.hpp"

#include "app/upkeep/orphans.hpp"
#include "app/upkeep/read_files.hpp"
#include "lib/base/text.hpp"
#include "lib/files/documents/document_text.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/store/hiring/resume_files.hpp"
#include "t/kit/database.hpp"

#include <filesystem>
#include <zlib.h>

namespace {

namespace fs = std::filesystem;

// Small as a file; what it draws has no end.
std::string pdf_bomb()
{
    std::string drawing;
    for (int i = 0; i < 1'500'000; ++i) drawing += "BT /F 9 Tf 9 9 Td (abcdefghijklm) Tj ET\n";
    auto size = compressBound(drawing.size());
    std::string packed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(drawing.data()),
        drawing.size(), 1);
    packed.resize(size);
    return papers::pdf_of(packed, "/Filter/FlateDecode");
}

std::string docx_saying(const std::string& body)
{
    auto parts = papers::docx_parts();
    for (auto& part : parts)
        if (part.name == "word/document.xml")
            part.content =
                "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>" + body + "</w:body></w:document>";
    return papers::zip(parts);
}

std::optional<DocumentText> read(const std::string& content, DocumentKind kind)
{
    auto file = memory_file(content);
    return read_document(file.get(), kind);
}

struct Reading : Applying {
    Storage storage = storage_of("directory:" + board.directory.at("files"));
    FilesRead work(const std::optional<Scanner>& scanner = {}) { return read_files(sql, storage, scanner); }
    std::string column(const std::string& name, const std::string& id)
    {
        return value(
            sql, "SELECT " + name + "::text AS value FROM resume_files WHERE application_id = '" + id + "'");
    }
    std::string sent(const Attached& file) { return made(apply(ann, seed::job(sql), file)); }
    int fetch_status(const std::string& id) { return ann.get(applications + id + "/resume/").status; }
    // Of the database of the board.
    std::string database_words()
    {
        return environment("TEST_DATABASE") + " dbname=" + value(sql, "SELECT current_database() AS value");
    }
    void make_due() { sql.script("UPDATE resume_files SET due_at = now() - interval '1 minute'"); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(files_read, Reading)

BOOST_AUTO_TEST_CASE(every_kind_is_read_by_the_command)
{
    auto pdf = sent({"a.pdf", papers::pdf_saying("Joiner since 1999")});
    auto docx = sent({"a.docx", docx_saying("<w:p><w:r><w:t>Caf\xc3\xa9 &amp; Bar</w:t></w:r></w:p>")});
    auto doc = sent({"a.doc", papers::doc()});
    auto done = run({jobboard(), "read-files"}, {{"JOBBOARD_ENV_FILE", board.directory.at("env")}});
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(column("reading", pdf) == "read");
    BOOST_TEST(column("content", pdf).find("Joiner since 1999") != std::string::npos);
    BOOST_TEST(column("reading", docx) == "read");
    BOOST_TEST(column("content", docx) == "Caf\xc3\xa9 & Bar\n");
    BOOST_TEST(column("thumbnail", docx) == "null");
    BOOST_TEST(column("reading", doc) == "read");
    BOOST_TEST(column("content", doc) == "Ann Lee\nTen years of wood.\n");

    auto picture = read_all(storage.open(column("thumbnail", pdf)).get(), 1 << 20);
    BOOST_TEST(picture.starts_with("\xff\xd8\xff"));
    auto later = now() + std::chrono::hours(1);
    BOOST_TEST(sweep_orphans(sql, storage, later).removed == 1); // the one that every board has
    BOOST_TEST(storage.has(column("thumbnail", pdf)));
    auto ann_id = to_text(seed::user(sql, {.username = "ann"}));
    BOOST_TEST(root.send("DELETE", auth + "users/" + ann_id + '/').status == 204);
    BOOST_TEST(sweep_orphans(sql, storage, later).removed == 4);
    fs::create_directories(board.directory.at("files/seeded"));
    board.directory.write("files/" + seed::resume_key, seed::resume_content);
}

BOOST_AUTO_TEST_CASE(texts_are_clean)
{
    auto found = read(papers::pdf_saying("One (\\050) two"), DocumentKind::pdf);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(is_clean_text(found->text));
    BOOST_TEST(found->thumbnail.starts_with("\xff\xd8\xff"));
    BOOST_TEST(only_clean({"a\0b\x01\xff\xc3\xa9\xe2\x82\n\tc\x7f", 14}, 100) == "ab\xc3\xa9\n\tc");
    BOOST_TEST(only_clean("ab\xc3\xa9z", 3) == "ab");
}

BOOST_AUTO_TEST_CASE(word_xml_becomes_lines)
{
    BOOST_TEST(
        text_of_word_xml("<w:p><w:r><w:t xml:space=\"preserve\">a </w:t><w:tab/><w:t>b&#233;&#xE9;&lt;</w:t>"
                         "<w:br/></w:r></w:p><w:p/><w:delText>gone</w:delText><w:instrText>PAGE</w:instrText>"
                         "<w:p><w:t>&x;&toolongaword;</w:t><w:t/>out</w:p>") ==
        "a \tb\xc3\xa9\xc3\xa9<\n\n\n&toolongaword;\n");
    for (auto odd :
        {"", "<", ">", "<>", "</", "<w:t", "<w:t>", "<w:t>&", "&#xffffffff;", "<w:t>&#99999999;&#x110000;"})
        BOOST_TEST(is_clean_text(only_clean(text_of_word_xml(odd), 100)), odd);
}

BOOST_AUTO_TEST_CASE(a_bomb_ends_as_unprocessable)
{
    auto bomb = sent({"bomb.pdf", pdf_bomb()});
    auto good = sent({"good.pdf", papers::pdf_saying("Good")});
    auto begun = now();
    auto count = work();
    BOOST_TEST((now() - begun < std::chrono::seconds(20)));
    BOOST_TEST(count.unprocessable == 1);
    BOOST_TEST(count.read == 1);
    BOOST_TEST(column("reading", bomb) == "unprocessable");
    BOOST_TEST(column("reading", good) == "read");
    BOOST_TEST(fetch_status(bomb) == 200);
    auto parts = docx_saying(std::string(30 << 20, 'x'));
    BOOST_TEST(!read(parts, DocumentKind::docx).has_value());
    BOOST_TEST(!read("no PDF at all", DocumentKind::pdf).has_value());
    BOOST_TEST(!read("PK\3\4 no archive", DocumentKind::docx).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_is_taken_by_one_and_comes_back_later)
{
    for (int i = 0; i < 3; ++i) sent({});
    auto first = store::take_unread(sql, 2, false);
    BOOST_TEST(first.size() == 2u);
    Sql other(patient(database_words()));
    other.begin();
    auto second = store::take_unread(other, 2, false);
    BOOST_TEST_REQUIRE(second.size() == 1u);
    BOOST_TEST((second[0].id != first[0].id && second[0].id != first[1].id));
    BOOST_TEST(
        store::take_unread(sql, 2, false).empty()); // what another one is taking is skipped, not waited for
    other.rollback();
    store::give_back(sql, first[0].id);
    BOOST_TEST(store::take_unread(sql, 2, false).size() == 2u);
    BOOST_TEST(store::keep_reading(sql, first[0].id, FileReading::read, "x", {}));
    BOOST_TEST(!store::keep_reading(sql, first[0].id, FileReading::read, "y", {}));
    BOOST_TEST(!store::keep_reading(sql, new_uuid(), FileReading::read, "y", {}));
}

BOOST_AUTO_TEST_CASE(who_dies_of_a_file_does_not_do_so_for_ever)
{
    auto id = sent({"a.pdf", papers::pdf_saying("Deadly")});
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(store::take_unread(sql, 1, false).size() == 1u);
        make_due();
    }
    BOOST_TEST(work().unprocessable == 1);
    BOOST_TEST(column("reading", id) == "unprocessable");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_away_waits)
{
    auto id = sent({});
    for (const auto& file : files_of(board)) fs::remove(file);
    BOOST_TEST(work().missing == 1);
    BOOST_TEST(column("reading", id) == "waiting");
}

BOOST_AUTO_TEST_CASE(verdicts_are_the_very_words_of_clamd)
{
    using Verdict = ScanAnswer::Verdict;
    Clamd clamd;
    auto ask = [&](const std::string& content) {
        auto file = memory_file(content);
        return (*scanner_of(clamd.where()))(file.get());
    };
    BOOST_TEST((ask("").verdict == Verdict::clean));
    BOOST_TEST((ask(std::string(300'000, 'x')).verdict == Verdict::clean));
    auto found = ask(std::string(200'000, 'x') + "VIRUS");
    BOOST_TEST((found.verdict == Verdict::infected));
    BOOST_TEST(found.says == "Test.Virus.UNOFFICIAL");
    auto large = ask(std::string(5 << 20, 'x'));
    BOOST_TEST((large.verdict == Verdict::refused));
    BOOST_TEST(large.says == "INSTREAM size limit exceeded. ERROR");
    for (auto manner : {Clamd::dies_halfway, Clamd::says_nothing, Clamd::babbles}) {
        clamd.manner = manner;
        BOOST_TEST((ask("x").verdict == Verdict::refused));
        BOOST_TEST((ask(std::string(900'000, 'x')).verdict == Verdict::refused));
    }
    auto file = memory_file("x");
    for (auto where : {"clamd:/nowhere/clamd", "clamd:127.0.0.1:1"})
        BOOST_TEST(((*scanner_of(where))(file.get()).verdict == Verdict::away));
    BOOST_TEST(!scanner_of("").has_value());
    for (auto where : {"clamd", "clamd:", "clamd:relative", "/run/clamd", "clamd::1", "clamd:host:"})
        BOOST_CHECK_THROW(scanner_of(where), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(nobody_gets_a_file_before_it_is_clean)
{
    Clamd clamd;
    Board scanned(Variables{{"SCANNER", clamd.where()}});
    auto& its = scanned.sql();
    auto bob = scanned.user("bob"), acme = scanned.employer("acme"), admin = scanned.admin();
    auto files = storage_of("directory:" + scanned.directory.at("files"));
    auto job = seed::job(its);
    auto good = made(Applying::apply(bob, job, {"good.pdf", papers::pdf_saying("Good")}));
    auto bad = made(Applying::apply(bob, seed::job(its), {"bad.pdf", papers::pdf_saying("VIRUS")}));
    auto refused = [&](const std::string& id, std::string_view code) {
        for (auto* who : {&bob, &acme, &admin}) {
            check_refused(who->get(applications + id + "/resume/"), 409, code);
            BOOST_TEST(who->get(applications + id + '/').status == 200);
        }
    };
    auto work_again = [&] {
        its.script("UPDATE resume_files SET due_at = now() - interval '1 minute'");
        return read_files(its, files, scanner_of(clamd.where()));
    };
    refused(good, "file_waiting");
    BOOST_TEST(bob.get(applications + good + "/resume/").header("retry-after") == "60");

    for (auto manner : {Clamd::dies_halfway, Clamd::says_nothing, Clamd::babbles}) {
        clamd.manner = manner;
        auto count = work_again();
        BOOST_TEST(count.unscanned == 2);
        BOOST_TEST(count.read == 0);
        refused(good, "file_waiting");
    }
    auto away = read_files(its, files, scanner_of("clamd:/nowhere/clamd"));
    BOOST_TEST(away.clean == 0);
    refused(bad, "file_waiting");

    clamd.manner = Clamd::honest;
    auto count = work_again();
    BOOST_TEST(count.clean == 1);
    BOOST_TEST(count.infected == 1);
    BOOST_TEST(count.read == 1);
    for (auto* who : {&bob, &acme, &admin})
        BOOST_TEST(who->get(applications + good + "/resume/").status == 200);
    refused(bad, "file_infected");
    BOOST_TEST(
        value(its, "SELECT finding || ' ' || reading AS value FROM resume_files WHERE scan = 'infected'") ==
        "Test.Virus.UNOFFICIAL waiting");
    BOOST_TEST(work_again().read == 0);
}

BOOST_AUTO_TEST_CASE(a_scanner_that_is_away_is_asked_once)
{
    for (int i = 0; i < 3; ++i) sent({});
    auto count = work(scanner_of("clamd:/nowhere/clamd"));
    BOOST_TEST(count.unscanned == 1);
    BOOST_TEST(count.read == 0);
    BOOST_TEST(store::take_unscanned(sql, 9).size() == 3u); // given back at once
    auto done = run({jobboard(), "read-files"},
        {{"JOBBOARD_ENV_FILE", board.directory.at("env")}, {"JOBBOARD_SCANNER", "clamd:/nowhere/clamd"}});
    BOOST_TEST(done.status == 0, done.out); // they are somebody's for ten minutes
    make_due();
    done = run({jobboard(), "read-files"},
        {{"JOBBOARD_ENV_FILE", board.directory.at("env")}, {"JOBBOARD_SCANNER", "clamd:/nowhere/clamd"}});
    BOOST_TEST(done.status == 1, done.out);
}

BOOST_AUTO_TEST_SUITE_END()
