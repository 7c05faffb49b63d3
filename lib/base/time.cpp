#include "time.hpp"

#include <fmt/format.h>

using namespace std::chrono;

namespace {

// Takes `count` digits off the front of `in`, and the separator after them if one is given.
bool take(std::string_view& in, std::size_t count, int& out, std::string_view separators = "")
{
    if (in.size() < count || in.substr(0, count).find_first_not_of("0123456789") != in.npos) return false;
    std::from_chars(in.data(), in.data() + count, out);
    in.remove_prefix(count);
    if (separators.empty()) return true;
    if (in.empty() || separators.find(in[0]) == separators.npos) return false;
    in.remove_prefix(1);
    return true;
}

bool take_date(std::string_view& in, Date& out, std::string_view separators = "")
{
    int y = 0, m = 0, d = 0;
    if (!take(in, 4, y, "-") || !take(in, 2, m, "-") || !take(in, 2, d, separators)) return false;
    out = year{y} / month(static_cast<unsigned>(m)) / day(static_cast<unsigned>(d));
    return out.ok() && y > 0;
}

microseconds take_fraction(std::string_view& in)
{
    if (!in.starts_with('.')) return microseconds{0};
    in.remove_prefix(1);
    long long value = 0;
    int places = 0;
    for (; !in.empty() && in[0] >= '0' && in[0] <= '9'; in.remove_prefix(1))
        if (places < 6) value = value * 10 + (in[0] - '0'), ++places;
    for (; places < 6; ++places) value *= 10;
    return microseconds{value};
}

// "Z", "+02", "+02:00" or "-0530"; nothing at all means UTC.
bool take_offset(std::string_view in, minutes& out)
{
    out = minutes{0};
    if (in.empty() || in == "Z" || in == "z") return true;
    int sign = in[0] == '+' ? 1 : in[0] == '-' ? -1 : 0;
    in.remove_prefix(1);
    int h = 0, m = 0;
    if (sign == 0 || !take(in, 2, h)) return false;
    if (in.starts_with(':')) in.remove_prefix(1);
    if (!in.empty() && !take(in, 2, m)) return false;
    out = sign * (hours{h} + minutes{m});
    return in.empty() && h < 24 && m < 60;
}

} // namespace

Time now()
{
    return floor<microseconds>(system_clock::now());
}

bool Scalar<Time>::parse(std::string_view in, Time& out)
{
    Date date;
    int h = 0, m = 0, s = 0;
    minutes offset{};
    if (!take_date(in, date, "T t") || !take(in, 2, h, ":") || !take(in, 2, m, ":") || !take(in, 2, s))
        return false;
    auto fraction = take_fraction(in);
    if (!take_offset(in, offset) || h > 23 || m > 59 || s > 60) return false;
    out = sys_days{date} + hours{h} + minutes{m} + seconds{s} + fraction - offset;
    return true;
}

void Scalar<Time>::append(std::string& out, const Time& value)
{
    auto day = floor<days>(value);
    Scalar<Date>::append(out, Date{day});
    hh_mm_ss t{floor<seconds>(value - day)};
    out += fmt::format("T{:02}:{:02}:{:02}Z", t.hours().count(), t.minutes().count(), t.seconds().count());
}

std::string exact_text(Time value)
{
    auto text = to_text(value);
    auto micros = (value - floor<seconds>(value)).count();
    text.insert(text.size() - 1, fmt::format(".{:06}", micros));
    return text;
}

bool Scalar<Date>::parse(std::string_view in, Date& out)
{
    return take_date(in, out) && in.empty();
}

void Scalar<Date>::append(std::string& out, const Date& value)
{
    out += fmt::format("{:04}-{:02}-{:02}", static_cast<int>(value.year()),
        static_cast<unsigned>(value.month()), static_cast<unsigned>(value.day()));
}
