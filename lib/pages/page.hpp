// Pages for people, from the templates below a folder, and what all of them say to browsers.
#pragma once

#include "lib/web/endpoint.hpp"
#include "templates.hpp"

namespace pages {

// Everything comes from our own files, and forms go to nobody else.
inline constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

// The template of that name in a folder of the site's templates, filled in. It frames another page of ours
// only where the view says so, by "frame".
Text shown(Context&, std::string_view folder, const std::string& name, const View&);

// A form that is shown again with what is wrong; the status is the context's.
Response shown_again(Text);

// A problem as a page, by the folder's template "problem". What `view` has besides goes into it.
Response problem_shown(const Site&, std::string_view folder, const Problem&, View view = {});

} // namespace pages
