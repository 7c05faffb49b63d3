// The one binary: reads the command line and the settings, and hands over to the command.
#include "command_line.hpp"

#include "app/commands/commands.hpp"
#include "lib/db/sql.hpp"
#include "lib/process/log.hpp"

#include <iostream>

template <>
inline constexpr std::array<std::string_view, 4> names_of<Level>{"debug", "info", "warning", "error"};

int main(int count, char** words)
{
    auto line = read_command_line(commands(), count, words);
    if (!line.command) return line.status;
    try {
        auto settings = line.command->needs_sound_settings ? read_settings() : given_settings();
        set_log_level(parse<Level>(settings.log_level).value_or(Level::info));
        return line.command->call.run(settings, line.given);
    } catch (const CommandFailed& e) {
        std::cerr << "jobboard: " << e.what() << '\n';
        return 1;
    } catch (const BadSetting& e) {
        std::cerr << "jobboard: " << e.what() << '\n';
        return 2;
    } catch (const DatabaseError& e) {
        std::cerr << "jobboard: the database " << (e.lost ? "cannot be reached: " : "refused: ") << e.summary
                  << " (" << e.sqlstate << ").\n";
        return 1;
    }
}
