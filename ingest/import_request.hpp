// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "ingest/context.hpp"
#include "platform/http/message.hpp"

namespace ingest {

// Units: bytes.
constexpr std::size_t import_body_bytes_max = 2 * 1024 * 1024;

// Answers POST /v1/imports: the file as one event, or the report of its errors. Meant for the pool.
void import_file(Context& context, const Exchange& exchange,
                 const platform::http::Request& request);

}  // namespace ingest
