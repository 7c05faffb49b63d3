// What reading makes of places, pay, kinds of employment, states, dates and fields of work.
#include "lib/imports/terms.hpp"

#include "lib/imports/pay.hpp"
#include "lib/imports/places.hpp"

#include <boost/test/unit_test.hpp>

namespace {

template <class Read> auto read(Read&& what, std::string_view text, std::size_t remarks_expected)
{
    Remarks remarks;
    auto out = what(text, remarks);
    BOOST_TEST(remarks.size() == remarks_expected, text << " has " << remarks.size() << " remarks");
    return out;
}

std::string pay(std::string_view text, std::size_t remarks = 0)
{
    auto p = read(read_pay, text, remarks);
    return (p.min ? to_text(*p.min) : "-") + " " + (p.max ? to_text(*p.max) : "-");
}

std::string place(std::string_view text, std::size_t remarks = 0)
{
    return read(normal_place, text, remarks);
}

std::string type(std::string_view text, std::string_view title = "", std::size_t remarks = 0)
{
    return read([&](auto t, auto& r) { return normal_job_type(t, title, r); }, text, remarks);
}

std::string date(std::string_view text, std::size_t remarks = 0)
{
    auto d = read(read_date, text, remarks);
    return d ? to_text(*d) : "-";
}

} // namespace

BOOST_AUTO_TEST_SUITE(import_terms)

BOOST_AUTO_TEST_CASE(places_take_one_form)
{
    BOOST_TEST(place("US, TX, Houston") == "Houston, TX, United States");
    BOOST_TEST(place("US, CA, LOS ANGELES ") == "Los Angeles, CA, United States");
    BOOST_TEST(place("US, NY, NY") == "New York, NY, United States");
    BOOST_TEST(place("US, IN, 46259  ACTON", 1) == "Acton, IN, United States");
    BOOST_TEST(place("US, FL, ") == "FL, United States");
    BOOST_TEST(place("US, FL, Orlando,Lake City,…") == "Orlando, Lake City, FL, United States");
    BOOST_TEST(place("EE, 37, Tallinn", 1) == "Tallinn, Estonia");
    BOOST_TEST(place("GB, LND,", 1) == "United Kingdom");
    BOOST_TEST(place("GB, London") == "London, United Kingdom");
    BOOST_TEST(place("toronto, ON m4y1t5", 1) == "Toronto, ON");
    BOOST_TEST(place("HAMILTON, ON L8N 1A5", 1) == "Hamilton, ON");
    BOOST_TEST(place("London, W1A 1AA", 1) == "London");
    BOOST_TEST(place("London SW1A 1AA, UK", 1) == "London, United Kingdom");
    BOOST_TEST(place("10115 Berlin", 1) == "Berlin");
    BOOST_TEST(place("Amsterdam, 1012 AB", 1) == "Amsterdam");
    BOOST_TEST(place("MONTRÉAL, QC") == "Montréal, QC");
    BOOST_TEST(place("Berlin, Germany") == "Berlin, Germany");
    BOOST_TEST(place("Germany, Berlin") == "Berlin, Germany");
    BOOST_TEST(place("Dallas, USA") == "Dallas, United States");
    BOOST_TEST(place("1200 Market Street, Philadelphia, PA") == "1200 Market Street, Philadelphia, PA");
    BOOST_TEST(place("WASHINGTON, D.C.") == "Washington, D.C.");
    BOOST_TEST(place("HK") == "Hong Kong");
    BOOST_TEST(place("上海") == "上海");
    BOOST_TEST(place(" -, ").empty());
    BOOST_TEST(place(std::string(300, 'x'), 1).size() == 100);
}

BOOST_AUTO_TEST_CASE(codes_that_may_mean_two_places_stay)
{
    for (std::string_view text :
        {"CA", "Berlin, DE", "Toronto, ON", "Mexico, MO", "Atlanta, Georgia", "Georgia", "District 9"})
        BOOST_TEST(place(text) == text);
    BOOST_TEST(place("LA, CA, USA") == "Los Angeles, CA, United States");
    BOOST_TEST(place("CA, ON, Toronto") == "Toronto, ON, Canada");
}

BOOST_AUTO_TEST_CASE(pay_is_read)
{
    BOOST_TEST(pay("80000-100000") == "80000.00 100000.00");
    BOOST_TEST(pay("$45,000.50") == "45000.50 45000.50");
    BOOST_TEST(pay("80k to 95k") == "80000.00 95000.00");
    BOOST_TEST(pay("$50K/yr - $60K/yr") == "50000.00 60000.00");
    BOOST_TEST(pay("$204.4K – $352K • Equity", 1) == "204400.00 352000.00");
    BOOST_TEST(pay("45.000€–60.000€") == "45000.00 60000.00");
    BOOST_TEST(pay("CHF 80’000–100’000") == "80000.00 100000.00");
    BOOST_TEST(pay("CHF 5'000.-") == "5000.00 5000.00");
    BOOST_TEST(pay("60,000−80,000") == "60000.00 80000.00");
    BOOST_TEST(pay("60 000 – 80\u00a0000 €") == "60000.00 80000.00");
    BOOST_TEST(pay("1.234.567,89") == "1234567.89 1234567.89");
    BOOST_TEST(pay("From 60,000") == "60000.00 -");
    BOOST_TEST(pay("ab 50.000 €") == "50000.00 -");
    BOOST_TEST(pay("50,000+") == "50000.00 -");
    BOOST_TEST(pay("up to 60,000") == "- 60000.00");
    BOOST_TEST(pay("bis zu 60.000 €") == "- 60000.00");
    BOOST_TEST(pay("between 50,000 and 60,000") == "50000.00 60000.00");
    BOOST_TEST(pay("50-60K") == "50000.00 60000.00");
    BOOST_TEST(pay("5-7 LPA") == "500000.00 700000.00");
    BOOST_TEST(pay("12,00,000 - 15,00,000") == "1200000.00 1500000.00");
    BOOST_TEST(pay("$60k + bonus", 1) == "60000.00 60000.00");
    BOOST_TEST(pay("$15.50 - $18 per hour", 1) == "15.50 18.00");
    BOOST_TEST(pay("USD 60000 to 80000 p.a.") == "60000.00 80000.00");
    BOOST_TEST(pay("0-0") == "- -");
    BOOST_TEST(pay("0-50000") == "- 50000.00");
    BOOST_TEST(pay("13-20") == "13.00 20.00");
    BOOST_TEST(pay("99999999.99") == "99999999.99 99999999.99");
    BOOST_TEST(pay("") == "- -");
}

BOOST_AUTO_TEST_CASE(pay_that_was_guessed_or_is_not_understood_has_a_remark)
{
    BOOST_TEST(pay("100-50", 1) == "50.00 100.00");
    BOOST_TEST(pay("21-63000", 1) == "21000.00 63000.00");
    BOOST_TEST(pay("Oct-20", 1) == "10.00 20.00");
    BOOST_TEST(pay("20-Oct", 1) == "10.00 20.00");
    BOOST_TEST(pay("2021-12-25 00:00:00", 1) == "12.00 25.00");
    for (std::string_view text :
        {"competitive", "DOE + 401k", "401(k)", "2 days per week", "Level 3", "24/7", "40 hours/week",
            "60,000,80,000", "$60,000 plus $5,000 bonus", "-5000", "7.2e4", "3-5 years", "50000 60000",
            "Grade 7: 24000", "100%", "١٠٠٠", "800000000-1200000000", "1234567890123456789012"})
        BOOST_TEST(pay(text, 1) == "- -", text);
    BOOST_TEST(pay(std::string(100'000, '1'), 1) == "- -");
}

BOOST_AUTO_TEST_CASE(a_bound_of_its_own_is_one_amount)
{
    BOOST_TEST(read(read_bound, "$45k", 0)->hundredths == 4'500'000);
    BOOST_TEST(!read(read_bound, "10-20", 1));
    BOOST_TEST(!read(read_bound, "0", 0));
    BOOST_TEST(!read(read_bound, "n/a", 1));
}

BOOST_AUTO_TEST_CASE(job_types_are_whole_words)
{
    BOOST_TEST(type("FULL-TIME") == "full-time");
    BOOST_TEST(type("PART_TIME") == "part-time");
    BOOST_TEST(type("PER_DIEM", "", 1) == "part-time");
    BOOST_TEST(type("CONTRACTOR") == "contract");
    BOOST_TEST(type("INTERN") == "internship");
    BOOST_TEST(type("Permanent, Part-time") == "part-time");
    BOOST_TEST(type("Permanent") == "full-time");
    BOOST_TEST(type("Temporary, Contract") == "contract");
    BOOST_TEST(type("Full-time, Part-time", "", 1) == "full-time");
    BOOST_TEST(type("Teilzeit") == "part-time");
    BOOST_TEST(type("International", "", 1) == "full-time");
    BOOST_TEST(type("Other", "", 1) == "full-time");
    BOOST_TEST(type("", "Night Stocker: Part Time", 1) == "part-time");
    BOOST_TEST(type("", "Marketing Intern", 1) == "internship");
    for (auto title : {"International Contract Manager", "Internal Auditor", "Volunteer Coordinator", "Cook"})
        BOOST_TEST(type("", title) == "full-time");
}

BOOST_AUTO_TEST_CASE(states_go_by_many_names)
{
    for (auto text : {"active", "published", "Open", "LIVE"})
        BOOST_TEST(read(normal_status, text, 0) == "active");
    for (auto text : {"expired", "filled", "Closed"}) BOOST_TEST(read(normal_status, text, 0) == "closed");
    BOOST_TEST(read(normal_status, "pending", 0) == "draft");
    BOOST_TEST(read(normal_status, "whatever", 1) == "draft");
}

BOOST_AUTO_TEST_CASE(dates_are_read_unless_they_may_mean_two_days)
{
    for (auto text : {"2027-12-31", "2027-12-31T23:59:59Z", "2027-12-31 23:59:59.000+02:00", "31.12.2027",
             "12/31/2027", "31/12/2027", "2027/12/31", "20271231", "Dec 31, 2027", "31 December 2027",
             "December 31st, 2027", "31. Dezember 2027", "31 décembre 2027",
             "Fri, 31 Dec 2027 23:59:59 +0000", "1830211200", "1830211200000"})
        BOOST_TEST(date(text) == "2027-12-31", text);
    BOOST_TEST(date("05.06.2027") == "2027-06-05");
    BOOST_TEST(date("05/05/2027") == "2027-05-05");
    for (auto text : {"05/06/2027", "2026-02-30", "31.12.27", "soon", "0000-00-00", "12345", "٢٠٢٧-١٢-٣١"})
        BOOST_TEST(date(text, 1) == "-", text);
}

BOOST_AUTO_TEST_CASE(categories_take_one_spelling)
{
    BOOST_TEST(read(normal_category, "Information Technology ans Services", 1) ==
               "Information Technology and Services");
    BOOST_TEST(read(normal_category, "CALL CENTER", 0) == "Call Center");
    BOOST_TEST(read(normal_category, "Insurance; Computer/IT Services", 1) == "Insurance");
    BOOST_TEST(read(normal_category, "1411", 0).empty());
    BOOST_TEST(read(normal_category, "Other", 0).empty());
    BOOST_TEST(read(normal_category, "教育", 0) == "教育");
}

BOOST_AUTO_TEST_CASE(companies_are_named_only_beyond_doubt)
{
    BOOST_TEST(company_named_in("The Blue Heron Company has more than 20 years of experience.") ==
               "Blue Heron Company");
    BOOST_TEST(company_named_in("The General Manager is the only employee.").empty());
    BOOST_TEST(company_named_in("Our team is a family.").empty());
    BOOST_TEST(company_named_in("Terms: Permanent").empty());
}

BOOST_AUTO_TEST_SUITE_END()
