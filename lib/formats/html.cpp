// Gumbo reads; what only looks like markup is escaped before Gumbo sees it.
#include "html.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <gumbo.h>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace {

constexpr auto npos = std::string_view::npos;

using Tags = std::initializer_list<GumboTag>;

// Tags that mean something by themselves, and those whose end authors forget.
constexpr Tags without_end{GUMBO_TAG_BR, GUMBO_TAG_P, GUMBO_TAG_LI, GUMBO_TAG_HR, GUMBO_TAG_DIV, GUMBO_TAG_TR,
    GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DT, GUMBO_TAG_DD};
constexpr Tags often_unclosed{GUMBO_TAG_B, GUMBO_TAG_I, GUMBO_TAG_U, GUMBO_TAG_EM, GUMBO_TAG_STRONG,
    GUMBO_TAG_SPAN, GUMBO_TAG_FONT, GUMBO_TAG_SMALL, GUMBO_TAG_BIG, GUMBO_TAG_SUB, GUMBO_TAG_SUP,
    GUMBO_TAG_TABLE, GUMBO_TAG_TBODY, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_CENTER, GUMBO_TAG_H1, GUMBO_TAG_H2,
    GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6};
constexpr Tags paragraphs{GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5,
    GUMBO_TAG_H6, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE, GUMBO_TAG_HR};
constexpr Tags lines{GUMBO_TAG_DIV, GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_LI, GUMBO_TAG_TABLE, GUMBO_TAG_TR,
    GUMBO_TAG_CAPTION, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
    GUMBO_TAG_ADDRESS, GUMBO_TAG_DL, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_OPTION};
constexpr Tags not_text{
    GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_IFRAME, GUMBO_TAG_NOFRAMES, GUMBO_TAG_SVG};

bool among(GumboTag tag, Tags tags)
{
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alphanumeric(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

using Parsed = std::unique_ptr<GumboOutput,
    decltype([](GumboOutput* out) { gumbo_destroy_output(&kGumboDefaultOptions, out); })>;

// As the contents of an element, so that nothing is moved into a head.
Parsed parsed(std::string_view html)
{
    auto options = kGumboDefaultOptions;
    options.fragment_context = GUMBO_TAG_DIV;
    options.max_errors = 0;
    return Parsed(gumbo_parse_with_options(&options, html.data(), html.size()));
}

const GumboNode* child(const GumboVector& children, unsigned i)
{
    return static_cast<const GumboNode*>(children.data[i]);
}

bool is_character(std::string_view number)
{
    bool hex = number.starts_with('x') || number.starts_with('X');
    auto code = std::strtoul(std::string(number.substr(hex)).c_str(), nullptr, hex ? 16 : 10);
    return (code >= 0x20 || code == '\t' || code == '\n') && code != 0x7f && code <= 0x10ffff &&
           (code < 0xd800 || code > 0xdfff);
}

// What a whole reference at the front, "&name;" or "&#8217;", stands for. A name must be known as a whole:
// the standard would take the beginning of "&section;" for "&sect".
std::optional<std::string> reference_at(std::string_view text, std::size_t& length)
{
    length = text.substr(0, 36).find(';') + 1;
    if (length < 3) return std::nullopt;
    auto name = text.substr(1, length - 2);
    bool number = name.starts_with('#');
    if (number) name.remove_prefix(1);
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_alphanumeric)) return std::nullopt;
    if (name == "amp") return "&";
    if (number && !is_character(name)) return std::nullopt;
    auto out = parsed(text.substr(0, length));
    std::string meant = child(out->root->v.element.children, 0)->v.text.text;
    bool whole = meant == ";" || !meant.ends_with(';');
    return whole ? std::optional(meant) : std::nullopt;
}

struct Tag {
    std::size_t begin = 0, end = 0; // from < to behind >
    std::string name;
    GumboTag known = GUMBO_TAG_UNKNOWN;
    bool closes = false, bare = false, values = false; // bare: no attributes; values: some have one
    enum Looks { text, likely, certain } looks = text;
};

// What stands between < and > at a position and begins as a tag does.
std::optional<Tag> tag_at(std::string_view text, std::size_t begin)
{
    Tag out{.begin = begin, .name = {}};
    auto rest = text.substr(begin + 1, 64);
    out.closes = rest.starts_with('/');
    rest.remove_prefix(out.closes);
    if (rest.empty() || !is_letter(rest[0])) return std::nullopt;
    auto stop = std::find_if(
        rest.begin(), rest.end(), [](char c) { return !is_alphanumeric(c) && c != ':' && c != '-'; });
    out.name = lowered(rest.substr(0, static_cast<std::size_t>(stop - rest.begin())));
    out.known = gumbo_tagn_enum(out.name.data(), static_cast<unsigned>(out.name.size()));
    auto from = begin + 1 + out.closes + out.name.size();
    auto close = text.find('>', from);
    bool named = !out.name.ends_with(':') && close != npos; // "<https://x.example>" is no tag
    if (!named || std::string_view(" \t\r\n/>").find(text[from]) == npos) return std::nullopt;
    auto attributes = trimmed(text.substr(from, close - from));
    out.bare = attributes.empty() || attributes == "/";
    out.values = attributes.find('=') != npos;
    out.end = close + 1;
    return out;
}

// The tags of a text, told from what only looks like one.
struct Markup {
    std::vector<Tag> tags;
    bool html = false;  // beyond doubt
    bool lines = false; // some tags make lines, so line ends of the source do not

    explicit Markup(std::string_view);
};

Tag::Looks looks_of(const Tag& tag, std::size_t last_begin, std::size_t last_end)
{
    bool closed = tag.closes ? last_begin < tag.begin : last_end != npos && last_end > tag.begin;
    if (tag.known == GUMBO_TAG_PLAINTEXT || tag.known == GUMBO_TAG_ISINDEX) return Tag::text;
    if (tag.known == GUMBO_TAG_UNKNOWN)
        return closed || tag.values || tag.name.find(':') != npos ? Tag::likely : Tag::text;
    if (tag.closes) return tag.bare ? Tag::certain : Tag::text;
    bool raw =
        among(tag.known, not_text) || among(tag.known, {GUMBO_TAG_TITLE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_XMP});
    if (raw || (!tag.bare && !tag.values)) return closed ? Tag::certain : Tag::text;
    if (closed || tag.values || among(tag.known, without_end)) return Tag::certain;
    return among(tag.known, often_unclosed) ? Tag::likely : Tag::text;
}

Markup::Markup(std::string_view text)
{
    std::map<std::string, std::size_t> begins, ends;
    for (auto at = text.find('<'); at != npos && tags.size() <= most_tags; at = text.find('<', at + 1)) {
        auto tag = tag_at(text, at);
        if (!tag) continue;
        if (tag->closes) ends[tag->name] = at;
        else begins.emplace(tag->name, at);
        tags.push_back(std::move(*tag));
    }
    auto where = [](const auto& map, const std::string& name) {
        auto found = map.find(name);
        return found == map.end() ? npos : found->second;
    };
    for (auto& tag : tags) {
        tag.looks = looks_of(tag, where(begins, tag.name), where(ends, tag.name));
        html |= tag.looks == Tag::certain;
        lines |= tag.looks == Tag::certain &&
                 (tag.known == GUMBO_TAG_BR || among(tag.known, ::lines) || among(tag.known, paragraphs));
    }
}

// A comment or declaration at a position: how much there is to skip; 0 when it is none.
std::size_t declaration_at(std::string_view text)
{
    bool comment = text.starts_with("<!--");
    auto end = text.find(comment ? "-->" : ">");
    if (end == npos || (!comment && !text.starts_with("<!") && !text.starts_with("<?xml"))) return 0;
    return end + (comment ? 3 : 1);
}

// The text as HTML for Gumbo: what is no markup as references. Rows and cells outside a table, which the
// standard drops, under names that it keeps.
std::string for_parser(std::string_view text, const Markup& markup)
{
    bool table = std::any_of(
        markup.tags.begin(), markup.tags.end(), [](const Tag& t) { return t.known == GUMBO_TAG_TABLE; });
    std::string out;
    auto tag = markup.tags.begin();
    for (std::size_t at = 0; at < text.size();) {
        auto special = std::min(text.find_first_of("<&", at), text.size());
        out += text.substr(at, special - at);
        if ((at = special) == text.size()) break;
        while (tag != markup.tags.end() && tag->begin < at) ++tag;
        bool is_tag = tag != markup.tags.end() && tag->begin == at && tag->looks != Tag::text;
        bool cell = is_tag && !table && among(tag->known, {GUMBO_TAG_TD, GUMBO_TAG_TH});
        bool row = is_tag && !table && tag->known == GUMBO_TAG_TR;
        std::size_t length = 1;
        if (cell || row) {
            out += tag->closes ? "</" : "<";
            out += cell ? "x-cell" : "div";
            length = 1 + tag->closes + tag->name.size();
        } else if (text[at] == '&') out += reference_at(text.substr(at), length) ? "&" : "&amp;", length = 1;
        else if (is_tag) out += '<';
        else if ((length = declaration_at(text.substr(at))) == 0) out += "&lt;", length = 1;
        at += length;
    }
    return out;
}

// Writes what a tree says.
struct Writer {
    HtmlText& out;
    bool keep_line_ends;
    int items = 0; // of lists that the place is in

    void write(const GumboNode&, bool preformatted);
    void write_children(const GumboVector&, bool preformatted);
    void write_element(const GumboElement&, bool preformatted);
    void write_text(std::string_view, bool preformatted);
    void write_address(const GumboElement&, std::size_t from);
    void end_line(std::string_view end)
    {
        bool item = out.text == "- " || out.text.ends_with("\n- ");
        if (!out.text.empty() && !item && !out.text.ends_with(end))
            out.text += out.text.ends_with('\n') ? "\n" : end;
    }
};

void Writer::write(const GumboNode& node, bool preformatted)
{
    if (node.type == GUMBO_NODE_ELEMENT) write_element(node.v.element, preformatted);
    else if (node.type != GUMBO_NODE_COMMENT && node.type != GUMBO_NODE_TEMPLATE &&
             node.type != GUMBO_NODE_DOCUMENT)
        write_text(node.v.text.text, preformatted);
}

void Writer::write_children(const GumboVector& children, bool preformatted)
{
    for (unsigned i = 0; i < children.length; ++i) write(*child(children, i), preformatted);
}

void Writer::write_text(std::string_view text, bool preformatted)
{
    auto from = out.text.size();
    out.text += text;
    if (keep_line_ends || preformatted) return;
    std::replace_if(
        out.text.begin() + static_cast<std::ptrdiff_t>(from), out.text.end(),
        [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
}

void Writer::write_element(const GumboElement& element, bool preformatted)
{
    if (among(element.tag, not_text)) return;
    out.pictures |= element.tag == GUMBO_TAG_IMG;
    bool paragraph = among(element.tag, paragraphs);
    std::string_view end = paragraph && items == 0                  ? "\n\n"
                           : paragraph || among(element.tag, lines) ? "\n"
                                                                    : "";
    auto original = std::string_view(element.original_tag.data, element.original_tag.length);
    bool cell = among(element.tag, {GUMBO_TAG_TD, GUMBO_TAG_TH}) || original.starts_with("<x-cell");
    end_line(end);
    bool item = element.tag == GUMBO_TAG_LI;
    if (item) out.text += "- ";
    auto from = out.text.size();
    items += item;
    write_children(element.children, preformatted || element.tag == GUMBO_TAG_PRE);
    items -= item;
    if (element.tag == GUMBO_TAG_A) write_address(element, from);
    if (cell) out.text += ' ';
    if (element.tag == GUMBO_TAG_BR) out.text += '\n';
    else end_line(end);
}

// Addresses of one place look different: with and without scheme, "www." and a slash at the end.
std::string bare_address(std::string_view address)
{
    auto out = lowered(trimmed(address));
    for (std::string_view front : {"https://", "http://", "//", "mailto:", "tel:", "www."})
        if (out.starts_with(front)) out.erase(0, front.size());
    while (out.ends_with('/')) out.pop_back();
    return out;
}

void Writer::write_address(const GumboElement& element, std::size_t from)
{
    const auto* attribute = gumbo_get_attribute(&element.attributes, "href");
    if (!attribute) return;
    auto address = trimmed(attribute->value);
    auto scheme = lowered(address.substr(0, address.find(':')));
    bool web =
        scheme == "http" || scheme == "https" || address.starts_with("www.") || address.starts_with("//");
    if (!web && scheme != "mailto" && scheme != "tel") {
        out.links |= !address.empty();
        return;
    }
    if (scheme == "mailto" || scheme == "tel") address.remove_prefix(scheme.size() + 1);
    if (scheme == "mailto") address = address.substr(0, address.find('?'));
    auto shown = bare_address(std::string_view(out.text).substr(from));
    if (address.empty() || shown.find(bare_address(address)) != npos) return;
    out.text += shown.empty() ? std::string(address) : " (" + std::string(address) + ")";
}

bool is_escaped_still(std::string_view text)
{
    auto at = text.find('&');
    if (at == npos) return false;
    for (std::size_t length = 0; at != npos; at = text.find('&', at + 1))
        if (!reference_at(text.substr(at), length)) return false;
    return true;
}

} // namespace

std::string references_decoded(std::string_view text)
{
    std::string out;
    while (true) {
        auto start = text.find('&');
        out += text.substr(0, start);
        if (start == npos) return out;
        text.remove_prefix(start);
        std::size_t length = 0;
        auto meant = reference_at(text, length);
        out += meant ? *meant : "&";
        text.remove_prefix(meant ? length : 1);
    }
}

HtmlText read_html(std::string_view text)
{
    HtmlText out{.text = std::string(text)};
    if (text.find_first_of("<&") == npos) return out;
    for (int depth = 0; depth < 4; ++depth) {
        Markup markup(out.text);
        if (markup.tags.size() > most_tags) out.too_long = true;
        if (out.too_long) return out;
        if (markup.html && !out.markup) {
            out.markup = true;
            auto html = for_parser(out.text, markup); // which the tree points into
            auto tree = parsed(html);
            out.text.clear();
            Writer{out, !markup.lines}.write_children(tree->root->v.element.children, false);
        } else out.text = references_decoded(out.text);
        bool again = is_escaped_still(out.text) || (!out.markup && Markup(out.text).html);
        if (!again) break;
        out.escaped = true;
    }
    return out;
}
