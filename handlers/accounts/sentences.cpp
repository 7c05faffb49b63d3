// What is said about accounts.
#include "lib/web/problem.hpp"

namespace accounts {

namespace {

constexpr Sentence sentence_table[] = {
    {"account.welcome", "Welcome. Your account is ready: sign in."},
    {"account.own_activity", "You cannot deactivate yourself."},
    {"account.own_end", "You cannot delete your own account."},
    {"account.last_admin", "At least one active admin must remain."},
    {"username.form", "Use 3 to 150 letters, digits, dots and underscores."},
    {"username.taken", "This user name is taken."},
    {"email.form", "Enter a valid e-mail address."},
    {"email.taken", "An account with this e-mail address exists."},
    {"phone_number.form", "Use + and 9 to 15 digits."},
    {"bio.too_long", "Must have at most 500 characters."},
    {"role.known", "Must be user, employer or admin."},
    {"role.by_admins", "Only an admin can change a role."},
    {"role.own", "You cannot change your own role."},
    {"profile_picture.address", "Send the picture as a file in multipart/form-data."},
    {"password.not_yours", "Is not your password."},
    {"password.differs", "The passwords differ."},
    {"password.changed", "Your password is changed; every other session has ended."},
    {"refresh_token.not_yours", "Is not a refresh token of yours."},
    {"api_key.no_such_scope", "There is no scope {scope}."},
    {"api_key.too_many", "You have 50 API keys. Delete one that you do not use any more."},
    {"api_key.revoked", "The key was revoked, for good. Make another one."},
    {"api_key_ended", "The key was revoked or has expired. Make another one."},
    {"api_key_overlaps",
        "The text before this one is still good. Wait until it ends, or rotate with an overlap of 0 hours."},
    {"must_be_ahead", "Must be in the future."},
    {"network.malformed", "{text} is neither an address nor a network, such as 192.0.2.7 or 2001:db8::/32."},
    {"network.listed", "This address is in the list already."},
    {"network.locks_out",
        "You come from {address}: this would lock you out. With force it is done all the same."},
    {"hint.ip_whitelist", "Such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32."},
    {"none.ip_whitelist", "Admins may come from everywhere."},
    {"reauthentication_required", "Send your password along: it was asked for too long ago."},
};

constexpr ProblemKind problem_table[] = {
    {"reauthentication_required", 403},
    {"api_key_ended", 409},
    {"api_key_overlaps", 409},
};

constexpr ConstraintFault constraint_table[] = {
    {"users_username_key", "username", "username.taken"_s},
    {"users_username_form", "username", "username.form"_s},
    {"users_email_key", "email", "email.taken"_s},
    {"users_email_form", "email", "email.form"_s},
    {"users_role_known", "role", "role.known"_s},
    {"users_phone_form", "phone_number", "phone_number.form"_s},
    {"users_last_admin", no_field, "account.last_admin"_s},
    {"users_bio_length", "bio", "bio.too_long"_s},
    {"api_key_revoked_for_good", "is_active", "api_key.revoked"_s},
    {"ip_whitelist_address", "ip_address", "network.listed"_s},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace accounts
