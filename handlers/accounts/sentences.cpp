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
    {"passkey.not_json", "Send what toJSON() of the browser's credential gives."},
    {"passkey.not_asked", "This was not asked for, too long ago, or is answered already. Begin again."},
    {"passkey.not_accepted", "This passkey cannot be taken here. Begin again, or try another device."},
    {"passkey.nobodys", "This passkey is not known here, or its answer was not taken. Begin again."},
    {"passkey.known", "This passkey has been added before."},
    {"passkey.too_many", "You have 20 passkeys. Remove one that you do not use any more."},
    {"reauthentication_required", "Send your password along: it was asked for too long ago."},
};

constexpr ProblemKind problem_table[] = {
    {"reauthentication_required", 403},
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
    {"passkeys_credential_key", "credential", "passkey.known"_s},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace accounts
