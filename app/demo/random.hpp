// A fixed pseudo-random sequence (SplitMix64): the same on every machine and with every compiler, unlike
// the standard library's distributions. For made-up data only; it guards no secret.
#pragma once

#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

struct Random {
    std::uint64_t state = 0; // the seed; two sequences with different seeds have nothing in common

    std::uint64_t next()
    {
        auto z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    // A whole number from 0 up to, but not including, n > 0.
    std::uint64_t below(std::uint64_t n) { return next() % n; }

    // A whole number from low to high, both included.
    int between(int low, int high)
    {
        return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low) + 1));
    }

    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

    // A number from 0 to 1, without 1.
    double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }

    // One element of a list or array that is not empty.
    template <class List> auto pick(const List& from) { return from[below(std::size(from))]; }

    // Puts the elements into an order of its own.
    template <class T> void shuffle(std::vector<T>& list)
    {
        for (auto n = list.size(); n > 1; --n) std::swap(list[n - 1], list[below(n)]);
    }
};
