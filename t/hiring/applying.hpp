// People who apply for jobs: the forms they send.
#pragma once

#include "papers.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

inline const std::string applications = "/api/v1/applications/";

// One file of a form.
struct Attached {
    std::string name = "cv.pdf", content = papers::pdf();
};

inline const Variables multipart_type{{"Content-Type", "multipart/form-data; boundary=b"}};

// The form's body: texts, and the file as `resume` if there is one.
std::string form_of(const Variables& texts, const std::optional<Attached>& = Attached{});

// A fixture: an empty board, an employer's open job and somebody to apply for it.
struct Applying : EmptyBoard {
    Uuid acme = seed::user(sql, {.username = "acme", .first_name = "Acme", .last_name = "Ltd"});
    Api ann = board.user("ann"), boss = board.employer("acme"), root = board.admin();
    Uuid job = seed::job(sql, {.title = "Joiner", .salary_min = "100", .salary_max = "200"});

    Applying() { forget_files(board); }

    static Reply apply(Api& who, const Uuid& job, const Attached& file = {}, const Variables& more = {});
    Reply apply(const Attached& file = {}, const Variables& more = {}) { return apply(ann, job, file, more); }

    // The id of what was applied for with success.
    static std::string made(const Reply&);

    // The paths of the files in the storage, without the one that every board has.
    static std::vector<std::string> files_of(const Board&);
    static void forget_files(const Board&);
    std::size_t files() const { return files_of(board).size(); }
    std::string rows() { return value(sql, "SELECT count(*)::text AS value FROM applications"); }

    Reply decide(Api& who, const std::string& id, const std::string& changes)
    {
        return who.send("PATCH", applications + id + '/', json_type, changes);
    }
};
