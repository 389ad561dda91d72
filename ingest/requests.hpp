// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "ingest/context.hpp"
#include "ingest/receipt.hpp"
#include "ingest/submission.hpp"
#include "platform/http/message.hpp"

// What the handlers of all routes share.
namespace ingest {

// Answers with a problem document.
void refuse(const Exchange& exchange, const domain::Error& error);

// Answers with `response` and the preference that was applied.
void respond_to(const Exchange& exchange, platform::http::Response response);

// Errors: parameter-unknown (none of `known`, or there twice).
domain::Result<void> check_parameters(const platform::http::Request& request,
                                      std::initializer_list<std::string_view> known);

// The event id that a request names, or a new one. Errors: idempotency-key-malformed.
domain::Result<std::string> event_id_of(const platform::http::Request& request);

// How long the request waits for its outcome.
std::chrono::milliseconds wait_of(const Context& context, const Exchange& exchange);

// How receipts of this exchange are written.
ReceiptStyle style_of(const Context& context, const Exchange& exchange);

// Who sends the events of a request, and how. `exchange` outlives it.
Sender sender_of(const Context& context, const Exchange& exchange,
                 const platform::http::Request& request);

// Submits one event and answers with its receipt.
void submit_one(Context& context, const Exchange& exchange, Item item);

}  // namespace ingest
