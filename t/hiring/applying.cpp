#include "applying.hpp"

#include <filesystem>

namespace fs = std::filesystem;

std::string form_of(const Variables& texts, const std::optional<Attached>& file)
{
    std::string out;
    for (const auto& [name, text] : texts)
        out += "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + text + "\r\n";
    if (file)
        out += "--b\r\nContent-Disposition: form-data; name=\"resume\"; filename=\"" + file->name +
               "\"\r\nContent-Type: text/html\r\n\r\n" + file->content + "\r\n";
    return out + "--b--\r\n";
}

Reply Applying::apply(Api& who, const Uuid& job, const Attached& file, const Variables& more)
{
    Variables texts{{"job_id", to_text(job)}, {"cover_letter", "I would like to work with you."}};
    texts.insert(texts.end(), more.begin(), more.end());
    return who.send("POST", applications, multipart_type, form_of(texts, file));
}

std::string Applying::made(const Reply& reply)
{
    BOOST_TEST_REQUIRE(reply.status == 201, reply.status << ' ' << reply.body);
    return reply.json()["id"].text();
}

std::vector<std::string> Applying::files_of(const Board& board)
{
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(board.directory.at("files")))
        if (entry.is_regular_file() && entry.path().parent_path().filename() != "seeded")
            out.push_back(entry.path().string());
    return out;
}

void Applying::forget_files(const Board& board)
{
    fs::remove_all(board.directory.at("files/resumes"));
}
