#include "terminal.hpp"

#include "command.hpp"

#include <fmt/format.h>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace {

// Letters that are typed are not shown while it lives.
class Unseen {
public:
    Unseen()
    {
        tcgetattr(STDIN_FILENO, &before);
        auto unseen = before;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        unseen.c_lflag |= ECHONL;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    ~Unseen() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before); }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

private:
    termios before{};
};

std::string line()
{
    std::string out;
    if (!std::getline(std::cin, out)) throw CommandFailed("Nothing was typed.");
    return out;
}

} // namespace

std::string asked(const char* question, const char* option)
{
    if (!isatty(STDIN_FILENO)) throw CommandFailed(fmt::format("Give {}.", option));
    std::cerr << question << ": ";
    return line();
}

std::string asked_password(bool from_stdin)
{
    if (from_stdin) return line();
    if (!isatty(STDIN_FILENO))
        throw CommandFailed("Give --password-stdin and the password on standard input.");
    Unseen unseen;
    std::cerr << "Password: ";
    auto first = line();
    std::cerr << "Again: ";
    if (line() != first) throw CommandFailed("The two passwords differ.");
    return first;
}
