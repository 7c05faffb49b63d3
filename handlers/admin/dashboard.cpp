// The first of the admin pages: what waits for somebody, and thirty days in figures, each leading to the list
// it counts.
#include "admin.hpp"

#include "lib/store/admin/dashboard.hpp"

namespace admin {

namespace {

constexpr int chart_height = 80, bar_step = 10;

// A chart of bars, one for each day; a bar leads to the rows of its day where there is such a list.
View chart(std::string_view label, const std::vector<DayCount>& days, const std::string& list,
    std::string_view day_filter)
{
    long long most = 1, all = 0;
    for (const auto& day : days) {
        most = std::max(most, day.count);
        all += day.count;
    }
    kainjow::mustache::list bars;
    for (std::size_t i = 0; i < days.size(); ++i) {
        auto height = days[i].count * chart_height / most;
        if (days[i].count > 0) height = std::max(height, 2LL);
        View bar;
        bar["x"] = std::to_string(static_cast<int>(i) * bar_step + 1);
        bar["y"] = std::to_string(chart_height - height);
        bar["height"] = std::to_string(height);
        bar["told"] = fmt::format("{}: {}", days[i].day, days[i].count);
        if (!day_filter.empty())
            bar["day_list"] =
                fmt::format("{}?{}_from={}&{}_to={}", list, day_filter, days[i].day, day_filter, days[i].day);
        bars.push_back(bar);
    }
    View out;
    out["chart_label"] = std::string(label);
    out["bars"] = bars;
    out["all"] = std::to_string(all);
    out["most"] = std::to_string(all ? most : 0);
    out["first_day"] = days.front().day;
    out["last_day"] = days.back().day;
    out["list"] =
        day_filter.empty() ? list : fmt::format("{}?{}_from={}", list, day_filter, days.front().day);
    return out;
}

View waiting(long long count, const char* one, const char* many, const char* list)
{
    View out;
    out["count"] = count > 1000 ? std::string("1000+") : std::to_string(count);
    out["what"] = count == 1 ? one : many;
    out["list"] = list;
    if (count > 0) out["some"] = true;
    return out;
}

} // namespace

Text dashboard(Context& c)
{
    auto view = frame(c, "Dashboard", "dashboard");
    auto attention = store::attention(c.sql);
    view["waiting"] = kainjow::mustache::list{
        waiting(attention.pending, "pending application", "pending applications",
            "/admin/applications/?status=pending&sort=applied"),
        waiting(attention.drafts, "draft", "drafts", "/admin/jobs/?status=draft"),
        waiting(attention.failing, "account with failed sign-ins today",
            "accounts with failed sign-ins today", "/admin/users/?failing=true"),
    };
    view["charts"] = kainjow::mustache::list{
        chart("Jobs", store::jobs_by_day(c.sql), "/admin/jobs/", "created"),
        chart("Applications", store::applications_by_day(c.sql), "/admin/applications/", "applied"),
        chart("Views", store::views_by_day(c.sql), "/admin/jobs/?sort=-views", ""),
        chart("Registrations", store::registrations_by_day(c.sql), "/admin/users/", "joined"),
    };
    return page(c, "dashboard", view);
}

} // namespace admin
