// Where somebody comes from: what a link says of itself, or the site that led here.
#pragma once

#include "lib/web/endpoint.hpp"

// What links may carry: ?source= of ours, ?utm_source= of campaigns.
struct NamedSource {
    std::optional<std::string> source, utm_source;
    static constexpr auto fields = std::tuple{
        field("source", &NamedSource::source,
            {.in = In::query,
                .max = 100,
                .about = "Where the visitor comes from, for the employer's figures.",
                .example = "linkedin"}),
        field("utm_source", &NamedSource::utm_source,
            {.in = In::query,
                .max = 100,
                .about = "The same, as campaigns say it.",
                .example = "newsletter"}),
    };
};

// In lower case, of letters, digits, dots, dashes and underscores, at most 60 characters; empty for anything
// else.
std::string source_named(std::string_view);

// What the link says, or else the host of the page that led here, if it is not the board's own.
std::string source_of(const Context&, const NamedSource&);

// Whether it is a program that looks at everything, known by what nearly all of them say of themselves.
bool is_bot(std::string_view agent);
