// PostgreSQL's COPY text format: tabs between columns, backslashes before what would be taken for structure.
#include "copy.hpp"

void append_copy_text(std::string& out, std::string_view text)
{
    while (true) {
        auto special = text.find_first_of("\\\t\n\r");
        out += text.substr(0, special);
        if (special == text.npos) return;
        char c = text[special];
        out += '\\';
        out += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : '\\';
        text.remove_prefix(special + 1);
    }
}
