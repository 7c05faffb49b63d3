// How a site sends its mails.
#pragma once

#include "lib/base/secret.hpp"
#include "lib/mail/message.hpp"
#include "lib/mail/templates.hpp"

struct Mailing {
    Secret place; // the setting MAIL: see mail_place()
    MailSender sender;
    MailSite site;
    std::string templates;    // the directory of the mails
    long long per_minute = 0; // at most; 0: as many as there are
};
