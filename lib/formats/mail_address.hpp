// Addresses of mails, as headers and the envelope take them, and lines of text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Whether it may stand in an envelope and in a header as it is: one @ between a local part and a host, of the
// characters that need no quotes (RFC 5321's dot-string, in ASCII), 254 at most. A host needs no dot:
// localhost.
bool is_mail_address(std::string_view);

// Somebody with an address: "Ann Lee <ann@example.com>".
struct Mailbox {
    std::string name, address;
};

// Of "Name <address>", "\"Name\" <address>" or an address alone; nothing of what is neither, or whose name
// has control characters.
std::optional<Mailbox> read_mailbox(std::string_view);

// Whether it is one line of clean text: no control character, nor what Unicode takes for the end of a line.
bool is_one_line(std::string_view);

// The text as one line of printable ASCII, cut to so many characters: what a far end says, whatever that is.
std::string printable_line(std::string_view, std::size_t longest);
