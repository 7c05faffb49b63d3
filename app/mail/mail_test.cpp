// `jobboard mail-test`: whether mail leaves this host.
#include "app/commands/command.hpp"

#include "lib/base/uuid.hpp"
#include "lib/formats/mail_address.hpp"
#include "lib/outside/mail_drop.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

struct MailTestOptions {
    std::string address;

    static constexpr auto options = std::tuple{
        option("address", &MailTestOptions::address,
            {.positional = true, .required = true, .about = "Who gets the mail"}),
    };
};

// Also says what the far end answers when it takes the mail: the number that its own log knows it by.
int send_test(const Settings& settings, const MailTestOptions& options)
{
    if (!is_mail_address(options.address))
        throw CommandFailed(fmt::format("\"{}\" is no mail address.", options.address));
    auto sender = mail_sender(settings);
    auto mail = render_mail(settings.home_path + "/templates/mail", "test", mail_site(settings), "{}");
    MailMessage message{.to = options.address,
        .subject = mail.subject,
        .text = mail.text,
        .html = mail.html,
        .id = to_text(new_uuid())};
    auto answer = MailDrop(settings.mail).send(sender.address, message.to, mime_text(sender, message, now()));
    if (answer.verdict == MailAnswer::Verdict::sent) {
        std::cout << fmt::format("sent to {}. {}\n", message.to, answer.says);
        return 0;
    }
    auto word =
        answer.verdict == MailAnswer::Verdict::refused ? "refused" : "not sent, and would be tried again";
    throw CommandFailed(fmt::format("{}: {}.", word, answer.says));
}

} // namespace

namespace command {

extern constexpr Command mail_test{
    .name = "mail-test",
    .about = "Send a mail by the settings, and say what the far end answered",
    .call = calling<send_test>,
};

} // namespace command
