// The files of applications by other ways: signed links, the addresses of old, and a picture of the first
// page.
#include "applying.hpp"

#include "app/upkeep/read_files.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/files/storage/storage_setting.hpp"

namespace {

struct Linking : Applying {
    Api nobody = board.anonymous();
    std::string id = made(apply({"My CV.pdf", papers::pdf_saying("Joiner since 1999")}));

    Reply link(Api& who) { return who.get(applications + id + "/resume/?signed=true"); }
    Reply follow(const std::string& url)
    {
        BOOST_TEST_REQUIRE(url.starts_with(board.public_url()));
        return nobody.get(url.substr(board.public_url().size()));
    }
};

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    auto at = text.find(what);
    BOOST_TEST_REQUIRE(at != text.npos);
    return text.replace(at, what.size(), by);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(resume_links, Linking)

BOOST_AUTO_TEST_CASE(a_signed_link_needs_no_token_and_is_for_one_file_until_a_time)
{
    auto reply = link(boss);
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    BOOST_TEST(reply.header("content-type") == "application/json");
    BOOST_TEST(reply.header("cache-control") == "no-store");
    BOOST_TEST(reply.json()["expires_in"].text() == "3600");
    auto url = reply.json()["url"].text();
    auto file = follow(url);
    BOOST_TEST(file.status == 200);
    BOOST_TEST(file.body == ann.get(applications + id + "/resume/").body);
    BOOST_TEST(std::string(file.header("content-disposition")).find("My CV.pdf") != std::string::npos);
    BOOST_TEST(nobody.get(url.substr(board.public_url().size()), {{"Range", "bytes=0-3"}}).status == 206);
    // A token that is no good does not matter either.
    BOOST_TEST(board.bearer("x.y.z").get(url.substr(board.public_url().size())).status == 200);

    auto eve = board.user("eve");
    auto other = made(apply(eve, job));
    auto expires = url.substr(url.find("expires=") + 8, 10);
    for (const auto& spoiled : {replaced(url, id, other), replaced(url, "signature=", "signature=x"),
             replaced(url, expires, std::to_string(std::stoll(expires) + 1)), replaced(url, expires, "1"),
             url.substr(0, url.size() - 1)})
        BOOST_TEST(follow(spoiled).status == 404, spoiled);
    check_invalid(follow(url.substr(0, url.find('?'))), "expires, signature");
}

BOOST_AUTO_TEST_CASE(only_who_may_fetch_a_file_gets_a_link_and_none_once_it_is_gone)
{
    BOOST_TEST(link(ann).status == 200);
    BOOST_TEST(link(root).status == 200);
    auto other = board.employer("other");
    BOOST_TEST(link(other).status == 404);
    BOOST_TEST(link(nobody).status == 401);
    auto url = link(boss).json()["url"].text();
    sql.change("UPDATE resume_files SET scan = 'infected'");
    BOOST_TEST(follow(url).status == 409);
    BOOST_TEST(link(boss).status == 409);
    sql.change("UPDATE applications SET resume = '', resume_name = '', cover_letter = ''");
    BOOST_TEST(follow(url).status == 404);
}

BOOST_AUTO_TEST_CASE(older_clients_find_it_where_it_was)
{
    auto file = boss.get(applications + id + "/resume/").body;
    for (std::string path : {"/api/files/resumes/", "/api/files/files/resumes/", "/health/files/resumes/"}) {
        BOOST_TEST(boss.get(path + id + '/').body == file, path);
        BOOST_TEST(nobody.get(path + id + '/').status == 401, path);
    }
}

BOOST_AUTO_TEST_CASE(a_picture_of_the_first_page_is_shown_once_it_was_made)
{
    auto picture = applications + id + "/resume/thumbnail/";
    BOOST_TEST(boss.get(picture).status == 404);
    read_files(sql, storage_of("directory:" + board.directory.at("files")), {});
    auto shown = boss.get(picture);
    BOOST_TEST_REQUIRE(shown.status == 200);
    BOOST_TEST(shown.header("content-type") == "image/jpeg");
    BOOST_TEST(shown.body.starts_with("\xff\xd8\xff"));
    BOOST_TEST(board.employer("other").get(picture).status == 404);
    BOOST_TEST(nobody.get(picture).status == 401);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_CASE(a_profile_picture_is_found_by_its_owners_id_by_who_may_see_the_profile, Applying)
{
    auto id = to_text(seed::user(sql, {.username = "ann"}));
    auto eve = board.user("eve");
    const std::string picture = "\xff\xd8\xff a picture";
    BOOST_TEST(boss.get("/api/files/profiles/" + id + '/').status == 404);
    keep_media(board.directory.at("media"), "ab/abcdefabcdefabcdefabcdefabcdefab.jpg", picture);
    sql.change("UPDATE users SET profile_picture = 'ab/abcdefabcdefabcdefabcdefabcdefab.jpg' WHERE username "
               "= 'ann'");
    for (std::string path :
        {"/api/files/profiles/", "/api/files/files/profiles/", "/health/files/profiles/"}) {
        auto shown = boss.get(path + id + '/');
        BOOST_TEST(shown.status == 200, path);
        BOOST_TEST(shown.header("content-type") == "image/jpeg");
        BOOST_TEST(shown.body == picture);
        BOOST_TEST(eve.get(path + id + '/').status == 404);
        BOOST_TEST(board.anonymous().get(path + id + '/').status == 401);
    }
    forget_picture(board.directory.at("media"), "ab/abcdefabcdefabcdefabcdefabcdefab.jpg");
    BOOST_TEST(boss.get("/api/files/profiles/" + id + '/').status == 404);
}
