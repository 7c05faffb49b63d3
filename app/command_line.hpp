// What the words of a command line mean.
#pragma once

#include "app/commands/command.hpp"

struct CommandLine {
    const Command* command = nullptr; // none: the help was asked for, or the words mean nothing
    GivenOptions given;
    int status = 0; // where there is no command: the exit status; everything is said already
};

CommandLine read_command_line(std::span<const Command* const>, int count, const char* const* words);
