// From requests to structs: every fault at once, each under its field.
#include "lib/web/shape/read.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"
#include "lib/store/board/jobs.hpp"

#include <boost/test/unit_test.hpp>

namespace {

struct Sample {
    Uuid id;
    int page = 1, size = 20;
    std::optional<std::string> cursor, word;
    std::string name;
    std::optional<std::string> note;
    JobType type{JobType::contract};
    std::optional<Money> pay;
    Patch<std::optional<Date>> until;
    Patch<std::string> title;
    bool open = true;
    Patch<std::vector<int>> list;

    static constexpr auto fields = std::tuple{
        field("id", &Sample::id, {.in = In::path}),
        field("page", &Sample::page, {.in = In::query, .min = 1, .max = 9}),
        field("size", &Sample::size, {.in = In::query, .min = 1, .max = 100, .clamped = true}),
        field("cursor", &Sample::cursor, {.in = In::query, .blank = true}),
        field("word", &Sample::word, {.in = In::query, .min = 2, .max = 3}),
        field("name", &Sample::name, {.max = 5}),
        field("note", &Sample::note, {.min = 0, .max = 5}),
        field("type", &Sample::type, {.defaulted = true}),
        field("pay", &Sample::pay, {.min = 0, .max = 99}),
        field("until", &Sample::until),
        field("title", &Sample::title, {.max = 3}),
        field("open", &Sample::open, {.defaulted = true}),
        field("list", &Sample::list, {.min = 1, .max = 2}),
    };

    void check(Faults& faults) const
    {
        if (faults.fine("name") && faults.fine("note") && name == note)
            faults.add(no_field, "name_and_note_differ"_s);
    }
};

const std::string some_id = "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b";

Input input(std::string_view json, Texts query = {}, std::string id = some_id)
{
    return {.path = {{"id", std::move(id)}}, .query = std::move(query), .body = parse_json(json)};
}

constexpr Sentence own_sentences[] = {{"name_and_note_differ", "The name and the note must differ."}};

std::string worded(const Said& said)
{
    static const AreaWords own[] = {{.sentences = own_sentences}};
    static const Words words(own);
    return words(said);
}

// "field: sentence" of each fault; empty when there is none.
std::string faults(const Input& in)
{
    try {
        read<Sample>(in);
        return "";
    } catch (const Problem& p) {
        std::string out;
        for (const auto& f : p.faults) out += (out.empty() ? "" : " | ") + f.field + ": " + worded(f.said);
        return p.faults.empty() ? std::string(p.code) : out;
    }
}

std::string body_faults(const std::string& members)
{
    return faults(input("{\"name\":\"n\"" + (members.empty() ? "" : "," + members) + "}"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(read_)

BOOST_AUTO_TEST_CASE(what_is_absent_keeps_its_initial_value)
{
    auto s = read<Sample>(input(R"({"name":"  ann  "})"));
    BOOST_TEST(to_text(s.id) == some_id);
    BOOST_TEST(s.name == "ann");
    BOOST_TEST(s.page == 1);
    BOOST_TEST(s.size == 20);
    BOOST_TEST((s.type == JobType::contract));
    BOOST_TEST(s.open);
    BOOST_TEST((!s.note && !s.pay && !s.cursor));
    BOOST_TEST((!s.until.given && !s.title.given && !s.list.given));
}

BOOST_AUTO_TEST_CASE(every_fault_is_told_at_once)
{
    auto told = faults(input(
        R"({"note":"toolong","type":"x","pay":"1e3","until":"x","title":null,"open":"perhaps","list":[1,"x"]})",
        {{"page", "0"}, {"size", "x"}, {"word", "abcd"}}));
    BOOST_TEST(
        told ==
        "page: Must be at least 1. | size: Must be a whole number. | word: Must have at most 3 characters. | "
        "name: This field is required. | note: Must have at most 5 characters. | "
        "type: Must be one of full-time, part-time, contract, internship or freelance. | "
        "pay: Must be a decimal number with at most two decimal places. | "
        "until: Must be a date such as 2027-12-31. | title: This field may not be null. | "
        "open: Must be true or false. | list: Must be a whole number.");
}

BOOST_AUTO_TEST_CASE(absent_null_and_value_are_three_things)
{
    auto null = read<Sample>(input(R"({"name":"n","until":null})"));
    BOOST_TEST((null.until.given && !null.until.value));
    auto value = read<Sample>(input(R"({"name":"n","until":"2027-12-31","title":"abc"})"));
    BOOST_TEST((value.until.given && value.until.value));
    BOOST_TEST(value.title.over("old") == "abc");
    BOOST_TEST(null.title.over("old") == "old");
    BOOST_TEST(body_faults("\"pay\":null,\"note\":null") == "");
    BOOST_TEST(body_faults("\"open\":null") == "open: This field may not be null.");
}

BOOST_AUTO_TEST_CASE(bounds_count_characters_and_keep_both_ends)
{
    BOOST_TEST(faults(input(R"({"name":"éé€😀x"})")) == "");
    BOOST_TEST(faults(input(R"({"name":"éé€😀xy"})")) == "name: Must have at most 5 characters.");
    BOOST_TEST(faults(input(R"({"name":"   "})")) == "name: This field may not be blank.");
    BOOST_TEST(body_faults("\"note\":\"\"") == "");
    BOOST_TEST(body_faults("\"pay\":\"99.99\"") == "");
    BOOST_TEST(body_faults("\"pay\":99.99") == "");
    BOOST_TEST(body_faults("\"pay\":100") == "pay: Must be at most 99.99.");
    BOOST_TEST(body_faults("\"pay\":\"-0.01\"") == "pay: Must be at least 0.");
    BOOST_TEST(body_faults("\"list\":[]") == "list: Must have at least 1 items.");
    BOOST_TEST(body_faults("\"list\":[1,2,3]") == "list: Must have at most 2 items.");
    BOOST_TEST(faults(input(R"({"name":"n"})", {{"word", "a"}})) == "word: Must have at least 2 characters.");
}

BOOST_AUTO_TEST_CASE(kinds_must_fit)
{
    for (auto value : {"1", "true", "[]", "{}"})
        BOOST_TEST(faults(input("{\"name\":" + std::string(value) + "}")) == "name: Must be text.", value);
    BOOST_TEST(body_faults("\"open\":\"false\"") == "");
    BOOST_TEST(body_faults("\"open\":1") == "open: Must be true or false.");
    BOOST_TEST(body_faults("\"list\":{}") == "list: Must be a list.");
    BOOST_TEST(
        body_faults("\"pay\":true") == "pay: Must be a decimal number with at most two decimal places.");
    BOOST_TEST(body_faults("\"unknown\":1") == "");
}

BOOST_AUTO_TEST_CASE(query_parameters_may_be_blank_or_clamped)
{
    BOOST_TEST(read<Sample>(input(R"({"name":"n"})", {{"size", "5000"}})).size == 100);
    BOOST_TEST(faults(input(R"({"name":"n"})", {{"size", "0"}})) == "size: Must be at least 1.");
    BOOST_TEST(faults(input(R"({"name":"n"})", {{"page", "10"}})) == "page: Must be at most 9.");
    auto blank = read<Sample>(input(R"({"name":"n"})", {{"cursor", ""}, {"word", " "}, {"page", ""}}));
    BOOST_TEST(blank.cursor.value() == "");
    BOOST_TEST(!blank.word.has_value());
    BOOST_TEST(blank.page == 1);
}

BOOST_AUTO_TEST_CASE(an_empty_form_field_is_null_where_there_may_be_one)
{
    auto form = input(R"({"name":"n","pay":"","until":"","note":"","open":"on"})");
    form.from_form = true;
    auto s = read<Sample>(form);
    BOOST_TEST((!s.pay && s.until.given && !s.until.value && s.open));
    BOOST_TEST(s.note.value() == "");
    BOOST_TEST(body_faults("\"pay\":\"\"") != ""); // JSON has a null of its own
    form = input(R"({"name":"n","type":""})");     // nothing was chosen
    form.from_form = true;
    BOOST_TEST(faults(form) == "type: This field is required.");
}

BOOST_AUTO_TEST_CASE(an_id_that_is_none_is_not_found)
{
    BOOST_TEST(faults(input("{}", {}, "x")) == "not_found");
}

BOOST_AUTO_TEST_CASE(rules_between_fields_come_last_and_with_the_others)
{
    BOOST_TEST(faults(input(R"({"name":"same","note":"same"})")) ==
               "non_field_errors: The name and the note must differ.");
    BOOST_TEST(faults(input(R"({"name":"same","note":"same","pay":-1})")) ==
               "pay: Must be at least 0. | non_field_errors: The name and the note must differ.");
    BOOST_TEST(faults(input(R"({"name":"toolong","note":"toolong"})")) ==
               "name: Must have at most 5 characters. | note: Must have at most 5 characters.");
}

BOOST_AUTO_TEST_SUITE_END()
