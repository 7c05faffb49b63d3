// Cookies, and what makes a browser's requests safe to obey: who is signed in, and whether a form is one of
// our own.
#pragma once

#include "lib/web/endpoint.hpp"

std::optional<std::string> cookie(const Request&, std::string_view name);

// The value of a Set-Cookie header: for the whole site, not for scripts, not sent along by other sites'
// forms. Over TLS it is Secure and its name begins with __Host-; without TLS, as on one's own machine,
// browsers would refuse both.
std::string cookie_header(const Site&, std::string_view name, std::string_view value,
    std::optional<std::chrono::seconds> lifetime = std::nullopt);
std::optional<std::string> own_cookie(const Site&, const Request&, std::string_view name);

// Signs an admin in: the session's id with a mac that only this program can make. Signing out is an empty
// value.
inline constexpr std::string_view session_cookie = "admin";
std::string session_cookie_value(const Site&, const Uuid& session);

// Who is signed in on the admin pages; nobody when the cookie is missing, forged or over. Throws
// Problem address_not_allowed (403) for one who comes from elsewhere than admins may.
Caller caller_by_cookie(Sql&, const Site&, const Request&);

// What every form of a session carries.
std::string form_token(const Site&, const Uuid& session);

// Throws Problem permission_denied unless a page of ours sent the form: by its Origin and, for who is signed
// in, its form_token.
void check_form(const Site&, const Request&, const Input&, const Caller&);
