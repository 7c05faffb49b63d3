#include "pattern.hpp"

#include <stdexcept>
#include <unicode/regex.h>

struct Pattern::Compiled {
    std::unique_ptr<icu::RegexPattern> pattern;
};

namespace {

icu::UnicodeString wide(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string narrow(const icu::UnicodeString& text)
{
    std::string out;
    return text.toUTF8String(out);
}

} // namespace

Pattern::Pattern(std::string_view expression)
{
    auto error = U_ZERO_ERROR;
    auto text = wide(expression).findAndReplace(u"\\d", u"[0-9]");
    compiled = std::make_unique<Compiled>(Compiled{std::unique_ptr<icu::RegexPattern>(
        icu::RegexPattern::compile(text, UREGEX_CASE_INSENSITIVE | UREGEX_COMMENTS, error))});
    if (U_FAILURE(error)) throw std::logic_error("no regular expression: " + std::string(expression));
}

Pattern::~Pattern() = default;

std::optional<Pattern::Found> Pattern::find(std::string_view text) const
{
    constexpr int32_t steps = 200; // of some thousand comparisons each
    auto error = U_ZERO_ERROR;
    auto input = wide(text);
    std::unique_ptr<icu::RegexMatcher> matcher(compiled->pattern->matcher(input, error));
    matcher->setTimeLimit(steps, error);
    if (!matcher->find(error) || U_FAILURE(error)) return std::nullopt;
    Found out;
    for (int32_t i = 0; i <= matcher->groupCount(); ++i)
        out.groups.push_back(narrow(matcher->group(i, error)));
    out.before = narrow(input.tempSubString(0, matcher->start(error)));
    out.after = narrow(input.tempSubString(matcher->end(error)));
    return out;
}
