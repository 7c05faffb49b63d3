// Files are copied from one storage to another, compared, and none is lost meanwhile.
#include "t/hiring/applying.hpp"
#include "t/kit/servers/swift_server.hpp"

#include "app/upkeep/storage_move.hpp"
#include "lib/process/file.hpp"

namespace {

struct Moving : Applying {
    Directory other;
    std::string from = "directory:" + board.directory.at("files"), to = "directory:" + other.at("there");
    Storage old_one = storage_of(from), new_one = storage_of(to);

    Finished move(const std::string& where, Variables environment = {})
    {
        return board.call({"storage", "move", from, where}, std::move(environment));
    }
    std::string key_of(const std::string& id)
    {
        return value(sql, "SELECT resume AS value FROM applications WHERE id = '" + id + "'");
    }
    static std::string content(const Storage& storage, const std::string& key)
    {
        return read_all(storage.open(key).get(), 10 << 20);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(storage_move, Moving)

BOOST_AUTO_TEST_CASE(all_files_are_copied_and_compared_and_a_second_run_takes_what_came_meanwhile)
{
    auto first = key_of(made(apply()));
    auto done = move(to);
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(
        done.out.find("copied and compared: 1; there already: 0; not to be had: 0") != std::string::npos,
        done.out);
    BOOST_TEST(content(new_one, first) == content(old_one, first));
    auto later = key_of(made(apply(ann, seed::job(sql))));
    done = move(to);
    BOOST_TEST(
        done.out.find("copied and compared: 1; there already: 1; not to be had: 0") != std::string::npos,
        done.out);
    BOOST_TEST(content(new_one, later) == content(old_one, later));
    // Nothing was removed where they came from.
    BOOST_TEST(old_one.has(first));
}

BOOST_AUTO_TEST_CASE(a_copy_that_is_not_the_same_is_made_again)
{
    auto key = key_of(made(apply()));
    move(to);
    auto wrong = memory_file("something else");
    new_one.put(key, wrong.get(), facts_of(wrong.get()));
    auto done = move(to);
    BOOST_TEST(done.out.find("copied and compared: 1;") != std::string::npos, done.out);
    BOOST_TEST(content(new_one, key) == content(old_one, key));
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_spoiled_is_told_and_the_rest_is_copied)
{
    auto missing = key_of(made(apply())), spoiled = key_of(made(apply(ann, seed::job(sql)))),
         good = key_of(made(apply(ann, seed::job(sql))));
    old_one.remove(missing);
    auto wrong = memory_file("something else");
    old_one.put(spoiled, wrong.get(), facts_of(wrong.get()));
    auto done = move(to);
    BOOST_TEST(done.status == 1);
    BOOST_TEST(
        done.out.find("copied and compared: 1; there already: 0; not to be had: 2") != std::string::npos,
        done.out);
    BOOST_TEST(new_one.has(good));
    BOOST_TEST(!new_one.has(spoiled));
}

BOOST_AUTO_TEST_CASE(they_go_to_an_object_store_too)
{
    SwiftServer google("auto");
    auto key = key_of(made(apply()));
    auto done = move(google.place(),
        {{"OTHER_STORAGE_KEY", google.access.key}, {"OTHER_STORAGE_SECRET", google.access.secret}});
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(content(google.storage(), key) == content(old_one, key));
    BOOST_TEST(move(google.place()).status == 1); // without keys
    BOOST_TEST(move("gcs:a bucket").status == 1);
    BOOST_TEST(move(from).status == 1);
}

BOOST_AUTO_TEST_SUITE_END()
