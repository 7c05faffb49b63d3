// Limited children: what they get, what stops them, and what they cannot reach.
#include "t/kit/http.hpp"
#include "t/kit/process.hpp"

#include "lib/process/child.hpp"
#include "lib/process/file.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cctype>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <netinet/in.h>
#include <ostream>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;

struct Way {
    const char* name;
    Isolation isolation;
};
std::ostream& operator<<(std::ostream& out, const Way& way)
{
    return out << way.name;
}
const Way ways[] = {{"namespaces", Isolation::namespaces}, {"limits_only", Isolation::limits_only}};

Command shell(const std::string& script, ChildLimits limits = {})
{
    return {.words = {"/usr/bin/bash", "-c", script}, .limits = limits};
}

std::string said(const Command& command, Isolation isolation)
{
    auto ended = run_child(command, isolation);
    BOOST_TEST(ended.well(), ended.status << ' ' << ended.errors);
    return ended.output;
}

Descriptor file_with(const Directory& directory, std::string_view text)
{
    auto file = nameless_file(directory.path);
    write_all(file.get(), text);
    return file;
}

bool contains(std::string_view text, std::string_view what)
{
    return text.find(what) != text.npos;
}

// A command that sleeps longer than any test, and can be told from all others.
std::string sleeper()
{
    return "sleep 1000." + std::to_string(getpid());
}

bool sleeps()
{
    auto wanted = "1000." + std::to_string(getpid()) + '\0';
    for (const auto& entry : std::filesystem::directory_iterator("/proc"))
        if (std::isdigit(static_cast<unsigned char>(entry.path().filename().string()[0])) &&
            text_of(entry.path() / "cmdline").find(wanted) != std::string::npos)
            return true;
    return false;
}

// A socket of this machine that would take connections.
struct Listener {
    Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    int port = 0;

    Listener()
    {
        sockaddr_in at{
            .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof at;
        auto* address = reinterpret_cast<sockaddr*>(&at);
        if (bind(socket.get(), address, size) < 0 || listen(socket.get(), 5) < 0 ||
            getsockname(socket.get(), address, &size) < 0)
            throw std::runtime_error("no socket to listen on");
        port = ntohs(at.sin_port);
    }
    std::string script() const { return ": </dev/tcp/127.0.0.1/" + std::to_string(port); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(child)

BOOST_DATA_TEST_CASE(it_reads_its_input_and_tells_how_it_ended, ways)
{
    Directory directory;
    auto input = file_with(directory, "hello");
    auto command = shell("cat; echo oh >&2; exit 3");
    command.input = input.get();
    auto ended = run_child(command, sample.isolation);
    BOOST_TEST(ended.output == "hello");
    BOOST_TEST(ended.errors == "oh\n");
    BOOST_TEST(ended.status == 3);
    BOOST_TEST(!ended.well());
    BOOST_TEST(said(shell("cat"), sample.isolation) == "");
    BOOST_TEST(run_child(shell("kill -SEGV $$"), sample.isolation).status == 128 + SIGSEGV);
    BOOST_TEST(run_child({.words = {"/usr/bin/no-such-program"}}, sample.isolation).status == 127);
}

BOOST_DATA_TEST_CASE(its_input_cannot_be_written, ways)
{
    Directory directory;
    auto input = file_with(directory, "hello");
    auto command = shell("echo bad >&0");
    command.input = input.get();
    BOOST_TEST(!run_child(command, sample.isolation).well());
    BOOST_TEST(read_all(input.get(), 100) == "hello");
}

BOOST_DATA_TEST_CASE(it_has_only_the_given_environment, ways)
{
    BOOST_TEST(!environment("TEST_DIR").empty());
    Command command{.words = {"/usr/bin/env"}, .environment = {"GIVEN=a=b"}};
    auto text = said(command, sample.isolation);
    BOOST_TEST(contains(text, "GIVEN=a=b\n"));
    BOOST_TEST(!contains(text, "TEST_DIR"));
    BOOST_TEST(!contains(text, "PATH"));
}

BOOST_DATA_TEST_CASE(it_inherits_no_descriptor_and_no_blocked_signal, ways)
{
    Directory directory;
    auto secret = file_with(directory, "secret");
    Descriptor inherited(fcntl(secret.get(), F_DUPFD, 20)); // not closed by exec as such
    sigset_t set, before;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, &before);
    auto own = run_child(shell("cat /dev/fd/" + std::to_string(inherited.get())), sample.isolation);
    auto ended = run_child(shell("kill -TERM $$; exit 0"), sample.isolation);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    BOOST_TEST(!own.well());
    BOOST_TEST(own.output == "");
    BOOST_TEST(ended.status == 128 + SIGTERM);
}

BOOST_DATA_TEST_CASE(it_cannot_gain_privileges, ways)
{
    auto text = said(shell("exec /usr/bin/setpriv --dump"), sample.isolation);
    BOOST_TEST(contains(text, "no_new_privs: 1"), text);
}

// As workers do in production: what is below /proc then belongs to root.
BOOST_DATA_TEST_CASE(it_runs_for_a_process_that_hides_its_memory, ways)
{
    Directory directory;
    auto input = file_with(directory, "hello");
    auto command = shell("cat");
    command.input = input.get();
    prctl(PR_SET_DUMPABLE, 0);
    auto ended = run_child(command, sample.isolation);
    prctl(PR_SET_DUMPABLE, 1);
    BOOST_TEST(ended.output == "hello", ended.errors);
}

BOOST_DATA_TEST_CASE(memory_is_limited, ways)
{
    ChildLimits limits{.memory = 64 << 20};
    BOOST_TEST(said(shell("x=$(head -c 1000000 /dev/zero | tr '\\0' x); echo ${#x}", limits),
                   sample.isolation) == "1000000\n");
    auto ended = run_child(
        shell("x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo ${#x}", limits), sample.isolation);
    BOOST_TEST(!ended.well());
    BOOST_TEST(ended.output == "");
}

BOOST_DATA_TEST_CASE(processor_time_is_limited, ways)
{
    auto ended = run_child(shell("while :; do :; done", {.cpu_seconds = 1, .wall = 60s}), sample.isolation);
    BOOST_TEST((ended.cause == Ended::Cause::itself));
    BOOST_TEST((ended.status == 128 + SIGKILL || ended.status == 128 + SIGXCPU), ended.status);
}

BOOST_DATA_TEST_CASE(time_is_limited_also_for_what_it_has_started, ways)
{
    auto from = std::chrono::steady_clock::now();
    auto ended = run_child(shell("sleep 50 & wait", {.wall = 300ms}), sample.isolation);
    BOOST_TEST((ended.cause == Ended::Cause::wall_time));
    BOOST_TEST(!ended.well());
    BOOST_TEST((std::chrono::steady_clock::now() - from < 20s));
}

BOOST_DATA_TEST_CASE(what_it_leaves_behind_dies_with_it, ways)
{
    BOOST_TEST(run_child(shell(sleeper() + " & exit 0", {.wall = 20s}), sample.isolation).well());
    BOOST_TEST(eventually([] { return !sleeps(); }));
    BOOST_TEST(!run_child(shell(sleeper() + " & wait", {.wall = 200ms}), sample.isolation).well());
    BOOST_TEST(eventually([] { return !sleeps(); }));
}

BOOST_AUTO_TEST_CASE(behind_walls_nothing_escapes_into_a_session_of_its_own)
{
    for (std::string end : {" & exit 0", " & wait"}) {
        run_child(shell("setsid " + sleeper() + end, {.wall = 200ms}), Isolation::namespaces);
        BOOST_TEST(eventually([] { return !sleeps(); }));
    }
}

BOOST_DATA_TEST_CASE(output_is_limited, ways)
{
    ChildLimits limits{.output = 1000};
    BOOST_TEST(said(shell("head -c 1000 /dev/zero", limits), sample.isolation).size() == 1000u);
    auto ended = run_child(shell("head -c 1001 /dev/zero", limits), sample.isolation);
    BOOST_TEST((ended.cause == Ended::Cause::output));
    BOOST_TEST(ended.output.size() == 1000u);
    BOOST_TEST((run_child(shell("cat /dev/zero", limits), sample.isolation).cause == Ended::Cause::output));
    auto loud = run_child(shell("head -c 1000000 /dev/zero >&2", limits), sample.isolation);
    BOOST_TEST(loud.well());
    BOOST_TEST(loud.errors.size() < 10'000u);
}

BOOST_DATA_TEST_CASE(files_are_limited, ways)
{
    auto script = [](int size) {
        return "f=$(mktemp) && head -c " + std::to_string(size) + " /dev/zero >$f; s=$?; rm $f; exit $s";
    };
    ChildLimits limits{.file_size = 100'000};
    said(shell(script(100'000), limits), sample.isolation);
    BOOST_TEST(run_child(shell(script(100'001), limits), sample.isolation).status != 0);
}

// Many files may not be more than one: what lies in /tmp is memory that no other limit counts.
BOOST_AUTO_TEST_CASE(all_files_together_are_limited)
{
    ChildLimits limits{.file_size = 1 << 20};
    auto script = [](int files) {
        return "for i in $(seq " + std::to_string(files) +
               "); do head -c 500000 /dev/zero >/tmp/$i || exit 3; done";
    };
    said(shell(script(4), limits), Isolation::namespaces);
    BOOST_TEST(run_child(shell(script(5), limits), Isolation::namespaces).status == 3);
    for (const std::string place : {"/x", "/dev/x", "/dev/shm/x", "/usr/x", "/bin/x"})
        BOOST_TEST(!run_child(shell("echo x >" + place, limits), Isolation::namespaces).well(), place);
    BOOST_TEST(said(shell("echo x >/dev/null && head -c 1 /dev/zero | wc -c", limits),
                   Isolation::namespaces) == "1\n");
}

BOOST_AUTO_TEST_CASE(processes_are_limited)
{
    auto script = "for i in 1 2 3 4 5 6; do sleep 50 & done; jobs -p | wc -l";
    auto ended = run_child(shell(script, {.wall = 500ms, .processes = 4}), Isolation::namespaces);
    BOOST_TEST(!ended.well()); // bash goes on trying
    BOOST_TEST(contains(ended.errors, "Resource temporarily unavailable"), ended.errors);
    BOOST_TEST(said(shell(script, {.wall = 20s, .processes = 20}), Isolation::namespaces) == "6\n");
}

BOOST_AUTO_TEST_CASE(walls_keep_it_from_network_files_and_processes)
{
    Listener listener;
    said(shell(listener.script()), Isolation::limits_only); // it does listen
    BOOST_TEST(!run_child(shell(listener.script()), Isolation::namespaces).well());

    Directory directory;
    directory.write("note", "private");
    auto show = shell("cat " + directory.at("note"));
    BOOST_TEST(said(show, Isolation::limits_only) == "private");
    BOOST_TEST(run_child(show, Isolation::namespaces).output == "");
    BOOST_TEST(said(shell("echo /*"), Isolation::namespaces) == "/bin /dev /lib /lib64 /tmp /usr\n");
    BOOST_TEST(!run_child(shell("echo x >/usr/x"), Isolation::namespaces).well());
    BOOST_TEST(said(shell("echo x >/tmp/x && cat /tmp/x"), Isolation::namespaces) == "x\n");
    BOOST_TEST(!run_child(shell("kill -0 " + std::to_string(getpid())), Isolation::namespaces).well());
    BOOST_TEST(said(shell("kill -0 " + std::to_string(getpid())), Isolation::limits_only) == "");
}

BOOST_AUTO_TEST_SUITE_END()
