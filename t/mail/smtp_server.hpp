// A strict SMTP server of a test's own, and the mails that it took.
#pragma once

#include "t/kit/process.hpp"

#include "lib/base/json.hpp"
#include "lib/base/scalar.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

struct SmtpServer {
    Directory directory;
    std::vector<std::string> manner;
    std::string port = "0"; // any; the same again after it was ended
    std::optional<Process> server;

    // See t/mail/smtp_server.py.
    explicit SmtpServer(std::vector<std::string> manner = {}) : manner(std::move(manner)) { start(); }
    void start()
    {
        auto log = directory.at("log" + std::to_string(++starts));
        std::vector<std::string> words{"t/mail/smtp_server.py", directory.path, port};
        words.insert(words.end(), manner.begin(), manner.end());
        server.emplace(words, log);
        auto listens = [&] { return text_of(log).ends_with('\n') || server->has_ended(); };
        if (!eventually(listens, 30) || !parse<int>(text_of(log).substr(0, text_of(log).find('\n'))))
            throw std::runtime_error("the SMTP server does not start: " + text_of(log));
        port = text_of(log).substr(0, text_of(log).find('\n'));
    }
    void end() { server.reset(); }

    // As the setting has it: the host and the port, and what stands around them.
    std::string setting(const std::string& before, const std::string& after = "") const
    {
        return before + "127.0.0.1:" + port + after;
    }
    std::string authority() const { return "ca=" + directory.at("ca.pem"); }

    long long connections() const
    {
        auto lines = text_of(directory.at("connections"));
        return std::count(lines.begin(), lines.end(), '\n');
    }
    bool has(int number) const { return std::filesystem::exists(file(number)); }
    JsonValue mail(int number) const { return parse_json(text_of(file(number))); }

private:
    int starts = 0;
    std::string file(int number) const { return directory.at(std::to_string(number) + ".json"); }
};
