// Names that people give their files: made harmless, and put into a header.
#pragma once

#include <string>
#include <string_view>

// The name without directories, control characters and marks that turn the direction of writing, at most 150
// characters of it with its extension; empty when nothing is left. Takes clean text.
std::string clean_file_name(std::string_view);

// "attachment; filename=…; filename*=…" (RFC 6266): the name in any script, and a likeness in ASCII for old
// clients. Takes a clean file name.
std::string attachment_header(std::string_view file_name);
