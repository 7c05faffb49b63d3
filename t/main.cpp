// The main program of all C++ tests; every other file here brings a suite.
#define BOOST_TEST_DYN_LINK
#define BOOST_TEST_MODULE jobboard
#include <boost/test/unit_test.hpp>
