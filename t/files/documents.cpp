// Documents by their structure: what is taken, and every disguise and lie that is refused, with its reason.
#include "t/hiring/papers.hpp"
#include "t/kit/process.hpp"

#include "app/areas.hpp"
#include "lib/files/documents/compound_file.hpp"
#include "lib/files/documents/document_header.hpp"
#include "lib/files/documents/document_text.hpp"
#include "lib/files/documents/file_name.hpp"
#include "lib/files/documents/zip_directory.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>

namespace {

using namespace std::string_literals;
using papers::Part;

// "taken as pdf", or the sentence.
std::string said(const std::string& content, const std::string& name)
{
    auto taken = take_document(bytes_of_text(content), name);
    if (const auto* refusal = std::get_if<Key>(&taken)) return words()(*refusal);
    return "taken as " + std::string(name_of(std::get<DocumentKind>(taken)));
}

std::string said_of(std::vector<Part> parts)
{
    return said(papers::zip(parts), "cv.docx");
}

// The small document with one more part, or with another text of the same name.
std::vector<Part> with(const Part& part)
{
    auto parts = papers::docx_parts();
    for (auto& other : parts)
        if (other.name == part.name) return other = part, parts;
    parts.push_back(part);
    return parts;
}

const std::string damaged = "The document is damaged.", contradicts = "The document contradicts itself.",
                  encrypted = "Is encrypted: send it without a password.",
                  macros = "Contains macros: save it without them.",
                  hides = "Something else is hidden in the document: save it anew.",
                  not_as_named = "Is not what its name says: send a PDF, DOC or DOCX file.",
                  too_large = "The document unpacks to more than is sensible.";

} // namespace

BOOST_AUTO_TEST_SUITE(documents)

BOOST_AUTO_TEST_CASE(whole_documents_are_taken)
{
    BOOST_TEST(said(papers::pdf(), "cv.pdf") == "taken as pdf");
    BOOST_TEST(said(papers::doc(), "cv.doc") == "taken as doc");
    BOOST_TEST(said(papers::docx(), "cv.docx") == "taken as docx");
    BOOST_TEST(said(papers::pdf(), "Résumé of Ann.v2.PDF") == "taken as pdf");
    BOOST_TEST(said("%PDF-2.0\n1 0 obj\n%%EOF", "cv.pdf") == "taken as pdf");
    BOOST_TEST(said(papers::zip(papers::docx_parts(), "made by hand"), "cv.docx") == "taken as docx");
    auto stored = papers::docx_parts();
    for (auto& part : stored) part.packed = false;
    BOOST_TEST(said_of(stored) == "taken as docx");
    BOOST_TEST(said_of(with({"word/media/", "", false})) == "taken as docx");
}

// Python writes parts as streams, with the sizes behind them; for large files with fields of 64 bits.
BOOST_AUTO_TEST_CASE(archives_of_another_maker_are_taken)
{
    for (auto how : {"", ", force_zip64=True"}) {
        Directory directory;
        auto file = directory.at("cv.docx");
        auto made = run({"/usr/bin/python3", "-c",
            "import sys, zipfile\n"
            "with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n"
            "    z.writestr('[Content_Types].xml', '<Types/>')\n"
            "    with z.open('word/document.xml', 'w'"s +
                how + ") as part: part.write(b'<w:document/>' * 50000)\n",
            file});
        BOOST_TEST_REQUIRE(made.status == 0, made.out);
        BOOST_TEST(said(text_of(file), "cv.docx") == "taken as docx", how);
    }
}

BOOST_AUTO_TEST_CASE(names_and_contents_must_agree)
{
    for (auto name : {"cv", "cv.txt", "cv.pdf.exe", "pdf", "", "cv.docm", "cv.pdf ", "cv.html"})
        BOOST_TEST(said(papers::pdf(), name) == "Send a PDF, DOC or DOCX file.", name);
    BOOST_TEST(said(papers::pdf(), "cv.docx") == not_as_named);
    BOOST_TEST(said(papers::docx(), "cv.doc") == not_as_named);
    BOOST_TEST(said(papers::doc(), "cv.pdf") == not_as_named);
    BOOST_TEST(said("", "cv.pdf") == "The file is empty.");
}

BOOST_AUTO_TEST_CASE(disguises_are_seen_through)
{
    auto expect = [](const std::string& content, std::string_view what) {
        for (auto name : {"cv.pdf", "cv.doc", "cv.docx"}) {
            auto sentence = said(content, name);
            BOOST_TEST(sentence.starts_with(what), sentence);
        }
    };
    expect("<!DOCTYPE html><title>x</title>", "Is a web page");
    expect("\xef\xbb\xbf\n <HTML><script>alert(1)</script>", "Is a web page");
    expect("<script>alert(1)</script>", "Is a script");
    expect("#!/bin/sh\nrm -rf /", "Is a script");
    expect("MZ\x90\0\3\0\0\0"s, "Is a program");
    expect("\x7f"s + "ELF\2\1\1\0"s, "Is a program");
    expect("{\\rtf1\\ansi}", "Is an RTF file");
    expect("\x89PNG\r\n\x1a\n", "Is a picture");
    expect("Dear Sir or Madam", not_as_named);
}

BOOST_AUTO_TEST_CASE(a_pdf_is_whole_and_nothing_else)
{
    auto pdf = papers::pdf();
    BOOST_TEST(said(pdf.substr(0, pdf.size() - 20), "cv.pdf") == damaged);
    BOOST_TEST(said("%PDF-", "cv.pdf") == damaged);
    BOOST_TEST(said("%PDF-x.y\n%%EOF", "cv.pdf") == damaged);
    BOOST_TEST(said(pdf + std::string(2000, ' '), "cv.pdf") == damaged);
    BOOST_TEST(said("<html><script>alert(1)</script>%PDF-1.4\n%%EOF", "cv.pdf") == hides);
    BOOST_TEST(said(pdf + papers::zip({{"a", "b"}}), "cv.pdf") == hides);
    BOOST_TEST(said(std::string(1024, 'x') + pdf, "cv.pdf") == not_as_named);
}

BOOST_AUTO_TEST_CASE(a_pdf_may_have_something_around_it)
{
    auto pdf = papers::pdf();
    for (const auto& before :
        {"\xef\xbb\xbf"s, "\n\n  \r\n"s, "\0\0"s, std::string(1000, 'x'), "HTTP/1.1 200 OK\r\n\r\n"s})
        BOOST_TEST(said(before + pdf, "cv.pdf") == "taken as pdf");
    BOOST_TEST(said(pdf + std::string(60'000, '\0'), "cv.pdf") == "taken as pdf");
    BOOST_TEST(said("%PDF-1.4\n1 0 obj <</Title (<html> CV)>>\n%%EOF", "cv.pdf") == "taken as pdf");
}

BOOST_AUTO_TEST_CASE(a_pdf_starts_nothing)
{
    auto of = [](const std::string& action) {
        return said("%PDF-1.4\n1 0 obj <<" + action + ">>\n%%EOF", "cv.pdf");
    };
    for (auto action : {"/S /JavaScript /JS (app.alert(1))", "/S/JavaScript/JS 2 0 R",
             "/S /Launch /F (cmd.exe)", "/S /J#61vaScript", "/S /L#61#75nch"})
        BOOST_TEST(of(action).starts_with("The document wants to run"), action);
    for (auto fine :
        {"/S /URI /URI (https://example.com/JavaScript)", "/Title (JavaScript, Launch)", "/Launcher 1"})
        BOOST_TEST(of(fine) == "taken as pdf", fine);
}

BOOST_AUTO_TEST_CASE(a_pdf_under_a_password_is_known_from_one_that_only_forbids)
{
    Directory directory;
    auto plain = directory.at("plain.pdf");
    directory.write("plain.pdf", papers::pdf());
    auto asks = [&](const std::vector<std::string>& how) {
        auto to = directory.at("cv.pdf");
        std::vector<std::string> words{"/usr/bin/qpdf", "--allow-weak-crypto"};
        words.insert(words.end(), how.begin(), how.end());
        words.insert(words.end(), {plain, to});
        auto made = run(words);
        BOOST_TEST_REQUIRE(made.status == 0, made.out);
        Descriptor file(open(to.c_str(), O_RDONLY));
        BOOST_TEST(said(text_of(to), "cv.pdf") == "taken as pdf");
        return asks_for_password(file.get());
    };
    BOOST_TEST(!asks({}));
    for (auto bits : {"40", "128", "256"}) {
        BOOST_TEST(asks({"--encrypt", "secret", "owner", bits, "--"}), bits);
        BOOST_TEST(!asks({"--encrypt", "", "owner", bits, "--"}), bits);
    }
}

BOOST_AUTO_TEST_CASE(a_docx_names_its_main_part)
{
    auto parts = papers::docx_parts();
    std::erase_if(
        parts, [](const auto& p) { return p.name == "word/document.xml" || p.name == "_rels/.rels"; });
    auto with_target = [&](const std::string& target) {
        auto all = parts;
        all.push_back({"word/document2.xml", "<w:document/>"});
        all.push_back(
            {"_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/"
                            "officeDocument/2006/relationships/officeDocument\" Target='" +
                                target + "'/></Relationships>"});
        return said_of(all);
    };
    BOOST_TEST(with_target("word/document2.xml") == "taken as docx");
    BOOST_TEST(with_target("/word/document2.xml") == "taken as docx");
    BOOST_TEST(with_target("word/document3.xml") == "Is an archive, but not a Word document.");
}

BOOST_AUTO_TEST_CASE(a_docx_fetches_and_starts_nothing)
{
    auto relation = [](const std::string& type, const std::string& target,
                        const std::string& mode = "External") {
        return said_of(with({"word/_rels/settings.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"http://x/relationships/" + type + "\" Target=\"" +
                target + "\" TargetMode=\"" + mode + "\"/></Relationships>"}));
    };
    for (auto far : {"https://evil.example/t.dotm", "http://1.2.3.4/t", "file://server/share/t.dotm",
             "\\\\server\\share\\t.dotm", "//server/t", "ftp://x/t"})
        BOOST_TEST(relation("attachedTemplate", far).starts_with("The document fetches"), far);
    for (auto near : {"file:///C:\\Users\\ann\\Templates\\Resume.dotx", "Normal.dotm"})
        BOOST_TEST(relation("attachedTemplate", near) == "taken as docx", near);
    BOOST_TEST(relation("hyperlink", "https://example.com/") == "taken as docx");
    BOOST_TEST(
        relation("oleObject", "embeddings/oleObject1.bin", "Internal").starts_with("Contains embedded"));
    BOOST_TEST(relation("package", "embeddings/sheet.xlsx", "Internal") == "taken as docx");
}

BOOST_AUTO_TEST_CASE(a_docx_has_no_macros)
{
    BOOST_TEST(said_of(with({"word/vbaProject.bin", "x"})) == macros);
    BOOST_TEST(said_of(with({"word/VBAPROJECT.BIN", "x"})) == macros);
    for (auto type :
        {"application/vnd.ms-word.document.macroEnabled.main+xml", "application/vnd.ms-office.vbaProject"})
        BOOST_TEST(
            said_of(with({"[Content_Types].xml", "<Types ContentType=\""s + type + "\"/>"})) == macros);
}

BOOST_AUTO_TEST_CASE(an_archive_is_a_word_document)
{
    BOOST_TEST(said_of({{"a.txt", "hello"}}) == "Is an archive, but not a Word document.");
    BOOST_TEST(said_of({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<x/>"}}) ==
               "Is an archive, but not a Word document.");
    BOOST_TEST(said_of(with({"word/document.xml", "<w/>", true, 1})) == encrypted);
    BOOST_TEST(said_of(with({"word/other.xml", "<w/>", true, 0x40})) == encrypted);
    auto docx = papers::docx();
    BOOST_TEST(said("MZ" + docx, "cv.docx").starts_with("Is a program"));
    BOOST_TEST(said(docx + "x\r\n", "cv.docx") == "taken as docx");
    BOOST_TEST(said(docx + std::string(5000, 'x'), "cv.docx") == damaged);
    BOOST_TEST(said("PK\3\4" + docx, "cv.docx") == damaged);
}

BOOST_AUTO_TEST_CASE(an_archive_does_not_lie)
{
    Part text{"word/document.xml", "<w:document>hello</w:document>"};
    auto lie = [&](auto change) {
        auto part = text;
        change(part);
        return said_of(with(part));
    };
    BOOST_TEST(lie([](Part&) {}) == "taken as docx");
    BOOST_TEST(lie([](Part& p) { p.told_size = 10; }) == damaged);
    BOOST_TEST(lie([](Part& p) { p.told_size = 500; }) == damaged);
    BOOST_TEST(lie([](Part& p) { p.told_size = 5'000'000; }) == contradicts);
    BOOST_TEST(lie([](Part& p) { p.told_size_before = 10; }) == contradicts);
    BOOST_TEST(lie([](Part& p) { p.told_crc = 7; }) == damaged);
    BOOST_TEST(lie([](Part& p) { p.packed = false, p.told_size = 29; }) == contradicts);
    for (auto name : {"../../etc/passwd", "/etc/passwd", "a/../../b", "word\\document.xml"})
        BOOST_TEST(said_of(with({name, "x"})) != "taken as docx", name);
    for (auto name : {"../../etc/passwd", "/etc/passwd", "word\\x.xml"})
        BOOST_TEST(said_of(with({name, "x"})) == damaged, name);
    auto doubled = papers::docx_parts();
    doubled.push_back(doubled[2]);
    BOOST_TEST(said_of(doubled) == contradicts);
}

BOOST_AUTO_TEST_CASE(bombs_are_refused)
{
    BOOST_TEST(said_of(with({"word/bomb.xml", std::string(20 << 20, 'a')})) == too_large);
    // Many names for the same bytes.
    auto docx = papers::docx();
    auto second = docx.find("PK\1\2", docx.find("PK\1\2") + 1);
    auto overlapping = docx;
    overlapping.replace(second + 42, 4, "\0\0\0\0"s);
    BOOST_TEST(said(overlapping, "cv.docx") == contradicts);
    std::vector<Part> many;
    for (int i = 0; i < 5000; ++i) many.push_back({"word/" + std::to_string(i), "", false});
    BOOST_TEST(said_of(many) == damaged);
}

BOOST_AUTO_TEST_CASE(a_doc_is_a_word_document_without_macros)
{
    auto word = papers::word_stream();
    BOOST_TEST(said(papers::compound({{"Workbook", 2, word}}), "cv.doc") ==
               "Is an Office file, but not a Word document.");
    BOOST_TEST(said(papers::compound({{"WordDocument", 1}}), "cv.doc") ==
               "Is an Office file, but not a Word document.");
    BOOST_TEST(said(papers::compound({{"EncryptedPackage", 2, word}}), "cv.docx") == encrypted);
    BOOST_TEST(
        said(papers::compound({{"WordDocument", 2, papers::word_stream(true)}}), "cv.doc") == encrypted);
    for (auto name : {"Macros", "VBA", "_VBA_PROJECT_CUR"})
        BOOST_TEST(said(papers::compound({{"WordDocument", 2, word}, {name, 1}}), "cv.doc") == macros);
    BOOST_TEST(said(papers::compound({{"WordDocument", 2, std::string(4096, 'x')}}), "cv.doc") == damaged);
    // A chain of sectors that bites its own tail.
    auto looping = papers::doc();
    looping.replace(512 + 4, 4, "\1\0\0\0"s);
    BOOST_TEST(said(looping, "cv.doc") == damaged);
}

BOOST_AUTO_TEST_CASE(whatever_is_cut_off_is_noticed)
{
    auto docx = papers::docx(), doc = papers::doc();
    for (std::size_t size = 0; size < docx.size(); ++size)
        BOOST_TEST(!said(docx.substr(0, size), "cv.docx").starts_with("taken"), size);
    // Up to the first words of the text; what follows is not looked at.
    for (std::size_t size = 0; size < doc.size() - 8192 + 12; size += 7)
        BOOST_TEST(!said(doc.substr(0, size), "cv.doc").starts_with("taken"), size);
}

BOOST_AUTO_TEST_CASE(no_changed_byte_does_harm)
{
    for (const auto& [content, name] : {std::pair(papers::docx(), "cv.docx"),
             std::pair(papers::doc(), "cv.doc"), std::pair(papers::pdf(), "cv.pdf")})
        for (std::size_t at = 0; at < std::min<std::size_t>(content.size(), 2048); ++at)
            for (char other : {'\0', '\x01', '\x7f', '\xff'}) {
                auto changed = content;
                changed[at] = other;
                BOOST_TEST(!said(changed, name).empty());
            }
}

BOOST_AUTO_TEST_CASE(file_names_become_harmless)
{
    BOOST_TEST(clean_file_name("../../etc/passwd") == "passwd");
    BOOST_TEST(clean_file_name("C:\\Users\\ann\\cv.pdf") == "cv.pdf");
    BOOST_TEST(clean_file_name(" a\r\nSet-Cookie: x\t.pdf ") == "aSet-Cookie: x.pdf");
    BOOST_TEST(clean_file_name("cv\u202Efdp.exe") == "cvfdp.exe");
    BOOST_TEST(clean_file_name("履歴書.pdf") == "履歴書.pdf");
    BOOST_TEST(clean_file_name("a/") == "");
    std::string accents;
    for (int i = 0; i < 300; ++i) accents += "é";
    auto cut = clean_file_name(accents + ".docx");
    BOOST_TEST(cut.size() == 145 * 2 + 5u);
    BOOST_TEST(cut.ends_with("é.docx"));
}

BOOST_AUTO_TEST_CASE(a_name_in_any_script_goes_into_a_header)
{
    BOOST_TEST(attachment_header("cv.pdf") == "attachment; filename=\"cv.pdf\"; filename*=UTF-8''cv.pdf");
    BOOST_TEST(attachment_header("Résumé \"x\".pdf") ==
               "attachment; filename=\"Resume _x_.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%22x%22.pdf");
    BOOST_TEST(attachment_header("履歴書.pdf") ==
               "attachment; filename=\"lu li shu.pdf\"; filename*=UTF-8''%E5%B1%A5%E6%AD%B4%E6%9B%B8.pdf");
    BOOST_TEST(attachment_header("😀.pdf") ==
               "attachment; filename=\"document.pdf\"; filename*=UTF-8''%F0%9F%98%80.pdf");
}

BOOST_AUTO_TEST_SUITE_END()
