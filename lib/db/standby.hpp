// A streaming copy of the database that answers what may be some moments old.
#pragma once

#include "sql.hpp"

class Standby {
public:
    // No connection words: there is none. `most_behind_ms`: how old the newest it knows may be.
    Standby(SqlOptions options, int most_behind_ms)
        : given(!options.connection.empty()), most_behind_ms(most_behind_ms), sql(std::move(options))
    {
    }

    // A session with it, unless there is none, it is away, cut off from its primary, or too far behind. Asked
    // again every second.
    Sql* usable();
    // It could not answer: it is left alone for some seconds.
    void failed();

    Sql::Spent take_spent() { return sql.take_spent(); }

private:
    using Clock = std::chrono::steady_clock;
    bool given;
    int most_behind_ms;
    Sql sql;
    bool good = false;
    Clock::time_point ask_again{};

    bool keeps_up();
};
