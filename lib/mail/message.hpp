// A mail as it goes over the wire: MIME with the text and the HTML of it.
// RFC 5322, 2045 to 2047, 2369 and 8058.
#pragma once

#include "lib/base/time.hpp"

#include <string>

// Who a site's mails are from.
struct MailSender {
    std::string address, name; // of From; the name may be empty
    std::string reply_to;      // an address; empty: answers go to the sender
};

struct MailMessage {
    std::string to, to_name; // an address; the name may be empty
    std::string subject;
    std::string text, html; // the same twice; lines may end in any way
    std::string id;         // of letters, digits, dots and dashes: what stands before the @ of the Message-ID
    std::string unsubscribe_url; // where a POST, or a reader, ends mails of this kind; empty: none does
};

// Lines end in CRLF, and none is longer than 76 characters but for an address that fills one; all is ASCII.
// Throws std::invalid_argument, naming the header: for an address that is none, for text that is not clean,
// for a control character in what becomes a header, for an id or a link that cannot stand in one.
std::string mime_text(const MailSender&, const MailMessage&, Time);
