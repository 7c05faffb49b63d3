#include "idempotency.hpp"

#include "lib/base/text.hpp"
#include "lib/store/ledger/idempotency.hpp"

#include <algorithm>

namespace {

constexpr std::size_t longest_key = 255;

// The same for the same values, however they were written; a multipart form differs with each sending.
void add(std::string& out, const JsonValue& value)
{
    out += fmt::format("{}:{}:{};", static_cast<int>(value.kind), value.text.size(), value.text);
    for (const auto& item : value.items) add(out, item);
    for (const auto& [name, member] : value.members) {
        out += fmt::format("{}:{}=", name.size(), name);
        add(out, member);
    }
    out += '.';
}

std::string digest_of(const Endpoint& e, const Input& input)
{
    std::string all(e.name);
    for (const auto& texts : {input.path, input.query})
        for (const auto& [name, text] : texts)
            all += fmt::format(" {}:{}={}:{}", name.size(), name, text.size(), text);
    add(all, input.body);
    for (const auto& [name, upload] : input.files)
        all += fmt::format(" {} {} {}", name, upload.name, facts_of(upload.file->get()).sha256);
    return fingerprint(all);
}

// Answers may have secrets in them, such as API keys, which the database must not know in the clear.
std::string purpose_of(const Uuid& user, std::string_view key)
{
    return fmt::format("answer {} {}", to_text(user), key);
}

// What the program before this one has kept is not sealed.
std::string opened(const Site& site, const Uuid& user, std::string_view key, const std::string& kept)
{
    if (kept.starts_with('{')) return kept;
    auto answer = site.keys.open(kept, purpose_of(user, key));
    if (!answer) throw Problem{"outcome_unknown"};
    return *answer;
}

} // namespace

std::optional<std::string_view> key_of(const Endpoint& e, const Request& request)
{
    auto key = request.header("idempotency-key");
    if (!key || !takes_key(e)) return std::nullopt;
    bool good = !key->empty() && key->size() <= longest_key &&
                std::all_of(key->begin(), key->end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!good) throw Problem{.code = "malformed", .sentence = "idempotency_key.malformed"_s};
    return key;
}

Response made_once(Context& c, const Endpoint& e, std::string_view key, const Input& input,
    const std::function<Response()>& make)
{
    auto request = digest_of(e, input);
    auto known = store::take_key(c.sql, *c.caller.id, key, request);
    if (!known) {
        auto response = make();
        auto kept = c.site.keys.seal(response.body, purpose_of(*c.caller.id, key));
        store::remember_answer(c.sql, *c.caller.id, key, response.status, kept);
        return response;
    }
    if (known->request != request) throw Problem{"key_reused"};
    if (!known->status) throw Problem{"database_conflict"};
    auto answer = opened(c.site, *c.caller.id, key, known->answer.value_or("{}"));
    Response response{.status = *known->status, .headers = {}, .body = std::move(answer)};
    response.set("Idempotency-Replayed", "true");
    return response;
}
