// Sealing: only a key of the ring opens, only for its purpose, and older keys go on opening.
#include "t/kit/seed.hpp"

#include "lib/auth/key_ring.hpp"

namespace {

const std::string older = "an-older-key-for-tests-of-32-characters",
                  newer = "a-newer-key-for-tests-of-32-characters";

} // namespace

BOOST_AUTO_TEST_SUITE(key_ring)

BOOST_AUTO_TEST_CASE(what_is_sealed_is_opened_for_the_same_purpose_alone)
{
    KeyRing ring({newer});
    for (const std::string& text : {std::string(), std::string("seed"), std::string(5000, '\0')}) {
        auto sealed = ring.seal(text, "totp 1");
        BOOST_TEST((ring.open(sealed, "totp 1") == text));
        BOOST_TEST(!ring.open(sealed, "totp 2"));
        BOOST_TEST(sealed != ring.seal(text, "totp 1")); // nothing tells that two are the same
    }
}

BOOST_AUTO_TEST_CASE(an_older_key_opens_and_does_not_seal)
{
    auto sealed = KeyRing({older}).seal("seed", "totp 1");
    KeyRing ring({newer, older});
    BOOST_TEST((ring.open(sealed, "totp 1") == "seed"));
    BOOST_TEST(!ring.is_current(sealed));
    BOOST_TEST(ring.is_current(ring.seal("seed", "totp 1")));
    BOOST_TEST(!KeyRing({newer}).open(sealed, "totp 1"));
}

BOOST_AUTO_TEST_CASE(nothing_that_was_changed_is_opened)
{
    KeyRing ring({newer});
    auto sealed = ring.seal("seed", "totp 1");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(!ring.open(changed, "totp 1"));
        BOOST_TEST(!ring.open(sealed.substr(0, i), "totp 1"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
