// Pay as job advertisements write it.
#pragma once

#include "lib/base/money.hpp"
#include "text.hpp"

#include <optional>

struct Pay {
    std::optional<Money> min, max;
};

// Reads one amount or two ("80000-100000", "$50K/yr - $60K/yr", "45.000 €", "12,50", "from 60,000", "up to
// 60k", "50k+"), with currencies, periods and a few words beside them, and refuses what it does not
// understand: then there is no pay, and a remark. Ranges that a spreadsheet took for a date ("Oct-20",
// "2021-10-20 00:00:00") were 10-20. 0 as a bound means none; bounds in the wrong order are turned; beside an
// upper bound of 10000 or more, a lower one below 1000 is in thousands where that keeps the order. Amounts
// beyond 99999999.99 are left out.
Pay read_pay(std::string_view text, Remarks&);

// One bound, from a column of its own.
std::optional<Money> read_bound(std::string_view text, Remarks&);

// Turns bounds that stand in the wrong order.
void put_in_order(Pay&, Remarks&);
