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
    {"oauth.no_such_provider", "Nobody can sign in by a provider of that name here."},
    {"oauth.no_such_redirect", "Is none of the addresses that the board sends browsers back to."},
    {"oauth.state_over", "Has been used, is for something else, or is older than ten minutes: begin again."},
    {"oauth.code_refused", "The provider does not confirm it: begin again."},
    {"oauth.last_way_in", "You could not sign in any more: set a password, or link another account, before."},
    {"oauth.linked_already", "Another account of this provider is linked: remove that before."},
    {"sign_in_refused", "The provider does not confirm who you are: begin again."},
    {"provider_unavailable", "The provider cannot be reached at the moment: try again in a minute."},
    {"account_exists",
        "There is an account with your address: sign in to it, and link the provider to it then."},
    {"address_needed", "The provider has verified no e-mail address of yours, which an account needs."},
    {"oauth_account_taken", "It is linked to another account."},
    {"reauthentication_required", "Send your password along: it was asked for too long ago."},
};

constexpr ProblemKind problem_table[] = {
    {"reauthentication_required", 403},
    {"sign_in_refused", 401},
    {"provider_unavailable", 503},
    {"account_exists", 409},
    {"address_needed", 409},
    {"oauth_account_taken", 409},
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
    {"oauth_accounts_once", "provider", "oauth.linked_already"_s},
    {"oauth_accounts_subject", "", "oauth_account_taken"_s},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace accounts
