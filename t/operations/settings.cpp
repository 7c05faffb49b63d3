// The settings: where they come from and which are refused.
#include "app/settings.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>

namespace {

using Texts = std::vector<std::string>;

// Why settings are refused; empty when they are taken.
std::string refusal(const Texts& environment, std::string_view file = "")
{
    try {
        read_settings(environment, file);
        return "";
    } catch (const BadSetting& e) {
        return e.what();
    }
}

void check_says(const std::string& sentence, std::string_view part)
{
    BOOST_TEST(
        sentence.find(part) != std::string::npos, "\"" << sentence << "\" does not say \"" << part << '"');
}

} // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(without_anything_the_defaults_hold)
{
    auto settings = read_settings(Texts{"PATH=/bin", "LANG=C"}, "");
    for (const auto& row : settings_table()) {
        bool masked = row.secret && !row.connection && !row.initial.empty();
        BOOST_TEST(text_of(settings, row) == (masked ? "********" : row.initial), row.name);
    }
}

BOOST_AUTO_TEST_CASE(the_environment_wins_over_the_file)
{
    auto file = "# comment\n\nJOBBOARD_FAST_WORKERS=7\n  JOBBOARD_PUBLIC_URL=\"http://a.example\"  "
                "\nJOBBOARD_LOG_LEVEL='debug'\n";
    auto settings = read_settings(Texts{"JOBBOARD_FAST_WORKERS=9"}, file);
    BOOST_TEST(settings.fast_workers == 9);
    BOOST_TEST(settings.public_url == "http://a.example");
    BOOST_TEST(settings.log_level == "debug");
}

BOOST_AUTO_TEST_CASE(an_unknown_setting_is_refused)
{
    check_says(refusal({"JOBBOARD_FASTWORKERS=1"}), "JOBBOARD_FASTWORKERS is not a setting");
    check_says(refusal({}, "PUBLIC_URL=x"), "PUBLIC_URL is not a setting");
    BOOST_TEST(refusal({}, "JOBBOARD_PUBLIC_URL") != "");
}

BOOST_AUTO_TEST_CASE(every_number_has_its_bounds)
{
    int numbers = 0;
    for (const auto& row : settings_table()) {
        if (!row.number) continue;
        ++numbers;
        auto name = "JOBBOARD_" + std::string(row.name);
        for (auto fine : {row.min, row.max}) BOOST_TEST(refusal({name + '=' + std::to_string(fine)}) == "");
        for (auto bad : {std::to_string(row.min - 1), std::to_string(row.max + 1), std::string("x"),
                 std::string(""), std::string("1.5")})
            check_says(refusal({name + '=' + bad}),
                name + " must be a whole number from " + std::to_string(row.min));
    }
    BOOST_TEST(numbers > 5);
}

BOOST_AUTO_TEST_CASE(choices_are_closed)
{
    check_says(refusal({"JOBBOARD_ENVIRONMENT=staging"}), "must be one of development|production|test");
    BOOST_TEST(refusal({"JOBBOARD_ENVIRONMENT="}) != "");
    BOOST_TEST(refusal({"JOBBOARD_ENVIRONMENT=development|production"}) != "");
}

BOOST_AUTO_TEST_CASE(production_needs_secrets_of_its_own)
{
    check_says(
        refusal({"JOBBOARD_ENVIRONMENT=production"}), "JOBBOARD_SECRET_KEY still has its default value");
    BOOST_TEST(refusal({"JOBBOARD_ENVIRONMENT=production",
                   "JOBBOARD_SECRET_KEY=0123456789012345678901234567890123"}) == "");
    check_says(refusal({"JOBBOARD_SECRET_KEY=short"}), "at least 32 characters");
}

BOOST_AUTO_TEST_CASE(production_needs_passwords_that_are_dear_to_guess)
{
    auto said = [](const std::string& passes, const std::string& memory, const std::string& environment) {
        return refusal(
            {"JOBBOARD_ENVIRONMENT=" + environment, "JOBBOARD_SECRET_KEY=0123456789012345678901234567890123",
                "JOBBOARD_HASH_PASSES=" + passes, "JOBBOARD_HASH_MEMORY_KB=" + memory});
    };
    const std::pair<std::string, long long> least[] = {
        {"1", 47'104}, {"2", 19'456}, {"3", 12'288}, {"4", 9'216}, {"5", 7'168}, {"20", 7'168}};
    for (const auto& [passes, memory] : least) {
        BOOST_TEST(said(passes, std::to_string(memory), "production") == "", passes);
        check_says(said(passes, std::to_string(memory - 1), "production"),
            "JOBBOARD_HASH_MEMORY_KB must be at least " + std::to_string(memory));
    }
    BOOST_TEST(said("1", "1024", "test") == "");
    auto cost = hash_cost(read_settings(Texts{"JOBBOARD_HASH_PASSES=3", "JOBBOARD_HASH_MEMORY_KB=2048"}, ""));
    BOOST_TEST(cost.passes == 3u);
    BOOST_TEST(cost.memory == 2u << 20);
}

BOOST_AUTO_TEST_CASE(connections_are_shown_without_their_password)
{
    for (auto [words, shown] : {std::pair("host=a password=x user=b", "host=a password=******** user=b"),
             std::pair("password='x y' host=a", "password=******** host=a"),
             std::pair("password = 'x \\' y' host='a b'", "password = ******** host='a b'"),
             std::pair("user=password password=x\\ y", "user=password password=********"),
             std::pair("password='never closed", "password=********"),
             std::pair("password", "password********"),
             std::pair("host=/run dbname=jobboard", "host=/run dbname=jobboard"), std::pair("", "")})
        BOOST_TEST(without_password(Secret(words)) == shown, words);
    BOOST_TEST(without_password(Secret(std::string(1 << 20, 'x'))).size() == 1u << 20);
}

BOOST_AUTO_TEST_CASE(printing_masks_secrets)
{
    std::ostringstream out;
    print_settings(out, read_settings(Texts{"JOBBOARD_SECRET_KEY=super-secret-key-of-many-characters"}, ""));
    BOOST_TEST(out.str().find("super-secret") == std::string::npos);
    for (const auto& row : settings_table())
        BOOST_TEST(out.str().find("JOBBOARD_" + std::string(row.name) + "=") != std::string::npos, row.name);
}

BOOST_AUTO_TEST_SUITE_END()
