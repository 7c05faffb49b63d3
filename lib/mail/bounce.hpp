// Reports of mail servers about what became of a mail.
// RFC 3464.
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct Bounce {
    std::string id; // of the mail: what stood before the @ of its Message-ID; empty where it is not told
    std::string recipient;  // whom it did not reach, in lower case
    std::string action;     // failed, delayed, delivered, relayed or expanded
    std::string status;     // 5.1.1; by RFC 3463
    std::string diagnostic; // what the other server said, in one line; often empty
    bool permanent = false; // it failed, and would fail again
};

// What a report says of the first recipient that a mail has not reached, or else of its first one; nothing
// when the message is no such report. Only the first megabyte is looked at. Anybody can send one: it is as
// true as its sender, and only its id shows that somebody had the mail.
std::optional<Bounce> read_bounce(std::string_view message);
