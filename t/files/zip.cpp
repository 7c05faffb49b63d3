// Archives that are written as they come: whole ones, whatever is in them.
#include "lib/formats/zip.hpp"
#include "t/kit/process.hpp"

#include "lib/process/file.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>

BOOST_AUTO_TEST_SUITE(zip_archives)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_by_others)
{
    Directory directory;
    std::string large, some = "Grüße";
    for (int i = 0; large.size() < 3'000'000; ++i) large += std::to_string(i * 7919);
    {
        Descriptor file(open(directory.at("a.zip").c_str(), O_RDWR | O_CREAT | O_EXCL, 0600));
        ZipWriter zip(file.get(), now());
        zip.begin("data/empty.json");
        zip.begin("files/Lebenslauf Müller.txt");
        zip.add(some);
        zip.add(some);
        zip.begin("large.txt");
        for (std::size_t at = 0; at < large.size(); at += 100'000) zip.add(large.substr(at, 100'000));
        zip.begin("copy.txt");
        zip.add_file(memory_file(large).get());
        zip.finish();
    }
    auto done =
        run({"bsdtar", "-x", "-f", directory.at("a.zip"), "-C", directory.path}, {{"LC_ALL", "C.UTF-8"}});
    BOOST_TEST_REQUIRE(done.status == 0, done.out);
    BOOST_TEST(text_of(directory.at("data/empty.json")) == "");
    BOOST_TEST(text_of(directory.at("files/Lebenslauf Müller.txt")) == some + some);
    BOOST_TEST((text_of(directory.at("large.txt")) == large));
    BOOST_TEST((text_of(directory.at("copy.txt")) == large));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_no_archive)
{
    Descriptor full(open("/dev/full", O_WRONLY));
    BOOST_REQUIRE(full);
    auto write = [&] {
        ZipWriter zip(full.get(), now());
        zip.begin("a");
        zip.add("some bytes");
        zip.finish();
    };
    BOOST_CHECK_THROW(write(), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
