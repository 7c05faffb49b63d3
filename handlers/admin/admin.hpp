// The admin pages: what they do with the description of each resource, see lib/pages/resource.hpp.
#pragma once

#include "lib/pages/resource.hpp"
#include "lib/web/area.hpp"
#include "lib/web/http/cookies.hpp"

#include <set>

namespace admin {

using namespace pages;

// Links that set a password are kept by this digest.
std::string digest_of_secret(const std::string& secret);

const Resource& users();
const Resource& categories();
const Resource& jobs();
const Resource& applications();

// Of every area, in the order of the areas.
std::vector<const Resource*> resources(const Context&);
// Throws Problem not_found.
const Resource& resource_of(const Context&, const Input&);
Uuid id_of(const Input&);

// --- Around every page

// What every page shows, for the resource or place of that name.
View frame(Context&, std::string_view title, std::string_view place = "");
Text page(Context&, const std::string& name, const View&);
Response problem_page(const Site&, const Request&, const Problem&);
// The next page after something was done, with a message on it.
Text go(Context&, const std::string& to, const std::string& said = "");

std::string path_of(const Resource&, const std::string& below = "");
std::string displayed(Show, const std::string& value);              // for reading
std::string texts_of(const JsonValue& body, std::string_view name); // "" when it was not sent

// --- Doing what the API does

// An endpoint that a page is about to call, as if the admin had sent it these fields.
struct Call {
    const Endpoint* endpoint = nullptr;
    Held in, prepared;
    std::optional<Problem> refused; // what reading or preparing it met
};

// Reads and prepares it, before the transaction.
Call prepare_call(Context&, std::string_view endpoint, const std::optional<Uuid>& id,
    const std::vector<std::pair<std::string, std::string>>& fields);
// The rest of it, in the transaction of the page. Throws Problem, also what preparing it met.
Response finish(Context&, Call&);

bool proven_lately(const Context&);
// Asks for the admin's own password once more, as typed in the form. Throws Problem invalid password.
void prove_again(Context&, const Input&);

// --- Kinds of pages

std::string cells_of(const std::vector<Group>&);
Listing listing_of(const Resource&);
Choices choices_for(Context&, const Choices&, Offer);
// theirs: what somebody else has written meanwhile into fields of those names.
View form_groups(Context&, const std::vector<Group>&, const Texts& values, const std::vector<Fault>&,
    const Texts& theirs = {});
// The list as the query of the request has it: filters, order and part.
std::string list_asked_for(const Resource&, const Input&);

Text list_page(Context&, const Resource&, const Input&);
Text export_rows(Context&, const Resource&, const Input&);
Text object_page(Context&, const Resource&, const Input&);
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
using Calls = std::vector<std::pair<Uuid, Call>>;
Calls prepare_acts(Context&, const Input&);
Text act_on_many(Context&, const Input&, Calls&);
Response act_on_many_again(Context&, const Input&, const Problem&);
// The answer that shows that page.
Response shown_again(Text);

Text tree_page(Context&);
Text dashboard(Context&);

} // namespace admin
