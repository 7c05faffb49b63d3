// What fuzzing has found and what we thought of: every reader takes all of it, its own and the others'.
#include "t/kit/process.hpp"
#include "targets.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

namespace {

namespace fs = std::filesystem;

} // namespace

BOOST_AUTO_TEST_SUITE(fuzz_corpora)

BOOST_AUTO_TEST_CASE(no_known_input_breaks_a_reader)
{
    int inputs = 0;
    for (const auto& entry : fs::recursive_directory_iterator("t/fuzz/corpus")) {
        if (!entry.is_regular_file()) continue;
        auto bytes = text_of(entry.path().string());
        ++inputs;
        for (const auto& target : fuzz_targets()) BOOST_TEST_CONTEXT(target.name << " reads " << entry.path())
        BOOST_CHECK_NO_THROW(target.run(bytes));
    }
    BOOST_TEST(inputs >= 40);
}

BOOST_AUTO_TEST_CASE(every_reader_has_a_corpus)
{
    for (const auto& target : fuzz_targets())
        BOOST_TEST(!fs::is_empty("t/fuzz/corpus/" + std::string(target.name)), target.name);
}

BOOST_AUTO_TEST_SUITE_END()
