// What can be read in a document: its text, and a picture of a PDF's first page. The programs that decode it
// run in limited children, see lib/process/child.hpp; what they say is only looked at.
#pragma once

#include "document_header.hpp"

#include <optional>
#include <string>

struct DocumentText {
    std::string text;      // clean text of at most 200 KiB, its lines separated by newlines
    std::string thumbnail; // a JPEG file; empty when there is none
};

// Nothing when the document cannot be read within the limits. Throws std::system_error when no child can be
// made.
std::optional<DocumentText> read_document(int descriptor, DocumentKind);

// Whether whoever opens the PDF in that file is asked for a password. One that only forbids to print or to
// change it opens by itself.
bool asks_for_password(int descriptor);

// The text of a Word document's main part: paragraphs, tabs and breaks; no deleted text, no field codes.
std::string text_of_word_xml(std::string_view xml);

// Valid UTF-8 without control characters but newlines and tabs; at most so many bytes.
std::string only_clean(std::string_view, std::size_t limit);
