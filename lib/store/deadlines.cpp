#include "deadlines.hpp"

namespace {

struct Open {
    bool open = false;
    static constexpr auto fields = std::tuple{field("open", &Open::open)};
};

} // namespace

bool store::job_is_open(Sql& sql, const std::optional<Date>& deadline)
{
    return sql.one<Open>("SELECT job_is_open(:deadline::date) AS open", {arg("deadline", deadline)})->open;
}
