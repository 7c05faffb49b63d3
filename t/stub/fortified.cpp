// A program whose one call of the C library can be checked, to see that calls are: see t/hardening.
#include <cstring>

int main(int, char** words)
{
    char small[64];
    std::memcpy(small, words[0], std::strlen(words[0]) + 1);
    return small[0] == '\0' ? 1 : 0;
}
