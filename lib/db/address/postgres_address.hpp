// How PostgreSQL is reached, in every form that libpq takes: key=value words or a URI.
#pragma once

#include "lib/base/secret.hpp"

#include <map>

// Values by libpq's names: host, dbname, user, password, sslmode …
using PostgresWords = std::map<std::string, std::string>;

// Throws std::invalid_argument for what libpq cannot read, and for a URI whose password was not
// percent-encoded, so that parts of it would pass for a host or a database. Its sentence repeats nothing of
// the text.
PostgresWords postgres_words(const Secret&);

// The same as a URI without a blank or a quote in it.
std::string postgres_uri(const PostgresWords&);

// The words with stars in place of passwords; only stars for what cannot be read.
std::string shown_postgres(const Secret&);

// What libpq said, in one line, without SOCI's preface and the hints that stand indented in it. It names
// hosts and roles, never passwords.
std::string why_not_connected(std::string_view said);
