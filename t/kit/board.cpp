#include "board.hpp"

#include "lib/auth/tokens.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "seed.hpp"
#include "servers/identity_provider.hpp"

#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

std::string_view name_of_kind(JsonValue::Kind kind)
{
    static constexpr std::string_view names[] = {
        "null", "a boolean", "a number", "a text", "a list", "an object"};
    return names[static_cast<std::size_t>(kind)];
}

// One JSON line for each answer, for t/checks/replies.
void write_down(std::string_view method, std::string_view target, const Reply& reply)
{
    static std::ofstream out(fmt::format("{}/replies.{}.jsonl", environment("TEST_DIR"), getpid()));
    rapidjson::StringBuffer line;
    JsonWriter json(line);
    auto member = [&](const char* name, std::string_view value) {
        json.Key(name);
        json.text(value);
    };
    json.StartObject();
    member("method", method);
    member("target", target);
    json.Key("status");
    json.Int(reply.status);
    member("content_type", reply.header("content-type"));
    member("body", is_clean_text(reply.body) ? std::string_view(reply.body) : "(bytes)");
    json.EndObject();
    out << line.GetString() << std::endl;
}

std::vector<pid_t> children_of(pid_t parent)
{
    std::vector<pid_t> out;
    auto wanted = fmt::format("PPid:\t{}\n", parent);
    for (const auto& entry : fs::directory_iterator("/proc"))
        if (auto pid = parse<int>(entry.path().filename().string()))
            if (text_of(entry.path() / "status").find(wanted) != std::string::npos) out.push_back(*pid);
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

Json Json::operator[](std::string_view name) const
{
    if (const auto* found = value_->member(name)) return *found;
    throw std::runtime_error(fmt::format("{} has no member \"{}\"", name_of_kind(value_->kind), name));
}

Json Json::operator[](std::size_t index) const
{
    if (index < value_->items.size()) return value_->items[index];
    throw std::runtime_error(fmt::format("{} has no item {}", name_of_kind(value_->kind), index));
}

std::size_t Json::size() const
{
    if (is(JsonValue::Kind::object)) return value_->members.size();
    if (is(JsonValue::Kind::list)) return value_->items.size();
    throw std::runtime_error(fmt::format("{} is no list or object", name_of_kind(value_->kind)));
}

const std::string& Json::text() const
{
    if (value_->kind == JsonValue::Kind::text || is(JsonValue::Kind::number) || is(JsonValue::Kind::boolean))
        return value_->text;
    throw std::runtime_error(fmt::format("{} is no single value", name_of_kind(value_->kind)));
}

std::vector<std::string> each(Json list, std::string_view member)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < list.size(); ++i) out.push_back(list[i][member].text());
    return out;
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string out;
    for (const auto& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

Json Reply::json() const
{
    if (!parsed) parsed = std::make_shared<JsonValue>(parse_json(body, 100'000));
    return *parsed;
}

Reply Api::send(
    std::string_view method, std::string_view target, const Variables& headers, std::string_view body)
{
    auto all = always;
    all.insert(all.end(), headers.begin(), headers.end());
    Reply reply(client.send(method, target, all, body));
    write_down(method, target, reply);
    return reply;
}

Board::Board(const Variables& settings, std::string_view database_host)
    : where("unix:" + directory.at("http")), superuser(patient(database.connection("postgres")))
{
    write_settings(settings, database_host);
    render_nginx(settings);
    fs::create_directories(directory.at("files/seeded"));
    directory.write("files/" + seed::resume_key, seed::resume_content);
    master.emplace(std::vector<std::string>{jobboard(), "serve"}, directory.at("master.log"),
        Variables{{"JOBBOARD_ENV_FILE", directory.at("env")}});
    nginx.emplace(std::vector<std::string>{"nginx", "-p", directory.path, "-e", directory.at("nginx.log"),
                      "-c", directory.at("nginx.conf"), "-g", "daemon off;"},
        directory.at("nginx.log"));
    auto answers = [&] {
        if (master->has_ended() || nginx->has_ended()) return true;
        try {
            return HttpClient(where).get("/health/liveness/").status == 200;
        } catch (const HttpError&) {
            return false;
        }
    };
    if (!eventually(answers, 30) || master->has_ended() || nginx->has_ended())
        throw std::runtime_error("the board does not start:\n" + log() + text_of(directory.at("nginx.log")));
}

Board::~Board()
{
    nginx.reset();
    master.reset();
    superuser.disconnect();
}

std::string Board::token_for(const std::string& name, const std::string& role)
{
    auto user = seed::user(superuser, {.username = name, .role = role});
    auto issued = now(), expires = issued + std::chrono::hours(1);
    NewSession session{new_uuid(), user, "a test", "127.0.0.1", expires};
    store::open_session(superuser, session);
    return TokenKeys({test_secret_key})
        .sign({TokenType::access, new_uuid(), user, session.id, issued, expires});
}

void Board::write_settings(const Variables& settings, std::string_view database_host) const
{
    Variables all{
        {"ENVIRONMENT", "test"},
        {"PUBLIC_URL", url},
        {"SECRET_KEY", test_secret_key},
        {"HASH_PASSES", std::to_string(test_hash_cost.passes)},
        {"HASH_MEMORY_KB", std::to_string(test_hash_cost.memory / 1024)},
        {"DATABASE_URL", database.connection("jobboard_app", database_host)},
        {"DATABASE_OWNER_URL", database.connection("jobboard_owner")},
        {"REDIS_URL", ""},
        {"CACHE", "off"},
        {"UPKEEP", "off"},
        {"TASK_RUNNERS", "0"},
        {"RATE_LIMIT_PERCENT", "0"},
        {"EMAIL_VERIFICATION", "off"},
        {"FAST_LISTEN", "unix:" + directory.at("fast")},
        {"SLOW_LISTEN", "unix:" + directory.at("slow")},
        {"FAST_WORKERS", "2"},
        {"SLOW_WORKERS", "1"},
        {"OPERATOR_ADDRESSES", "unix:"},
        {"HOME_PATH", fs::current_path().string()},
        {"MEDIA_PATH", directory.at("media")},
        {"FILE_STORAGE", "directory:" + directory.at("files")},
        {"UPLOAD_PATH", directory.path},
        {"WEBHOOK_NETWORKS", "127.0.0.0/8,::1"},
        {"OIDC_PROVIDERS", known_provider().setting()},
    };
    for (const auto& [name, value] : settings) {
        std::erase_if(all, [&name = name](const auto& entry) { return entry.first == name; });
        all.emplace_back(name, name == "LIVE" ? "unix:" + directory.at("live") : value);
    }
    std::string text;
    for (const auto& [name, value] : all) text += "JOBBOARD_" + name + '=' + value + '\n';
    directory.write("env", text);
}

void Board::render_nginx(const Variables& settings) const
{
    std::vector<std::string> words{"nginx/render", directory.path, "listen=" + where,
        "fast=unix:" + directory.at("fast"), "slow=unix:" + directory.at("slow"),
        "trust=unix:", "assets=" + (fs::current_path() / "build/assets").string()};
    for (const auto& [name, value] : settings) {
        if (name == "CACHE") words.push_back("cache=" + value);
        if (name == "LIVE" && value == "without nchan") words.push_back("nchan=/nowhere");
        if (name == "CORS_ORIGINS")
            for (const auto& origin : split_list(value)) words.push_back("origin=" + origin);
    }
    auto done = run(words);
    if (done.status != 0) throw std::runtime_error("nginx/render: " + done.out);
}

Finished Board::call(std::vector<std::string> words, Variables environment) const
{
    words.insert(words.begin(), jobboard());
    environment.emplace_back("JOBBOARD_ENV_FILE", directory.at("env"));
    return run(words, environment);
}

std::vector<pid_t> Board::workers() const
{
    auto out = children_of(master->pid());
    std::erase(out, upkeep());
    for (auto pid : runners()) std::erase(out, pid);
    return out;
}

std::vector<pid_t> Board::children_called(std::string_view command) const
{
    auto out = children_of(master->pid());
    std::erase_if(out, [&](pid_t pid) {
        return text_of(fmt::format("/proc/{}/cmdline", pid)).find(command) == std::string::npos;
    });
    return out;
}

pid_t Board::upkeep() const
{
    auto found = children_called("upkeep");
    return found.empty() ? 0 : found[0];
}

Board& board()
{
    static Board only;
    return only;
}
