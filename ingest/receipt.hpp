// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/event.hpp"
#include "domain/instant.hpp"
#include "ingest/finding.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace ingest {

// What became of an event that was sent, as far as it is known (docs/api.md).
enum class Status : std::uint8_t {
    accepted,  // In the log; the outcome is not known yet.
    applied,
    conflict,
    rejected,
    unknown,  // The log did not say whether it is in it.
    refused   // Not in the log.
};

// Each status and its name.
struct ReceiptStatus {
    Status status;
    std::string_view name;
};
inline constexpr std::array<ReceiptStatus, 6> receipt_statuses{
    {{Status::accepted, "accepted"},
     {Status::applied, "applied"},
     {Status::conflict, "conflict"},
     {Status::rejected, "rejected"},
     {Status::unknown, "unknown"},
     {Status::refused, "refused"}}
};

struct Receipt {
    // Empty where the event does not say.
    std::string source;
    std::string id;
    Status status = Status::refused;
    // Whether the status is that of an earlier event with the same content.
    bool duplicate = false;
    // Where the event is in the log; of a duplicate, the first one. An accepted one may have none:
    // the log has it, and does not say where.
    std::optional<domain::Sequence> sequence;
    // Until when an unknown one may still get into the log.
    std::optional<domain::Instant> may_land_until;
    std::vector<Finding> warnings;
    // Why there is a conflict, a rejection or a refusal.
    std::optional<Fault> fault;
};

Receipt refused(std::string source, std::string id, Fault fault);

int http_status(const Receipt& receipt);

// Where to ask what became of it; it needs a source and an id.
std::string url_of(const Receipt& receipt);

// How receipts are written: positions name the log.
struct ReceiptStyle {
    std::string log_id;
    platform::http::Language language = platform::http::Language::english;
};

// The answer to one event: its receipt, or the problem document alone where it is refused.
platform::http::Response response_of(const Receipt& receipt, const ReceiptStyle& style);
// The answer to a batch.
platform::http::Response response_of(const std::vector<Receipt>& receipts,
                                     const ReceiptStyle& style);

// [{"code":…,"message":…},…]
std::string warnings_json(const std::vector<Finding>& warnings, platform::http::Language language);

}  // namespace ingest
