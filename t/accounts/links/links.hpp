// A board that sends mails, and what somebody does who reads them.
#pragma once

#include "t/hiring/applying.hpp"
#include "t/kit/people.hpp"
#include "t/messages/told_board.hpp"

struct LinkBoard : ToldBoard {
    explicit LinkBoard(const Variables& more = {}) : ToldBoard(more) {}

    Api somebody() { return {board.address(), {{"X-Forwarded-For", People::fresh_address()}}}; }

    Reply post(const std::string& path, const Variables& members)
    {
        auto who = somebody();
        return People::send(who, "POST", path, members);
    }
    Reply register_as(const std::string& name)
    {
        auto who = somebody();
        return who.send("POST", auth + "register/", json_type, object(registration(name)));
    }
    Reply sign_in(const std::string& name, const std::string& password = good_password)
    {
        return post("login/", {{"username", name}, {"password", password}});
    }
    Api signed_in(const std::string& name)
    {
        auto reply = sign_in(name);
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        return board.bearer(reply.json()["access"].text());
    }

    // Of the mails to that address that hold a link below that path, the tokens in the links, as they came.
    std::vector<std::string> tokens(const std::string& address, const std::string& path)
    {
        BOOST_TEST_REQUIRE(eventually([&] { return at_rest(); }));
        std::vector<std::filesystem::path> files;
        std::error_code none;
        for (const auto& file : std::filesystem::directory_iterator(box() + "/new", none))
            files.push_back(file.path());
        std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return last_write_time(a) < last_write_time(b); });
        std::vector<std::string> out;
        for (const auto& file : files) {
            auto text = text_of(file);
            auto link = board.public_url() + "/account/" + path + "/?token=";
            auto at = unfolded(text).find(link);
            if (text.find("To: ") == text.npos || text.find(address) == text.npos || at == text.npos)
                continue;
            auto from = at + link.size();
            auto whole = unfolded(text);
            out.push_back(whole.substr(
                from, whole.find_first_not_of(
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", from) -
                          from));
        }
        return out;
    }
    std::string token(const std::string& address, const std::string& path)
    {
        auto all = tokens(address, path);
        BOOST_TEST_REQUIRE(!all.empty(), "no mail to " << address << " leads to " << path);
        return all.back();
    }

private:
    // Quoted-printable, as our mails are.
    static std::string unfolded(const std::string& text)
    {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '=') {
                out += text[i];
                continue;
            }
            if (text.compare(i, 2, "=\n") == 0) {
                i += 1;
                continue;
            }
            if (text.compare(i, 3, "=\r\n") == 0) {
                i += 2;
                continue;
            }
            if (text.compare(i, 3, "=3D") == 0) {
                out += '=';
                i += 2;
                continue;
            }
            out += '=';
        }
        return out;
    }
};
