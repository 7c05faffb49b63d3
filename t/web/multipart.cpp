// Multipart forms: what is read, every limit on both sides, and bodies that end too early.
#include "t/kit/process.hpp"

#include "app/areas.hpp"
#include "lib/web/endpoint.hpp"
#include "lib/web/http/input.hpp"
#include "lib/web/http/multipart.hpp"
#include "lib/web/openapi/document.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <sys/stat.h>

namespace {

using namespace std::string_literals;

const std::string plain_type = "multipart/form-data; boundary=abc";

std::string part(const std::string& disposition, const std::string& content, const std::string& more = "")
{
    return "--abc\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" + content +
           "\r\n";
}

std::string text(const std::string& name, const std::string& value)
{
    return part("name=\"" + name + '"', value);
}

std::string file(const std::string& name, const std::string& content, const std::string& file_name = "a.bin")
{
    return part(
        "name=\"" + name + "\"; filename=\"" + file_name + '"', content, "Content-Type: image/png\r\n");
}

const std::string last = "--abc--\r\n";

struct Forms {
    Directory directory;
    MultipartLimits limits = {};
    std::string type = plain_type;

    // The body arrives in pieces of that size.
    Request request(const std::string& body, std::size_t piece) const
    {
        Request out;
        out.headers = {{"content-type", type}};
        out.content_length = body.size();
        out.upload_directory = directory.path;
        out.read_body = [body, piece, at = std::size_t{0}](std::span<char> into) mutable {
            auto size = std::min({piece, into.size(), body.size() - at});
            std::memcpy(into.data(), body.data() + at, size);
            at += size;
            return size;
        };
        return out;
    }

    Form read(const std::string& body, std::size_t piece = 16'384) const
    {
        auto incoming = request(body, piece);
        return read_multipart(incoming, limits);
    }

    // The code of the problem with it; empty when it is read.
    std::string_view code(const std::string& body, std::size_t piece = 16'384) const
    try {
        read(body, piece);
        return "";
    } catch (const Problem& problem) {
        return problem.code;
    }

    std::string file_name(const std::string& parameters) const
    {
        return read(part("name=\"f\"; " + parameters, "x") + last).files.at("f").name;
    }

    std::string value(const std::string& body) const { return read(body).texts.at(0).second; }
};

struct Application {
    std::string letter;
    Upload resume;
    std::optional<Upload> photo;
    static constexpr std::string_view schema_name = "Sent";
    static constexpr auto fields = std::tuple{
        field("letter", &Application::letter),
        field("resume", &Application::resume, {.max = 10}),
        field("photo", &Application::photo),
    };
};

constexpr Endpoint taking_files[] = {
    {.name = "apply",
        .methods = Method::post,
        .path = "/api/v1/apply/",
        .summary = "",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .answer = [](Context&, const Application&) -> Nothing { return {}; }},
};

// The faults of a form as "field: sentence", or of nothing.
std::string faults(const Form& form)
{
    Input input{.body = {.kind = JsonValue::Kind::object}, .files = form.files, .from_form = true};
    for (const auto& [name, value] : form.texts)
        input.body.members.push_back({name, {.kind = JsonValue::Kind::text, .text = value}});
    try {
        read<Application>(input);
        return "";
    } catch (const Problem& problem) {
        std::string out;
        for (const auto& fault : problem.faults)
            out += (out.empty() ? "" : ", ") + fault.field + ": " + words()(fault.said);
        return out;
    }
}

std::string content(const Upload& upload)
{
    return read_all(upload.file->get(), upload.size + 1);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(multipart, Forms)

BOOST_AUTO_TEST_CASE(texts_and_files_are_read_however_the_body_arrives)
{
    auto bytes = "\x00\xff\r\n--ab\r\n\r\n-- --abc \r\n--a"s;
    auto body =
        text("first", "h\xc3\xa4llo\r\nworld") + file("picture", bytes, "me.png") + text("empty", "") + last;
    for (std::size_t piece : {1u, 2u, 3u, 7u, 16'384u}) {
        auto form = read(body, piece);
        BOOST_TEST_REQUIRE(form.texts.size() == 2u);
        BOOST_TEST(form.texts[0].first == "first");
        BOOST_TEST(form.texts[0].second == "h\xc3\xa4llo\r\nworld");
        BOOST_TEST(form.texts[1].second == "");
        const auto& upload = form.files.at("picture");
        BOOST_TEST(upload.name == "me.png");
        BOOST_TEST(upload.type == "image/png");
        BOOST_TEST(upload.size == bytes.size());
        BOOST_TEST((content(upload) == bytes));
    }
}

BOOST_AUTO_TEST_CASE(a_file_has_no_name_on_disk)
{
    auto form = read(file("f", "x") + last);
    struct stat about {};
    BOOST_TEST(fstat(form.files.at("f").file->get(), &about) == 0);
    BOOST_TEST(about.st_nlink == 0u);
    BOOST_TEST(about.st_size == 1);
}

BOOST_AUTO_TEST_CASE(a_body_cut_anywhere_is_refused)
{
    auto body = text("a", "some text") + file("f", "12345\r\n67890") + "--abc--";
    BOOST_TEST(code(body) == "");
    for (std::size_t size = 0; size < body.size(); ++size)
        BOOST_TEST(code(body.substr(0, size)) == "malformed", "cut after " << size << " bytes");
}

BOOST_AUTO_TEST_CASE(a_connection_that_breaks_is_refused)
{
    auto incoming = request(text("a", "b") + last, 10);
    incoming.read_body = [whole = incoming.read_body, calls = 0](std::span<char> into) mutable {
        if (++calls == 3) throw BodyCut{};
        return whole(into);
    };
    BOOST_CHECK_EXCEPTION(
        read_multipart(incoming), Problem, [](const Problem& p) { return p.code == "malformed"; });
}

BOOST_AUTO_TEST_CASE(preamble_epilogue_and_padding_are_skipped)
{
    BOOST_TEST(value("This is MIME.\r\n" + text("a", "b") + last + "more\r\n--abc\r\n") == "b");
    BOOST_TEST(value("--abc \t\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--abc--") == "b");
    BOOST_TEST(code(last) == "");
    BOOST_TEST(code("--abcd\r\n" + text("a", "b") + last) == "malformed");
    BOOST_TEST(code("--abc\nContent-Disposition: form-data; name=a\n\nb\n--abc--\n") == "malformed");
}

BOOST_AUTO_TEST_CASE(boundaries)
{
    auto with = [&](const std::string& boundary, const std::string& spelled) {
        type = "multipart/form-data; " + spelled;
        return code(
            "--" + boundary + "\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--" + boundary + "--");
    };
    auto longest = std::string(70, 'x');
    BOOST_TEST(with("abc", "boundary=abc") == "");
    BOOST_TEST(with("a b:c", "charset=utf-8; boundary=\"a b:c\"") == "");
    BOOST_TEST(with("abc", "BOUNDARY=abc;") == "");
    BOOST_TEST(with(longest, "boundary=" + longest) == "");
    BOOST_TEST(with(longest + 'x', "boundary=" + longest + 'x') == "malformed");
    BOOST_TEST(with("", "boundary=\"\"") == "malformed");
    BOOST_TEST(with("abc", "charset=utf-8") == "malformed");
    BOOST_TEST(with("abc", "boundary=\"abc") == "malformed");
    BOOST_TEST(with("abc ", "boundary=\"abc \"") == "malformed");
    BOOST_TEST(with("a\"c", "boundary=\"a\\\"c\"") == "malformed");
    BOOST_TEST(with("abc", "boundary=abc; boundary=abd") == "malformed");
}

BOOST_AUTO_TEST_CASE(as_many_parts_as_allowed)
{
    std::string body;
    for (std::size_t i = 0; i < limits.parts; ++i) body += text("field" + std::to_string(i), "x");
    BOOST_TEST(read(body + last).texts.size() == limits.parts);
    BOOST_TEST(code(body + text("more", "x") + last) == "malformed");
}

BOOST_AUTO_TEST_CASE(part_headers_as_long_as_allowed)
{
    auto bare = "Content-Disposition: form-data; name=\"a\"X-Note: "s.size();
    auto note = [&](std::size_t header) {
        return part("name=\"a\"", "b", "X-Note: " + std::string(header - bare, 'n') + "\r\n");
    };
    BOOST_TEST(code(note(limits.part_header) + last) == "");
    BOOST_TEST(code(note(limits.part_header + 1) + last) == "malformed");
    BOOST_TEST(code("--abc\r\n" + std::string(100'000, 'n')) == "malformed");
}

BOOST_AUTO_TEST_CASE(texts_as_long_as_allowed)
{
    BOOST_TEST(value(text("a", std::string(limits.text, 'x')) + last).size() == limits.text);
    BOOST_TEST(code(text("a", std::string(limits.text + 1, 'x')) + last) == "body_too_large");
}

BOOST_AUTO_TEST_CASE(files_as_large_as_allowed)
{
    limits.file = 100'000;
    BOOST_TEST(read(file("f", std::string(limits.file, 'x')) + last).files.at("f").size == limits.file);
    BOOST_TEST(code(file("f", std::string(limits.file + 1, 'x')) + last) == "body_too_large");
}

BOOST_AUTO_TEST_CASE(bodies_as_large_as_allowed)
{
    auto frame = (file("f", "") + last).size();
    auto whole = file("f", std::string(limits.body - frame, 'x')) + last;
    BOOST_TEST(code(whole) == "");
    BOOST_TEST(code(whole + 'x') == "body_too_large");
    auto unannounced = request(whole + 'x', 16'384);
    unannounced.content_length = 0;
    BOOST_CHECK_EXCEPTION(
        read_multipart(unannounced), Problem, [](const Problem& p) { return p.code == "body_too_large"; });
}

BOOST_AUTO_TEST_CASE(file_names)
{
    BOOST_TEST(file_name("filename=plain.txt") == "plain.txt");
    BOOST_TEST(file_name("filename=\"two words; and more.txt\"") == "two words; and more.txt");
    BOOST_TEST(
        file_name("filename=\"a\\\"b\\\\c.txt\"") == "c.txt"); // the backslash it holds ends a directory
    BOOST_TEST(file_name("filename=\"a\\\"b.txt\"") == "a\"b.txt");
    BOOST_TEST(file_name("filename=\"C:\\Users\\me\\cv.pdf\"") == "cv.pdf");
    BOOST_TEST(file_name("filename=\"../../etc/passwd\"") == "passwd");
    BOOST_TEST(file_name("filename=\"L\xc3\xa9"
                         "a.jpg\"") == "L\xc3\xa9"
                                       "a.jpg");
    BOOST_TEST(file_name("filename=\"x.jpg\"; filename*=UTF-8''L%C3%A9a%20B.jpg") == "L\xc3\xa9"
                                                                                     "a B.jpg");
    BOOST_TEST(file_name("filename*=utf-8'en'a%2Fb.jpg") == "b.jpg");
    for (const auto* bad :
        {"filename*=UTF-8''%C3", "filename*=UTF-8''a%00b", "filename*=latin1''a", "filename*=a.txt",
            "filename=\"a", "filename=\"\xc3.jpg\"", "filename=", "filename=a; filename=b", "filename"})
        BOOST_TEST(code(part("name=\"f\"; "s + bad, "x") + last) == "malformed", bad);
    BOOST_TEST(code(part("name=\"f\"; filename=\"a\0b\""s, "x") + last) == "malformed");
}

BOOST_AUTO_TEST_CASE(file_names_as_mails_have_them)
{
    BOOST_TEST(file_name("filename=\"=?utf-8?B?Y3YucGRm?=\"") == "cv.pdf");
    BOOST_TEST(
        file_name("filename=\"=?UTF-8?Q?Lebenslauf_M=C3=BCller.pdf?=\"") == "Lebenslauf M\u00fcller.pdf");
    BOOST_TEST(file_name("filename=\"=?iso-8859-1?q?M=FCller?= =?utf-8?b?LnBkZg==?=\"") == "M\u00fcller.pdf");
    BOOST_TEST(file_name("filename=\"a =?utf-8?B?Yg==?=.pdf\"") == "a b.pdf");
    BOOST_TEST(file_name("filename=\"=?utf-8?B?Li4vLi4vYS5wZGY=?=\"") == "a.pdf"); // ../../a.pdf
    for (auto plain : {"=?utf-8?B?*?=", "=?none-such?B?YQ==?=", "=?utf-8?X?YQ==?=", "=?utf-8?B?ww==?=",
             "what=?.pdf", "=?=?=?"})
        BOOST_TEST(file_name("filename=\""s + plain + "\"") == plain, plain);
}

BOOST_AUTO_TEST_CASE(a_text_may_have_a_charset_of_its_own)
{
    auto read_as = [&](const std::string& type, const std::string& bytes) {
        auto body = part("name=\"a\"", bytes, "Content-Type: text/plain; charset=" + type + "\r\n") + last;
        std::string fault(code(body));
        return fault.empty() ? read(body).texts.at(0).second : fault;
    };
    BOOST_TEST(read_as("iso-8859-1", "M\xfcller") == "M\u00fcller");
    BOOST_TEST(read_as("\"windows-1252\"", "\x80") == "\u20ac");
    BOOST_TEST(read_as("UTF-8", "M\u00fcller") == "M\u00fcller");
    BOOST_TEST(read_as("utf-16le", "a\0b\0"s) == "ab");
    BOOST_TEST(read_as("none-such", "a") == "malformed");
    BOOST_TEST(read_as("utf-8", "\xfc") == "malformed");
    BOOST_TEST(read_as("shift_jis", "\x81") == "malformed");
}

BOOST_AUTO_TEST_CASE(a_file_field_left_empty_is_absent)
{
    BOOST_TEST(read(file("f", "", "") + last).files.empty());
    BOOST_TEST(read(file("f", "", "empty.txt") + last).files.at("f").size == 0u);
    BOOST_TEST(read(file("f", "x", "") + last).files.at("f").size == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_refused)
{
    BOOST_TEST(code(text("a", "b") + text("a", "c") + last) == "malformed");
    BOOST_TEST(code(text("a", "b") + file("a", "c") + last) == "malformed");
    BOOST_TEST(code(file("a", "b") + file("a", "c") + last) == "malformed");
    BOOST_TEST(code(text("a", "x\0y"s) + last) == "malformed");
    BOOST_TEST(code(text("a", "\xff") + last) == "malformed");
    BOOST_TEST(code(text("\xff", "a") + last) == "malformed");
    BOOST_TEST(code(text("a\0b"s, "a") + last) == "malformed");
    BOOST_TEST(code(text("", "a") + last) == "malformed");
    BOOST_TEST(code("--abc\r\n\r\nb\r\n" + last) == "malformed");
    BOOST_TEST(code("--abc\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n" + last) == "malformed");
    BOOST_TEST(code("--abc\r\nno header\r\n\r\nb\r\n" + last) == "malformed");
    BOOST_TEST(
        code("--abc\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nb\r\n" + last) == "malformed");
    auto twice = part("name=\"a\"", "b", "Content-Disposition: form-data; name=\"c\"\r\n");
    BOOST_TEST(code(twice + last) == "malformed");
    BOOST_TEST(
        code(part("name=\"a\"", "YQ==", "Content-Transfer-Encoding: base64\r\n") + last) == "malformed");
    BOOST_TEST(code(part("name=\"a\"", "a", "Content-Transfer-Encoding: 8bit\r\n") + last) == "");
}

BOOST_AUTO_TEST_CASE(a_form_becomes_input)
{
    auto incoming = request(text("bio", "me") + file("f", "x") + last, 16'384);
    Input input;
    read_body(incoming, input);
    BOOST_TEST(input.from_form);
    BOOST_TEST(input.body.member("bio")->text == "me");
    BOOST_TEST(input.files.at("f").size == 1u);
}

BOOST_AUTO_TEST_CASE(files_fill_the_members_that_are_files)
{
    auto sent = text("letter", "Hello") + file("resume", "0123456789");
    BOOST_TEST(faults(read(sent + last)) == "");
    BOOST_TEST(faults(read(sent + file("photo", "x") + last)) == "");
    BOOST_TEST(faults(read(text("letter", "Hello") + last)) == "resume: This field is required.");
    BOOST_TEST(
        faults(read(text("letter", "Hello") + text("resume", "me.pdf") + last)) == "resume: Must be a file.");
    BOOST_TEST(faults(read(text("letter", "Hello") + file("resume", "0123456789a") + last)) ==
               "resume: Must have at most 10 bytes.");
    BOOST_TEST(
        faults(read(file("letter", "Hello") + file("resume", "0") + last)) == "letter: Must not be a file.");
}

// Generated clients would choose JSON if it stood there too, and could send none.
BOOST_AUTO_TEST_CASE(files_are_described_in_multipart_only)
{
    const Area area{
        .name = "files", .tags = {{"apply", "Files that come along."}}, .endpoints = {taking_files}};
    const Area* const areas[] = {&area};
    auto document = parse_json(openapi_document(areas, "http://jobs.example"));
    const auto* content = document.member("paths");
    for (std::string_view step : {"/api/v1/apply/", "post", "requestBody", "content"})
        content = content->member(step);
    BOOST_TEST_REQUIRE(content->members.size() == 1u);
    const auto* named = content->member("multipart/form-data")->member("schema")->member("$ref");
    const auto* schema = document.member("components")->member("schemas");
    schema = schema->member(named->text.substr(named->text.rfind('/') + 1));
    const auto* properties = schema->member("properties");
    BOOST_TEST(properties->member("resume")->member("type")->text == "string");
    BOOST_TEST(properties->member("resume")->member("format")->text == "binary");
    BOOST_TEST(properties->member("photo")->member("type")->text == "string");
    BOOST_TEST(schema->member("required")->items.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
