// Where mails are handed over: to an SMTP server, or into a maildir.
#pragma once

#include "lib/base/secret.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

// What the setting MAIL says.
struct MailPlace {
    enum class Kind { off, maildir, smtp } kind = Kind::off;
    std::string directory; // of a maildir
    std::string url; // of an SMTP server, with nothing in it that is secret: smtps://mail.example.org:465
    bool encrypted = true; // nothing is sent before TLS holds, and the server's certificate is good
    std::string authority; // a file of certificates that are trusted instead of the system's; empty: those
    std::string user;
    Secret password;

    bool on_this_host() const; // an SMTP server on the loopback
};

// Of off (or nothing), maildir:/path, smtp://user:password@host:port (port 587) or smtps://… (port 465). User
// and password are percent-encoded. After a ? may stand, with & between them: starttls=off|required, for
// smtp: required, but for a server on this host, whose certificate seldom fits; ca=/file. Throws
// std::invalid_argument, whose sentence goes on after the setting's name and repeats nothing of the text.
MailPlace mail_place(const Secret&);

// The setting with stars in place of the password; only stars for what cannot be read.
std::string shown_mail(const Secret&);

struct MailAnswer {
    // later: the far end is away, busy, or does not take us as we are; nothing is said about this mail.
    // refused: it will not take this mail, now or later.
    enum class Verdict { sent, later, refused } verdict = Verdict::later;
    std::string says; // one line: the far end's answer, or what failed. Never a password
};

class MailDrop {
public:
    struct Limits {
        std::chrono::milliseconds connecting{5'000}; // until the server is ready to take a mail
        std::chrono::milliseconds whole{30'000};
    };

    // Connects when the first mail is sent, and then keeps the connection. Throws as mail_place().
    explicit MailDrop(const Secret& setting);
    MailDrop(const Secret& setting, Limits);
    ~MailDrop();

    bool is_off() const; // nothing is ever sent: every mail is refused

    // The mail is mime_text(). A wrong address (see is_mail_address) is refused. A maildir has the mail, on
    // its disk, when it says sent.
    MailAnswer send(const std::string& from, const std::string& to, std::string_view mime);

private:
    struct Handle;
    MailPlace place_;
    Limits limits_;
    std::unique_ptr<Handle> handle_;

    void prepare();
    MailAnswer send_smtp(const std::string& from, const std::string& to, std::string_view mime);
};
