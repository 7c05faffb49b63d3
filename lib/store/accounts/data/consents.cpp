#include "consents.hpp"

#include "lib/store/accounts/account_events.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = "c.id, c.purpose, c.version, c.granted, c.address, c.created_at";

constexpr Order<Consent> orders[] = {
    {"created_at", "c.created_at", "c.created_at", "timestamptz",
        [](const Consent& c, bool) { return exact_text(c.created_at); }},
};

} // namespace

std::span<const Order<Consent>> store::consent_orders()
{
    return orders;
}

Slice<Consent> store::list_consents(Sql& sql, const Uuid& person, const Window<Consent>& window)
{
    return read_part(sql, {columns, "consents c", "c.id"}, " WHERE c.person = :person::uuid",
        {arg("person", person)}, window);
}

std::optional<Consent> store::find_consent(Sql& sql, const Uuid& id, const Uuid& person)
{
    static const auto text =
        fmt::format("SELECT {} FROM consents c WHERE c.id = :id::uuid AND c.person = :person::uuid", columns);
    return sql.one<Consent>(text, {arg("id", id), arg("person", person)});
}

void store::add_consent(Sql& sql, const Uuid& person, const Consent& consent)
{
    static const auto adding = telling(consent_recorded, R"(
        INSERT INTO consents (id, person, purpose, version, granted, address)
        VALUES (:id::uuid, :person::uuid, :purpose, :version, :granted::boolean, :address)
        RETURNING person, (SELECT username FROM users WHERE id = person),
                  jsonb_build_object('purpose', json_build_array(NULL, purpose),
                                     'version', json_build_array(NULL, version),
                                     'granted', json_build_array(NULL, granted)))");
    tell(sql, adding,
        {arg("id", consent.id), arg("person", person), arg("purpose", std::string_view(consent.purpose)),
            arg("version", std::string_view(consent.version)), arg("granted", consent.granted),
            arg("address", std::string_view(consent.address))});
}
