// Descriptors that close themselves, and files without a name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

// Owns a file descriptor; -1 is none.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number(number) {}
    Descriptor(Descriptor&& other) noexcept : number(std::exchange(other.number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(number, other.number);
        return *this;
    }
    ~Descriptor() { close(); }

    int get() const { return number; }
    explicit operator bool() const { return number >= 0; }
    void close();

private:
    int number = -1;
};

// A file in that directory that nobody can find by a name and that is gone with its descriptor. Throws
// std::system_error naming the directory.
Descriptor nameless_file(const std::string& directory);

// A file with that content that is only in memory. Throws std::system_error.
Descriptor memory_file(std::string_view content);

// Writes all of it. Throws std::system_error, of a full disk for example.
void write_all(int descriptor, std::string_view bytes);

// The whole file from its beginning on, wherever the descriptor stands; no more than `limit` bytes of it.
// Throws std::system_error.
std::string read_all(int descriptor, std::size_t limit);

// A descriptor of its own for the same open file, at the beginning and only for reading. Throws
// std::system_error.
Descriptor reopened(int descriptor);
