#include "papers.hpp"

#include "app/demo/resume.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <zlib.h>

namespace {

std::string little(std::uint64_t value, int bytes)
{
    std::string out;
    for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 255);
    return out;
}

std::string deflated(const std::string& content)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

// What both headers of a part have in common, from the flags to the length of the extra field.
std::string facts(const papers::Part& part, std::size_t packed, std::uint32_t size)
{
    auto crc =
        crc32(0, reinterpret_cast<const Bytef*>(part.content.data()), static_cast<uInt>(part.content.size()));
    return little(part.flags, 2) + little(part.packed ? 8 : 0, 2) + little(0, 4) +
           little(part.told_crc.value_or(static_cast<std::uint32_t>(crc)), 4) + little(packed, 4) +
           little(size, 4) + little(part.name.size(), 2) + little(0, 2);
}

constexpr std::size_t sector = 512;

std::string padded(std::string text)
{
    text.resize((text.size() + sector - 1) / sector * sector);
    return text;
}

std::string record(const std::string& name, int kind, std::uint32_t start, std::size_t size)
{
    std::string out;
    for (char c : name) out += {c, '\0'};
    out.resize(64);
    out += little(name.size() * 2 + 2, 2) + static_cast<char>(kind);
    out.resize(116);
    return out + little(start, 4) + little(size, 4) + little(0, 4);
}

constexpr std::uint32_t end_of_chain = 0xfffffffe, table_sector = 0xfffffffd, free_sector = 0xffffffff;

void add_chain(std::vector<std::uint32_t>& table, std::size_t sectors)
{
    for (std::size_t i = 1; i <= sectors; ++i)
        table.push_back(i == sectors ? end_of_chain : static_cast<std::uint32_t>(table.size() + 1));
}

} // namespace

std::string papers::zip(const std::vector<Part>& parts, const std::string& comment)
{
    std::string out, directory;
    for (const auto& part : parts) {
        auto data = part.packed ? deflated(part.content) : part.content;
        auto size = part.told_size.value_or(static_cast<std::uint32_t>(part.content.size()));
        auto at = out.size();
        out += "PK\3\4" + little(20, 2) + facts(part, data.size(), part.told_size_before.value_or(size)) +
               part.name;
        out += data;
        directory += "PK\1\2" + little(20, 2) + little(20, 2) + facts(part, data.size(), size) +
                     little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(at, 4) + part.name;
    }
    auto at = out.size();
    return out + directory + "PK\5\6" + little(0, 4) + little(parts.size(), 2) + little(parts.size(), 2) +
           little(directory.size(), 4) + little(at, 4) + little(comment.size(), 2) + comment;
}

std::vector<papers::Part> papers::docx_parts()
{
    return {
        {"[Content_Types].xml",
            R"(<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/)"
            R"(vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>)"},
        {"_rels/.rels", R"(<?xml version="1.0"?><Relationships/>)"},
        {"word/document.xml",
            R"(<?xml version="1.0"?><w:document><w:body>Ten years of wood.</w:body></w:document>)"},
    };
}

// The sectors: one for the table, then the directory, then the streams.
std::string papers::compound(const std::vector<Entry>& entries)
{
    auto in_directory = (entries.size() + 1 + 3) / 4;
    std::vector<std::uint32_t> table{table_sector};
    add_chain(table, in_directory);
    auto directory = record("Root Entry", 5, end_of_chain, 0);
    std::string streams;
    for (const auto& e : entries) {
        auto start = static_cast<std::uint32_t>(table.size());
        auto content = padded(e.content);
        add_chain(table, content.size() / sector);
        directory += record(e.name, e.kind, content.empty() ? end_of_chain : start, e.content.size());
        streams += content;
    }
    table.resize(sector / 4, free_sector);
    std::string tables;
    for (auto next : table) tables += little(next, 4);

    auto header = std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") + std::string(16, '\0') + little(0x3e, 2) +
                  little(3, 2) + little(0xfffe, 2) + little(9, 2) + little(6, 2) + std::string(10, '\0') +
                  little(1, 4) + little(1, 4) + little(0, 4) + little(4096, 4) + little(end_of_chain, 4) +
                  little(0, 4) + little(end_of_chain, 4) + little(0, 4) + little(0, 4);
    while (header.size() < sector) header += little(free_sector, 4);
    return header + tables + padded(directory) + streams;
}

std::string papers::word_stream(bool encrypted)
{
    constexpr std::size_t begin = 1536;
    const std::string text = "Ann Lee\rTen years of wood.\r";
    auto out = little(0xa5ec, 2) + little(0xc1, 2) + little(0, 6) + little(encrypted ? 0x0100 : 0, 2);
    out.resize(24);
    out += little(begin, 4) + little(begin + text.size(), 4); // where the text is
    out.resize(begin);
    out += text;
    out.resize(4096);
    return out;
}

std::string papers::pdf()
{
    return pdf_page({"Ann Lee", "Ten years of wood."});
}

std::string papers::doc()
{
    return compound({{"WordDocument", 2, word_stream()}, {"1Table", 2, std::string(4096, 'x')}});
}

std::string papers::docx()
{
    return zip(docx_parts());
}

std::string papers::base64(const std::string& content)
{
    auto out = base64url(content);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    return out.append((4 - out.size() % 4) % 4, '=');
}

std::string papers::pdf_of(const std::string& stream, const std::string& filter)
{
    return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
           "1>>endobj\n"
           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F "
           "5 0 R>>>>>>endobj\n4 0 obj<</Length " +
           std::to_string(stream.size()) + filter + ">>stream\n" + stream +
           "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
           "trailer<</Root 1 0 R>>\n%%EOF\n";
}

std::string papers::pdf_saying(const std::string& text)
{
    return pdf_of("BT /F 24 Tf 50 700 Td (" + text + ") Tj ET");
}
