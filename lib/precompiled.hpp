// What nearly every unit includes and what seldom changes, for the compiler to read once for all of them: the
// Makefile puts it before each. A change of anything here compiles everything anew. Files include what they
// use all the same; `make check` reads them without this.
#pragma once

#include "lib/base/fields.hpp"
#include "lib/base/money.hpp"
#include "lib/base/secret.hpp"
#include "lib/base/text.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <unordered_map>
#include <variant>
