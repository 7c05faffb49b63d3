# Bare `make` prints every verb with its sentence.
.DEFAULT_GOAL := help
CXX      ?= g++
CXXFLAGS ?= -O2 -g
B        := build
STRICT   := -std=c++20 -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Werror
INCLUDES := -I/usr/include/postgresql
SOURCES  := $(wildcard lib/*/*.cpp handlers/*.cpp app/*.cpp)
OBJECTS  := $(SOURCES:%.cpp=$B/%.o)
LIBS     := -lsoci_postgresql -lsoci_core -lpq -lfcgi -lssl -lcrypto -lsodium -lfmt -lhiredis -lcsv

$B/jobboard: $(OBJECTS) ; $(CXX) $(CXXFLAGS) $^ $(LIBS) -o $@
$B/%.o: %.cpp ; @mkdir -p $(@D); $(CXX) $(STRICT) $(CXXFLAGS) $(INCLUDES) -MMD -MP -c $< -o $@
-include $(OBJECTS:.o=.d)
