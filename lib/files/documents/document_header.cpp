#include "document_header.hpp"

#include "compound_file.hpp"
#include "lib/base/text.hpp"
#include "zip_directory.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace {

using namespace std::string_view_literals;

constexpr std::size_t looked_at = 1024; // bytes at the beginning and at the end
constexpr std::uint64_t longest_types = 256 << 10;

constexpr Key damaged = "document.damaged"_s, encrypted = "document.encrypted"_s,
              macros = "document.macros"_s, hides = "document.hides"_s,
              not_as_named = "document.not_as_named"_s;

using Verdict = std::optional<Key>; // why it is refused

std::optional<DocumentKind> kind_by_name(std::string_view name)
{
    auto dot = name.rfind('.');
    return dot == name.npos ? std::nullopt : parse<DocumentKind>(lowered(name.substr(dot + 1)));
}

// What is sent in disguise, known by its beginning (in lower case).
struct Other {
    std::string_view begins;
    Key key;
};
constexpr Other others[] = {
    {"<!doctype", "document.is_web_page"_s},
    {"<html", "document.is_web_page"_s},
    {"<head", "document.is_web_page"_s},
    {"<script", "document.is_script"_s},
    {"<?php", "document.is_script"_s},
    {"#!", "document.is_script"_s},
    {"<svg", "document.is_drawing"_s},
    {"<?xml", "document.is_xml"_s},
    {"mz", "document.is_program"_s},
    {"\x7f"
     "elf",
        "document.is_program"_s},
    {"{\\rtf", "document.is_rtf"_s},
    {"\x89png", "document.is_picture"_s},
    {"\xff\xd8\xff", "document.is_picture"_s},
    {"gif8", "document.is_picture"_s},
};

Key why_none(std::string_view beginning)
{
    auto lower = lowered(trimmed(beginning.substr(0, 200)));
    if (lower.starts_with("\xef\xbb\xbf")) lower = lowered(trimmed(lower.substr(3)));
    for (const auto& other : others)
        if (lower.starts_with(other.begins)) return other.key;
    return not_as_named;
}

bool is_digit(std::string_view text, std::size_t at)
{
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]));
}

// Some readers look for a web page at the beginning of anything, and for an archive at its end.
Verdict check_pdf(const Bytes& bytes, std::string_view beginning)
{
    if (!is_digit(beginning, 5) || beginning.substr(6, 1) != "." || !is_digit(beginning, 7)) return damaged;
    auto end = bytes.last(looked_at);
    auto mark = end.rfind("%%EOF");
    if (mark == end.npos) return damaged;
    auto lower = lowered(beginning);
    for (std::string_view other : {"<!doctype", "<html", "<script", "<?php"})
        if (lower.find(other) != lower.npos) return hides;
    if (end.find("PK\5\6", mark) != end.npos) return hides;
    return std::nullopt;
}

bool has(const std::vector<CompoundEntry>& entries, CompoundEntry::Kind kind, std::string_view name)
{
    return std::any_of(
        entries.begin(), entries.end(), [&](const auto& e) { return e.kind == kind && e.name == name; });
}

// The document's own text, whose first words say what it is and whether it is under a password.
Verdict check_word_stream(const Bytes& bytes, const CompoundEntry& stream)
{
    constexpr std::uint64_t kept_apart = 4096; // smaller streams have a place of their own
    if (stream.size < kept_apart) return std::nullopt;
    auto words = bytes.read(stream.at, 12);
    if (words.size() < 12 || little16(words, 0) != 0xa5ec) return damaged;
    if (little16(words, 10) & 0x0100) return encrypted;
    return std::nullopt;
}

Verdict check_doc(const Bytes& bytes)
{
    using Kind = CompoundEntry::Kind;
    auto entries = read_compound_directory(bytes);
    if (!entries) return damaged;
    if (has(*entries, Kind::stream, "EncryptedPackage")) return encrypted;
    for (auto name : {"Macros", "VBA", "_VBA_PROJECT_CUR"})
        if (has(*entries, Kind::storage, name)) return macros;
    for (const auto& e : *entries)
        if (e.kind == Kind::stream && e.name == "WordDocument") return check_word_stream(bytes, e);
    return "document.is_office_file"_s;
}

bool is_macro_part(std::string_view name)
{
    auto lower = lowered(name);
    return lower.ends_with("vbaproject.bin") || lower.ends_with("vbadata.xml");
}

// A part with macros may have any name; the list of types gives it away.
Verdict check_types(const Bytes& bytes, const ZipEntry& types)
{
    if (types.size > longest_types) return damaged;
    std::string text;
    if (!unpack(bytes, types, [&](std::string_view piece) { text += piece; })) return damaged;
    text = lowered(text);
    for (std::string_view mark : {"macroenabled", "vbaproject"})
        if (text.find(mark) != text.npos) return macros;
    return std::nullopt;
}

Verdict check_docx(const Bytes& bytes)
{
    auto found = read_zip_directory(bytes);
    if (const auto* wrong = std::get_if<Key>(&found)) return *wrong;
    const auto& entries = std::get<ZipEntries>(found);
    for (const auto& e : entries)
        if (is_macro_part(e.name)) return macros;
    const auto *types = find_entry(entries, "[Content_Types].xml"),
               *text = find_entry(entries, "word/document.xml");
    if (!types || !text) return "document.is_archive"_s;
    if (auto wrong = check_types(bytes, *types)) return wrong;
    if (!unpack(bytes, *text, [](std::string_view) {})) return damaged;
    return std::nullopt;
}

std::optional<DocumentKind> kind_by_content(std::string_view beginning)
{
    if (beginning.starts_with("%PDF-")) return DocumentKind::pdf;
    if (is_compound_file(beginning)) return DocumentKind::doc;
    if (beginning.starts_with("PK\3\4")) return DocumentKind::docx;
    return std::nullopt;
}

Verdict check(DocumentKind kind, const Bytes& bytes, std::string_view beginning)
{
    switch (kind) {
    case DocumentKind::pdf: return check_pdf(bytes, beginning);
    case DocumentKind::doc: return check_doc(bytes);
    default: return check_docx(bytes);
    }
}

} // namespace

std::string_view media_type_of(DocumentKind kind)
{
    switch (kind) {
    case DocumentKind::pdf: return "application/pdf";
    case DocumentKind::doc: return "application/msword";
    default: return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
}

std::variant<DocumentKind, Key> take_document(const Bytes& bytes, std::string_view file_name)
{
    auto named = kind_by_name(file_name);
    if (!named) return "document.wanted"_s;
    if (bytes.size == 0) return "file.empty"_s;
    auto beginning = bytes.read(0, looked_at);
    auto kind = kind_by_content(beginning);
    if (!kind) return why_none(beginning);
    if (auto wrong = check(*kind, bytes, beginning)) return *wrong;
    if (*kind != *named) return not_as_named;
    return *kind;
}
