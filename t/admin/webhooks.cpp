// Webhooks on the admin pages, and what they were told.
#include "desk.hpp"

namespace {

struct Webhooks : AtDesk {
    Uuid acme = account("acme", "employer"), hook = new_uuid();

    Webhooks()
    {
        sql.change("INSERT INTO webhooks (id, owner, url, events, secret) VALUES (:id::uuid, :owner::uuid, "
                   "'https://hooks.example/x', 'job.created,job.closed', 'whsec_hidden')",
            {arg("id", hook), arg("owner", acme)});
        sql.change("INSERT INTO webhook_failures (webhook) VALUES (:id::uuid)", {arg("id", hook)});
    }

    Uuid delivery(const std::string& state)
    {
        auto id = new_uuid();
        sql.change(
            R"(INSERT INTO webhook_deliveries (id, once, webhook, kind, body, state, attempts, status, answer)
                      VALUES (:id::uuid, :id::uuid::text, :webhook::uuid, 'job.created', '{"type":"job.created"}', :state, 2,
                              500, 'Out of <order>'))",
            {arg("id", id), arg("webhook", hook), arg("state", state)});
        return id;
    }
    std::string page() const { return "/admin/webhooks/" + to_text(hook) + '/'; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_webhooks, Webhooks)

BOOST_AUTO_TEST_CASE(a_webhook_is_turned_off_and_on_and_pinged)
{
    BOOST_TEST(rows_in(desk.get("/admin/webhooks/?failing=true")) == 1u);
    BOOST_TEST(has(desk.get("/admin/"), "<strong>1</strong> failing webhook<"));
    auto shown = desk.get(page());
    for (auto part : {"https://hooks.example/x", "job.created, job.closed", ">acme</a>"})
        BOOST_TEST(has(shown, part), part);
    BOOST_TEST(!has(shown, "whsec"));
    auto off = desk.follow(desk.post(page() + "turn-off/", {}));
    BOOST_TEST(has(off, "is off."));
    BOOST_TEST(has(off, "action=\"" + page() + "turn-on/\"")); // and can be undone
    BOOST_TEST(!has(off, "/ping/\""));
    BOOST_TEST(has(desk.follow(desk.post(page() + "turn-on/", {})), "is on."));
    BOOST_TEST(sql_value("SELECT is_active || ' ' || url || ' ' || events AS value FROM webhooks") ==
               "true https://hooks.example/x job.created,job.closed");
    BOOST_TEST(desk.post(page() + "ping/", {}).status == 303);
    BOOST_TEST(sql_value("SELECT string_agg(kind, ',') AS value FROM webhook_deliveries") == "ping");
}

BOOST_AUTO_TEST_CASE(what_it_was_told_stands_on_its_page_and_is_sent_again)
{
    auto id = delivery("failed");
    auto shown = desk.get(page());
    BOOST_TEST(rows_in(shown) == 1u);
    BOOST_TEST(has(shown, "/admin/deliveries/" + to_text(id) + '/'));
    BOOST_TEST(has(shown, "/admin/deliveries/?webhook=" + to_text(hook)));
    auto one = "/admin/deliveries/" + to_text(id) + '/';
    auto told = desk.get(one);
    for (auto part : {"Out of &lt;order&gt;", "&quot;type&quot;: &quot;job.created&quot;", "500"})
        BOOST_TEST(has(told, part), part);
    BOOST_TEST(desk.post(one + "replay/", {}).status == 303);
    BOOST_TEST(sql_value("SELECT count(*) || ' ' || count(*) FILTER (WHERE state = 'waiting') AS value "
                         "FROM webhook_deliveries") == "2 1");
    auto many = desk.follow(
        desk.post("/admin/deliveries/?state=failed", {{"action", "replay"}, {"pick." + to_text(id), "1"}}));
    BOOST_TEST(has(many, "1 of 1 sent again"));
    BOOST_TEST(rows_in(desk.get("/admin/deliveries/?webhook=" + to_text(hook))) == 3u);
    BOOST_TEST(rows_in(desk.get("/admin/deliveries/?webhook=" + to_text(acme))) == 0u);
}

BOOST_AUTO_TEST_CASE(deliveries_have_no_place_in_the_bar)
{
    auto page = desk.get("/admin/");
    for (auto [path, there] :
        {std::pair("webhooks", true), {"deliveries", false}, {"events", true}, {"mails", true}})
        BOOST_TEST(has(page, "<a href=\"/admin/" + std::string(path) + "/\">") == there, path);
}

BOOST_AUTO_TEST_SUITE_END()
