// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/draft.hpp"
#include "ingest/finding.hpp"
#include "ingest/options.hpp"
#include "platform/access/identity.hpp"

namespace ingest {

// The right that an event of `type` needs: a loaded one `history:load` and nothing else, a live one
// `report` for measures and their withdrawal, `define` for all else: definitions, editions.
platform::access::Right right_to_send(std::string_view type, Mode mode);

// Any of them opens POST /v1/events; each event is then looked at for itself.
platform::access::Rights rights_to_send(Mode mode);

// Why `caller` may not send this event, if it is so: right-missing, or source-not-allowed for its
// source or that of the event that it withdraws.
std::optional<Finding> forbidden(const Draft& draft, Mode mode,
                                 const platform::access::Identity& caller);
// The same of a source alone.
std::optional<Finding> forbidden_source(const std::string& source, std::string pointer,
                                        const platform::access::Identity& caller);

}  // namespace ingest
