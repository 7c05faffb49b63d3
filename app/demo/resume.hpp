// Small résumés as PDF files, for the demo's candidates.
#pragma once

#include "lib/files/storage/storage.hpp"
#include "lib/store/operations/demo.hpp"

// A page with those lines, the first one large. Letters that plain fonts lack become their base letters.
std::string pdf_page(const std::vector<std::string>& lines);

// Stores the files that the board's applications name, unless they are there, and notes their sizes and
// digests.
void keep_resumes(DemoBoard&, const Storage&);
