// The end of one's data: two weeks after it was asked for, nothing but what the table of fates keeps is left.
#include "t/accounts/links/links.hpp"

#include "lib/store/accounts/data/erasure.hpp"
#include "lib/store/accounts/data/fates.hpp"

#include <sstream>

namespace {

const std::string erase = auth + "me/erase/";

struct ErasureBoard : LinkBoard {
    // A name that nothing else has.
    Api zebra = (register_as("zebra"), signed_in("zebra"));

    Reply ask(const std::string& password = good_password)
    {
        return zebra.send("POST", erase, json_type, object({{"password", password}}));
    }
    void let_time_pass()
    {
        sql.change("UPDATE users SET erase_at = now() - interval '1 second' WHERE erase_at IS NOT NULL");
        sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'erase_people'");
    }
    bool is_erased()
    {
        return one("SELECT count(*)::text AS value FROM events WHERE kind = 'user.erased'") == "1";
    }
};

std::set<std::string> words_of(std::string_view text)
{
    std::istringstream in{std::string(text)};
    std::set<std::string> out;
    for (std::string word; in >> word;) out.insert(word);
    return out;
}

struct Columns {
    std::string name, columns;
    static constexpr auto fields =
        std::tuple{field("name", &Columns::name), field("columns", &Columns::columns)};
};

std::vector<Columns> tables_of(Sql& sql)
{
    return sql.all<Columns>(R"(
        SELECT c.table_name AS name, string_agg(c.column_name, ' ') AS columns
          FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
           AND NOT (SELECT relispartition FROM pg_class WHERE oid = ('public.' || c.table_name)::regclass)
         GROUP BY 1 ORDER BY 1)");
}

std::set<std::string> columns_with_a_fate(std::string_view table)
{
    std::set<std::string> out;
    for (const auto& fate : row_fates()) {
        if (fate.table != table) continue;
        out.merge(words_of(fate.columns));
        for (const auto& blank : fate.blanks) out.emplace(blank.column);
    }
    return out;
}

std::string listed(const std::set<std::string>& names)
{
    return joined(std::vector<std::string>(names.begin(), names.end()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(erasure)

BOOST_AUTO_TEST_CASE(every_column_of_the_database_has_a_fate_and_no_other)
{
    EmptyBoard empty;
    std::set<std::string> there;
    for (const auto& table : tables_of(empty.sql)) {
        there.insert(table.name);
        BOOST_TEST(listed(columns_with_a_fate(table.name)) == listed(words_of(table.columns)), table.name);
    }
    for (const auto& fate : row_fates()) BOOST_TEST(there.contains(std::string(fate.table)), fate.table);
    BOOST_TEST(row_fates().back().table == "users"); // others are found by it
}

BOOST_AUTO_TEST_CASE(every_reference_to_a_person_is_of_rows_that_are_looked_at)
{
    EmptyBoard empty;
    for (const auto& row : empty.sql.all<Columns>(R"(
        SELECT conrelid::regclass::text AS name, a.attname AS columns
          FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass)")) {
        bool found = false;
        for (const auto& fate : row_fates())
            found =
                found || (fate.table == row.name && (fate.fate == Fate::kept || fate.fate == Fate::cascades ||
                                                        fate.whose.find(row.columns) != fate.whose.npos));
        BOOST_TEST(found, row.name << '.' << row.columns);
    }
}

BOOST_AUTO_TEST_CASE(it_is_asked_for_by_the_password_and_can_be_taken_back)
{
    ErasureBoard board;
    check_invalid(board.ask("wrong"), "password");
    check_invalid(board.zebra.send("POST", erase, json_type, "{}"), "password");
    check_refused(board.zebra.send("DELETE", erase), 404, "not_found");
    auto asked = board.ask();
    BOOST_TEST_REQUIRE(asked.status == 202, asked.body);
    BOOST_TEST(
        board.one(
            "SELECT (erase_at - now() BETWEEN interval '13 days 23 hours' AND interval '14 days')::text "
            "AS value FROM users WHERE username = 'zebra'") == "true");
    BOOST_TEST(board.ask().json()["erase_at"].text() == asked.json()["erase_at"].text());
    BOOST_TEST(
        board.one("SELECT count(*)::text AS value FROM events WHERE kind = 'user.erasure_asked'") == "1");
    BOOST_TEST(board.zebra.send("DELETE", erase).status == 204);
    BOOST_TEST(board.one("SELECT erase_at::text AS value FROM users WHERE username = 'zebra'") == "null");
    check_refused(board.zebra.send("DELETE", erase), 404, "not_found");
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    BOOST_TEST(
        board.one("SELECT count(*)::text AS value FROM mails WHERE template = 'notice' AND state = 'sent'") ==
        "2");
    // Nothing was done.
    board.let_time_pass();
    BOOST_TEST(board.zebra.get(auth + "me/").status == 200);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_of_the_person_but_facts)
{
    ErasureBoard board;
    auto& sql = board.sql;
    People::send(board.zebra, "PATCH", "me/update/",
        {{"first_name", "Zebra"}, {"last_name", "Stripes"}, {"bio", "A zebra."},
            {"phone_number", "+431234567890"}});
    auto job = seed::job(sql, {.employer = board.acme});
    auto id = Applying::made(Applying::apply(board.zebra, job, {.name = "zebra.pdf"}));
    People::send(board.zebra, "POST", "api-keys/", {{"name", "of zebra"}, {"scopes", R"(=["read"])"}});
    sql.change("UPDATE applications SET notes = 'Zebra is nice.', cover_letter = 'I, zebra.'");
    sql.change("UPDATE resume_files SET content = 'CV of zebra', finding = 'zebra'");
    sql.change("INSERT INTO mail_blocks (address, reason) VALUES ('zebra@example.com', 'Full.')");
    BOOST_TEST(board.sign_in("zebra", "wrong").status == 401);
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));
    auto file = Applying::files_of(board.board);
    BOOST_TEST(file.size() >= 1u);
    // What another's webhook was told of the application.
    sql.change("INSERT INTO webhooks (id, owner, url, events, secret, is_active) VALUES (gen_random_uuid(), "
               ":owner::uuid, "
               "'https://hooks.example/', '*', 'whsec_', false)",
        {arg("owner", board.acme)});
    sql.change(
        "INSERT INTO webhook_deliveries (once, webhook, event, kind, body, state) SELECT e.id::text, w.id, "
        "e.id, "
        "e.kind, 'of zebra', 'delivered' FROM webhooks w, events e WHERE e.kind = 'application.submitted'");
    BOOST_TEST_REQUIRE(board.ask().status == 202);
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); })); // it is told
    board.let_time_pass();
    BOOST_TEST_REQUIRE(eventually([&] { return board.is_erased(); }));
    BOOST_TEST_REQUIRE(eventually([&] { return board.at_rest(); }));

    for (const auto& table : tables_of(sql)) {
        bool kept = false;
        for (const auto& fate : row_fates())
            kept = kept || (fate.table == table.name && fate.fate == Fate::kept);
        if (kept) continue;
        auto text = board.one("SELECT coalesce(string_agg(t::text, ' '), '') AS value FROM " + table.name +
                              " t WHERE t::text ILIKE '%zebra%' OR t::text ILIKE '%stripes%'");
        BOOST_TEST(text == "", table.name << ": " << text);
    }
    BOOST_TEST(eventually([&] { return Applying::files_of(board.board).empty(); }));
    // The application is there, without the person.
    auto shown = board.boss.get(applications + id + '/');
    BOOST_TEST_REQUIRE(shown.status == 200, shown.body);
    BOOST_TEST(shown.json()["cover_letter"].text() == "");
    BOOST_TEST(shown.json()["applicant"]["username"].text().starts_with("deleted_"));
    check_refused(board.boss.get(applications + id + "/resume/"), 404, "not_found");
    BOOST_TEST(board.boss.get(applications).json()["count"].text() == "1");
    BOOST_TEST(board.zebra.get(auth + "me/").status == 401);
    BOOST_TEST(board.sign_in("zebra").status == 401);
    BOOST_TEST(board.register_as("zebra").status == 201); // the name is free again
    BOOST_TEST(board.board.call({"sweep"}).status == 0);
}

BOOST_AUTO_TEST_CASE(jobs_of_an_employer_go_as_if_they_had_deleted_them)
{
    EmptyBoard empty;
    auto& sql = empty.sql;
    auto acme = seed::user(sql, {.username = "acme", .first_name = "Acme"}),
         ann = seed::user(sql, {.username = "ann", .role = "user"});
    seed::application(sql, seed::job(sql, {.employer = acme}), ann);
    sql.change("UPDATE users SET erase_at = now() WHERE id = :id::uuid", {arg("id", acme)});
    BOOST_TEST(store::due_erasures(sql, 10).size() == 1u);
    Transaction transaction(sql);
    BOOST_TEST(store::erase(sql, acme).has_value());
    transaction.commit();
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "0");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'job.deleted'") == "1");
    BOOST_TEST(value(sql, "SELECT job_employer_username || job_employer_name || cover_letter AS value FROM "
                          "applications") == "I would like to work with you.");
    BOOST_TEST(!store::erase(sql, ann).has_value()); // who has not asked
    BOOST_TEST(store::due_erasures(sql, 10).empty());
}

BOOST_AUTO_TEST_CASE(the_last_admin_stays_and_hinders_nobody)
{
    ErasureBoard board;
    BOOST_TEST_REQUIRE(board.ask().status == 202);
    board.sql.change("UPDATE users SET erase_at = now() - interval '1 day' WHERE role = 'admin'");
    board.let_time_pass();
    BOOST_TEST(eventually([&] { return board.is_erased(); }));
    BOOST_TEST(board.root.get(auth + "users/").status == 200);
    BOOST_TEST(board.board.log().find("not_erased") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
