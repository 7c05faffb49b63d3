// What changes an account, as its owner and admins both send it.
#pragma once

#include "lib/auth/names.hpp"
#include "lib/files/pictures/pictures.hpp"
#include "lib/store/accounts/users.hpp"
#include "lib/tasks/task.hpp"
#include "lib/web/endpoint.hpp"

void check_username(Faults&, const std::string&);
void check_email(Faults&, const std::string&);
void check_phone_number(Faults&, const std::string&);

// Text that says something; empty text is none.
std::optional<std::string> filled(const std::optional<std::string>&);

// Names username, email or both when another account has them and they are fine so far. The database has the
// last word; this says both at once.
void check_taken(
    Sql&, const std::string& username, const std::string& email, const std::optional<Uuid>& except, Faults&);

// Every field may be missing. The picture may be sent back as it was read, which changes nothing.
struct AccountChange {
    Patch<std::string> username, email, first_name, last_name;
    Patch<std::optional<std::string>> phone_number, bio;
    Patch<std::optional<Upload>> profile_picture;
    Patch<Role> role;

    static constexpr std::string_view schema_name = "AccountChange";
    static constexpr std::string_view schema_about = "What changes of one's own account; the rest stays.";
    static constexpr auto fields = std::tuple{
        field("username", &AccountChange::username,
            {.max = 150,
                .about = "3 to 150 letters, digits, dots and underscores.",
                .pattern = "^[A-Za-z0-9_.]{3,150}$",
                .example = "ann"}),
        field("email", &AccountChange::email,
            {.max = 254,
                .about = "An address that no other account has.",
                .format = "email",
                .example = "ann@example.com"}),
        field("first_name", &AccountChange::first_name,
            {.min = 0,
                .max = 150,
                .about = "The first name; once there is one it cannot be taken away.",
                .example = "Ann"}),
        field("last_name", &AccountChange::last_name,
            {.min = 0, .max = 150, .about = "The last name; the same.", .example = "Lee"}),
        field("phone_number", &AccountChange::phone_number,
            {.max = 16,
                .about = "+ and 9 to 15 digits.",
                .pattern = R"(^(\+[0-9]{9,15})?$)",
                .example = "+431234567890"}),
        field("bio", &AccountChange::bio,
            {.max = 500, .about = "What somebody says of themselves.", .example = "I write programs."}),
        field("profile_picture", &AccountChange::profile_picture,
            {.max = max_picture_bytes,
                .or_address = true,
                .about =
                    "A JPEG, PNG or WebP file in multipart/form-data, at most 2 MiB; in JSON null, which "
                    "takes it away, or its address as it was read, which changes nothing.",
                .example = "https://jobs.example/media/profile_pictures/ann.jpg"}),
        field("role", &AccountChange::role, {.about = "What the account may do; changed by admins alone."}),
    };

    void check(Faults&) const;
};

// The picture that was sent, ready to be kept; nothing when none was. Takes seconds at worst: for
// Endpoint::prepare. Throws Problem invalid for a picture that is none, with the other faults that are found
// then, and rate_limited while another picture is taken in.
std::optional<Picture> sent_picture(const AccountChange&, const std::function<void(Faults&)>& find_others);

// What else is wrong with a change of that account: names that go, a picture's address that is not its own,
// what another account has.
void check_change(const Context&, const User& current, const AccountChange&, Faults&);

// The account as it is to be, after a check.
UserChange changed(const User& current, const AccountChange&, const std::optional<Picture>&);

// Writes the change: a new picture's file is there before the row that names it, the old one's goes after the
// commit. Wants the transaction in which `current` was locked. Answers the account as it is now.
User write_change(Context&, const User& current, const UserChange&, const std::optional<Picture>&);

// The name of a stored picture whose smaller copies are to be made.
struct PictureToSize {
    std::string picture;
    static constexpr auto fields = std::tuple{field("picture", &PictureToSize::picture)};
};

namespace accounts {
extern const TaskKind make_picture_sizes;
}
