// The first of the admin pages: what waits for somebody, thirty days in figures beside the thirty before,
// each leading to the list it counts, and what happened last.
#include "admin.hpp"

#include "lib/store/admin/dashboard.hpp"

#include <numeric>

namespace admin {

namespace {

constexpr int chart_height = 80, bar_step = 10;
constexpr std::size_t days_shown = 30;

using Days = std::span<const DayCount>;

long long sum(Days days)
{
    return std::accumulate(
        days.begin(), days.end(), 0LL, [](long long n, const auto& d) { return n + d.count; });
}

// How a figure stands to the one of the time before.
Said compared(long long now, long long before)
{
    if (before == 0) return "chart.none_before"_s;
    auto hundredths = static_cast<double>(now - before) * 100 / static_cast<double>(before);
    auto percent = std::llround(std::abs(hundredths));
    if (percent == 0) return {"chart.same"_s, {{"before", grouped(before)}}};
    if (now > before) return {"chart.more"_s, {{"percent", grouped(percent)}, {"before", grouped(before)}}};
    return {"chart.fewer"_s, {{"percent", grouped(percent)}, {"before", grouped(before)}}};
}

// A bar leads to the rows of its day where there is such a list.
kainjow::mustache::list bars_of(
    Days days, long long most, const std::string& list, std::string_view day_filter)
{
    kainjow::mustache::list bars;
    for (std::size_t i = 0; i < days.size(); ++i) {
        auto height = days[i].count * chart_height / most;
        if (days[i].count > 0) height = std::max(height, 2LL);
        View bar;
        bar["x"] = std::to_string(static_cast<int>(i) * bar_step + 1);
        bar["y"] = std::to_string(chart_height - height);
        bar["height"] = std::to_string(height);
        bar["told"] = fmt::format("{}: {}", days[i].day, grouped(days[i].count));
        if (!day_filter.empty())
            bar["day_list"] =
                fmt::format("{}?{}_from={}&{}_to={}", list, day_filter, days[i].day, day_filter, days[i].day);
        bars.push_back(bar);
    }
    return bars;
}

// A chart of bars, one for each of the later days, which are compared with the earlier ones.
View chart(Context& c, std::string_view label, const std::vector<DayCount>& all_days, const std::string& list,
    std::string_view day_filter)
{
    auto before = Days(all_days).first(all_days.size() - days_shown), days = Days(all_days).last(days_shown);
    long long most = 0, all = sum(days);
    for (const auto& day : days) most = std::max(most, day.count);
    View out;
    out["chart_label"] = std::string(label);
    out["bars"] = bars_of(days, std::max(most, 1LL), list, day_filter);
    out["all"] = grouped(all);
    out["most"] = grouped(most);
    out["compared"] = c.site.words(compared(all, sum(before)));
    out["first_day"] = days.front().day;
    out["last_day"] = days.back().day;
    out["list"] =
        day_filter.empty() ? list : fmt::format("{}?{}_from={}", list, day_filter, days.front().day);
    return out;
}

View waiting(long long count, const char* one, const char* many, const std::string& list)
{
    View out;
    out["count"] = count > 1000 ? grouped(1000) + '+' : grouped(count);
    out["what"] = count == 1 ? one : many;
    out["list"] = list;
    if (count > 0) out["some"] = true;
    return out;
}

using Told = Said (*)(Context&, const Resource&, const Latest&);

Said told_of_change(Context&, const Resource& r, const Latest& one)
{
    return {"latest.change"_s, {{"one", r.one}, {"what", what_happened(one.what)}, {"who", one.who}}};
}

Said told_of_application(Context&, const Resource&, const Latest& one)
{
    return {"latest.application"_s, {{"who", one.who}, {"status", one.what}}};
}

Said told_of_registration(Context&, const Resource&, const Latest& one)
{
    return {"latest.registration"_s, {{"role", one.what}}};
}

// What happened last, with links to what is still there.
View latest(Context& c, std::string_view title, Key none, const std::vector<Latest>& all, Told told)
{
    kainjow::mustache::list items;
    for (const auto& one : all)
        for (const auto* r : resources(c.site)) {
            if (r->one != one.resource) continue;
            View item;
            item["object"] = one.title.empty() ? std::string(r->one) : one.title;
            if (one.there) item["href"] = path_of(*r, to_text(one.id) + '/');
            item["told"] = c.site.words(told(c, *r, one));
            item["at"] = displayed(Show::time, exact_text(one.at).replace(10, 1, " "));
            items.push_back(item);
        }
    View out;
    out["latest_title"] = std::string(title);
    out["items"] = items;
    if (items.empty()) out["none"] = c.site.words(none);
    return out;
}

std::vector<Latest> latest_changes(Context& c)
{
    std::vector<std::pair<std::string_view, Listing>> all;
    for (const auto* r : resources(c.site)) all.emplace_back(r->one, listing_of(*r));
    return store::latest_changes(c.sql, all);
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
        waiting(attention.dead_tasks, "dead task", "dead tasks", "/admin/tasks/?state=dead"),
        waiting(attention.astray_mails, "mail gone astray since yesterday",
            "mails gone astray since yesterday",
            "/admin/mails/?astray=true&created_from=" + attention.yesterday),
        waiting(attention.failing_webhooks, "failing webhook", "failing webhooks",
            "/admin/webhooks/?failing=true"),
    };
    view["charts"] = kainjow::mustache::list{
        chart(c, "Jobs", store::jobs_by_day(c.sql), "/admin/jobs/", "created"),
        chart(c, "Applications", store::applications_by_day(c.sql), "/admin/applications/", "applied"),
        chart(c, "Views", store::views_by_day(c.sql), "/admin/jobs/?sort=-views", ""),
        chart(c, "Registrations", store::registrations_by_day(c.sql), "/admin/users/", "joined"),
    };
    view["latest"] = kainjow::mustache::list{
        latest(c, "Changes", "latest.no_changes"_s, latest_changes(c), told_of_change),
        latest(c, "Applications", "latest.no_applications"_s, store::latest_applications(c.sql),
            told_of_application),
        latest(c, "Registrations", "latest.no_registrations"_s, store::latest_registrations(c.sql),
            told_of_registration),
    };
    return page(c, "dashboard", view);
}

} // namespace admin
