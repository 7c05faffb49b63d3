#include "encoding.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace {

using Converter = std::unique_ptr<UConverter, decltype([](UConverter* c) { ucnv_close(c); })>;

Converter converter(const std::string& name)
{
    auto error = U_ZERO_ERROR;
    Converter out(ucnv_open(name.c_str(), &error));
    if (U_FAILURE(error)) throw std::runtime_error(fmt::format("There is no encoding named \"{}\".", name));
    return out;
}

bool beyond_ascii(char c)
{
    return (c & 0x80) != 0;
}

constexpr std::size_t sample_size = 1 << 16;

// What the bytes of a file say.
struct Signs {
    std::size_t characters = 0, broken = 0; // beyond ASCII, read as UTF-8
    std::string sample;                     // the lines that have such bytes

    void take(std::string_view text);
};

void Signs::take(std::string_view text)
{
    const char* s = text.data();
    auto size = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < size;) {
        if (!beyond_ascii(s[i])) ++i;
        else {
            UChar32 c;
            U8_NEXT(s, i, size, c);
            ++(c < 0 ? broken : characters);
        }
    }
    while (!text.empty() && sample.size() < sample_size) {
        auto line = text.substr(0, text.find_first_of("\r\n"));
        if (std::any_of(line.begin(), line.end(), beyond_ascii)) sample.append(line) += '\n';
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
}

// ICU looks at how often letters follow each other, which says little about few of them.
std::string likeliest_encoding(const std::string& sample)
{
    auto error = U_ZERO_ERROR;
    std::unique_ptr<UCharsetDetector, decltype([](UCharsetDetector* d) { ucsdet_close(d); })> detector(
        ucsdet_open(&error));
    ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &error);
    int32_t count = 0, western = 0;
    auto* const* matches = ucsdet_detectAll(detector.get(), &count, &error);
    if (U_FAILURE(error) || count == 0) return "windows-1252";
    auto name = [&](int32_t i) { return std::string(ucsdet_getName(matches[i], &error)); };
    for (int32_t i = count - 1; i >= 0; --i)
        if (name(i) == "ISO-8859-1" || name(i) == "windows-1252")
            western = ucsdet_getConfidence(matches[i], &error);
    auto best = ucsdet_getConfidence(matches[0], &error);
    bool far = western == 0 ? best >= 25 : best >= 40 && best >= western + 20;
    auto known = [](const std::string& encoding) { // the detector knows some that the converters do not
        auto status = U_ZERO_ERROR;
        return Converter(ucnv_open(encoding.c_str(), &status)) != nullptr;
    };
    return far && known(name(0)) ? name(0) : "windows-1252";
}

std::string unicode_without_mark(std::string_view front)
{
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < front.size(); ++i) zeros[i % 2] += front[i] == '\0';
    auto many = front.size() / 4;
    return zeros[1] > many ? "UTF-16LE" : zeros[0] > many ? "UTF-16BE" : "";
}

} // namespace

std::string encoding_of(std::istream& in)
{
    std::string chunk(sample_size, '\0'), found;
    Signs signs;
    for (std::size_t kept = 0, at = 0; found.empty(); at += chunk.size() - kept) {
        in.read(chunk.data() + kept, static_cast<std::streamsize>(chunk.size() - kept));
        auto size = kept + static_cast<std::size_t>(in.gcount());
        auto error = U_ZERO_ERROR;
        int32_t mark = 0, whole = static_cast<int32_t>(size);
        const char* name = ucnv_detectUnicodeSignature(chunk.data(), whole, &mark, &error);
        if (at == 0) found = name ? name : unicode_without_mark(std::string_view(chunk).substr(0, size));
        if (in) U8_TRUNCATE_IF_INCOMPLETE(chunk.data(), 0, whole);
        signs.take(std::string_view(chunk).substr(0, static_cast<std::size_t>(whole)));
        kept = size - static_cast<std::size_t>(whole);
        std::copy_n(chunk.begin() + whole, kept, chunk.begin());
        if (!in) break;
    }
    in.clear();
    in.seekg(0);
    if (!found.empty()) return found;
    return signs.characters >= signs.broken ? "UTF-8" : likeliest_encoding(signs.sample);
}

struct Decoder::Converters {
    Converter from, to;
    std::string pending; // bytes; a converter keeps what is incomplete itself
};

Decoder::Decoder(const std::string& encoding)
    : converters(new Converters{converter(encoding), converter("UTF-8"), {}})
{
}

Decoder::~Decoder() = default;

std::string Decoder::decode(std::string_view bytes, bool last)
{
    std::string out(bytes.size() * 4 + 16, '\0');
    UChar pivot[1024], *from = pivot, *to = pivot;
    char* target = out.data();
    const char* source = bytes.data();
    auto error = U_ZERO_ERROR;
    ucnv_convertEx(converters->to.get(), converters->from.get(), &target, out.data() + out.size(), &source,
        bytes.data() + bytes.size(), pivot, &from, &to, pivot + 1024, false, static_cast<UBool>(last),
        &error);
    out.resize(static_cast<std::size_t>(target - out.data()));
    return out;
}

namespace {

// The bytes of a text in an encoding; nothing when it has none for a character.
std::optional<std::string> bytes_of(const icu::UnicodeString& text, UConverter* encoding)
{
    auto error = U_ZERO_ERROR;
    ucnv_setFromUCallBack(encoding, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    std::string out(static_cast<std::size_t>(text.length()) * 2 + 16, '\0');
    auto size = ucnv_fromUChars(
        encoding, out.data(), static_cast<int32_t>(out.size()), text.getBuffer(), text.length(), &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

constexpr int proved = 6;

// How much the characters of what came out as UTF-8 prove. Accented capitals stand before signs in right
// texts as well ("CAFÉ™", "MANHÃ…"), so one letter behind a capital proves nothing; nor does one of a foreign
// script.
int evidence(std::string_view text)
{
    int sum = 0;
    UChar32 c = 0, before = 0;
    for (int32_t i = 0, size = static_cast<int32_t>(text.size()); i < size; before = c) {
        U8_NEXT(text.data(), i, size, c);
        if (c < 0 || (c >= 0x7f && c < 0xa0) || (c >= 0x180 && c < 0x370)) return 0;
        bool after_capital = before >= 'A' && before <= 'Z';
        bool after_small = before >= 'a' && before <= 'z';
        bool sure = c <= 0xff ? !after_capital
                              : (c < 0x180 && after_small) || (c >= 0x2000 && c < 0x2300) || c > 0xffff;
        if (c > 0x7f) sum += sure ? proved : c < 0x800 ? proved / 2 : proved / 3;
    }
    return sum;
}

std::optional<std::string> decoded_again(const icu::UnicodeString& text)
{
    static const Converter encodings[] = {converter("windows-1252"), converter("ISO-8859-1"),
        converter("windows-1251"), converter("macintosh")};
    for (const auto& encoding : encodings)
        if (auto bytes = bytes_of(text, encoding.get()); bytes && evidence(*bytes) >= proved) return bytes;
    return std::nullopt;
}

// The text with "â" put back before each "€" of it; nothing where one may be a price. Quotation marks that
// stand by themselves, as in „€“, are no UTF-8 afterwards.
std::optional<icu::UnicodeString> with_heads(const icu::UnicodeString& text)
{
    constexpr std::u16string_view tails = u"™œ“”¦˜¢¨©²³¹º‘\u009d";
    auto digit = [&](int32_t at) { return at >= 0 && at < text.length() && u_isdigit(text[at]); };
    auto blank = [&](int32_t at) { return at >= 0 && at < text.length() && u_isUWhiteSpace(text[at]); };
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length(); ++i) {
        bool euro = text[i] == u'€';
        bool price = digit(i - 1) || digit(i + 2) || (blank(i - 1) && digit(i - 2));
        if (euro && (price || i + 1 == text.length() || tails.find(text[i + 1]) == tails.npos))
            return std::nullopt;
        if (euro && (i == 0 || text[i - 1] != u'â')) out += u'â';
        out += text[i];
    }
    return out;
}

// Control characters that a text read as ISO 8859-1 has where Windows-1252 has signs.
std::string signs_for_controls(const icu::UnicodeString& text)
{
    static const auto windows = converter("windows-1252");
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length(); ++i) {
        auto error = U_ZERO_ERROR;
        char byte = static_cast<char>(text[i]);
        bool control = text[i] >= 0x80 && text[i] < 0xa0;
        out += control ? icu::UnicodeString(&byte, 1, windows.get(), error) : icu::UnicodeString(text[i]);
    }
    std::string utf8;
    return out.toUTF8String(utf8);
}

} // namespace

std::optional<std::string> better_decoded(std::string_view text)
{
    if (std::none_of(text.begin(), text.end(), beyond_ascii)) return std::nullopt;
    auto letters = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    for (int32_t i = 0; i < letters.length(); ++i) // a blank, and no part of a letter
        if (letters[i] == 0xa0 && (i == 0 || letters[i - 1] < 0x80)) letters.setCharAt(i, u' ');
    auto out = decoded_again(letters);
    if (!out)
        if (auto whole = with_heads(letters)) out = decoded_again(*whole);
    if (out) return better_decoded(*out).value_or(*out);
    auto is_control = [](char16_t c) { return c >= 0x80 && c < 0xa0 && c != 0x85; };
    bool controls = std::any_of(letters.getBuffer(), letters.getBuffer() + letters.length(), is_control);
    return controls ? std::optional(signs_for_controls(letters)) : std::nullopt;
}
