// Which parts of a file a request asks for (RFC 9110, 14). nginx cuts them out of a file that it is told to
// send.
#pragma once

#include "lib/web/http/request.hpp"

// Whether nginx would answer 416 to this request for a file of so many bytes: none of the parts lies in it,
// or they cannot be read. It has then made the headers of a file already and would send them with the
// refusal, so the program refuses by itself. Where there are conditions as well nginx judges, since it knows
// the file's version.
bool asks_for_no_part(const Request&, long long size);
