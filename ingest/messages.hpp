// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "platform/http/problem.hpp"

namespace ingest {

// The problem of a stable code that ingest or the domain can give: its HTTP status and what it says
// in both languages. A code that is not in the table is a bug; it then gets a general sentence.
platform::http::ProblemKind kind_of(std::string_view code);

// Whether the table has the code.
bool is_known_code(std::string_view code);

// Where in a file: rows count from 1, the header line; `cell` is what stands there.
struct CellPlace {
    std::size_t row = 0;
    std::string_view cell;
};

// What a code says to somebody who looks at a file of PILOTE's columns, in PILOTE's words where it
// has some (pilote.md §4).
std::string csv_message(std::string_view code, platform::http::Language language, CellPlace place);

}  // namespace ingest
