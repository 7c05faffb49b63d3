// Turns that processes take at work of which only so much may go on at once.
#pragma once

#include "file.hpp"

#include <optional>
#include <utility>

class Turns {
public:
    Turns() = default; // as many as like
    // So many at once among all that have opened the same file. Each needs a descriptor of its own opening,
    // since a lock belongs to that. Kinds of work that do not share turns begin at other numbers.
    Turns(Descriptor file, int count, int first = 0) : file(std::move(file)), first(first), count(count) {}

    // Given back when it is destroyed, or when its process ends in any way.
    class Turn {
    public:
        Turn(int file, int number) : file(file), number(number) {}
        Turn(Turn&& other) noexcept : file(std::exchange(other.file, -1)), number(other.number) {}
        ~Turn();

    private:
        int file, number;
    };
    [[nodiscard]] Turn take() const;                     // waits for it
    [[nodiscard]] std::optional<Turn> take_free() const; // nothing when none is free

private:
    Descriptor file;
    int first = 0, count = 0;
};
