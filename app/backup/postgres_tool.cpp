#include "postgres_tool.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <memory>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options options_of(const Secret& connection)
{
    Options options(PQconninfoParse(connection.reveal().c_str(), nullptr), PQconninfoFree);
    if (!options) throw std::runtime_error("The connection string of the owner cannot be read.");
    return options;
}

// Debian's own directory first: the versions of tool and server should fit.
std::string path_of(const std::string& program)
{
    std::string own = "/usr/lib/postgresql/15/bin/" + program;
    return std::filesystem::exists(own) ? own : program;
}

} // namespace

void run_postgres_tool(
    const std::string& program, const std::vector<std::string>& arguments, const Secret& connection)
{
    auto options = options_of(connection);
    auto path = path_of(program);
    pid_t child = fork();
    if (child < 0) throw std::runtime_error("No process can be made.");
    if (child == 0) {
        for (auto* option = options.get(); option->keyword; ++option)
            if (option->envvar && option->val) setenv(option->envvar, option->val, 1);
        std::vector<char*> words{const_cast<char*>(path.c_str())};
        for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
        words.push_back(nullptr);
        execvp(path.c_str(), words.data());
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        throw std::runtime_error(fmt::format("{} is not installed: install postgresql-client-15.", program));
    if (status != 0) throw std::runtime_error(fmt::format("{} failed; what it said stands above.", program));
}
