// The main program of all C++ tests; every other file here brings a suite.
#define BOOST_TEST_DYN_LINK
#define BOOST_TEST_MODULE jobboard
#include <boost/test/unit_test.hpp>
#include <boost/test/unit_test_monitor.hpp>

#include "lib/web/problem.hpp"

#include "lib/words/values.hpp"

namespace {

// Says what was thrown when it is no std::exception.
struct Translators {
    Translators()
    {
        auto& monitor = boost::unit_test::unit_test_monitor_t::instance();
        monitor.register_exception_translator<DatabaseError>([](const DatabaseError& e) {
            BOOST_ERROR("database error " << e.sqlstate << ' ' << e.constraint << ' ' << e.summary);
        });
        monitor.register_exception_translator<Problem>(
            [](const Problem& p) { BOOST_ERROR("problem " << p.code); });
        monitor.register_exception_translator<JsonError>(
            [](const JsonError& e) { BOOST_ERROR("no JSON: " << key_of(e.fault).name); });
    }
};
BOOST_TEST_GLOBAL_FIXTURE(Translators);

} // namespace
