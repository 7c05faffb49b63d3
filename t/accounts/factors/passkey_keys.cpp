// Public keys of authenticators: what fits its algorithm is taken.
#include "authenticator.hpp"

#include <boost/test/unit_test.hpp>

namespace {

// Whether it is taken, and whole.
bool is_key(const std::string& cose)
{
    std::string_view rest = cose;
    return PublicKey::take(rest) && rest.empty();
}

void check_no_key(const std::string& what, const std::string& cose)
{
    BOOST_TEST(!is_key(cose), what);
}

std::string member(long long label, const std::string& value)
{
    return cbor::number(label) + value;
}

std::string number(long long label, long long value)
{
    return member(label, cbor::number(value));
}

// The parts of a key of the curve P-256, to be put together wrongly.
struct Point {
    SoftKey key{CoseAlgorithm::es256};
    std::string kind = number(1, 2), algorithm = number(3, -7), curve = number(-1, 1),
                x = member(-2, cbor::bytes(key.x())), y = member(-3, cbor::bytes(key.y()));
    std::string all() const { return kind + algorithm + curve + x + y; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(passkey_keys)

BOOST_AUTO_TEST_CASE(a_key_of_a_curve_fits_its_algorithm)
{
    Point p;
    BOOST_TEST(is_key(cbor::map(5, p.all())));
    auto swapped = [&](std::string Point::*part, const std::string& other) {
        Point changed = p;
        changed.*part = other;
        return cbor::map(5, changed.all());
    };
    check_no_key("RSA by its number", swapped(&Point::algorithm, number(3, -257)));
    check_no_key("EdDSA by its number", swapped(&Point::algorithm, number(3, -8)));
    check_no_key("an algorithm that is not taken", swapped(&Point::algorithm, number(3, -35)));
    check_no_key("a positive algorithm", swapped(&Point::algorithm, number(3, 7)));
    check_no_key("no algorithm", cbor::map(4, p.kind + p.curve + p.x + p.y));
    check_no_key("an algorithm as text", swapped(&Point::algorithm, member(3, cbor::text("ES256"))));
    check_no_key("another kind", swapped(&Point::kind, number(1, 1)));
    check_no_key("no kind", cbor::map(4, p.algorithm + p.curve + p.x + p.y));
    check_no_key("another curve", swapped(&Point::curve, number(-1, 2)));
    check_no_key("a short x", swapped(&Point::x, member(-2, cbor::bytes(p.key.x().substr(1)))));
    check_no_key("a long x", swapped(&Point::x, member(-2, cbor::bytes('\0' + p.key.x()))));
    check_no_key("no y", cbor::map(4, p.kind + p.algorithm + p.curve + p.x));
    check_no_key("only the sign of y", swapped(&Point::y, member(-3, "\xf5")));
    check_no_key("no point of the curve", swapped(&Point::y, member(-3, cbor::bytes(p.key.x()))));
    check_no_key("nothing but noughts",
        cbor::map(5, p.kind + p.algorithm + p.curve + member(-2, cbor::bytes(std::string(32, '\0'))) +
                         member(-3, cbor::bytes(std::string(32, '\0')))));
    check_no_key("a member twice", cbor::map(6, p.all() + p.y));
    check_no_key(
        "two algorithms", cbor::map(6, p.algorithm + number(3, -257) + p.kind + p.curve + p.x + p.y));
    check_no_key("no map", cbor::bytes(p.all()));
    check_no_key("cut", cbor::map(6, p.all()));
}

BOOST_AUTO_TEST_CASE(an_rsa_key_has_a_size_and_an_exponent_that_are_in_use)
{
    auto rsa = [](const std::string& modulus, const std::string& exponent) {
        return cbor::map(4, number(1, 3) + number(3, -257) + member(-1, cbor::bytes(modulus)) +
                                member(-2, cbor::bytes(exponent)));
    };
    const std::string odd = '\xc1' + std::string(255, '\x11'), usual("\x01\x00\x01", 3);
    BOOST_TEST(is_key(rsa(odd, usual)));
    check_no_key("1024 bits", SoftKey(CoseAlgorithm::rs256, 1024).cose());
    check_no_key("1024 bits and noughts", rsa(std::string(128, '\0') + std::string(128, '\x11'), usual));
    check_no_key("8192 bits", rsa('\xc1' + std::string(1023, '\x11'), usual));
    check_no_key("an even modulus", rsa('\xc1' + std::string(255, '\x10'), usual));
    check_no_key("the exponent 1", rsa(odd, "\x01"));
    check_no_key("an even exponent", rsa(odd, "\x02"));
    check_no_key("an exponent of many bytes", rsa(odd, odd));
    check_no_key("no exponent", rsa(odd, ""));
}

BOOST_AUTO_TEST_CASE(an_edwards_key_is_of_ed25519)
{
    auto edwards = [](long long curve, const std::string& x) {
        return cbor::map(4, number(1, 1) + number(3, -8) + number(-1, curve) + member(-2, cbor::bytes(x)));
    };
    check_no_key("Ed448", edwards(7, std::string(57, 'x')));
    check_no_key("X25519", edwards(4, std::string(32, 'x')));
    check_no_key("a short point", edwards(6, std::string(31, 'x')));
    check_no_key("a long point", edwards(6, std::string(33, 'x')));
}

BOOST_AUTO_TEST_SUITE_END()
