// What changes an account, as its owner and admins both send it.
#pragma once

#include "../lib/auth/names.hpp"
#include "../lib/web/endpoint.hpp"

void check_username(Faults&, const std::string&);
void check_email(Faults&, const std::string&);
void check_phone_number(Faults&, const std::string&);

// Text that says something; empty text is none.
std::optional<std::string> filled(const std::optional<std::string>&);

// Throws Problem invalid naming username, email or both when another account has them. The database has the
// last word; this says both at once.
void refuse_taken(
    Sql&, const std::string& username, const std::string& email, const std::optional<Uuid>& except);

// Every field may be missing. The picture can only be taken away here, or sent back as it was read.
struct AccountChange {
    Patch<std::string> username, email, first_name, last_name;
    Patch<std::optional<std::string>> phone_number, bio, profile_picture;
    Patch<Role> role;

    static constexpr auto fields = std::tuple{
        field("username", &AccountChange::username, {.max = 150}),
        field("email", &AccountChange::email, {.max = 254}),
        field("first_name", &AccountChange::first_name, {.max = 150}),
        field("last_name", &AccountChange::last_name, {.max = 150}),
        field("phone_number", &AccountChange::phone_number, {.max = 16}),
        field("bio", &AccountChange::bio, {.max = 500}),
        field("profile_picture", &AccountChange::profile_picture,
            {.max = 500, .about = "An image file in multipart/form-data; null takes it away."}),
        field("role", &AccountChange::role),
    };

    void check(Faults&) const;
};

// The account as it is to be. Throws Problem invalid for a picture that is none.
UserChange changed(const Context&, const User& current, const AccountChange&);
