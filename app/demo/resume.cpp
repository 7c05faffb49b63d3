#include "resume.hpp"

#include "lib/words/slug.hpp"

#include <fmt/format.h>
#include <map>

namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    for (char c : ascii_folded(text)) {
        if (c == '(' || c == ')' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string drawn(const std::vector<std::string>& lines)
{
    std::string out = "BT /F 20 Tf 60 780 Td 22 TL\n";
    for (std::size_t i = 0; i < lines.size(); ++i)
        out += fmt::format("({}) Tj T*{}\n", escaped(lines[i]), i == 0 ? " /F 12 Tf" : "");
    return out + "ET";
}

std::vector<std::string> lines_of(const DemoUser& person)
{
    return {fmt::format("{} {}", person.first_name, person.last_name), person.email, "",
        "2019 to today: the work I am proud of", "2015 to 2019: the work I learned it at",
        "Languages: English, German", "References on request"};
}

} // namespace

std::string pdf_page(const std::vector<std::string>& lines)
{
    auto text = drawn(lines);
    const std::string objects[] = {
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        fmt::format("<</Length {}>>\nstream\n{}\nendstream", text.size(), text),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    };
    std::string out = "%PDF-1.4\n", table = "0000000000 65535 f \n";
    int number = 0;
    for (const auto& object : objects) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj\n{}\nendobj\n", ++number, object);
    }
    auto place = out.size();
    out += fmt::format("xref\n0 {0}\n{1}trailer\n<</Size {0}/Root 1 0 R>>\nstartxref\n{2}\n%%EOF\n",
        number + 1, table, place);
    return out;
}

void keep_resumes(DemoBoard& board, const Storage& files)
{
    std::map<std::string, const DemoUser*> people;
    for (const auto& user : board.users) people.emplace(user.username, &user);
    std::map<std::string, FileFacts> kept;
    for (auto& application : board.applications) {
        auto [facts, is_new] = kept.try_emplace(application.resume);
        if (is_new) {
            auto file = memory_file(pdf_page(lines_of(*people.at(application.applicant))));
            facts->second = facts_of(file.get());
            if (!files.has(application.resume)) files.put(application.resume, file.get(), facts->second);
        }
        application.resume_bytes = facts->second.bytes;
        application.resume_sha256 = facts->second.sha256;
    }
}
