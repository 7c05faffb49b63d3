// Turns that processes take at work of which only so much may go on at once.
#pragma once

#include "file.hpp"

class Turns {
public:
    Turns() = default; // as many as like
    // So many at once among all that have opened the same file. Each needs a descriptor of its own opening,
    // since a lock belongs to that.
    Turns(Descriptor file, int count) : file(std::move(file)), count(count) {}

    // Given back when it is destroyed, or when its process ends in any way.
    class Turn {
    public:
        Turn(int file, int number) : file(file), number(number) {}
        Turn(const Turn&) = delete;
        ~Turn();

    private:
        int file, number;
    };
    [[nodiscard]] Turn take() const; // waits for it

private:
    Descriptor file;
    int count = 0;
};
