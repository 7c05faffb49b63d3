// What every storage of files promises, tried with each kind of them.
#include "t/kit/servers/swift_server.hpp"

#include "lib/base/uuid.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/process/file.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>

namespace {

struct Kind {
    const char* name;
    const char* location = nullptr; // of an object store
};
std::ostream& operator<<(std::ostream& out, const Kind& kind)
{
    return out << kind.name;
}
const Kind kinds[] = {{"directory"}, {"s3", "us-east-1"}, {"gcs", "auto"}};

// One for each kind, which checks signatures: of Google's keys no emulator does.
SwiftServer& swift(const Kind& kind)
{
    static std::map<std::string, SwiftServer> started;
    return started.try_emplace(kind.location, kind.location).first->second;
}

struct Tried {
    Directory directory;
    Storage storage;
    explicit Tried(const Kind& kind)
        : storage(kind.location ? swift(kind).storage() : storage_of("directory:" + directory.at("files")))
    {
        for (const auto& key : keys()) storage.remove(key);
    }

    void put(const std::string& key, std::string_view content) const
    {
        auto file = memory_file(content);
        storage.put(key, file.get(), facts_of(file.get()));
    }
    std::string content(const std::string& key) const { return read_all(storage.open(key).get(), 100 << 20); }
    std::vector<std::string> keys(Time before = now() + std::chrono::hours(1)) const
    {
        std::vector<std::string> out;
        storage.list(before, [&](const StoredFile& file) { out.push_back(file.key); });
        std::sort(out.begin(), out.end());
        return out;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(storage)

BOOST_DATA_TEST_CASE(what_is_put_is_there_until_it_is_removed, kinds)
{
    Tried t(sample);
    BOOST_TEST(t.storage.works());
    BOOST_TEST(!t.storage.has("a/b/c"));
    for (auto size : {0, 1, 65'536, 3'000'000}) {
        auto content = std::string(static_cast<std::size_t>(size), 'x') + '\0' + "end";
        t.put("a/b/c", content);
        BOOST_TEST(t.storage.has("a/b/c"));
        BOOST_TEST((t.content("a/b/c") == content), size);
    }
    t.storage.remove("a/b/c");
    BOOST_TEST(!t.storage.has("a/b/c"));
    t.storage.remove("a/b/c"); // is fine
    BOOST_CHECK_THROW(t.storage.open("a/b/c"), std::runtime_error);
}

BOOST_DATA_TEST_CASE(a_descriptor_may_stand_anywhere, kinds)
{
    Tried t(sample);
    auto file = memory_file("0123456789");
    BOOST_REQUIRE(lseek(file.get(), 5, SEEK_SET) == 5);
    t.storage.put("k", file.get(), facts_of(file.get()));
    BOOST_TEST(t.content("k") == "0123456789");
}

BOOST_DATA_TEST_CASE(a_file_that_is_not_what_was_told_is_not_kept, kinds)
{
    Tried t(sample);
    auto file = memory_file("0123456789");
    auto facts = facts_of(file.get());
    facts.bytes += sample.location ? 0 : 1;
    facts.sha256[0] = facts.sha256[0] == '0' ? '1' : '0';
    BOOST_CHECK_THROW(t.storage.put("k", file.get(), facts), std::runtime_error);
    BOOST_TEST(!t.storage.has("k"));
}

BOOST_DATA_TEST_CASE(all_are_listed_once, kinds)
{
    Tried t(sample);
    std::vector<std::string> all;
    for (int i = 0; i < 12; ++i) all.push_back(fmt::format("r/{:02}/x", i));
    for (const auto& key : all) t.put(key, "x");
    BOOST_TEST(t.keys() == all, boost::test_tools::per_element());
    BOOST_TEST(t.keys(now() - std::chrono::hours(1)).empty());
}

BOOST_DATA_TEST_CASE(keys_name_nothing_outside, kinds)
{
    Tried t(sample);
    auto file = memory_file("x");
    for (std::string key : {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a b", "a\nb", "a%2e", "a?b"}) {
        BOOST_CHECK_THROW(t.storage.put(key, file.get(), facts_of(file.get())), std::runtime_error);
        BOOST_CHECK_THROW(t.storage.has(key), std::runtime_error);
        BOOST_CHECK_THROW(t.storage.open(key), std::runtime_error);
        BOOST_CHECK_THROW(t.storage.remove(key), std::runtime_error);
        BOOST_CHECK_THROW(t.storage.deliver(key, "", ""), std::runtime_error);
    }
}

BOOST_AUTO_TEST_CASE(a_setting_that_names_none_is_refused)
{
    for (auto where : {"", "directory:", "directory:relative", "directory:/x/", "s4://bucket", "/var/files",
             "s3:", "s3:files", "s3:ftp://h/files", "s3:https://", "s3:https://h/files/",
             "s3:https://h/f?x=1", "s3:https://h/f?region=", "s3:https://u:p@h/f", "s3:https://h/a b"})
        BOOST_CHECK_THROW(storage_of(where, SwiftServer::access), std::runtime_error);
    BOOST_CHECK_THROW(storage_of("s3:https://h/files"), std::runtime_error); // without a key
}

BOOST_AUTO_TEST_SUITE_END()
