#include "document_header.hpp"

#include "compound_file.hpp"
#include "zip_directory.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace {

using namespace std::string_view_literals;

constexpr std::size_t looked_at = 1024;        // bytes at the beginning and at the end
constexpr std::string_view pdf_mark = "%PDF-"; // somewhere in the first 1,024 bytes (ISO 32000-1, annex H)
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

// What stands before a PDF's mark: blanks, a byte order mark, what a mail or a printer has left there. Some
// readers look for a web page in it.
bool hides_before(std::string_view before)
{
    auto lower = lowered(before);
    for (std::string_view other : {"<!doctype", "<html", "<script", "<?php", "<svg", "<body", "<iframe"})
        if (lower.find(other) != lower.npos) return true;
    return false;
}

// The last part of the file, without the zeros that some servers fill files up with.
std::string ending_of(const Bytes& bytes)
{
    constexpr std::size_t padding = 64 << 10;
    auto end = bytes.last(looked_at + padding);
    auto last = end.find_last_not_of('\0');
    end.resize(last == end.npos ? 0 : last + 1);
    return end.size() > looked_at ? end.substr(end.size() - looked_at) : end;
}

// Whether such a name begins there, as PDF writes it (ISO 32000-1, 7.3.5): its characters may be escaped, and
// what follows ends it.
bool is_name(std::string_view text, std::string_view name)
{
    for (char wanted : name) {
        if (text.empty()) return false;
        bool escaped = text[0] == '#' && text.size() >= 3;
        auto sign = escaped ? percent_decoded('%' + std::string(text.substr(1, 2)), false)
                            : std::optional(std::string(text.substr(0, 1)));
        if (!sign || sign->size() != 1 || (*sign)[0] != wanted) return false;
        text.remove_prefix(escaped ? 3 : 1);
    }
    return text.empty() || !std::isalnum(static_cast<unsigned char>(text[0]));
}

// An action of that type, or a list of them: /S /Launch, <</JavaScript 5 0 R>>. Not a part of an address.
bool has_action(std::string_view text, std::string_view name)
{
    for (auto at = text.find('/'); at != text.npos; at = text.find('/', at + 1)) {
        auto before = at == 0 ? ' ' : text[at - 1];
        bool begins = std::string_view(" \t\r\n\f<>[]").find(before) != std::string_view::npos ||
                      (at >= 2 && text.substr(at - 2, 2) == "/S");
        if (begins && is_name(text.substr(at + 1), name)) return true;
    }
    return false;
}

// An archive's reader looks at the end.
Verdict check_pdf(const Bytes& bytes, std::string_view beginning)
{
    auto mark = beginning.find(pdf_mark);
    auto version = beginning.substr(mark);
    if (!is_digit(version, 5) || version.substr(6, 1) != "." || !is_digit(version, 7)) return damaged;
    auto end = ending_of(bytes);
    auto last = end.rfind("%%EOF");
    if (last == end.npos) return damaged;
    if (hides_before(beginning.substr(0, mark)) || end.find("PK\5\6", last) != end.npos) return hides;
    auto whole = bytes.read(0, static_cast<std::size_t>(bytes.size));
    if (has_action(whole, "JavaScript") || has_action(whole, "Launch")) return "document.acts"_s;
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

std::optional<std::string> text_of(const Bytes& bytes, const ZipEntry& part)
{
    if (part.size > longest_types) return std::nullopt;
    std::string out;
    if (!unpack(bytes, part, [&](std::string_view piece) { out += piece; })) return std::nullopt;
    return out;
}

// A part with macros may have any name; the list of types gives it away.
Verdict check_types(const Bytes& bytes, const ZipEntry& types)
{
    auto text = text_of(bytes, types);
    if (!text) return damaged;
    auto lower = lowered(*text);
    for (std::string_view mark : {"macroenabled", "vbaproject"})
        if (lower.find(mark) != lower.npos) return macros;
    return std::nullopt;
}

// One relationship between parts of an Office document (ECMA-376 part 2, 9.3).
struct Relationship {
    std::string type, target; // in lower case: the type
    bool external = false;
};

std::string attribute(std::string_view tag, std::string_view name)
{
    for (auto at = tag.find(name); at != tag.npos; at = tag.find(name, at + 1)) {
        auto rest = trimmed(tag.substr(at + name.size()));
        bool whole = at > 0 && std::isspace(static_cast<unsigned char>(tag[at - 1])) && rest.starts_with('=');
        if (!whole) continue;
        rest = trimmed(rest.substr(1));
        if (rest.size() < 2 || (rest[0] != '"' && rest[0] != '\'')) return {};
        return std::string(rest.substr(1, rest.find(rest[0], 1) - 1));
    }
    return {};
}

std::vector<Relationship> relationships_in(std::string_view xml)
{
    std::vector<Relationship> out;
    for (auto open = xml.find('<'); open != xml.npos; open = xml.find('<', open + 1)) {
        auto tag = xml.substr(open, xml.find('>', open) - open);
        if (tag.find("Relationship") == tag.npos || attribute(tag, "Type").empty()) continue;
        out.push_back({lowered(attribute(tag, "Type")), attribute(tag, "Target"),
            lowered(attribute(tag, "TargetMode")) == "external"});
    }
    return out;
}

// The document itself may be any part (Word Online: word/document2.xml); the package's relationships name it.
const ZipEntry* main_part(const Bytes& bytes, const ZipEntries& entries)
{
    const auto* list = find_entry(entries, "_rels/.rels");
    for (const auto& r : relationships_in(list ? text_of(bytes, *list).value_or("") : ""))
        if (r.type.ends_with("/officedocument") && r.target.find("word/") != std::string::npos)
            return find_entry(entries, std::string_view(r.target).substr(r.target.starts_with('/')));
    return find_entry(entries, "word/document.xml");
}

// A template that lies on the network is fetched when the document is opened; one on its author's disk is not
// there.
bool is_far(std::string_view target)
{
    auto lower = lowered(target);
    bool share = lower.starts_with("\\\\") || lower.starts_with("//") ||
                 (lower.starts_with("file://") && !lower.starts_with("file:///"));
    return share || lower.starts_with("file:////") || lower.starts_with("file:///\\\\") ||
           (lower.find("://") != lower.npos && !lower.starts_with("file:"));
}

// What another program is started for, or what is fetched from elsewhere and run.
Verdict check_relationships(const Bytes& bytes, const ZipEntries& entries)
{
    for (const auto& e : entries) {
        if (!e.name.ends_with(".rels")) continue;
        auto xml = text_of(bytes, e);
        if (!xml) return damaged;
        for (const auto& r : relationships_in(*xml)) {
            if (r.type.ends_with("/oleobject") || r.type.ends_with("/control")) return "document.objects"_s;
            bool runs = r.type.ends_with("/attachedtemplate") || r.type.ends_with("/frame") ||
                        r.type.ends_with("/afchunk") || r.type.ends_with("/subdocument");
            if (runs && r.external && is_far(r.target)) return "document.fetches"_s;
        }
    }
    return std::nullopt;
}

Verdict check_docx(const Bytes& bytes)
{
    auto found = read_zip_directory(bytes);
    if (const auto* wrong = std::get_if<Key>(&found)) return *wrong;
    const auto& entries = std::get<ZipEntries>(found);
    for (const auto& e : entries)
        if (is_macro_part(e.name)) return macros;
    const auto *types = find_entry(entries, "[Content_Types].xml"), *text = main_part(bytes, entries);
    if (!types || !text) return "document.is_archive"_s;
    if (auto wrong = check_types(bytes, *types)) return wrong;
    if (auto wrong = check_relationships(bytes, entries)) return wrong;
    if (!unpack(bytes, *text, [](std::string_view) {})) return damaged;
    return std::nullopt;
}

std::optional<DocumentKind> kind_by_content(std::string_view beginning)
{
    if (is_compound_file(beginning)) return DocumentKind::doc;
    if (beginning.starts_with("PK\3\4")) return DocumentKind::docx;
    if (beginning.find(pdf_mark) != beginning.npos) return DocumentKind::pdf;
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
