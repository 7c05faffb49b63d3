// The guarded JSON reader and the writer of texts.
#include "lib/base/json.hpp"
#include "app/areas.hpp"
#include "lib/words/values.hpp"

#include <boost/test/unit_test.hpp>

using Kind = JsonValue::Kind;

namespace {

// Why a text is refused; empty when it is taken.
std::string refusal(std::string_view text)
{
    try {
        parse_json(text);
        return "";
    } catch (const JsonError& e) {
        return words()(key_of(e.fault));
    }
}

// What is kept of a number; why it is refused otherwise.
std::string kept(std::string_view number)
{
    auto why = refusal(number);
    return why.empty() ? parse_json(number).text : why;
}

std::string repeated(std::string_view part, std::size_t count)
{
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
}

std::string nested(std::size_t depth)
{
    return repeated("[", depth) + repeated("]", depth);
}

} // namespace

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(every_kind_of_value_is_read)
{
    auto v = parse_json(R"( {"a": null, "b": true, "c": -1.50, "d": "é\u00e9\n", "e": [1, {}], "": false} )");
    BOOST_TEST(v.members.size() == 6u);
    BOOST_CHECK(v.member("a")->kind == Kind::null);
    BOOST_TEST(v.member("b")->text == "true");
    BOOST_TEST(v.member("c")->text == "-1.50");
    BOOST_TEST(v.member("d")->text == "éé\n");
    BOOST_TEST(v.member("e")->items.size() == 2u);
    BOOST_CHECK(v.member("e")->items[1].kind == Kind::object);
    BOOST_TEST(v.member("")->text == "false");
    BOOST_CHECK(!v.member("absent"));
}

BOOST_AUTO_TEST_CASE(numbers_stay_the_text_they_came_as)
{
    for (std::string number : {"128.74836467836484838364836483643636483648e-336", "0e100",
             "0.184467440737095516159", "2e308", "123456789012345678901234567890", "-0", "0.1"})
        BOOST_TEST(kept(number) == number);
    auto tiny = "0." + repeated("0", 50) + "1e-2147483608";
    BOOST_TEST(kept(tiny) == tiny);
    auto huge = repeated("9", 144) + "e230";
    BOOST_TEST(kept(huge) == huge);
    for (auto bad : {"01", "+1", ".5", "1.", "1e", "- 1", "0x10", "NaN", "Infinity", "-Infinity", "1e+",
             "1e999999999999"})
        BOOST_TEST(refusal(bad) == "The body is not valid JSON.", bad);
}

BOOST_AUTO_TEST_CASE(depth_is_bounded)
{
    BOOST_TEST(refusal(nested(json_max_depth)) == "");
    BOOST_TEST(refusal(nested(json_max_depth + 1)) == "The document is nested too deeply.");
    BOOST_TEST(refusal(repeated("[", 1'000'000)) == "The document is nested too deeply.");
    BOOST_TEST(refusal(repeated(R"({"a":)", 200'000)) == "The document is nested too deeply.");
}

BOOST_AUTO_TEST_CASE(the_number_of_values_is_bounded)
{
    auto list = [](std::size_t items) { return "[0" + repeated(",0", items - 1) + "]"; };
    BOOST_TEST(refusal(list(json_max_nodes - 1)) == "");
    BOOST_TEST(refusal(list(json_max_nodes)) == "The document has too many values.");
}

BOOST_AUTO_TEST_CASE(keys_are_unique)
{
    BOOST_TEST(refusal(R"({"a":1,"b":2,"a":1})") == "An object has the same key twice.");
    BOOST_TEST(refusal(R"({"a":1,"\u0061":1})") == "An object has the same key twice.");
    BOOST_TEST(refusal(R"({"x":{"a":1},"y":{"a":1},"a":[{"a":1}]})") == "");
}

BOOST_AUTO_TEST_CASE(nul_characters_are_refused)
{
    BOOST_TEST(refusal(R"({"a":"admin\u0000evil"})") == "Text must not contain a NUL character.");
    BOOST_TEST(refusal(R"({"a\u0000":1})") == "Text must not contain a NUL character.");
    using namespace std::string_view_literals;
    for (auto text :
        {"{\"a\":\"x\0y\"}"sv, "{}\0"sv, "{}\0{}"sv, "{}\0junk"sv, "\0{}"sv, "[1\0,2]"sv, "1\0002"sv})
        BOOST_TEST(refusal(text) != "", text);
}

BOOST_AUTO_TEST_CASE(text_is_valid_utf8)
{
    for (auto bad : {"\xff", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
             "\xf8\x88\x80\x80\x80", "a\x80"})
        BOOST_TEST(refusal("\"" + std::string(bad) + "\"") != "");
    BOOST_TEST(refusal(R"("\ud800")") != "");
    BOOST_TEST(refusal(R"("\udc00x")") != "");
    BOOST_TEST(parse_json(R"("\ud83d\ude00")").text == "😀");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused)
{
    for (auto bad : {"", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "{\"a\" 1}", "// x\n1", "tru",
             "\"a\nb\"", "\"\\x41\"", "{} {}", "1 2", "{}x", "[1}"})
        BOOST_TEST(refusal(bad) != "", bad);
}

BOOST_AUTO_TEST_CASE(whatever_is_written_reads_back)
{
    for (std::string text : {"", "plain", "\"quoted\" \\ /", "\n\t\x01\x1f", "é 😀 \u2028", "</script>"}) {
        auto written = json_text(text);
        BOOST_TEST(parse_json(written).text == text);
        BOOST_TEST(written.find('\n') == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
