// `jobboard bounce`: what mail servers report of mails that did not arrive.
#include "app/commands/command.hpp"

#include "app/database.hpp"
#include "lib/base/uuid.hpp"
#include "lib/mail/bounce.hpp"
#include "lib/store/messages/mails.hpp"

#include <fmt/format.h>
#include <iostream>
#include <iterator>

namespace {

// From standard input, as an alias of the mail server pipes it: | jobboard bounce
int take_report(const Settings& settings)
{
    std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    auto bounce = read_bounce(text);
    if (!bounce) throw CommandFailed("That is no report of a mail that did not arrive.");
    auto id = parse<Uuid>(bounce->id);
    if (!id) throw CommandFailed("The report names no mail of ours.");
    Sql sql(patient_session(settings, settings.database_url));
    auto why = fmt::format("{} {}", bounce->status, bounce->diagnostic);
    if (bounce->action == "failed" &&
        !store::keep_bounce(sql, *id, bounce->recipient, why, bounce->permanent))
        throw CommandFailed("We sent no such mail to that address.");
    std::cout << fmt::format(
        "{}: {}{}\n", bounce->recipient, bounce->action, bounce->permanent ? "; it gets no more mail" : "");
    return 0;
}

} // namespace

namespace command {

extern constexpr Command bounce{
    .name = "bounce",
    .about = "Read from standard input a mail server's report of a mail that did not arrive",
    .call = calling<take_report>,
};

} // namespace command
