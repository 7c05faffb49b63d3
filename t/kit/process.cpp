#include "process.hpp"

#include "lib/base/json.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::vector<std::string> environment_of(const Variables& variables)
{
    std::vector<std::string> out;
    for (char** entry = environ; *entry; ++entry)
        if (!std::string_view(*entry).starts_with("JOBBOARD_")) out.emplace_back(*entry);
    for (const auto& [name, value] : variables) out.push_back(name + '=' + value);
    return out;
}

std::vector<char*> pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> out;
    for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
    out.push_back(nullptr);
    return out;
}

// Makes a file one of the standard streams.
void open_as(int descriptor, const std::string& file, int flags)
{
    int opened = open(file.c_str(), flags, 0600);
    if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
    if (opened != descriptor) close(opened);
}

} // namespace

std::string object(const Variables& members)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    json.StartObject();
    for (const auto& [name, value] : members) {
        json.Key(name.c_str());
        if (value.starts_with('='))
            json.RawValue(value.c_str() + 1, value.size() - 1, rapidjson::kStringType);
        else json.text(value);
    }
    json.EndObject();
    return out.GetString();
}

bool eventually(const std::function<bool()>& condition, double within_s)
{
    using Clock = std::chrono::steady_clock;
    auto end = Clock::now() + std::chrono::duration<double>(within_s);
    for (; Clock::now() < end; poll(nullptr, 0, 5))
        if (condition()) return true;
    return condition();
}

std::string text_of(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf(); // of a process that ends meanwhile, what there was
    return out.str();
}

Process::Process(const std::vector<std::string>& words, const std::string& log, const Variables& variables,
    const std::string& input)
{
    auto texts = environment_of(variables);
    auto environment = pointers(texts);
    auto arguments = pointers(words);
    pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("no more processes");
    if (pid_ > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(126);
    open_as(STDIN_FILENO, input, O_RDONLY);
    open_as(STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND);
    dup2(STDOUT_FILENO, STDERR_FILENO);
    execvpe(arguments[0], arguments.data(), environment.data());
    _exit(127);
}

void Process::signal(int number) const
{
    if (pid_ > 0) kill(pid_, number);
}

bool Process::has_ended()
{
    if (pid_ > 0 && waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = -1;
    return pid_ < 0;
}

void Process::end()
{
    if (pid_ < 0) return;
    signal(SIGTERM);
    if (eventually([&] { return has_ended(); })) return;
    signal(SIGKILL);
    waitpid(std::exchange(pid_, -1), &status_, 0);
}

int Process::exit_status(double within_s)
{
    if (!eventually([&] { return has_ended(); }, within_s)) throw std::runtime_error("a program did not end");
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

Finished run(const std::vector<std::string>& words, const Variables& variables, std::string_view input)
{
    Directory directory;
    directory.write("in", input);
    Process process(words, directory.at("out"), variables, directory.at("in"));
    int status = process.exit_status();
    return {status, text_of(directory.at("out"))};
}

Directory::Directory()
{
    path = environment("TEST_DIR") + "/XXXXXX";
    if (!mkdtemp(path.data())) throw std::runtime_error("cannot make a directory in TEST_DIR");
}

Directory::~Directory()
{
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

void Directory::write(const std::string& name, std::string_view text) const
{
    std::ofstream out(at(name), std::ios::binary);
    if (!(out << text << std::flush)) throw std::runtime_error("cannot write " + at(name));
}

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value) throw std::runtime_error(std::string(name) + " is not set: run the tests by t/run");
    return value;
}

std::string jobboard()
{
    return std::filesystem::absolute(environment("BUILD") + "/jobboard");
}
