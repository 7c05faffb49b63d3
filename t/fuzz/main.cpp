// What libFuzzer calls: the target that FUZZ_TARGET names.
#include "targets.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

const FuzzTarget& chosen()
{
    const char* wanted = std::getenv("FUZZ_TARGET");
    for (const auto& target : fuzz_targets())
        if (wanted && target.name == wanted) return target;
    std::fprintf(stderr, "FUZZ_TARGET names no target of t/fuzz/targets.cpp.\n");
    std::exit(2);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size); // libFuzzer calls it

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    static const auto& target = chosen();
    target.run({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
