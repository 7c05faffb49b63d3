#include "cookies.hpp"

#include "lib/base/crypto.hpp"
#include "lib/store/ledger/callers.hpp"

namespace {

bool over_tls(const Site& site)
{
    return site.public_url.starts_with("https:");
}

std::string full_name(const Site& site, std::string_view name)
{
    return (over_tls(site) ? "__Host-" : "") + std::string(name);
}

std::string session_mac(const Site& site, const Uuid& session)
{
    return base64url(mac(site.secret_key.reveal(), "admin session " + to_text(session)));
}

// The session that the cookie names.
std::optional<Uuid> session_of(const Site& site, const Request& request)
{
    auto value = own_cookie(site, request, session_cookie).value_or("");
    auto dot = value.find('.');
    auto session = parse<Uuid>(value.substr(0, dot));
    if (!session || dot == value.npos) return std::nullopt;
    if (!equal_secrets(session_mac(site, *session), value.substr(dot + 1))) return std::nullopt;
    return session;
}

// The scheme and host that the page was asked for by count as ours too: nginx answers for no other hosts.
bool from_our_page(const Site& site, const Request& request)
{
    auto origin = request.header("origin").value_or("");
    auto asked = (over_tls(site) ? "https://" : "http://") + std::string(request.header("host").value_or(""));
    if (origin != site.public_url && origin != asked) return false;
    auto fetched = request.header("sec-fetch-site").value_or("same-origin");
    return fetched == "same-origin";
}

} // namespace

std::optional<std::string> cookie(const Request& request, std::string_view name)
{
    std::string_view rest = request.header("cookie").value_or("");
    while (!rest.empty()) {
        auto end = rest.find(';');
        auto pair = trimmed(rest.substr(0, end));
        rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
        if (pair.starts_with(name) && pair.substr(name.size(), 1) == "=")
            return std::string(pair.substr(name.size() + 1));
    }
    return std::nullopt;
}

std::string cookie_header(const Site& site, std::string_view name, std::string_view value,
    std::optional<std::chrono::seconds> lifetime)
{
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}{}", full_name(site, name), value,
        over_tls(site) ? "; Secure" : "", lifetime ? fmt::format("; Max-Age={}", lifetime->count()) : "");
}

std::optional<std::string> own_cookie(const Site& site, const Request& request, std::string_view name)
{
    return cookie(request, full_name(site, name));
}

std::string session_cookie_value(const Site& site, const Uuid& session)
{
    return to_text(session) + '.' + session_mac(site, session);
}

Caller caller_by_cookie(Sql& sql, const Site& site, const Request& request)
{
    auto session = session_of(site, request);
    if (!session) return {};
    auto found = store::find_admin_session(sql, *session, request.remote_address);
    if (!found) return {};
    if (!found->address_allowed) throw Problem{"address_not_allowed"};
    if (found->stale) store::use_admin_session(sql, *session);
    return {.id = found->user_id,
        .session = session,
        .grants = grants_of(Role::admin),
        .proof = Proof::cookie,
        .role = Role::admin,
        .username = found->username,
        .proven_at = found->proven_at};
}

std::string form_token(const Site& site, const Uuid& session)
{
    return base64url(mac(site.secret_key.reveal(), "form of " + to_text(session)));
}

void check_form(const Site& site, const Request& request, const Input& input, const Caller& caller)
{
    const auto* token = input.body.member("form_token");
    bool ours = from_our_page(site, request);
    if (caller.session) ours = ours && token && equal_secrets(form_token(site, *caller.session), token->text);
    if (!ours) throw Problem{.code = "permission_denied", .sentence = "form.not_ours"_s};
}
