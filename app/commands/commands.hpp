// The commands an operator gives on the command line, short of serving.
#pragma once

#include "app/settings.hpp"

// Each answers the exit status and says on standard error, in a sentence, what went wrong.

int run_migrations(const Settings&); // applies what is missing and lists it
int print_openapi();                 // the OpenAPI document, indented
int print_nginx_cached();            // the paths whose answers nginx may keep, for its map
int print_nginx_locations();         // the paths of the slow pool, for nginx's map
int check_start(const Settings&);    // would the program start: settings, database, migrations

struct UserOptions {
    std::string username, email, role = "user";
    bool password_from_stdin = false;
};
int add_user(const Settings&, const UserOptions&);
int list_users(const Settings&);
