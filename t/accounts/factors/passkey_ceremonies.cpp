// Both ceremonies of passkeys without a board: what is as it should be is taken, and each thing that is not
// is refused for its own reason.
#include "authenticator.hpp"

#include <boost/test/unit_test.hpp>
#include <functional>

using namespace std::string_literals;

namespace {

const RelyingParty party{"jobs.example", {"http://jobs.example", "https://app.jobs.example"}};
const std::string challenge(32, 'c');

constexpr CoseAlgorithm algorithms[] = {CoseAlgorithm::es256, CoseAlgorithm::rs256, CoseAlgorithm::eddsa};

// Why it was refused; "taken" when it was not.
std::string fault_of(const std::function<void()>& verify)
{
    try {
        verify();
        return "taken";
    } catch (const PasskeyError& error) {
        return std::string(name_of(error.fault));
    }
}

std::string fault_of(const PasskeyRegistration& answer)
{
    return fault_of([&] { verify_registration(answer, party, challenge); });
}

// Of somebody who has registered, with a counter that stands there.
std::string fault_of(const Authenticator& a, const PasskeyAssertion& answer, std::uint32_t count = 0)
{
    PasskeyCredential known{a.id, a.key.cose(), count};
    return fault_of([&] { verify_assertion(answer, party, challenge, known); });
}

// The reason for which a registration, and for which an assertion is refused after that change.
void check_both(
    const std::string& what, const std::string& fault, const std::function<void(Authenticator&)>& spoil)
{
    Authenticator a;
    spoil(a);
    BOOST_TEST(fault_of(a.registration(challenge)) == fault, what);
    BOOST_TEST(fault_of(a, a.assertion(challenge)) == fault, what);
}

} // namespace

BOOST_AUTO_TEST_SUITE(passkey_ceremonies)

BOOST_AUTO_TEST_CASE(each_algorithm_registers_and_signs)
{
    for (auto algorithm : algorithms) {
        Authenticator a{.key = SoftKey(algorithm), .count = 6, .counts = true};
        a.flags |= Authenticator::may_be_backed_up | Authenticator::backed_up;
        auto added = verify_registration(a.registration(challenge), party, challenge);
        BOOST_TEST(added.id == a.id);
        BOOST_TEST((added.public_key == a.key.cose()));
        BOOST_TEST(added.sign_count == 6u);
        BOOST_TEST(added.backed_up);
        a.flags &= ~Authenticator::backed_up;
        auto use = verify_assertion(a.assertion(challenge), party, challenge, added);
        BOOST_TEST(use.sign_count == 7u);
        BOOST_TEST(!use.backed_up);
    }
}

BOOST_AUTO_TEST_CASE(what_browsers_may_leave_out_or_add_is_fine)
{
    for (const std::string more :
        {"", R"(,"crossOrigin":false,"topOrigin":"","other_keys_can_be_added_here":[1])"}) {
        Authenticator a;
        a.more_client_data = more;
        BOOST_TEST(fault_of(a.registration(challenge)) == "taken", more);
        BOOST_TEST(fault_of(a, a.assertion(challenge)) == "taken", more);
    }
    Authenticator other_page;
    other_page.origin = "https://app.jobs.example";
    BOOST_TEST(fault_of(other_page.registration(challenge)) == "taken");
    Authenticator extended;
    extended.flags |= Authenticator::has_extensions;
    extended.extensions = cbor::map(1, cbor::text("credProtect") + cbor::number(2));
    BOOST_TEST(fault_of(extended.registration(challenge)) == "taken");
    BOOST_TEST(fault_of(extended, extended.assertion(challenge)) == "taken");
    Authenticator attested;
    attested.format = "packed";
    attested.statement =
        cbor::map(2, cbor::text("alg") + cbor::number(-7) + cbor::text("sig") + cbor::bytes("sig"));
    BOOST_TEST(fault_of(attested.registration(challenge)) == "taken");
    for (std::size_t size : {1u, 255u, 256u, 1023u}) {
        Authenticator named;
        named.id = std::string(size, 'i');
        BOOST_TEST(fault_of(named.registration(challenge)) == "taken", size);
    }
}

BOOST_AUTO_TEST_CASE(a_challenge_is_read_before_the_answer_is_verified)
{
    Authenticator a;
    BOOST_TEST((challenge_in(a.client_data("webauthn.get", challenge)) == challenge));
    for (const std::string nothing : {"", "{}", "[]", "null", "\"text\"", R"({"type":"webauthn.get"})",
             R"({"type":"webauthn.get","challenge":7,"origin":"http://jobs.example"})",
             R"({"type":"webauthn.get","challenge":"*","origin":"http://jobs.example"})"})
        BOOST_TEST(!challenge_in(nothing), nothing);
}

BOOST_AUTO_TEST_CASE(client_data_of_another_ceremony_is_refused)
{
    check_both("a type of neither", "type", [](Authenticator& a) { a.type = "payment.get"; });
    check_both("no type", "type", [](Authenticator& a) { a.type = " "; });
    Authenticator a;
    auto registration = a.registration(challenge);
    registration.client_data = a.client_data("webauthn.get", challenge);
    BOOST_TEST(fault_of(registration) == "type");
    auto assertion = a.assertion(challenge);
    assertion.client_data = a.client_data("webauthn.create", challenge);
    BOOST_TEST(fault_of(a, assertion) == "type");
    for (const std::string& other :
        {std::string(), std::string(31, 'c'), std::string(33, 'c'), std::string(31, 'c') + 'd'}) {
        BOOST_TEST(fault_of(a.registration(other)) == "challenge");
        BOOST_TEST(fault_of(a, a.assertion(other)) == "challenge");
    }
}

BOOST_AUTO_TEST_CASE(an_answer_to_somebody_elses_page_is_refused)
{
    for (auto origin : {"https://jobs.example", "http://jobs.example:80", "http://jobs.example:8080",
             "http://jobs.example/", "http://jobs.example.evil.example", "http://evil.example",
             "http://JOBS.example", "http://app.jobs.example", "https://app.jobs.example.", "null", ""})
        check_both(origin, "origin", [&](Authenticator& a) { a.origin = origin; });
    check_both("within another page", "cross_origin",
        [](Authenticator& a) { a.more_client_data = R"(,"crossOrigin":true)"; });
    for (auto odd : {R"(,"crossOrigin":"false")", R"(,"crossOrigin":null)", R"(,"type":"webauthn.create")",
             ",", "}", R"(,"x":"\u0000")"})
        check_both(odd, "client_data", [&](Authenticator& a) { a.more_client_data = odd; });
}

BOOST_AUTO_TEST_CASE(an_authenticator_must_be_asked_by_this_site_and_ask_its_owner)
{
    for (auto other : {"evil.example", "app.jobs.example", "example", "JOBS.example", ""})
        check_both(other, "relying_party", [&](Authenticator& a) { a.rp_id = other; });
    check_both("nobody there", "not_present", [](Authenticator& a) { a.flags &= ~Authenticator::present; });
    check_both("nobody known", "not_verified", [](Authenticator& a) { a.flags &= ~Authenticator::verified; });
    check_both("neither", "not_present", [](Authenticator& a) { a.flags = 0; });
    check_both("a copy of what cannot be copied", "backup",
        [](Authenticator& a) { a.flags |= Authenticator::backed_up; });
    check_both("extensions that are not there", "authenticator",
        [](Authenticator& a) { a.flags |= Authenticator::has_extensions; });
    check_both("extensions that are not told of", "authenticator",
        [](Authenticator& a) { a.extensions = cbor::map(0, ""); });
    check_both("extensions that are no map", "authenticator", [](Authenticator& a) {
        a.flags |= Authenticator::has_extensions;
        a.extensions = cbor::number(1);
    });
    check_both("more behind the extensions", "authenticator", [](Authenticator& a) {
        a.flags |= Authenticator::has_extensions;
        a.extensions = cbor::map(0, "") + "x";
    });
}

BOOST_AUTO_TEST_CASE(a_registration_without_a_credential_is_refused)
{
    Authenticator a;
    auto with = [&](const std::string& data) {
        return PasskeyRegistration{a.client_data("webauthn.create", challenge), a.attestation(data)};
    };
    auto whole = a.attested_data();
    BOOST_TEST(fault_of(with(whole)) == "taken");
    BOOST_TEST(fault_of(with(a.data(0, ""))) == "credential");
    BOOST_TEST(fault_of(with(a.data(0, whole.substr(37)))) == "credential"); // its flag is missing
    BOOST_TEST(fault_of(with(whole + "x")) == "authenticator");
    BOOST_TEST(fault_of(with(whole + whole)) == "authenticator");
    for (std::size_t size = 0; size < whole.size(); ++size)
        BOOST_TEST(fault_of(with(whole.substr(0, size))) != "taken", size);
    for (std::size_t size : {0u, 1024u, 65535u}) {
        Authenticator named;
        named.id = std::string(size, 'i');
        BOOST_TEST(fault_of(named.registration(challenge)) == "credential", size);
    }
    auto longer = whole; // than there are bytes
    longer.replace(53, 2, big_endian(1000, 2));
    BOOST_TEST(fault_of(with(longer)) == "authenticator");
}

BOOST_AUTO_TEST_CASE(an_attestation_object_must_be_sound)
{
    Authenticator a;
    auto with = [&](const std::string& object) {
        return fault_of(PasskeyRegistration{a.client_data("webauthn.create", challenge), object});
    };
    auto format = cbor::text("fmt") + cbor::text("none"),
         statement = cbor::text("attStmt") + cbor::map(0, ""),
         data = cbor::text("authData") + cbor::bytes(a.attested_data());
    BOOST_TEST(with(cbor::map(3, format + statement + data)) == "taken");
    BOOST_TEST(with(cbor::map(3, data + format + statement)) == "taken");
    const std::pair<const char*, std::string> spoiled[] = {
        {"nothing", ""},
        {"no CBOR", "{}"},
        {"a number", cbor::number(3)},
        {"only its head", cbor::map(3, "")},
        {"more behind it", cbor::map(3, format + statement + data) + "x"},
        {"twice", cbor::map(3, format + statement + data) + cbor::map(3, format + statement + data)},
        {"no format", cbor::map(2, statement + data)},
        {"no statement", cbor::map(2, format + data)},
        {"no data", cbor::map(2, format + statement)},
        {"a key twice", cbor::map(4, format + format + statement + data)},
        {"its data twice", cbor::map(4, format + statement + data + data)},
        {"a key that is a list", cbor::map(4, format + statement + data + "\x80" + cbor::number(1))},
        {"a format that is a number", cbor::map(3, cbor::text("fmt") + cbor::number(1) + statement + data)},
        {"an empty format", cbor::map(3, cbor::text("fmt") + cbor::text("") + statement + data)},
        {"a statement that is a text", cbor::map(3, format + cbor::text("attStmt") + cbor::text("") + data)},
        {"a statement of no format",
            cbor::map(
                3, format + cbor::text("attStmt") + cbor::map(1, cbor::text("a") + cbor::number(1)) + data)},
        {"a key twice in the statement",
            cbor::map(
                3, cbor::text("fmt") + cbor::text("packed") + cbor::text("attStmt") +
                       cbor::map(2, cbor::text("a") + cbor::number(1) + cbor::text("a") + cbor::number(1)) +
                       data)},
        {"data that is a text",
            cbor::map(3, format + statement + cbor::text("authData") + cbor::text(a.attested_data()))},
        {"data in pieces", cbor::map(3, format + statement + cbor::text("authData") + "\x5f" +
                                            cbor::bytes(a.attested_data()) + "\xff")},
        {"a map without an end", "\xbf" + format + statement + data},
        {"a map without a size", "\xbf" + format + statement + data + "\xff"},
        {"a list of half a billion", cbor::map(1, cbor::text("fmt") + "\x9a\x20" + std::string(3, '\0'))},
        {"four billion members", "\xba\xff\xff\xff\xff" + format + statement + data},
        {"more members than can be counted",
            "\xbb\xff\xff\xff\xff\xff\xff\xff\xff" + format + statement + data},
        {"a text of many exabytes", "\xa1\x7b\x7f\xff\xff\xff\xff\xff\xff\xff" + format},
        {"a list of four billion", cbor::map(1, cbor::text("fmt") + "\x9a\xff\xff\xff\xff")},
    };
    for (const auto& [what, object] : spoiled) BOOST_TEST(with(object) == "attestation", what);
    std::string many =
        "\xbb" + std::string(6, '\0') + "\xff\xff"; // maps of 65535, each within the one before
    for (int i = 0; i < 2000; ++i) many += cbor::number(1) + "\xba\0\0\xff\xff"s;
    BOOST_TEST(with(many) == "attestation");
    BOOST_TEST(with(std::string(100'000, '\x81')) == "attestation"); // lists in lists
    BOOST_TEST(with(std::string(100'000, '\xa1')) == "attestation");
}

BOOST_AUTO_TEST_CASE(a_signature_is_over_all_of_the_answer_and_by_that_key)
{
    for (auto algorithm : algorithms) {
        Authenticator a{.key = SoftKey(algorithm)};
        auto good = a.assertion(challenge);
        BOOST_TEST(fault_of(a, good) == "taken");
        auto other = good;
        other.client_data += ' ';
        BOOST_TEST(fault_of(a, other) == "signature");
        other = good;
        other.authenticator_data[36] ^= 1; // its counter
        BOOST_TEST(fault_of(a, other) == "signature");
        other = good;
        other.signature.back() ^= 1;
        BOOST_TEST(fault_of(a, other) == "signature");
        for (const std::string& none : {std::string(), std::string("x"), std::string(64, '\0'),
                 std::string(10'000, 'x'), good.signature + '\0', good.signature.substr(1)}) {
            other.signature = none;
            BOOST_TEST(fault_of(a, other) == "signature");
        }
        for (auto kind : algorithms) {
            Authenticator thief{.key = SoftKey(kind)};
            BOOST_TEST(fault_of(a, thief.assertion(challenge)) == "signature");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_counter_must_grow_where_there_is_one)
{
    auto with = [](std::uint32_t known, std::uint32_t next) {
        Authenticator a{.count = next};
        return fault_of(a, a.assertion(challenge), known);
    };
    BOOST_TEST(with(0, 0) == "taken");
    BOOST_TEST(with(0, 1) == "taken");
    BOOST_TEST(with(7, 8) == "taken");
    BOOST_TEST(with(0x7fffffff, 0x80000000) == "taken");
    BOOST_TEST(with(0xfffffffe, 0xffffffff) == "taken");
    BOOST_TEST(with(1, 1) == "counter");
    BOOST_TEST(with(7, 6) == "counter");
    BOOST_TEST(with(7, 0) == "counter");
    BOOST_TEST(with(0x80000000, 0x7fffffff) == "counter");
}

BOOST_AUTO_TEST_CASE(an_assertion_has_no_credential_and_nothing_behind_it)
{
    Authenticator a;
    auto with = [&](const std::string& data) {
        PasskeyAssertion answer{a.client_data("webauthn.get", challenge), data, ""};
        answer.signature = a.key.signature(data + sha256_of(answer.client_data));
        return fault_of(a, answer);
    };
    BOOST_TEST(with(a.data(0, "")) == "taken");
    BOOST_TEST(with(a.attested_data()) == "authenticator");
    BOOST_TEST(with(a.data(0, "x")) == "authenticator");
    for (std::size_t size = 0; size < 37; ++size)
        BOOST_TEST(with(a.data(0, "").substr(0, size)) == "authenticator", size);
    PasskeyCredential broken{a.id, a.key.cose() + "x"};
    BOOST_TEST(
        fault_of([&] { verify_assertion(a.assertion(challenge), party, challenge, broken); }) == "key");
}

// Whatever is flipped or cut off, nothing breaks; and a signature that does not fit is never taken.
BOOST_AUTO_TEST_CASE(no_bytes_break_the_reader)
{
    for (auto algorithm : algorithms) {
        Authenticator a{.key = SoftKey(algorithm)};
        a.flags |= Authenticator::has_extensions;
        a.extensions = cbor::map(1, cbor::text("credProtect") + cbor::number(2));
        a.format = "packed";
        a.statement = cbor::map(1, cbor::text("sig") + cbor::bytes("signature"));
        auto good = a.registration(challenge);
        const auto object = good.attestation_object;
        for (std::size_t at = 0; at < object.size(); ++at) {
            good.attestation_object = object.substr(0, at);
            BOOST_TEST(fault_of(good) != "taken");
            for (unsigned bits : {0x01u, 0x80u, 0x20u, 0xffu}) {
                good.attestation_object = object;
                good.attestation_object[at] = static_cast<char>(good.attestation_object[at] ^ bits);
                BOOST_CHECK_NO_THROW(fault_of(good));
            }
        }
        auto signed_one = a.assertion(challenge);
        for (auto part : {&PasskeyAssertion::client_data, &PasskeyAssertion::authenticator_data,
                 &PasskeyAssertion::signature}) {
            const auto whole = signed_one.*part;
            for (std::size_t at = 0; at < whole.size(); ++at) {
                auto spoiled = signed_one;
                spoiled.*part = whole.substr(0, at);
                BOOST_TEST(fault_of(a, spoiled) != "taken");
                spoiled.*part = whole;
                (spoiled.*part)[at] = static_cast<char>((spoiled.*part)[at] ^ 0x04);
                BOOST_TEST(fault_of(a, spoiled) != "taken");
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
