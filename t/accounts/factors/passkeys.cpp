// Adding passkeys, showing, naming and removing them, through the whole stack.
#include "passkey_people.hpp"
#include "t/kit/lists.hpp"
#include "t/messages/told_board.hpp"

#include <algorithm>

BOOST_FIXTURE_TEST_SUITE(passkeys, Passkeys)

BOOST_AUTO_TEST_CASE(options_are_what_browsers_take)
{
    auto reply = her.send("POST", options_at, json_type, "{}");
    BOOST_TEST(reply.status == 200);
    auto options = reply.json();
    BOOST_TEST(keys(options) == "rp, user, challenge, pubKeyCredParams, timeout, excludeCredentials, "
                                "authenticatorSelection, attestation");
    BOOST_TEST(options["rp"]["id"].text() == "jobs.example");
    BOOST_TEST(options["rp"]["name"].text() != "");
    BOOST_TEST((base64url_decoded(options["user"]["id"].text()) == handle_of(ann)));
    BOOST_TEST(options["user"]["name"].text() == "ann");
    BOOST_TEST(options["user"]["displayName"].text() == "ann");
    BOOST_TEST(base64url_decoded(options["challenge"].text()).value().size() == 32u);
    BOOST_TEST(joined(each(options["pubKeyCredParams"], "alg")) == "-7, -8, -257");
    BOOST_TEST(joined(each(options["pubKeyCredParams"], "type")) == "public-key, public-key, public-key");
    BOOST_TEST(options["timeout"].text() == "300000");
    BOOST_TEST(options["excludeCredentials"].size() == 0u);
    BOOST_TEST(options["authenticatorSelection"]["residentKey"].text() == "required");
    BOOST_TEST(options["authenticatorSelection"]["requireResidentKey"].text() == "true");
    BOOST_TEST(options["authenticatorSelection"]["userVerification"].text() == "required");
    BOOST_TEST(options["attestation"].text() == "none");
    BOOST_TEST(challenge_for(her) != challenge_for(her));

    auto asked = somebody().send("POST", sign_in_options_at, json_type, "{}");
    BOOST_TEST(keys(asked.json()) == "challenge, rpId, allowCredentials, userVerification, timeout");
    BOOST_TEST(asked.json()["rpId"].text() == "jobs.example");
    BOOST_TEST(asked.json()["allowCredentials"].size() == 0u);
    BOOST_TEST(asked.json()["userVerification"].text() == "required");
    BOOST_TEST(asked.json()["timeout"].text() == "300000");
    BOOST_TEST(asked.header("cache-control") == "no-store");
}

BOOST_AUTO_TEST_CASE(a_passkey_is_added_shown_renamed_and_removed)
{
    auto a = authenticator();
    auto reply = add(her, a, challenge_for(her), "  My phone ");
    BOOST_TEST(reply.status == 201);
    BOOST_TEST(keys(reply.json()) == "id, name, backed_up, created_at, last_used_at");
    BOOST_TEST(reply.json()["name"].text() == "My phone");
    BOOST_TEST(reply.json()["backed_up"].text() == "false");
    BOOST_TEST(reply.json()["last_used_at"].is_null());
    auto at = passkeys_at + reply.json()["id"].text() + '/';
    BOOST_TEST(her.get(at).body == reply.body);
    auto list = her.get(passkeys_at);
    BOOST_TEST(list.json()["count"].text() == "1");
    BOOST_TEST(list.body.find(reply.body) != std::string::npos);

    auto known = her.send("POST", options_at, json_type, "{}");
    auto excluded = known.json()["excludeCredentials"][0];
    BOOST_TEST((base64url_decoded(excluded["id"].text()) == a.id));
    BOOST_TEST(excluded["type"].text() == "public-key");
    BOOST_TEST(excluded["transports"].size() == 2u);
    BOOST_TEST(excluded["transports"][0].text() == "internal");

    auto renamed = her.send("PATCH", at, json_type, R"({"name":"Old phone"})");
    BOOST_TEST(renamed.status == 200);
    BOOST_TEST(renamed.json()["name"].text() == "Old phone");
    BOOST_TEST(her.get(at).body == renamed.body);
    BOOST_TEST(her.send("PATCH", at, json_type, R"({"name":"Old phone"})").status == 200);
    BOOST_TEST(her.send("PATCH", at, json_type, "{}").body == renamed.body);
    for (auto odd : {R"({"name":""})", R"({"name":"  "})", R"({"name":null})"})
        check_invalid(her.send("PATCH", at, json_type, odd), "name");
    check_invalid(her.send("PATCH", at, json_type, object({{"name", std::string(101, 'x')}})), "name");
    BOOST_TEST(her.send("PATCH", at, json_type, object({{"name", std::string(100, 'x')}})).status == 200);

    BOOST_TEST(her.send("DELETE", at).status == 204);
    BOOST_TEST(her.get(at).status == 404);
    BOOST_TEST(her.get(passkeys_at).json()["count"].text() == "0");
    BOOST_TEST(
        value(sql, "SELECT string_agg(kind || ' ' || coalesce(changes ->> 'passkey', ''), '; ' ORDER BY at, "
                   "number) AS value FROM events WHERE kind LIKE 'passkey.%'")
            .starts_with(R"(passkey.added [null, "My phone"]; passkey.renamed ["My phone", "Old phone"]; )"));
    BOOST_TEST(count("events WHERE kind = 'passkey.renamed'") == "2"); // not where nothing changed
    BOOST_TEST(
        count("events WHERE kind = 'passkey.removed' AND subject_name = 'ann' AND actor_name = 'ann'") ==
        "1");
}

BOOST_AUTO_TEST_CASE(its_list_is_in_pages_and_in_order)
{
    for (int i = 0; i < 5; ++i) added("credential " + std::to_string(i));
    auto all = flat(walk(board, her, passkeys_at + "?page_size=2", "next"));
    BOOST_TEST(all.size() == 5u);
    auto ascending = flat(walk(board, her, passkeys_at + "?page_size=2&ordering=created_at", "next"));
    std::reverse(ascending.begin(), ascending.end());
    BOOST_TEST(joined(all) == joined(ascending));
    BOOST_TEST(joined(flat(walk(board, her, passkeys_at + "?page_size=2&cursor=", "next"))) == joined(all));
    BOOST_TEST(board.user("bob").get(passkeys_at).json()["count"].text() == "0");
}

BOOST_AUTO_TEST_CASE(somebody_elses_passkey_is_not_there)
{
    added();
    auto at = passkeys_at + id_of_only_one() + '/';
    for (const std::string who : {"bob", "root"}) {
        auto other = who == "root" ? board.admin() : board.user(who);
        BOOST_TEST(other.get(at).status == 404);
        BOOST_TEST(other.send("PATCH", at, json_type, R"({"name":"Mine"})").status == 404);
        BOOST_TEST(other.send("DELETE", at).status == 404);
    }
    BOOST_TEST(her.get(at).json()["name"].text() == "My phone");
    auto reply = add(her, authenticator(), challenge_for(her)); // and nobody adds one twice
    check_invalid(reply, "credential");
    auto bob = board.user("bob");
    check_invalid(add(bob, authenticator(), challenge_for(bob)), "credential");
    BOOST_TEST(count("passkeys") == "1");
}

BOOST_AUTO_TEST_CASE(a_credential_may_come_in_a_form)
{
    auto a = authenticator();
    auto form = [](const std::string& credential) {
        return "name=Phone&credential=" + percent_encoded(credential);
    };
    BOOST_TEST(
        her.send("POST", passkeys_at, form_type, form(a.registration_json(challenge_for(her)))).status ==
        201);
    BOOST_TEST(
        somebody().send("POST", sign_in_at, form_type, form(a.assertion_json(sign_in_challenge()))).status ==
        200);
}

BOOST_AUTO_TEST_CASE(who_changes_passkeys_has_just_shown_who_they_are)
{
    added();
    auto at = passkeys_at + id_of_only_one() + '/';
    forget_proof();
    for (const std::string body : {"{}", R"({"password":""})", R"({"password":null})"}) {
        check_refused(her.send("POST", options_at, json_type, body), 403, "reauthentication_required");
        check_refused(her.send("DELETE", at, json_type, body), 403, "reauthentication_required");
    }
    check_invalid(her.send("POST", options_at, json_type, R"({"password":"wrong"})"), "password");
    check_invalid(her.send("DELETE", at, json_type, R"({"password":"wrong"})"), "password");
    BOOST_TEST(her.get(passkeys_at).json()["count"].text() == "1");
    auto proof = object({{"password", good_password}});
    BOOST_TEST(her.send("POST", options_at, json_type, proof).status == 200);
    BOOST_TEST(her.send("POST", options_at, json_type, "{}").status == 200);
    forget_proof();
    BOOST_TEST(her.send("DELETE", at, json_type, proof).status == 204);
}

BOOST_AUTO_TEST_CASE(what_is_no_credential_is_a_fault_of_it)
{
    check_invalid(her.send("POST", passkeys_at, json_type, "{}"), "name, credential");
    check_invalid(somebody().send("POST", sign_in_at, json_type, "{}"), "credential");
    for (const std::string odd : {"null", "7", "[]", "\"\"", "\"{\"", "\"[]\"", "{}", R"({"id":"AA"})",
             R"({"id":"AA","type":"public-key"})", R"({"id":"AA","type":"public-key","response":[]})",
             R"({"id":"AA","type":"public-key","response":{"clientDataJSON":"AA"}})",
             R"({"id":"*","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA",)"
             R"("authenticatorData":"AA","signature":"AA"}})",
             R"({"id":"AA","type":"password","response":{"clientDataJSON":"AA","attestationObject":"AA",)"
             R"("authenticatorData":"AA","signature":"AA"}})",
             R"({"id":"AA","rawId":"AQ","type":"public-key","response":{"clientDataJSON":"AA",)"
             R"("attestationObject":"AA","authenticatorData":"AA","signature":"AA"}})",
             R"({"id":"AA","type":"public-key","response":{"clientDataJSON":7,"attestationObject":7,)"
             R"("authenticatorData":7,"signature":7}})"}) {
        check_invalid(
            her.send("POST", passkeys_at, json_type, object({{"name", "x"}, {"credential", '=' + odd}})),
            "credential");
        check_invalid(answer(odd), "credential");
    }
    auto other = authenticator();
    auto credential = other.registration_json(challenge_for(her));
    auto renamed = authenticator("another id");
    renamed.key = other.key;
    credential.replace(7, base64url(other.id).size(), base64url(renamed.id));
    auto raw = credential.find(base64url(other.id));
    credential.replace(raw, base64url(other.id).size(), base64url(renamed.id));
    check_invalid(
        her.send("POST", passkeys_at, json_type, object({{"name", "x"}, {"credential", '=' + credential}})),
        "credential");
    BOOST_TEST(count("passkeys") == "0");
}

BOOST_AUTO_TEST_CASE(transports_are_kept_only_where_they_can_be_some)
{
    auto a = authenticator();
    auto credential = a.registration_json(challenge_for(her));
    const std::string usual = R"(["internal","hybrid"])";
    credential.replace(credential.find(usual), usual.size(),
        R"(["usb",7,"","a,b","<b>","smart-card",null,"internal","one-more","and-another"])");
    BOOST_TEST(
        her.send("POST", passkeys_at, json_type, object({{"name", "x"}, {"credential", '=' + credential}}))
            .status == 201);
    BOOST_TEST(value(sql, "SELECT transports AS value FROM passkeys") == "usb,smart-card,internal");
}

BOOST_AUTO_TEST_CASE(what_has_had_its_time_goes)
{
    sign_in_challenge();
    challenge_for(her);
    sql.change("UPDATE passkey_challenges SET expires_at = now() WHERE purpose = 'register'");
    auto swept = board.call({"sweep"});
    BOOST_TEST(swept.out.find("challenges of passkeys: 1,") != std::string::npos, swept.out);
    BOOST_TEST(value(sql, "SELECT purpose AS value FROM passkey_challenges") == "sign_in");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(passkey_sites)

// Pages of other hosts of the same site may ask; others may not, though they may read answers.
BOOST_AUTO_TEST_CASE(origins_are_those_of_the_site)
{
    Board board(Variables{
        {"CORS_ORIGINS", "https://app.jobs.example,https://elsewhere.example,https://ajobs.example"}});
    auto ann = board.user("ann");
    int number = 0;
    auto adding = [&](const std::string& origin) {
        Authenticator a{.id = "credential " + std::to_string(++number), .origin = origin};
        return add(ann, a, challenge_for(ann)).status;
    };
    BOOST_TEST(adding("http://jobs.example") == 201);
    BOOST_TEST(adding("https://app.jobs.example") == 201);
    BOOST_TEST(adding("http://app.jobs.example") == 400);
    BOOST_TEST(adding("https://elsewhere.example") == 400);
    BOOST_TEST(adding("https://ajobs.example") == 400);
    BOOST_TEST(adding("https://jobs.example") == 400);
}

// Browsers take no address for a site's name.
BOOST_AUTO_TEST_CASE(a_board_of_this_machine_is_localhost)
{
    Board board(Variables{{"PUBLIC_URL", "http://127.0.0.1:8080"}});
    auto ann = board.user("ann");
    auto options = ann.send("POST", options_at, json_type, "{}");
    BOOST_TEST(options.json()["rp"]["id"].text() == "localhost");
    Authenticator a{.origin = "http://localhost:8080", .rp_id = "localhost"};
    BOOST_TEST(add(ann, a, options.json()["challenge"].text()).status == 201);
}

BOOST_AUTO_TEST_CASE(its_owner_is_told_of_what_is_added_and_removed)
{
    ToldBoard told;
    auto ann = told.board.user("ann");
    auto reply = add(ann, Authenticator{}, challenge_for(ann), "My phone");
    BOOST_TEST_REQUIRE(reply.status == 201);
    auto at = passkeys_at + reply.json()["id"].text() + '/';
    BOOST_TEST(ann.send("PATCH", at, json_type, R"({"name":"Old phone"})").status == 200);
    check_invalid(ann.send("DELETE", at), "non_field_errors"); // her only way in
    told.sql.change("UPDATE users SET password_hash = 'one' WHERE username = 'ann'");
    BOOST_TEST(ann.send("DELETE", at).status == 204);
    BOOST_TEST_REQUIRE(eventually([&] { return told.at_rest(); }));
    BOOST_TEST(
        told.one(
            "SELECT string_agg(title || ': ' || split_part(message, '.', 1), '; ' ORDER BY created_at) AS "
            "value FROM notifications") ==
        "A passkey was added to your account: My phone signs in to your account; "
        "A passkey was removed from your account: Old phone signs in to your account no more");
    BOOST_TEST(
        told.one(
            "SELECT string_agg(template || ' ' || state, ', ' ORDER BY created_at) AS value FROM mails") ==
        "passkey_added sent, passkey_removed sent");
    BOOST_TEST(mails_with(told.box(), "Subject: A passkey was added", "My phone") == 1);
    BOOST_TEST(mails_with(told.box(), "Subject: A passkey was removed", "Old phone") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
