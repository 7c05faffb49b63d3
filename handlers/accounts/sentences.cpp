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
    {"password.link_sent", "If there is an account with this address, a link that sets a new password is on its way."},
    {"password.set", "Your password is set: sign in with it."},
    {"link.spent", "This link has been used, is too old, or was replaced by a newer one. Ask for another."},
    {"email.link_sent", "A link is on its way to the address."},
    {"email.verified", "Your e-mail address is verified."},
    {"email.undone", "Your e-mail address is the one it was, and every session has ended. Set a new password."},
    {"email_not_verified", "Follow the link that was sent to your e-mail address first."},
    {"told.link", "A link was sent."},
    {"told.email_changed.title", "Your e-mail address was changed"},
    {"told.email_changed.message", "It is {email} now."},
    {"second_factor_required", "Send the second factor along with this challenge."},
    {"second_factor_missing", "Set up a second factor first: this board asks for one."},
    {"challenge_not_valid", "Sign in with your password again: this sign-in has ended."},
    {"code_not_valid", "The code is not valid."},
    {"code.wrong", "Is not the code that the app shows now."},
    {"code.choose", "Send one of code, recovery_code and assertion."},
    {"totp.none", "There is no authenticator app."},
    {"totp.nothing_pending", "Nothing waits to be confirmed: begin anew."},
    {"told.factor_on.title", "Signing in asks for a code now"},
    {"told.factor_on.message", "An authenticator app was set up. If it was not you, set a new password at once."},
    {"told.factor_off.title", "Signing in asks for no code any more"},
    {"told.factor_off.message", "The authenticator app was removed. If it was not you, set a new password at once."},
    {"told.codes_made.title", "You have new recovery codes"},
    {"told.codes_made.message", "Ten new ones were made, and the old ones are no good any more."},
    {"told.code_used.title", "Somebody signed in by a recovery code"},
    {"told.code_used.message", "It is spent. If it was not you, set a new password at once."},
    {"title.reset_password", "A new password"},
    {"title.verify_email", "Your e-mail address"},
    {"title.undo_email", "Your e-mail address"},
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
    {"email_not_verified", 403},
    {"second_factor_required", 401},
    {"second_factor_missing", 403},
    {"challenge_not_valid", 401},
    {"code_not_valid", 401},
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
    {"passkeys_credential_key", "credential", "passkey.known"_s},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace accounts
