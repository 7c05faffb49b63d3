// Which encoding bytes are in, and their UTF-8. By ICU.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// The encoding of a text, by a name that ICU knows; reads it to its end and goes back to its beginning. A
// byte order mark decides; else whether it is UTF-8, but for few broken characters; else, with a zero in
// every other byte, UTF-16; else Windows-1252, unless its letters are far more likely those of another
// encoding.
std::string encoding_of(std::istream&);

// Bytes of an encoding made UTF-8, piece by piece. What cannot be decoded becomes U+FFFD.
class Decoder {
public:
    explicit Decoder(
        const std::string& encoding); // throws std::runtime_error with a sentence: ICU knows none such
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    std::string decode(std::string_view bytes, bool last);

private:
    struct Converters;
    std::unique_ptr<Converters> converters;
};

// A text whose UTF-8 was read as another encoding ("resumÃ©", "donâ€™t", "РџРѕРІР°СЂ"), as it was meant.
// Nothing unless that is proved: the whole text, turned back into bytes, is UTF-8, and its characters are
// likelier than before. "€™", whose "â" was lost, counts when no € of the text can be a price. Takes clean
// text.
std::optional<std::string> better_decoded(std::string_view text);
