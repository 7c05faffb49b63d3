# Bare `make` prints every verb with its sentence. Everything that is built goes to build/, a running instance to .run/.
.DEFAULT_GOAL := help
MAKEFLAGS     += --no-builtin-rules
ifeq (,$(findstring -j,$(MAKEFLAGS))$(filter-out 0,$(MAKELEVEL)))
MAKEFLAGS     += -j$(shell nproc)
endif

CXX      := $(if $(wildcard /usr/bin/ccache),ccache )g++
# Without tracking where each local variable lives, which takes a fifth of the time: traces have functions and lines.
CXXFLAGS ?= -O2 -g -fno-var-tracking
Q        := $(if $V,,@)# make V=1 shows the commands
STRICT   := -std=c++20 -Wall -Wextra -Wpedantic -Wmissing-declarations -Wno-missing-field-initializers -Werror
INCLUDES := -I. -I/usr/include/postgresql
HARDEN   := -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_GLIBCXX_ASSERTIONS
LDFLAGS  := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,ibt,-z,shstk
LIBS     := -lsoci_postgresql -lsoci_core -lpq -lfcgi -lssl -lcrypto -lsodium -lfmt -lhiredis -lzxcvbn -licui18n -licuuc -lcsv -lgumbo -lz -lxxhash -lcurl -loath -lqrencode -lcbor -lcjose -ljansson -larchive -lgmime-3.0 -lgobject-2.0 -lglib-2.0
TESTLIBS := -lboost_unit_test_framework

# make test SANITIZE=1: the same program with the address and undefined-behaviour sanitizers, in a directory of its own.
ifdef SANITIZE
B        := build/sanitize
CXXFLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CXXFLAGS += -fno-sanitize=vptr # SOCI's library hides the type information this would need
else ifdef FUZZ
B        := build/fuzz
CXX      := $(if $(wildcard /usr/bin/ccache),ccache )clang++
CXXFLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
CXXFLAGS += -fno-sanitize=vptr,pointer-overflow # RapidJSON adds to a null pointer before its first allocation
else
B        := build
HARDEN   += -D_FORTIFY_SOURCE=2
endif

SOURCES := $(shell find lib handlers app -name '*.cpp')
SHARED  := $(patsubst %.cpp,$B/%.o,$(filter-out app/main.cpp,$(SOURCES)))
TESTS   := $(patsubst %.cpp,$B/%.o,$(shell find t -name '*.cpp' -not -path 't/stub/*' -not -path t/fuzz/main.cpp))
STUBS   := $(patsubst t/stub/%.cpp,$B/t/%_stub,$(wildcard t/stub/*.cpp))
# What reads requests and files.
READERS := $(filter lib/base/% lib/process/% lib/formats/% lib/words/% lib/outside/% lib/files/% lib/auth/%,$(SOURCES)) \
           lib/web/http/input.cpp lib/web/http/multipart.cpp lib/web/problem.cpp lib/mail/bounce.cpp
FUZZED  := $(patsubst %.cpp,$B/%.o,$(READERS) t/fuzz/targets.cpp t/fuzz/main.cpp)
OBJECTS := $(SHARED) $B/app/main.o $(TESTS) $(patsubst %.cpp,$B/%.o,$(wildcard t/stub/*.cpp))
# Units of the tests that include Boost.Test as the others do.
SUITES  := $(filter-out $B/t/main.o $B/t/fuzz/%,$(TESTS))
TEXT    := $(shell find app handlers lib t -name '*.[ch]pp')

# How many steps this run takes, counted when the first one begins.
RUN   := $(shell echo $$PPID)
TO_DO  = $(eval TO_DO := $(shell $(MAKE) --dry-run COUNTING=1 $(MAKEOVERRIDES) $(MAKECMDGOALS) 2>/dev/null | grep -c 'deploy/progress step'))$(TO_DO)
ifdef COUNTING
TO_DO := 0
endif
step   = @deploy/progress step $B/.progress $(RUN) $(TO_DO) $1

export PORT
export BUILD := $B
# What ccache wants to hear before it caches anything that was compiled with a precompiled header.
export CCACHE_SLOPPINESS ?= pch_defines,time_macros,include_file_mtime,include_file_ctime

##@ Every day
run: packages-run $B/jobboard assets ## Start the board on http://127.0.0.1:$PORT/ (8080) and print how to sign in; again: bring it up to date
	@deploy/local start
stop: ## Stop the board; its data stays
	@deploy/local stop
status: ## Say which parts of the board run, where it is and how to sign in
	@deploy/local status
test: packages-run packages-test $B/jobboard $B/tests $(STUBS) assets build/browser/complete build/identity/complete build/clients/complete ## Run all tests on a cluster of their own; SANITIZE=1 for the sanitizer build
	@t/run
check: packages-run packages-test $B/jobboard $B/t/fortified_stub ## Check formatting, warnings, what clang-tidy finds, the direction of includes and that generated files are fresh
	@t/check $(TEXT)
format: packages-test ## Format the C++ files
	@clang-format -i $(TEXT)

##@ Now and then
install: $B/jobboard assets ## Copy what was built below PREFIX=/usr/local, and that below DESTDIR: program, data, units, guides
	@deploy/install-files "$(DESTDIR)" "$(or $(PREFIX),/usr/local)"
build: $B/jobboard ## Build the program only
assets: build/assets/complete ## Fetch and put together the browser-side files only
bench: packages-run packages-bench $B/jobboard assets ## Measure it against pgbench and a static file; takes minutes
	@t/bench/run
torture: packages-run packages-test packages-bench packages-torture $B/jobboard assets build/clients/complete ## Hostile and made-up requests, every fault, kills at random for SECONDS=300, a million requests; and count; and install it on a fresh Debian
	@SECONDS_EACH=$(or $(SECONDS),300) t/torture/run
	@t/fresh
fuzz: packages-build packages-fuzz ## Search for bytes that break what reads requests and files: SECONDS=60 for each reader
	@$(MAKE) --no-print-directory FUZZ=1 build/fuzz/fuzz
	@t/fuzz/run $(or $(SECONDS),60) $(TARGET)
openapi: $B/jobboard ## Write docs/openapi.json, the lists of routes in nginx/ and .env.example anew from the program's tables
	@deploy/generate openapi nginx-locations nginx-cached env-example events scopes
schema: packages-run $B/jobboard ## Write sql/schema.sql anew from the migrations
	@deploy/generate schema
clean: ## Stop the board, forget its data and everything built
	@deploy/local clean
	@bash -c '. deploy/account.sh && forget build/test' && rm -rf build
help:
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } \
	    /^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$B/jobboard: $B/app/main.o $B/shared.a
	$(call step,link)
	$(Q)$(CXX) $(CXXFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
$B/tests: $(TESTS) $B/shared.a
	$(call step,link)
	$(Q)$(CXX) $(CXXFLAGS) $(LDFLAGS) $^ $(LIBS) $(TESTLIBS) -o $@
$B/t/%_stub: $B/t/stub/%.o $B/shared.a
	$(call step,link)
	$(Q)$(CXX) $(CXXFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
build/fuzz/fuzz: $(FUZZED)
	$(call step,link)
	$(Q)$(CXX) $(CXXFLAGS) -fsanitize=fuzzer $(LDFLAGS) $^ $(LIBS) -o $@
$B/shared.a: $(SHARED)
	@rm -f $@
	@ar rcT $@ $^
# GCC 12 tells of memchr being handed what find('c') never hands it, once the headers of that are precompiled.
STRICT  += $(if $(findstring clang,$(CXX)),,-Wno-stringop-overread)
COMPILE = $(CXX) $(STRICT) $(CXXFLAGS) $(HARDEN) $(INCLUDES) $(FOREIGN) -MMD -MP
BEFORE  := $B/lib/precompiled.hpp
$(SUITES): BEFORE := $B/t/precompiled.hpp
$(SUITES): $B/t/precompiled.hpp.gch
$(sort $(OBJECTS) $(FUZZED)): $B/%.o: %.cpp $B/lib/precompiled.hpp.gch | packages-build
	@mkdir -p $(@D)
	$(call step,compile)
	$(Q)$(COMPILE) -include $(BEFORE) -c $< -o $@
# Of a command line that is read once in a process' life; CLI11 takes three seconds less this way.
$B/app/command_line.o: CXXFLAGS += -Og
# Asked when it is compiled: before, the package may not be there yet.
$B/lib/mail/bounce.o: FOREIGN = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I gmime-3.0))

# The compiler takes X.hpp.gch for X.hpp. Clang would refuse one that ccache has from another directory.
$B/%/precompiled.hpp.gch: %/precompiled.hpp | packages-build
	@mkdir -p $(@D)
	$(call step,compile)
	@echo '#include "$<"' >$(@:.gch=)
	$(Q)$(if $(findstring clang,$(CXX)),CCACHE_DISABLE=1) $(COMPILE) -x c++-header -c $(@:.gch=) -o $@

# The browser-side files of the documentation pages.
build/assets/complete: $(wildcard nginx/assets/*) | packages-assets
	@nginx/assets/build build/assets

# What drives a browser in the tests.
build/browser/complete: $(wildcard t/browser/*) | packages-run packages-test
	@rm -rf $(@D) && mkdir -p $(@D) && cp -r t/browser/. $(@D)
	@npm ci --prefix $(@D) --prefer-offline --loglevel=error >/dev/null && touch $@

# By whom people sign in in the tests.
build/identity/complete: $(wildcard t/identity/*) t/identity/.npmrc | packages-run packages-test
	@rm -rf $(@D) && mkdir -p $(@D) && cp -r t/identity/. $(@D)
	@npm ci --prefix $(@D) --prefer-offline --loglevel=error >/dev/null && touch $@

# What generates clients from the OpenAPI document, and looks it through.
build/clients/complete: $(addprefix t/clients/,package.json package-lock.json .npmrc requirements.txt) | packages-run packages-test
	@rm -rf $(@D) && mkdir -p $(@D) && cp $^ $(@D)
	@npm ci --prefix $(@D) --prefer-offline --loglevel=error >/dev/null
	@/usr/bin/python3 -m venv $(@D)/python
	@$(@D)/python/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: -r $(@D)/requirements.txt && touch $@

# PACKAGES=installed: whoever calls has seen to them.
packages-%:
	@$(if $(PACKAGES),true,deploy/install $*)

.PHONY: run stop status test check format install build bench torture fuzz openapi schema clean help assets
.DELETE_ON_ERROR:
-include $(sort $(OBJECTS:.o=.d) $(FUZZED:.o=.d) $B/lib/precompiled.hpp.d $B/t/precompiled.hpp.d)
