// Everything that reads what strangers send, each as one function over any bytes. `make fuzz` searches for
// bytes that break one; the suite fuzz_corpora goes through those that were found or thought of.
#pragma once

#include <span>
#include <string_view>

// Calls the reader and checks what must hold whatever the bytes are. Throws std::logic_error when it does not
// hold; other exceptions, a crash or a hang are faults as well.
struct FuzzTarget {
    std::string_view name; // also of its directory in t/fuzz/corpus
    void (*run)(std::string_view bytes);
};

std::span<const FuzzTarget> fuzz_targets();
