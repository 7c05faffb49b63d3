// What holds for the path of every endpoint: ids that are none, and paths that could be two things at once.
#include "every_endpoint.hpp"

#include <algorithm>

BOOST_FIXTURE_TEST_SUITE(contract_paths, EveryEndpoint)

BOOST_AUTO_TEST_CASE(an_id_that_is_none_names_nothing)
{
    each_one([&](const Sample& o, Api& api) {
        if (o.endpoint->path.find('{') == std::string_view::npos) return;
        for (std::string id : {"x", "1", "0", "null", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --",
                 "99999999999999999999", "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2g", "(select)", "$1", ":id",
                 "*"}) {
            // An id that could be one is looked for only after the rest has been found right.
            bool could_be = parse<Uuid>(id).has_value();
            if (could_be && (o.method == Method::put || o.wants_parameters())) continue;
            std::replace(id.begin(), id.end(), ' ', '+');
            std::string path(o.endpoint->path);
            for (auto at = path.find('{'); at != path.npos; at = path.find('{'))
                path.replace(at, path.find('}') - at + 1, id);
            auto reply = api.send(o.verb(), path, json_body, "{}");
            check_error(reply, 404, "not_found");
        }
    });
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_canonical_is_not_found)
{
    each_read([&](const Sample& o, Api& api) {
        auto bare = o.target.substr(0, o.target.find_last_not_of('/') + 1);
        auto last = bare.rfind('/');
        for (const auto& odd : {bare.substr(0, last) + "//" + bare.substr(last + 1),
                 bare.substr(0, last) + "/." + bare.substr(last), bare + "/../" + bare.substr(last + 1),
                 bare + "/x/..", bare.substr(0, last) + "%2f" + bare.substr(last + 1), "/assets/.." + bare,
                 bare + "%2e", bare + ";x", bare + "/%20", bare + "%00", "/." + bare, bare + "/./"}) {
            auto reply = api.get(odd);
            BOOST_TEST((reply.status == 404 || reply.status == 400), odd << " -> " << reply.status);
            BOOST_TEST(reply.json().has("code"), odd);
        }
    });
    for (auto odd : {"/api/v1/nothing/", "/api/nothing/", "/apis", "/api/v3/jobs/", "/../../etc/passwd",
             "/api/v1/../../../etc/passwd", "/api/%2e%2e/%2e%2e/etc/passwd", "/.git/config", "/health/x/",
             "/api/v1/jobs/a/b/"}) {
        auto reply = api.get(odd);
        BOOST_TEST((reply.status == 404 || reply.status == 400), odd << " -> " << reply.status);
        BOOST_TEST(reply.header("content-type").starts_with("application/json"), odd);
    }
}

BOOST_AUTO_TEST_SUITE_END()
