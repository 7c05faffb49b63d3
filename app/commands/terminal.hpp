// What a command asks of whoever sits at a terminal.
#pragma once

#include <string>

// The line that is typed, or, where standard input is no terminal, CommandFailed naming the option that is
// missing.
std::string asked(const char* question, const char* option);

// A new password: typed twice, unseen, or read as the first line of standard input. Throws CommandFailed when
// the two differ, or when there is neither a terminal nor `from_stdin`.
std::string asked_password(bool from_stdin);
