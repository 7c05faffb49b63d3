// Profile pictures: what is taken, what becomes of it, what is refused and why, and who can see it.
#include "t/kit/people.hpp"

#include "lib/files/pictures/image_header.hpp"

#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

// Files made by vips, the same tool that reads them; what it cannot make is put together below.
struct Workshop {
    Directory directory;

    std::string make(const std::string& name, int width, int height)
    {
        auto source = directory.at("source.v"), file = directory.at(name);
        check(run(
            {"vips", "gaussnoise", directory.at("noise.v"), std::to_string(width), std::to_string(height)}));
        check(run({"vips", "cast", directory.at("noise.v"), source, "uchar"}));
        check(run({"vips", "copy", source, file}));
        return text_of(file);
    }

    static void check(const Finished& done) { BOOST_TEST_REQUIRE(done.status == 0, done.out); }
};

std::string big16(unsigned value)
{
    return {static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string big32(unsigned value)
{
    return big16(value >> 16) + big16(value & 0xffff);
}

std::string entry(unsigned tag, unsigned type, unsigned count, const std::string& value)
{
    return big16(tag) + big16(type) + big32(count) + value;
}

// A JPEG as a telephone held sideways makes it: to be turned by 90 degrees, and with the place it was taken
// at.
std::string with_exif(const std::string& jpeg)
{
    auto tiff = "MM\0*"s + big32(8);
    tiff += big16(2) + entry(0x112, 3, 1, big16(6) + big16(0)) + entry(0x8825, 4, 1, big32(38)) + big32(0);
    tiff += big16(1) + entry(1, 2, 2, "N\0\0\0"s) + big32(0) + "GPS-SECRET-PLACE";
    auto segment = "Exif\0\0"s + tiff;
    return jpeg.substr(0, 2) + "\xff\xe1" + big16(static_cast<unsigned>(segment.size() + 2)) + segment +
           jpeg.substr(2);
}

// The beginning of a PNG of that size; the rest would be a few kilobytes of compressed nothing.
std::string png_header(unsigned width, unsigned height)
{
    return "\x89PNG\r\n\x1a\n"s + big32(13) + "IHDR" + big32(width) + big32(height) + "\x08\x02\0\0\0"s +
           big32(0) + big32(0) + "IDAT";
}

std::string form(const std::string& content, const std::string& name = "me.jpg")
{
    return "--b\r\nContent-Disposition: form-data; name=\"profile_picture\"; filename=\"" + name +
           "\"\r\n\r\n" + content + "\r\n--b--\r\n";
}

const Variables multipart{{"Content-Type", "multipart/form-data; boundary=b"}},
    json{{"Content-Type", "application/json"}};

struct Person {
    Board& board = ::board();
    Workshop workshop;
    Api api = signed_in();

    static Api signed_in()
    {
        static int number = 0;
        auto name = fmt::format("pictured{}", ++number);
        auto anonymous = ::board().anonymous();
        auto password = "correct horse battery staple"s;
        auto registration =
            fmt::format(R"({{"username":"{0}","email":"{0}@example.com","password":"{1}","password2":"{1}",)"
                        R"("first_name":"A","last_name":"B"}})",
                name, password);
        auto registered = anonymous.send("POST", "/api/v1/auth/register/", json, registration);
        BOOST_TEST_REQUIRE(registered.status == 201, registered.body);
        auto login = fmt::format(R"({{"username":"{}","password":"{}"}})", name, password);
        auto reply = anonymous.send("POST", "/api/v1/auth/login/", json, login);
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        return ::board().bearer(reply.json()["access"].text());
    }

    Reply update(const Variables& headers, const std::string& body)
    {
        return api.send("PATCH", "/api/v1/auth/me/update/", headers, body);
    }

    Reply send(const std::string& content) { return update(multipart, form(content)); }

    // The stored picture as anybody gets it.
    Reply stored(const Reply& reply)
    {
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        auto address = reply.json()["profile_picture"].text();
        BOOST_TEST_REQUIRE(address.starts_with(board.public_url() + "/media/"));
        return fetch(address);
    }
    Reply fetch(const std::string& address)
    {
        return Reply(HttpClient(board.address()).get(address.substr(board.public_url().size())));
    }

    ImageHeader header_of_stored(const std::string& content)
    {
        auto header = read_image_header(stored(send(content)).body);
        BOOST_TEST_REQUIRE(header.has_value());
        BOOST_TEST((header->format == ImageFormat::jpeg));
        return *header;
    }

    void check_refused(const std::string& content, const std::string& sentence)
    {
        auto reply = send(content);
        BOOST_TEST(reply.status == 400, sentence << reply.body);
        BOOST_TEST(reply.json()["profile_picture"][0].text().find(sentence) == 0u, reply.body);
        BOOST_TEST(api.get("/api/v1/auth/me/").json()["profile_picture"].is_null());
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(pictures, Person)

BOOST_AUTO_TEST_CASE(a_jpeg_is_turned_and_stripped)
{
    auto picture = with_exif(workshop.make("a.jpg", 60, 40));
    auto reply = stored(send(picture));
    BOOST_TEST(picture.find("GPS-SECRET") != picture.npos);
    BOOST_TEST(reply.body.find("Exif") == reply.body.npos);
    BOOST_TEST(reply.body.find("GPS-SECRET") == reply.body.npos);
    auto header = read_image_header(reply.body);
    BOOST_TEST_REQUIRE(header.has_value());
    BOOST_TEST(header->width == 40u);
    BOOST_TEST(header->height == 60u);
}

BOOST_AUTO_TEST_CASE(png_and_webp_become_jpeg)
{
    for (auto name : {"a.png", "a.webp", "lossless.webp[lossless]"}) {
        workshop.make(name, 31, 17);
        auto header = header_of_stored(
            text_of(workshop.directory.at(std::string(name).substr(0, std::string(name).find('[')))));
        BOOST_TEST(header.width == 31u);
        BOOST_TEST(header.height == 17u);
    }
}

BOOST_AUTO_TEST_CASE(a_large_picture_is_made_smaller)
{
    auto header = header_of_stored(
        workshop.make("a.jpg[Q=30]", 1600, 1000).append(text_of(workshop.directory.at("a.jpg"))));
    BOOST_TEST(header.width == 800u);
    BOOST_TEST(header.height == 500u);
}

// "address 64w, …" as addresses by width.
static std::map<std::string, std::string> by_width(const std::string& srcset)
{
    std::map<std::string, std::string> out;
    std::istringstream all(srcset);
    std::string address, width;
    while (all >> address >> width) out[width.substr(0, width.find('w') + 1)] = address;
    return out;
}

BOOST_AUTO_TEST_CASE(a_picture_is_there_in_the_sizes_that_pages_show_it_in)
{
    Board own(Variables{{"TASK_RUNNERS", "1"}});
    auto ann = own.user("ann");
    auto sent =
        ann.send("PATCH", "/api/v1/auth/me/update/", multipart, form(workshop.make("a.png", 1000, 600)));
    BOOST_TEST_REQUIRE(sent.status == 200, sent.body);
    auto srcset = [&](const std::string& suffix) {
        return ann.get("/api/v1/auth/profile/").json()["profile_picture_srcset" + suffix].text();
    };
    auto fetch = [&](const std::string& address) {
        return Reply(HttpClient(own.address()).get(address.substr(own.public_url().size())));
    };
    BOOST_TEST_REQUIRE(eventually([&] { return !srcset("").empty(); }));
    auto jpeg = by_width(srcset("")), webp = by_width(srcset("_webp"));
    BOOST_TEST(jpeg["800w"] == sent.json()["profile_picture"].text());
    for (unsigned width : {64u, 256u, 800u}) {
        auto at = std::to_string(width) + 'w';
        auto small = fetch(jpeg[at]), other = fetch(webp[at]);
        BOOST_TEST(small.header("content-type") == "image/jpeg");
        BOOST_TEST(other.header("content-type") == "image/webp");
        BOOST_TEST(other.header("cache-control") == "public, max-age=31536000, immutable");
        for (const auto* one : {&small, &other}) {
            auto header = read_image_header(one->body);
            BOOST_TEST_REQUIRE(header.has_value());
            BOOST_TEST(header->width == width);
        }
    }
    // With the picture its copies go.
    ann.send("PATCH", "/api/v1/auth/me/update/", json_type, R"({"profile_picture":null})");
    BOOST_TEST(srcset("") == "");
    for (const auto& all : {jpeg, webp})
        for (const auto& [width, address] : all) BOOST_TEST(fetch(address).status == 404, address);
}

BOOST_AUTO_TEST_CASE(nginx_serves_it_for_long)
{
    auto reply = stored(send(workshop.make("a.png", 20, 20)));
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("content-type") == "image/jpeg");
    BOOST_TEST(reply.header("cache-control") == "public, max-age=31536000, immutable");
    BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
    for (const auto* path : {"/media/", "/media/ab/", "/media/ab/x.jpg", "/media/../env",
             "/media/ab/..%2f..%2fenv", "/media/ab/abcdefabcdefabcdefabcdefabcdefab.jpg"})
        BOOST_TEST(fetch(board.public_url() + path).status == 404, path);
}

BOOST_AUTO_TEST_CASE(what_is_no_picture_is_refused)
{
    auto png = workshop.make("a.png", 40, 40), jpeg = workshop.make("a.jpg", 200, 200);
    check_refused("", "The file is empty.");
    check_refused("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "Is a PDF document");
    check_refused("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "Is an SVG drawing");
    check_refused("<?xml version=\"1.0\"?><svg/>", "Is an SVG drawing");
    check_refused("\n<!DOCTYPE html><p>hello", "Is a web page");
    check_refused("GIF89a\1\0\1\0\0\0\0;"s, "Is a GIF");
    check_refused("just text", "Is no JPEG, PNG or WebP picture.");
    check_refused("MM\0*\0\0\0\x08"s, "Is no JPEG, PNG or WebP picture."); // TIFF
    check_refused(png.substr(0, 20), "The picture is damaged");
    check_refused(png.substr(0, png.size() / 2), "The picture is damaged");
    check_refused(jpeg.substr(0, jpeg.size() / 2), "The picture is damaged");
    check_refused(png_header(40, 40) + std::string(500, 'x'), "The picture is damaged");
}

BOOST_AUTO_TEST_CASE(bombs_are_refused)
{
    check_refused(png_header(20'000, 20'000), "The picture has more than 50 megapixels.");
    check_refused(png_header(0, 10), "The picture is damaged.");
}

BOOST_AUTO_TEST_CASE(thin_endless_pictures_are_refused)
{
    check_refused(png_header(25, 2'000'000), "The picture has more than 20000 pixels along one side");
    check_refused(
        png_header(0xffffffff, 0xffffffff), "The picture has more than 20000 pixels along one side");
    check_refused(png_header(20'001, 1), "The picture has more than 20000 pixels along one side");
}

BOOST_AUTO_TEST_CASE(pictures_are_decoded_one_at_a_time)
{
    Board busy(Variables{{"SLOW_WORKERS", "4"}, {"RATE_LIMIT_PERCENT", "0"}});
    auto token = "Bearer " + busy.token_for("ann", "user");
    auto file = workshop.directory.at("large.png");
    Workshop::check(run({"vips", "black", file, "7000", "7000", "--bands", "3"}));
    auto large = text_of(file);
    auto answers = at_once(busy, 12, [&](HttpClient& client, int) {
        return client.send(
            "PATCH", "/api/v1/auth/me/update/", {{"Authorization", token}, multipart[0]}, form(large));
    });
    std::map<int, int> statuses;
    for (const auto& answer : answers) {
        ++statuses[answer.status];
        if (answer.status == 429) BOOST_TEST(answer.header("retry-after") == "2");
    }
    BOOST_TEST(statuses[200] > 0);
    BOOST_TEST(statuses[429] > 0);
    BOOST_TEST(statuses[200] + statuses[429] == 12);
}

BOOST_AUTO_TEST_CASE(polyglots_are_refused)
{
    auto png = workshop.make("a.png", 40, 40);
    auto archive_end = "PK\5\6"s + std::string(18, '\0');
    check_refused(png + "<script>alert(1)</script>", "Something else is hidden");
    check_refused(png + "%PDF-1.4", "Something else is hidden");
    check_refused(png + "<?php system($_GET[0]);", "Something else is hidden");
    check_refused(png + archive_end, "Something else is hidden");
    auto jpeg = workshop.make("a.jpg", 40, 40), comment = "<!DOCTYPE html><body>"s;
    auto segment = "\xff\xfe" + big16(static_cast<unsigned>(comment.size() + 2)) + comment;
    check_refused(jpeg.substr(0, 2) + segment + jpeg.substr(2), "Something else is hidden");
}

BOOST_AUTO_TEST_CASE(two_mebibytes_are_the_limit)
{
    auto png = workshop.make("a.png", 40, 40);
    auto filled = [&](std::size_t size) { return png + std::string(size - png.size(), '\0'); };
    BOOST_TEST(send(filled(2 << 20)).status == 200);
    auto reply = send(filled((2 << 20) + 1));
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(reply.json()["profile_picture"][0].text() == "Must have at most 2 MiB.");
    auto larger = send(std::string(5 << 20, 'x'));
    BOOST_TEST(larger.status == 400);
    BOOST_TEST(send(std::string(7 << 20, 'x')).status == 413);
}

BOOST_AUTO_TEST_CASE(it_is_sent_back_replaced_and_removed)
{
    auto first = send(workshop.make("a.png", 20, 20)).json()["profile_picture"].text() + "";
    auto back = update(json, R"({"bio":"me","profile_picture":")" + first + "\"}");
    BOOST_TEST(back.status == 200);
    BOOST_TEST(back.json()["profile_picture"].text() == first);
    BOOST_TEST(back.json()["bio"].text() == "me");
    BOOST_TEST(update(json, R"({"bio":"you"})").json()["profile_picture"].text() == first);

    auto second = send(workshop.make("b.png", 21, 20)).json()["profile_picture"].text() + "";
    BOOST_TEST(second != first);
    BOOST_TEST(fetch(first).status == 404);
    BOOST_TEST(fetch(second).status == 200);
    auto old = update(json, R"({"profile_picture":")" + first + "\"}");
    BOOST_TEST(old.status == 400);
    BOOST_TEST(old.json().has("profile_picture"));

    BOOST_TEST(update(json, R"({"profile_picture":null})").json()["profile_picture"].is_null());
    BOOST_TEST(fetch(second).status == 404);
    BOOST_TEST(
        update(json, R"({"profile_picture":7})").json()["profile_picture"][0].text() == "Must be a file.");
}

BOOST_AUTO_TEST_CASE(a_form_changes_other_fields_too)
{
    auto body = "--b\r\nContent-Disposition: form-data; name=\"bio\"\r\n\r\nhello\r\n" +
                form(workshop.make("a.png", 20, 20));
    auto reply = update(multipart, body);
    BOOST_TEST(stored(reply).status == 200);
    BOOST_TEST(reply.json()["bio"].text() == "hello");
    auto wrong = update(
        multipart, "--b\r\nContent-Disposition: form-data; name=\"bio\"; filename=\"a\"\r\n\r\nx\r\n--b--");
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(wrong.json()["bio"][0].text() == "Must not be a file.");
    auto nothing = update(multipart, form("", ""));
    BOOST_TEST(nothing.status == 200);
    BOOST_TEST(nothing.json()["profile_picture"].text() == reply.json()["profile_picture"].text());
}

BOOST_AUTO_TEST_CASE(two_people_with_one_picture_do_not_lose_each_others)
{
    auto picture = workshop.make("a.png", 20, 20);
    auto mine = send(picture).json()["profile_picture"].text() + "";
    Person other;
    auto theirs = other.send(picture).json()["profile_picture"].text() + "";
    BOOST_TEST(update(json, R"({"profile_picture":null})").status == 200);
    BOOST_TEST(fetch(mine).status == 404);
    BOOST_TEST(fetch(theirs).status == 200);
}

BOOST_AUTO_TEST_CASE(admins_set_and_remove_those_of_others)
{
    Person other;
    auto id = other.api.get("/api/v1/auth/me/").json()["id"].text() + "",
         target = "/api/v1/auth/users/" + id + "/";
    auto body = form(workshop.make("a.png", 20, 20));
    BOOST_TEST(api.send("PATCH", target, multipart, body).status == 403);
    auto own = api.get("/api/v1/auth/me/").json()["id"].text() + "";
    board.sql().change(
        "UPDATE users SET role = 'admin' WHERE id = :id::uuid", {arg("id", std::string_view(own))});

    auto set = api.send("PATCH", target, multipart, body);
    BOOST_TEST(stored(set).status == 200);
    auto address = set.json()["profile_picture"].text();
    BOOST_TEST(other.api.get("/api/v1/auth/me/").json()["profile_picture"].text() == address);
    BOOST_TEST(api.send("PUT", target, json, R"({"profile_picture":")" + address + "\"}").status == 200);
    BOOST_TEST(api.send("DELETE", target).status == 204);
    BOOST_TEST(fetch(address).status == 404);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind)
{
    check_refused("just text", "Is no");
    stored(send(workshop.make("a.png", 20, 20)));
    for (const auto& entry : fs::recursive_directory_iterator(board.directory.at("media")))
        BOOST_TEST(entry.path().filename().string().find(".incoming") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
