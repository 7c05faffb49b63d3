// The endpoint table as the tests for every endpoint need it: with calls that succeed and the declared
// parameters.
#pragma once

#include "t/kit/board.hpp"

#include "lib/web/endpoint.hpp"

// A parameter of an operation as the OpenAPI document declares it.
struct Parameter {
    std::string name, type, format;
    std::optional<long long> min, max; // of the value or, for text, of its length
    bool has_choices = false;
};

// One operation with all that a test needs to call it.
struct Sample {
    const Endpoint* endpoint;
    Method method;
    std::string target; // its path with ids of things that exist
    std::vector<Parameter> query;
    std::vector<std::string> body; // names of the fields that its body may have

    // Whether it is answered without an end, where LIVE is set: t/messages/live.cpp tests that.
    bool listens() const { return endpoint->name.starts_with("listen_"); }
    // Whether a GET of its bare path is refused, since it says too little, or what the path names has nothing
    // of the kind yet: its area tests what it answers.
    bool wants_parameters() const
    {
        for (std::string_view name :
            {"begin_provider_sign_in", "fetch_data_export", "fetch_signed_resume", "fetch_resume_thumbnail",
                "fetch_profile_picture", "fetch_profile_picture_health", "list_similar_jobs", "read_profile"})
            if (endpoint->name == name) return true;
        return false;
    }
    std::string name() const { return operation_name(*endpoint, method); }
    std::string_view verb() const { return name_of(method); }
};

// Every operation; for those with {parameters}, rows that they can name are put into the board's database.
std::vector<Sample> samples(Sql&);

// Somebody of each role, each on a connection of their own.
struct Callers {
    Api anonymous, user, employer, admin;
    explicit Callers(Board&);

    Api& one_for(const Endpoint&);                    // the lowest who may call it
    std::vector<Api*> those_refused(const Endpoint&); // who have signed in, and may not call it
};
