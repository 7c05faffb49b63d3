// Health: what monitoring sees, also while PostgreSQL or Redis is away.
#include "board.hpp"

BOOST_AUTO_TEST_SUITE(health)

BOOST_AUTO_TEST_CASE(all_is_well)
{
    auto reply = board().anonymous().get("/health/");
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.json()["status"].text() == "healthy");
    BOOST_TEST(reply.json()["checks"]["database"].text() == "healthy");
}

BOOST_AUTO_TEST_SUITE_END()
