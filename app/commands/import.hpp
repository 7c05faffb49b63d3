// `jobboard import jobs`: takes job advertisements from a CSV file.
#pragma once

#include "app/settings.hpp"
#include "lib/imports/options.hpp"

// Imports what can be imported, prints an account of every row and answers the exit status: 0 when the whole
// file was read, whatever became of its rows, 1 when something stopped the import. Batches that were stored
// stay; starting again goes on where it stopped.
int import_jobs(const Settings&, const ImportOptions&);
