// The admin pages: what they do with the description of each resource, see lib/pages/resource.hpp.
#pragma once

#include "lib/pages/page.hpp"
#include "lib/pages/resource.hpp"
#include "lib/web/area.hpp"
#include "lib/web/http/cookies.hpp"

#include <set>

namespace admin {

using namespace pages;

inline constexpr Rate pages_rate{"admin_pages", 600, per_minute};

// What the employer u of a row is called.
inline constexpr std::string_view employer_named =
    "coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username)";

const Resource& users();
const Resource& categories();
const Resource& jobs();
const Resource& applications();

// Of every area, in the order of the areas.
std::vector<const Resource*> resources(const Site&);
// Throws Problem not_found.
const Resource& resource_of(const Context&, const Input&);
Uuid id_of(const Input&);

// --- Around every page

// What every page shows, for the resource or place of that name.
View frame(Context&, std::string_view title, std::string_view place = "");
Text page(Context&, const std::string& name, const View&);
// With the bar for who has signed in.
Response problem_page(const Site&, const Request&, const Caller&, const Problem&);
enum class Tone { good, bad };
// The next page after something was done, with a message on it; undo: what takes it back, as undo_of() says
// it.
Text go(Context&, const std::string& to, const std::string& said = "", Tone = Tone::good,
    const std::string& undo = "");

std::string path_of(const Resource&, const std::string& below = "");
std::string displayed(Show, const std::string& value);              // for reading
std::string beginning(const std::string& text, std::size_t bytes);  // with "…" where more follows
std::string texts_of(const JsonValue& body, std::string_view name); // "" when it was not sent

// --- Doing what the API does

// An endpoint that a page is about to call, as if the admin had sent it these fields.
struct Call {
    const Endpoint* endpoint = nullptr;
    Caller caller = {};
    Held in, prepared;
    std::optional<Problem> refused; // what reading or preparing it met
};

// Reads and prepares it, before the transaction.
Call prepare_call(Context&, std::string_view endpoint, const std::optional<Uuid>& id,
    const std::vector<std::pair<std::string, std::string>>& fields, const Caller&);
// The rest of it, in the transaction of the page. Throws Problem, also what preparing it met.
Response finish(Context&, Call&);

bool proven_lately(const Context&);
// Asks for the admin's own password once more, as typed in the form. Throws Problem invalid password.
void prove_again(Context&, const Input&);

// --- Kinds of pages

struct Object; // as its form shows it

template <class Do> void each_field_of(const std::vector<Group>& groups, Do visit)
{
    for (const auto& group : groups)
        for (const auto& f : group.fields) visit(f);
}

Listing listing_of(const Resource&);
// The same with what the cells of its rows hold, and a row of them for tables.
Listing listing_of_cells(const Resource&);
View row_of(const Resource&, const ListedRow&);
Choices choices_for(Context&, const Choices&, Offer);
// What stands in a field, for reading.
std::string readable(Context&, const FormField&, const std::string& value);
// object: what it is now, if it is no new one; theirs: what somebody else has written meanwhile into fields
// of those names.
View form_groups(Context&, const std::vector<Group>&, const Texts& values, const std::vector<Fault>&,
    const Object* object = nullptr, const Texts& theirs = {});
std::string what_happened(std::string_view kind); // "job.updated" → "updated"
void show_history(Context&, const Resource&, const Uuid&, View&);
// What changed of an object of that resource, by the labels of its form; none: by the names of its fields.
kainjow::mustache::list differences(Context&, const Resource*, const JsonValue& changes);
void show_related(Context&, const Resource&, const Uuid&, View&);
// The HTML of an object, as a page that is framed by the object's own and can do nothing.
Text html_page(Context&, const Resource&, const Uuid&);
// The list as the query of the request has it: filters, order and part.
std::string list_asked_for(const Resource&, const Input&);
// So many rows are changed at once at most.
inline constexpr std::size_t most_at_once = 1000;
// The ids of all rows that the list has as it is filtered, or one more than can be changed at once.
std::vector<Uuid> all_listed(Context&, const Resource&, const Input&);

Text list_page(Context&, const Resource&, const Input&);
Text export_rows(Context&, const Resource&, const Input&);
// faults: of what was tried there.
Text object_page(Context&, const Resource&, const Input&, const std::vector<Fault>& faults = {});
// What can be done with the object as it is: "actions" and, apart, "dangers".
void show_actions(Context&, const Resource&, const Uuid&, View&);
Text new_page(Context&, const Resource&, const Input&);
Text action_page(Context&, const Resource&, const Input&);

// What forms do, in two parts: before the transaction, and in it. The form is shown again after a refusal
// that the admin can mend.
Call prepare_save(Context&, const Input&);
Text save(Context&, const Input&, Call&);
Response save_again(Context&, const Input&, const Problem&);
Call prepare_add(Context&, const Input&);
Text add(Context&, const Input&, Call&);
Response add_again(Context&, const Input&, const Problem&);
Call prepare_act(Context&, const Input&);
Text act(Context&, const Input&, Call&);
Response act_again(Context&, const Input&, const Problem&);
// What is to be done with which rows of a list. Without calls there is something to be asked or said first.
struct Chosen {
    const Action* action = nullptr; // none: nothing was chosen
    std::vector<Uuid> ids = {};     // one more than can be changed at once, where there are more
    std::vector<Call> calls = {};   // of each
};
Chosen prepare_acts(Context&, const Input&);
Text act_on_many(Context&, const Input&, Chosen&);
Response act_on_many_again(Context&, const Input&, const Problem&);
Text tree_page(Context&);
Text dashboard(Context&);

} // namespace admin
