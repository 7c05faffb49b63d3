// The same as lib/precompiled.hpp for the units of the tests.
#pragma once

#include "lib/precompiled.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
