// From method and path to an endpoint.
#include "lib/web/router.hpp"
#include "app/areas.hpp"

#include <boost/test/unit_test.hpp>

namespace {

const Router& router()
{
    // Of the API: pages are at the root.
    static const auto of_api = [] {
        std::vector<const Area*> out;
        for (const auto* area : areas())
            if (area->pages.empty()) out.push_back(area);
        return out;
    }();
    static const Router only(of_api);
    return only;
}

std::string found(std::string_view method, std::string_view path)
{
    auto route = router().find(method, path);
    return route.operation ? route.operation->name : route.allow.empty() ? "nothing" : "only " + route.allow;
}

constexpr Endpoint twice[] = {
    {.name = "one",
        .methods = Method::get,
        .path = "/api/v1/{a}/",
        .summary = "",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .answer = [](Context&, const Nothing&) -> Nothing { return {}; }},
    {.name = "two",
        .methods = Method::get,
        .path = "/api/v1/{b}/",
        .summary = "",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .answer = [](Context&, const Nothing&) -> Nothing { return {}; }},
};

} // namespace

BOOST_AUTO_TEST_SUITE(router_)

BOOST_AUTO_TEST_CASE(a_path_is_found_in_all_its_spellings)
{
    for (auto path : {"/api/v1/jobs/", "/api/v1/jobs", "/api/jobs/", "/api/jobs"})
        BOOST_TEST(found("GET", path) == "list_jobs", path);
    for (auto path : {"/health/", "/health"}) BOOST_TEST(found("GET", path) == "health", path);
}

BOOST_AUTO_TEST_CASE(a_literal_segment_goes_before_a_parameter)
{
    BOOST_TEST(found("GET", "/api/v1/jobs/featured/") == "list_featured_jobs");
    BOOST_TEST(found("GET", "/api/v1/jobs/featured-not/") == "read_job");
    BOOST_TEST(router().find("GET", "/api/v1/categories/abc").path.at("id") == "abc");
}

BOOST_AUTO_TEST_CASE(head_is_answered_like_get)
{
    BOOST_TEST(found("HEAD", "/api/v1/jobs/") == "list_jobs");
}

BOOST_AUTO_TEST_CASE(other_methods_are_told_which_there_are)
{
    for (auto method : {"DELETE", "get", "", "OPTIONS", "TRACE"})
        BOOST_TEST(found(method, "/health/liveness/") == "only GET, HEAD, OPTIONS", method);
}

BOOST_AUTO_TEST_CASE(the_root_of_the_api_is_found_by_all_its_names)
{
    for (auto path : {"/api", "/api/", "/api/v1", "/api/v1/"})
        BOOST_TEST(found("GET", path) == "index", path);
}

BOOST_AUTO_TEST_CASE(other_paths_are_not_found)
{
    for (auto path :
        {"/", "/apis", "/api/v", "/api/v2", "/jobs/", "/api/v2/jobs/", "/api/v1/jobs//", "/api/v1/jobs/a/b/",
            "/api/v1/api/v1/jobs/", "/API/v1/jobs/", "/healthy", "/api/v1jobs", "/api/health/"})
        BOOST_TEST(found("GET", path) == "nothing", path);
}

BOOST_AUTO_TEST_CASE(an_endpoint_is_found_at_its_second_path_too)
{
    for (auto path : {"/api/v1/applications/", "/api/v1/jobs/applications/", "/api/jobs/applications"})
        BOOST_TEST(found("GET", path) == "list_applications", path);
    auto route = router().find("PATCH", "/api/jobs/applications/abc/");
    BOOST_TEST_REQUIRE(route.operation);
    BOOST_TEST(route.operation->name == "update_application");
    BOOST_TEST(route.path.at("id") == "abc");
}

BOOST_AUTO_TEST_CASE(put_and_patch_of_one_endpoint_are_two_operations)
{
    BOOST_TEST(found("PUT", "/api/v1/jobs/abc/") == "replace_job");
    BOOST_TEST(found("PATCH", "/api/v1/jobs/abc/") == "update_job");
    BOOST_TEST(found("POST", "/api/v1/jobs/abc/") == "only GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
}

BOOST_AUTO_TEST_CASE(two_endpoints_cannot_have_one_place)
{
    const Area area{.name = "both", .endpoints = {twice}};
    const Area* const only[] = {&area};
    BOOST_CHECK_THROW(Router{only}, std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
