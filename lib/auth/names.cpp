#include "names.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/normalizer2.h>

namespace {

constexpr std::string_view letters_and_digits = "abcdefghijklmnopqrstuvwxyz0123456789";

bool consists_of(std::string_view text, std::string_view more)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return letters_and_digits.find(c) != letters_and_digits.npos || more.find(c) != more.npos;
    });
}

bool is_label(std::string_view text)
{
    return text.size() <= 63 && consists_of(text, "-") && text.front() != '-' && text.back() != '-';
}

bool is_domain(std::string_view text)
{
    bool dotted = false;
    for (auto dot = text.find('.'); dot != text.npos; dot = text.find('.')) {
        if (!is_label(text.substr(0, dot))) return false;
        text.remove_prefix(dot + 1);
        dotted = true;
    }
    return dotted && is_label(text);
}

} // namespace

std::string folded_name(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    static const auto* folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
    if (U_FAILURE(error)) throw std::runtime_error("the Unicode data is missing");
    auto in = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    auto folded = folding->normalize(in, error);
    folded.trim();
    std::string out;
    folded.toUTF8String(out);
    return out;
}

std::string folded_email(std::string_view text)
{
    auto folded = folded_name(text);
    auto at = folded.find('@');
    if (at == folded.npos) return folded;
    UErrorCode error = U_ZERO_ERROR;
    static const std::unique_ptr<icu::IDNA> names(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI, error));
    if (!names) throw std::runtime_error("the Unicode data is missing");
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    auto domain = std::string_view(folded).substr(at + 1);
    names->nameToASCII_UTF8({domain.data(), static_cast<int32_t>(domain.size())}, sink, info, error);
    return U_FAILURE(error) || info.hasErrors() ? folded : folded.substr(0, at + 1) + ascii;
}

std::string folded_login(std::string_view text)
{
    return text.find('@') == text.npos ? folded_name(text) : folded_email(text);
}

bool is_username(std::string_view name)
{
    constexpr std::string_view emptied = "deleted_";
    bool reserved = name.starts_with(emptied) && name.size() == emptied.size() + 32 &&
                    name.find_first_not_of("0123456789abcdef", emptied.size()) == name.npos;
    return !reserved && name.size() >= 3 && name.size() <= 150 && consists_of(name, "_.");
}

bool is_email(std::string_view address)
{
    auto at = address.find('@');
    if (at == address.npos || address.size() > 254) return false;
    auto local = address.substr(0, at);
    bool plain = local.size() <= 64 && consists_of(local, ".!#$%&'*+/=?^_`{|}~-") && local.front() != '.' &&
                 local.back() != '.' && local.find("..") == local.npos;
    auto domain = address.substr(at + 1);
    bool reserved = domain == "deleted.invalid" || domain.ends_with(".deleted.invalid");
    return plain && !reserved && is_domain(domain);
}

bool is_phone_number(std::string_view number)
{
    return number.size() >= 10 && number.size() <= 16 && number[0] == '+' &&
           number.find_first_not_of("0123456789", 1) == number.npos;
}
