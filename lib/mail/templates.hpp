// Mails from templates: templates/mail/NAME/ has subject.txt, text.txt and html.html, and in sample.json data
// to try them with; layout/ has what all of them stand in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

// What every mail of a site shows of it. Texts may have several lines; only the name and the address of the
// site must not be empty.
struct MailSite {
    std::string name, url;
    std::string colour = "#1f5fbf"; // #rrggbb, of its bar and its buttons
    std::string logo_url;
    std::string postal_address, signature;
};

struct RenderedMail {
    std::string subject; // one line of at most 200 characters
    std::string text;    // by hand, wrapped at 72 columns
    std::string html;
};

// The mail of that name below the directory. `data` is a JSON object: {"job_title": "Nurse", "url":
// "https://…"}, of texts, flags, and lists of such objects; null and an empty text count as not given. What
// the templates ask for besides are the site's site_name, site_url and so on, see docs/mail.md. Throws
// std::runtime_error: for a template that is missing or broken, a name that has no value, data that is no
// such object, or a link (url, …_url) that begins with neither https:// nor http://. Files are read once in a
// process' life.
RenderedMail render_mail(
    const std::string& directory, std::string_view name, const MailSite&, std::string_view data);

// The names of all mails below the directory.
std::vector<std::string> mail_names(const std::string& directory);

// The mail with each of its samples: sample.json has one object, or a list of them.
std::vector<RenderedMail> render_samples(
    const std::string& directory, std::string_view name, const MailSite&);

// Renders every mail with its samples. Throws std::runtime_error as render_mail(), and for a name that a
// template asks for and no sample has, wherever it stands.
void check_mails(const std::string& directory, const MailSite&);
