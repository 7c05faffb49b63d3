#include "targets.hpp"

#include "lib/auth/passkeys/passkeys.hpp"
#include "lib/auth/passkeys/public_key.hpp"
#include "lib/auth/tokens.hpp"
#include "lib/base/json.hpp"
#include "lib/base/text.hpp"
#include "lib/files/documents/document_header.hpp"
#include "lib/files/documents/file_name.hpp"
#include "lib/files/pictures/image_header.hpp"
#include "lib/formats/csv.hpp"
#include "lib/formats/html.hpp"
#include "lib/mail/bounce.hpp"
#include "lib/web/http/input.hpp"
#include "lib/web/http/multipart.hpp"
#include "lib/words/catalogue.hpp"
#include "lib/words/values.hpp"

#include <algorithm>
#include <cstring>
#include <sstream>
#include <stdexcept>

namespace {

const Catalogue& sentences()
{
    static const std::span<const Sentence> tables[] = {general_sentences()};
    static const Catalogue all(tables);
    return all;
}

void must(bool holds, const char* what)
{
    if (!holds) throw std::logic_error(what);
}

// The body arrives in pieces whose size the first byte tells, as from a network.
void multipart(std::string_view bytes)
{
    if (bytes.empty()) return;
    auto piece = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) + 1;
    auto body = bytes.substr(1);
    Request request;
    request.headers = {{"content-type", "multipart/form-data; boundary=b"}};
    request.content_length = body.size();
    request.upload_directory = "/dev/shm";
    request.read_body = [body, piece, at = std::size_t{0}](std::span<char> into) mutable {
        auto size = std::min({piece, into.size(), body.size() - at});
        std::memcpy(into.data(), body.data() + at, size);
        at += size;
        return size;
    };
    try {
        std::size_t size = 0;
        auto form = read_multipart(request);
        for (const auto& [name, text] : form.texts) {
            must(is_clean_text(name) && is_clean_text(text), "a text of the form is clean");
            size += text.size();
        }
        for (const auto& [name, file] : form.files) {
            must(file.name.find('/') == std::string::npos, "a file's name has no directory");
            must(
                read_all(file.file->get(), body.size() + 1).size() == file.size, "a file is as long as told");
            size += file.size;
        }
        must(size <= body.size(), "nothing is made up");
    } catch (const Problem&) {
    }
}

std::size_t depth_of(const JsonValue& value)
{
    std::size_t deepest = 0;
    for (const auto& item : value.items) deepest = std::max(deepest, depth_of(item));
    for (const auto& [name, member] : value.members) deepest = std::max(deepest, depth_of(member));
    return deepest + 1;
}

void json(std::string_view bytes)
{
    try {
        auto value = parse_json(bytes);
        must(depth_of(value) <= json_max_depth + 1, "nesting is bounded");
        must(is_clean_text(value.text), "text is clean");
    } catch (const JsonError& error) {
        must(sentences().has(key_of(error.fault).name), "a refusal has a sentence");
    }
}

void query(std::string_view bytes)
{
    try {
        auto parameters = parse_parameters(query_of(bytes));
        must(parameters.size() <= max_query_parameters, "parameters are bounded");
        for (const auto& [name, value] : parameters)
            must(is_clean_text(name) && is_clean_text(value), "a parameter is clean");
    } catch (const Problem&) {
    }
    if (auto header = parse_header_value(bytes))
        must(header->value.size() <= bytes.size(), "nothing is made up");
}

void path(std::string_view bytes)
{
    try {
        auto found = std::string(canonical_path(bytes)) + '/';
        must(found[0] == '/', "a path begins at the root");
        must(found.find("/../") == found.npos && found.find("/./") == found.npos, "a path goes nowhere back");
        must(found.find('%') == found.npos, "a path has one reading");
    } catch (const Problem&) {
    }
}

void token(std::string_view bytes)
{
    static const TokenKeys keys({"a-key-for-fuzzing-of-at-least-32-characters"});
    for (auto wanted : {TokenType::access, TokenType::refresh})
        must(std::holds_alternative<TokenFault>(keys.verify(bytes, wanted, Time{})), "no token is forged");
}

void document(std::string_view bytes)
{
    auto whole = bytes_of_text(bytes);
    for (auto name : {"cv.pdf", "cv.doc", "cv.docx"}) {
        auto taken = take_document(whole, name);
        const auto* refusal = std::get_if<Key>(&taken);
        must(!refusal || sentences().has(refusal->name), "a refusal has a sentence");
    }
}

void image(std::string_view bytes)
{
    auto header = read_image_header(bytes);
    must(!header || (header->width > 0 && header->height > 0), "a picture has a size");
    must(!header || image_format(bytes) == header->format, "a picture has one format");
}

void file_name(std::string_view bytes)
{
    if (!is_clean_text(bytes)) return;
    auto name = clean_file_name(bytes);
    must(is_clean_text(name) && characters(name) <= 150, "a name is clean and short");
    must(name.find_first_of("/\\\r\n") == name.npos, "a name stays in its place");
    for (char c : attachment_header(name)) must(c >= 0x20 && c < 0x7f, "a header is plain ASCII");
}

void csv(std::string_view bytes)
{
    std::istringstream in{std::string(bytes)};
    CsvReader reader(in, encoding_of(in));
    std::size_t line = 0;
    for (CsvRow row; reader.next(row); line = row.line) {
        must(row.line >= line, "rows come in the order of their lines");
        must(row.fault.empty() || row.cells.empty(), "a broken row has no cells");
    }
}

void html(std::string_view bytes)
{
    if (!is_clean_text(bytes)) return;
    auto read = read_html(bytes);
    must(is_clean_text(read.text), "what HTML says is clean text");
    must(bytes.find_first_of("<&") != bytes.npos || read.text == bytes, "plain text stays");
    auto better = better_decoded(bytes);
    must(!better || is_clean_text(*better), "what is decoded again is clean text");
}

void bounce(std::string_view bytes)
{
    auto read = read_bounce(bytes);
    if (!read) return;
    must(!read->recipient.empty() && !read->action.empty(), "a report says of whom, and what");
    for (const auto* text : {&read->id, &read->recipient, &read->action, &read->status, &read->diagnostic})
        for (char c : *text) must(c >= ' ' && c <= '~', "what a report says is one line of ASCII");
}

// The bytes are one part of an answer after the other; what goes with them is as it should be.
void passkey(std::string_view bytes)
{
    static const std::string challenge(32, 'c');
    static const RelyingParty party{"jobs.example", {"https://jobs.example"}};
    const auto client_data = [&](std::string_view type) {
        return R"({"type":")" + std::string(type) + R"(","challenge":")" + base64url(challenge) +
               R"(","origin":"https://jobs.example"})";
    };
    auto whole = std::string(bytes);
    auto key = bytes;
    if (PublicKey::take(key)) must(key.size() < bytes.size(), "a key has bytes");
    must(challenge_in(bytes).value_or("").size() <= bytes.size(), "nothing is made up");
    try {
        auto added = verify_registration({client_data("webauthn.create"), whole}, party, challenge);
        must(!added.id.empty() && added.id.size() <= 1023, "a credential has an id");
        std::string_view kept = added.public_key;
        must(PublicKey::take(kept) && kept.empty(), "what is kept is a key");
    } catch (const PasskeyError&) {
    }
    for (const auto& answer : {PasskeyAssertion{client_data("webauthn.get"), whole, "signature"},
             PasskeyAssertion{whole, whole, whole}}) {
        try {
            verify_assertion(answer, party, challenge, {"id", whole});
            must(false, "nobody signs in by chance");
        } catch (const PasskeyError&) {
        }
    }
}

constexpr FuzzTarget targets[] = {
    {"multipart", multipart},
    {"json", json},
    {"query", query},
    {"path", path},
    {"token", token},
    {"document", document},
    {"image", image},
    {"file_name", file_name},
    {"csv", csv},
    {"html", html},
    {"bounce", bounce},
    {"passkey", passkey},
};

} // namespace

std::span<const FuzzTarget> fuzz_targets()
{
    return targets;
}
