// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "ingest/courtesy.hpp"
#include "ingest/csv_import.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace ingest {

// The error of a file for a finding about one of its rows.
CellError cell_error_of(const Finding& finding, const ImportFile& file);

// The errors of the file and those that the catalogue adds, by row.
ImportFile merged(ImportFile file, const Courtesy& courtesy);

// The report of a file that is not valid: an RFC 9457 document that lists row, column, code, both
// messages and cell of each error, and `error_count`, which may exceed what is listed.
platform::http::Response report_of(const ImportFile& file, platform::http::Language language);

// The answer to a check of a valid file.
platform::http::Response checked(const ImportFile& file, const Courtesy& courtesy,
                                 platform::http::Language language);

}  // namespace ingest
