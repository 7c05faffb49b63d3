// What is said on the admin pages. What stands in their templates, and the labels of columns, fields and
// actions, stay there.
#include "lib/web/problem.hpp"

namespace admin {

namespace {

constexpr Sentence sentence_table[] = {
    // Titles.
    {"title.board", "Start page"},
    {"title.health", "Health"},
    {"title.sign_in", "Sign in"},
    {"title.second_factor", "Second factor"},
    {"title.new", "New {one}"},
    {"title.tree", "Categories as a tree"},

    // What was done, and what was not.
    {"said.saved", "Saved the {one} “{title}”."},
    {"said.added", "Added the {one}."},
    {"said.done", "The {one} “{title}” is {done}."},
    {"said.done_of_many", "{well} of {all} {done}."},
    {"said.refused_of_many", "Refused: {refused}"},
    {"said.refused_one", "“{title}”: {why} "},
    {"said.and_more_refused", "And {count} more."},
    {"said.not_reached", "{count} more were not reached in time: do it again for them."},
    {"said.all_gone", "Nothing was done: what you chose is not there any more."},
    {"said.none_listed", "Nothing was done: nothing fits the filters, or one of them is none."},
    {"said.none_chosen", "Nothing was done: choose an action and tick at least one row."},
    {"said.too_many", "Nothing was done: {max} at most can be changed at once. Filter the list further."},
    {"said.gone", "It is not there any more."},
    {"said.refused", "It was refused."},
    {"said.changed_meanwhile",
        "Changed meanwhile by {by}. Below is what you typed, and beside it what is there now where that "
        "differs; save again to have it your way, or open the page anew to keep theirs."},
    {"said.by_program", "a program"},
    {"said.nothing", "nothing"},
    {"list.range", "{from}–{to} of "},
    {"list.everything", "All {count} {many}, not only those on this page"},
    {"said.none", "none"},
    {"said.never", "never"},
    {"said.more_than", "More than {count} {many}"},

    // What is wrong with what was sent.
    {"form.faults", "{count} {count|thing needs|things need} another look"},
    {"owner.unknown", "There is no active employer of that user name."},
    {"sign_in.incomplete", "Type your user name and your password."},
    {"sign_in.no_admin", "This account is not an admin's."},
    {"sign_in.wait", "Too many attempts. Try again in {seconds} seconds."},
    {"own_password.missing", "Type your own password to go on."},
    {"filter.choose", "Choose one of those offered."},
    {"filter.search_too_long", "Search for 200 characters at most."},
    {"delete.jobs_left", "Name where the jobs go, or move them first."},

    // What an action means, said before.
    {"delete.job", "Gone for everybody but admins and those who have applied."},
    {"delete.user",
        "All that is their own goes along: applications, sessions, and their jobs as if they had deleted "
        "them."},
    {"deactivate.user", "They are kept out everywhere until they are activated. End their sessions as well "
                        "where somebody else "
                        "may have them."},
    {"decide.final",
        "That is final, and whoever applied sees it: accepted and rejected applications stay so."},
    {"reset.link",
        "The link works once and for a day, and lets whoever has it set the password: hand it over in a way "
        "that only they can read. Links made before stop working."},
    {"question.more", "and {count} more"},
    {"delete.none_below", "No category is below it."},
    {"delete.one_below", "The category below it would go along: {names}."},
    {"delete.some_below", "The {count} categories below it would go along: {names}."},
    {"delete.names_and_more", "{names} and {count} more"},
    {"delete.no_jobs", "No job is filed there."},
    {"delete.jobs",
        "{jobs} {jobs|job is|jobs are} filed there, deleted ones included: name the category where {jobs|it "
        "goes|they go}."},

    // Figures.
    {"tree.directly", "{count} directly in it"},
    {"chart.more", "+{percent} % on the thirty days before ({before})"},
    {"chart.fewer", "−{percent} % on the thirty days before ({before})"},
    {"chart.same", "about as many as in the thirty days before ({before})"},
    {"chart.none_before", "none in the thirty days before"},
    {"latest.change", "{one} {what} by {who}"},
    {"latest.application", "from {who}, {status}"},
    {"latest.registration", "registered as {role}"},
    {"latest.no_changes", "Nothing has been changed on these pages yet."},
    {"latest.no_applications", "Nobody has applied yet."},
    {"latest.no_registrations", "Nobody has registered yet."},

    // How the board is.
    {"health.healthy", "Everything works."},
    {"health.degraded", "It works, with something missing."},
    {"health.unhealthy", "It cannot serve at the moment."},
    {"health.database", "Database"},
    {"health.cache", "Cache"},
    {"health.queue", "Queue"},
    {"health.storage", "Files"},
    {"health.works", "works"},
    {"health.fails", "does not work"},
    {"health.off", "not used here"},
    {"health.without_database", "Without it nothing can be shown or changed."},
    {"health.without_cache", "Without it pages take longer."},
    {"health.without_queue", "Without it work waits."},
    {"health.without_storage", "Without them nobody can apply, and no résumé can be fetched."},

    // Where there is none, and what to type into a field.
    {"none.jobs", "Employers post jobs; you can post one here, or import many: see the importing guide."},
    {"none.applications", "They come from people who apply for active jobs."},
    {"none.categories", "Every job is filed in one; begin with a few broad ones."},
    {"none.users", "People register by themselves; you can add one here."},
    {"choice.none", "Choose …"},
    {"hint.employer", "The user name of whom the job belongs to; empty for yourself."},
    {"hint.deadline", "The last day; empty for no end."},
    {"hint.decision",
        "A pending one may become anything; reviewed becomes accepted or rejected, and that is final."},
    {"hint.notes", "Never shown to the applicant."},
    {"hint.slug", "Stands in addresses; made from the name when empty."},
    {"hint.phone_number", "+ and 9 to 15 digits."},
    {"hint.username", "3 to 150 letters, digits, dots and underscores."},
    {"hint.role", "An admin is made by changing the role afterwards."},
    {"hint.password", "They can change it themselves."},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};

} // namespace admin
