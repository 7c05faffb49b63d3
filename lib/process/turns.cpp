#include "turns.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

// Each turn is a lock on one byte of the file.
static bool lock(int file, int number, short type, int command)
{
    struct flock byte {};
    byte.l_type = type;
    byte.l_whence = SEEK_SET;
    byte.l_start = number;
    byte.l_len = 1;
    int done;
    do done = fcntl(file, command, &byte);
    while (done < 0 && errno == EINTR);
    return done == 0;
}

std::optional<Turns::Turn> Turns::take_free() const
{
    if (!file) return Turn(-1, 0);
    for (int number = first; number < first + count; ++number)
        if (lock(file.get(), number, F_WRLCK, F_OFD_SETLK)) return Turn(file.get(), number);
    return std::nullopt;
}

Turns::Turn Turns::take() const
{
    if (auto free = take_free()) return std::move(*free);
    int number = first + (count > 0 ? getpid() % count : 0); // those who wait spread over the turns
    if (!lock(file.get(), number, F_WRLCK, F_OFD_SETLKW)) return {-1, 0};
    return {file.get(), number};
}

Turns::Turn::~Turn()
{
    if (file >= 0) lock(file, number, F_UNLCK, F_OFD_SETLK);
}
