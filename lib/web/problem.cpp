#include "problem.hpp"

#include "lib/base/json.hpp"
#include "lib/process/log.hpp"

#include <algorithm>

namespace {

constexpr ProblemKind kinds[] = {
    {"invalid", 400, "The request has invalid fields."},
    {"malformed", 400, "The request cannot be read."},
    {"not_authenticated", 401, "Sign in first: send a valid access token."},
    {"token_not_valid", 401, "The token is not valid."},
    {"token_expired", 401, "The token has expired."},
    {"token_revoked", 401, "The token has been revoked."},
    {"user_inactive", 401, "The account is not active."},
    {"invalid_credentials", 401, "The user name or the password is wrong."},
    {"permission_denied", 403, "You may not do this."},
    {"not_found", 404, "There is nothing here."},
    {"method_not_allowed", 405, "This method is not allowed here."},
    {"not_acceptable", 406, "Answers are JSON (application/json), which the Accept header excludes."},
    {"category_in_use", 409, "Jobs are in this category."},
    {"conflict", 409, "The object has changed meanwhile; read it again."},
    {"file_waiting", 409, "The file has not been checked for viruses yet; try again in some minutes."},
    {"file_infected", 409, "A virus was found in the file: nobody gets it."},
    {"precondition_failed", 412, "The object has changed since you read it."},
    {"body_too_large", 413, "The body is too large."},
    {"key_reused", 422, "This Idempotency-Key belongs to another request; use a new one."},
    {"unsupported_media_type", 415,
        "Send application/json, application/x-www-form-urlencoded or multipart/form-data."},
    {"too_many_attempts", 429, "Too many attempts to sign in; wait before the next one."},
    {"rate_limited", 429, "Too many requests; try again later."},
    {"internal_error", 500, "Something went wrong on our side."},
    {"file_missing", 500, "The file cannot be found on our side."},
    {"database_unavailable", 503, "The database cannot be reached; try again in a moment."},
    {"database_timeout", 503, "The database took too long; try again in a moment."},
    {"storage_unavailable", 503, "The file could not be stored; try again in a moment."},
    {"outcome_unknown", 503,
        "The connection broke while saving: check whether it was saved before trying again."},
    {"database_conflict", 503, "Too many changes at once; try again."},
    // What nginx answers by itself; its sentences stand in nginx/inc/http.conf.
    {"request_timeout", 408, "The request took too long to arrive."},
    {"uri_too_long", 414, "The address is too long."},
    {"range_not_satisfiable", 416, "The requested range is outside the file."},
    {"unknown_host", 421, "This server does not serve that host name."},
    {"headers_too_large", 431, "The request headers are too large."},
    {"bad_gateway", 502, "The service is not available at the moment. Try again."},
    {"service_unavailable", 503, "The service is not available at the moment. Try again."},
    {"gateway_timeout", 504, "The service took too long to answer."},
    {"http_version_not_supported", 505, "This version of HTTP is not spoken here."},
    {"error", 500, "The request could not be answered."},
};

struct ConstraintFault {
    std::string_view constraint, field, sentence;
};

// The database decides; this words its decisions.
constexpr ConstraintFault constraint_faults[] = {
    {"users_username_key", "username", "This user name is taken."},
    {"users_username_form", "username", "Use 3 to 150 letters, digits, dots and underscores."},
    {"users_email_key", "email", "An account with this e-mail address exists."},
    {"users_email_form", "email", "Enter a valid e-mail address."},
    {"users_role_known", "role", "Must be user, employer or admin."},
    {"users_phone_form", "phone_number", "Use + and 9 to 15 digits."},
    {"users_last_admin", "non_field_errors", "At least one active admin must remain."},
    {"users_bio_length", "bio", "Must have at most 500 characters."},
    {"categories_parent_exists", "parent", "There is no such category."},
    {"categories_name_key", "name", "A category with this name exists."},
    {"categories_name_length", "name", "Must have 1 to 100 characters."},
    {"categories_slug_key", "slug", "A category with this slug exists."},
    {"categories_slug_form", "slug", "Use lower-case letters, digits and single dashes."},
    {"categories_no_own_parent", "parent", "A category cannot be inside itself."},
    {"categories_no_loop", "parent", "A category cannot be inside itself or one of its descendants."},
    {"categories_depth", "parent", "Categories can be nested 20 levels deep at most."},
    {"jobs_category_exists", "category", "There is no such category."},
    {"jobs_employer_exists", "employer", "There is no such employer."},
    {"jobs_salary_min_range", "salary_min", "Must be from 0 to 99999999.99."},
    {"jobs_salary_max_range", "salary_max", "Must be from 0 to 99999999.99."},
    {"jobs_salary_order", "salary_min", "Must not exceed salary_max."},
    {"jobs_no_return_to_draft", "status", "A job that has been active cannot become a draft again."},
    {"applications_once", "job", "You have already applied for this job."},
    {"applications_job_exists", "job_id", "There is no such job."},
};

const ProblemKind& kind_of(std::string_view code)
{
    auto it = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& k) { return k.code == code; });
    return it == std::end(kinds) ? kind_of("internal_error") : *it;
}

void write_faults(JsonWriter& json, const std::vector<Fault>& faults)
{
    // Sentences of one field stand together, fields in the order they were first named.
    std::vector<std::string_view> done;
    json.StartObject();
    for (const auto& f : faults) {
        if (std::find(done.begin(), done.end(), f.field) != done.end()) continue;
        done.push_back(f.field);
        json.Key(f.field.data(), static_cast<rapidjson::SizeType>(f.field.size()));
        json.StartArray();
        for (const auto& g : faults)
            if (g.field == f.field) json.text(g.sentence);
        json.EndArray();
    }
    json.EndObject();
}

void write_detail(JsonWriter& json, std::string_view sentence, std::string_view code)
{
    json.StartObject();
    json.Key("detail");
    json.text(sentence);
    json.Key("code");
    json.text(code);
    json.EndObject();
}

} // namespace

std::span<const ProblemKind> problem_kinds()
{
    return kinds;
}

Problem invalid(std::string_view field, std::string_view sentence)
{
    return {"invalid", {{std::string(field), std::string(sentence)}}};
}

Response response_to(const Problem& problem)
{
    const auto& kind = kind_of(problem.code);
    rapidjson::StringBuffer body;
    JsonWriter json(body);
    if (problem.faults.empty())
        write_detail(json, problem.sentence.empty() ? kind.sentence : problem.sentence, kind.code);
    else write_faults(json, problem.faults);

    Response response{kind.status, problem.headers, std::string(body.GetString(), body.GetSize())};
    response.set("Content-Type", "application/json; charset=utf-8");
    response.set("Cache-Control", "no-store");
    if (kind.status == 401) response.set("WWW-Authenticate", "Bearer realm=\"api\"");
    if (kind.status == 503) response.set("Retry-After", "1");
    return response;
}

Problem problem_of(const DatabaseError& e)
{
    std::string_view state = e.sqlstate;
    for (const auto& c : constraint_faults)
        if (e.constraint == c.constraint) return invalid(c.field, c.sentence);
    if (e.constraint == "applications_applicant_exists") return {"token_not_valid"}; // deleted meanwhile
    if (e.lost || state.starts_with("08") || state.starts_with("57P") || state.starts_with("53"))
        return {"database_unavailable"};
    if (state == "57014" || state == "55P03" || state == "25P03") return {"database_timeout"};
    if (state == "40001" || state == "40P01") return {"database_conflict"};
    if (state.starts_with("22")) return invalid(no_field, "A value is out of range or malformed.");

    log(Level::error, "database_error",
        {{"sqlstate", state}, {"constraint", std::string_view(e.constraint)},
            {"column", std::string_view(e.column)}, {"summary", std::string_view(e.summary)}});
    return {"internal_error"};
}
