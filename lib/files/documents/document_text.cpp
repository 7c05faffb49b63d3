#include "document_text.hpp"

#include "lib/base/text.hpp"
#include "lib/process/child.hpp"
#include "lib/process/file.hpp"

#include <charconv>

namespace {

constexpr std::size_t longest_text = 200 << 10, longest_xml = 20 << 20, largest_thumbnail = 1 << 20;

std::optional<std::string> said(std::vector<std::string> words, int input, std::size_t limit)
{
    auto ended = run_child({.words = std::move(words), .input = input, .limits = {.output = limit}});
    if (!ended.well()) return std::nullopt;
    return std::move(ended.output);
}

std::optional<DocumentText> read_pdf(int file)
{
    auto text = said({"/usr/bin/pdftotext", "-q", "-l", "20", "-enc", "UTF-8", "-", "-"}, file, 4 << 20);
    if (!text) return std::nullopt;
    auto picture = said({"/usr/bin/pdftoppm", "-q", "-jpeg", "-singlefile", "-scale-to", "400", "-"}, file,
        largest_thumbnail);
    bool is_picture = picture && picture->starts_with("\xff\xd8\xff");
    return DocumentText{only_clean(*text, longest_text), is_picture ? std::move(*picture) : std::string()};
}

std::optional<DocumentText> read_doc(int file)
{
    auto text = said({"/usr/bin/catdoc", "-d", "utf-8", "-w"}, file, 4 << 20);
    if (!text) return std::nullopt;
    return DocumentText{only_clean(*text, longest_text), ""};
}

std::optional<DocumentText> read_docx(int file)
{
    auto xml = said({"/usr/bin/bsdtar", "-x", "-O", "-f", "-", "word/document*.xml"}, file, longest_xml);
    if (!xml) return std::nullopt;
    return DocumentText{only_clean(text_of_word_xml(*xml), longest_text), ""};
}

// What & and ; enclose.
std::string character_of(std::string_view name)
{
    static constexpr std::pair<std::string_view, const char*> named[] = {
        {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};
    for (auto [known, character] : named)
        if (name == known) return character;
    if (!name.starts_with('#')) return "";
    bool hex = name.starts_with("#x");
    auto digits = name.substr(hex ? 2 : 1);
    std::uint32_t c = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), c, hex ? 16 : 10);
    auto tail = [&](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xc0 | c >> 6), tail(0)};
    if (c < 0x10000) return {static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)};
    if (c < 0x110000) return {static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)};
    return "";
}

void append_unescaped(std::string& out, std::string_view text)
{
    constexpr std::size_t longest_name = 10;
    for (std::size_t at; (at = text.find('&')) != text.npos;) {
        auto end = text.substr(0, at + longest_name).find(';', at);
        out += text.substr(0, at);
        out += end == text.npos ? "&" : character_of(text.substr(at + 1, end - at - 1));
        text.remove_prefix((end == text.npos ? at : end) + 1);
    }
    out += text;
}

std::string_view local_name(std::string_view tag)
{
    auto name = tag.substr(0, tag.find_first_of(" \t\r\n/", 1));
    auto colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

} // namespace

std::string text_of_word_xml(std::string_view xml)
{
    std::string out;
    bool in_text = false;
    while (!xml.empty() && out.size() < longest_text) {
        auto open = xml.find('<');
        if (in_text) append_unescaped(out, xml.substr(0, open));
        auto close = open == xml.npos ? open : xml.find('>', open);
        if (close == xml.npos) break;
        auto tag = xml.substr(open + 1, close - open - 1);
        bool ends = tag.starts_with('/'), empty = tag.ends_with('/');
        auto name = local_name(ends ? tag.substr(1) : tag);
        in_text = name == "t" && !ends && !empty;
        if (name == "tab" && empty) out += '\t';
        if (name == "br" || name == "cr" || (name == "p" && (ends || empty))) out += '\n';
        xml.remove_prefix(close + 1);
    }
    return out;
}

std::string only_clean(std::string_view text, std::size_t limit)
{
    std::string out;
    while (!text.empty()) {
        auto lead = static_cast<unsigned char>(text[0]);
        std::size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        auto character = text.substr(0, length);
        bool control = lead < 0x20 && lead != '\n' && lead != '\t';
        bool good = !control && lead != 0x7f && is_clean_text(character);
        if (good && out.size() + character.size() > limit) break;
        if (good) out += character;
        text.remove_prefix(good ? character.size() : 1);
    }
    return out;
}

bool asks_for_password(int pdf)
{
    constexpr std::size_t largest = 20 << 20;
    if (read_all(pdf, largest).find("/Encrypt") == std::string::npos) return false;
    auto ended = run_child({.words = {"/usr/bin/pdfinfo", "-"}, .input = pdf});
    return ended.errors.find("Incorrect password") != std::string::npos;
}

std::optional<DocumentText> read_document(int descriptor, DocumentKind kind)
{
    switch (kind) {
    case DocumentKind::pdf: return read_pdf(descriptor);
    case DocumentKind::doc: return read_doc(descriptor);
    default: return read_docx(descriptor);
    }
}
