// Entity tags: versions of an answer (RFC 9110 §8.8.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Of a JSON answer. A single object's tag has two parts with a dot between: the first stays the same while
// only figures change that follow from what others do (visits, applications), the second changes with every
// byte. `figures`: how the answer names them, see figures_of.
std::string etag_of(std::string_view body, const std::vector<std::string>& figures);

// Whether an If-None-Match names that tag: by weak comparison, since nginx makes a tag weak when it
// compresses.
bool names_copy(std::string_view header, std::string_view tag);

// Whether an If-Match names the same version of the object, whatever its figures are now. Weak tags count
// too: a client that reads through compression has no other, and nothing but the compression made them weak.
bool names_version(std::string_view header, std::string_view tag);
