// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace support {

// The members of a stored event that tests choose; `recorded` and `received` are left out where
// they are empty, `data` is JSON text.
struct EventText {
    std::string type;
    std::string data;
    std::string id = "1";
    std::string source = "urn:test";
    std::string recorded = "2024-01-01T00:00:00Z";
    std::string received;
};

// The stored value of a record: one structured-mode CloudEvent on one line.
std::string cloud_event(const EventText& event);

// The record that opens every log, of engine 1 and with this software's territories.
std::string log_opened_event();

// One row of a measures event.
struct RowText {
    std::string territory;
    std::string kind;
    std::string date;
    // Nothing erases.
    std::optional<std::string> value;
    std::string indicator = "IND-001";
    std::optional<std::uint64_t> expected_revision = std::nullopt;
};

// The data of a measures event.
std::string measures_data(const std::vector<RowText>& rows);

// The data of a withdrawal of the event `id` of the default source.
std::string withdrawal_data(std::string_view id);

// The data of a definition: `members` is what comes after id (and policy), such as
// R"("hidden":true)", or empty.
std::string policy_data(std::string_view id, std::string_view members = {});
std::string indicator_data(std::string_view id, std::string_view policy,
                           std::string_view members = {});

// Members of an indicator whose departments are entered and whose regions and nation are rolled
// up with `operation` ("sum", "mean", "moy"), for all three kinds.
std::string rolled_up_members(std::string_view operation);

}  // namespace support
