// Whether an uploaded document is what its name says: by its structure, without reading its text.
#pragma once

#include "bytes.hpp"

#include "lib/base/scalar.hpp"
#include "lib/words/sentence.hpp"

#include <variant>

enum class DocumentKind { pdf, doc, docx };

template <> inline constexpr std::array<std::string_view, 3> names_of<DocumentKind>{"pdf", "doc", "docx"};

// "application/pdf" …
constexpr std::string_view media_type_of(DocumentKind kind)
{
    switch (kind) {
    case DocumentKind::pdf: return "application/pdf";
    case DocumentKind::doc: return "application/msword";
    default: return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
}

// What the document is, or why it is refused: no PDF, DOC or DOCX by its name and by its content
// alike, under a password (of a PDF see asks_for_password), with macros or what else acts or fetches by
// itself, an archive that contradicts itself or unpacks to too much, or something else in disguise.
std::variant<DocumentKind, Key> take_document(const Bytes&, std::string_view file_name);
