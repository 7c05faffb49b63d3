#include "page.hpp"

Text pages::shown(Context& c, std::string_view folder, const std::string& name, const View& view)
{
    auto frames = view.get("frame") ? "; frame-src 'self'" : "";
    c.headers.emplace_back("Content-Security-Policy", std::string(page_policy) + frames);
    return {filled_in(fmt::format("{}/{}", c.site.templates, folder), name, view)};
}

Response pages::shown_again(Text text)
{
    return {.status = 200, .headers = {}, .body = std::move(text.body)};
}

Response pages::problem_shown(const Site& site, std::string_view folder, const Problem& problem, View view)
{
    auto response = response_to(site.words, problem);
    std::erase_if(response.headers, [](const auto& h) { return h.first == "Content-Type"; });
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Content-Security-Policy", std::string(page_policy));
    view["title"] = site.words(response.status == 404 ? "title.not_found"_s : "title.failed"_s);
    view["sentence"] = problem.faults.empty()
                           ? site.words.of(problem)
                           : problem.faults[0].field + ": " + site.words(problem.faults[0].said);
    response.body = filled_in(fmt::format("{}/{}", site.templates, folder), "problem", view);
    return response;
}
