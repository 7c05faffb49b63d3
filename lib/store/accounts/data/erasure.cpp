#include "erasure.hpp"

#include "fates.hpp"
#include "lib/store/accounts/account_events.hpp"
#include "lib/store/board/job_changes.hpp"

namespace {

struct When {
    Time erase_at{};
    static constexpr auto fields = std::tuple{field("erase_at", &When::erase_at)};
};

struct Found {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Found::id)};
};

struct Picture {
    std::optional<std::string> profile_picture;
    static constexpr auto fields = std::tuple{field("profile_picture", &Picture::profile_picture)};
};

struct Key {
    std::string key;
    static constexpr auto fields = std::tuple{field("key", &Key::key)};
};

std::vector<std::string> stored_files_of(Sql& sql, const Params& of)
{
    std::vector<std::string> out;
    for (auto& row : sql.all<Key>(R"(
        SELECT resume AS key FROM applications WHERE applicant_id = :person::uuid AND resume <> ''
         UNION ALL
        SELECT f.thumbnail FROM resume_files f JOIN applications a ON a.id = f.application_id
         WHERE a.applicant_id = :person::uuid AND f.thumbnail IS NOT NULL
         UNION ALL
        SELECT file FROM data_exports WHERE person = :person::uuid AND file IS NOT NULL
    )",
             of))
        out.push_back(std::move(row.key));
    return out;
}

// All but the account itself, whose statement tells that it was done.
const std::vector<std::string>& statements()
{
    static const auto made = [] {
        std::vector<std::string> out;
        for (const auto& fate : row_fates())
            if ((fate.fate == Fate::deleted || fate.fate == Fate::blanked) && fate.table != "users")
                out.push_back(statement_of(fate));
        return out;
    }();
    return made;
}

const store::Telling& emptying_account()
{
    static const auto made = store::telling(
        user_erased, statement_of(row_fates().back()) + " RETURNING id, username, NULL::jsonb");
    return made;
}

} // namespace

Time store::ask_for_erasure(Sql& sql, const Uuid& person)
{
    static const auto asking = telling(erasure_asked, R"(
        UPDATE users SET erase_at = now() + :days::int * interval '1 day'
         WHERE id = :person::uuid AND erase_at IS NULL
        RETURNING id, username, jsonb_build_object('erase_at', json_build_array(NULL, erase_at)))");
    tell(sql, asking, {arg("days", days_until_erasure), arg("person", person)});
    return sql.one<When>("SELECT erase_at FROM users WHERE id = :person::uuid", {arg("person", person)})
        ->erase_at;
}

bool store::cancel_erasure(Sql& sql, const Uuid& person)
{
    static const auto cancelling = telling(erasure_cancelled, R"(
        UPDATE users u SET erase_at = NULL
          FROM (SELECT id, erase_at FROM users WHERE id = :person::uuid FOR UPDATE) before
         WHERE u.id = before.id AND u.erase_at IS NOT NULL
        RETURNING u.id, u.username, jsonb_build_object('erase_at', json_build_array(before.erase_at, NULL)))");
    return tell(sql, cancelling, {arg("person", person)}) == 1;
}

std::vector<Uuid> store::due_erasures(Sql& sql, int at_most)
{
    std::vector<Uuid> out;
    for (const auto& row :
        sql.all<Found>("SELECT id FROM users WHERE erase_at <= now() ORDER BY erase_at LIMIT :at_most::int",
            {arg("at_most", at_most)}))
        out.push_back(row.id);
    return out;
}

std::optional<ErasedFiles> store::erase(Sql& sql, const Uuid& person)
{
    Params of{arg("person", person)};
    auto picture = sql.one<Picture>(
        "SELECT profile_picture FROM users WHERE id = :person::uuid AND erase_at <= now() FOR UPDATE", of);
    if (!picture) return std::nullopt;
    ErasedFiles files{stored_files_of(sql, of), std::move(picture->profile_picture)};
    delete_jobs_of(sql, person);
    for (const auto& statement : statements()) sql.change(statement, of);
    tell(sql, emptying_account(), of);
    return files;
}
