// The fixture of tests that hold for every endpoint of the table.
#pragma once

#include "catalogue.hpp"

struct EveryEndpoint : EmptyBoard {
    std::vector<Sample> all = samples(sql);
    Callers callers{board};

    // With an endpoint and somebody who may call it.
    using Check = std::function<void(const Sample&, Api& api)>;

    // Calls the check for each endpoint; a failure names it.
    void each_one(const Check& check)
    {
        BOOST_TEST_REQUIRE(!all.empty());
        for (const auto& o : all) BOOST_TEST_CONTEXT(o.name()) check(o, callers.one_for(*o.endpoint));
    }
    // Those that only read; they can be called without a body.
    void each_read(const Check& check)
    {
        each_one([&](const Sample& o, Api& api) {
            if (o.method == Method::get && !o.listens() && !o.wants_parameters()) check(o, api);
        });
    }
    // Those that take a body.
    void each_with_body(const Check& check)
    {
        each_one([&](const Sample& o, Api& api) {
            auto method = o.method;
            if (method != Method::get && method != Method::del) check(o, api);
        });
    }
};

inline const Variables json_body{{"Content-Type", "application/json"}};

inline void check_error(const Reply& reply, int status, std::string_view code)
{
    BOOST_TEST(reply.status == status);
    BOOST_TEST(reply.header("content-type").starts_with("application/json"));
    BOOST_TEST(reply.json()["code"].text() == code);
    BOOST_TEST(reply.json()["detail"].text() != "");
}
