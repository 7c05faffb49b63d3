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

Turns::Turn Turns::take() const
{
    for (int number = 0; number < count; ++number)
        if (lock(file.get(), number, F_WRLCK, F_OFD_SETLK)) return {file.get(), number};
    int number = count > 0 ? getpid() % count : 0; // those who wait spread over the turns
    if (file && !lock(file.get(), number, F_WRLCK, F_OFD_SETLKW)) return {-1, 0};
    return {file.get(), number};
}

Turns::Turn::~Turn()
{
    if (file >= 0) lock(file, number, F_UNLCK, F_OFD_SETLK);
}
