#include "money.hpp"

namespace {

bool all_digits(std::string_view text)
{
    return text.find_first_not_of("0123456789") == text.npos;
}

} // namespace

bool Scalar<Money>::parse(std::string_view in, Money& out)
{
    bool negative = in.starts_with('-');
    if (negative) in.remove_prefix(1);
    auto point = in.find('.');
    auto whole = in.substr(0, point);
    auto cents = point == in.npos ? std::string_view{} : in.substr(point + 1);
    if (whole.empty() || whole.size() > 15 || cents.size() > 2 || !all_digits(whole) || !all_digits(cents))
        return false;
    if (point != in.npos && cents.empty()) return false;

    out.hundredths = 0;
    for (char c : whole) out.hundredths = out.hundredths * 10 + (c - '0');
    for (std::size_t i = 0; i < 2; ++i)
        out.hundredths = out.hundredths * 10 + (i < cents.size() ? cents[i] - '0' : 0);
    if (negative) out.hundredths = -out.hundredths;
    return true;
}

void Scalar<Money>::append(std::string& out, const Money& value)
{
    auto n = value.hundredths;
    if (n < 0) out += '-', n = -n;
    Scalar<long long>::append(out, n / 100);
    out += '.';
    out += static_cast<char>('0' + n / 10 % 10);
    out += static_cast<char>('0' + n % 10);
}
