// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fold/changes.hpp"

// The values of the read model's rows, byte for byte as docs/events.md says. Encoding what was
// decoded gives the same bytes. Decoding returns nothing for bytes that no encoder wrote.
namespace domain::codec {

// A valid row of a day; its date and `since` are in the key.
std::string encode_day(const DayEntry& entry);
std::optional<DayEntry> decode_day(std::string_view bytes, Date date, Sequence since);

// A cell, or that there is no row any more.
std::string encode_cell(const std::optional<Cell>& cell);
std::optional<std::optional<Cell>> decode_cell(std::string_view bytes);

// A state with the time of the record that made it.
struct StateRow {
    Instant recorded;
    rules::State state;
};
std::string encode_state(const StateRow& row);
std::optional<StateRow> decode_state(std::string_view bytes);

std::string encode_level(std::optional<Month> last);
std::optional<std::optional<Month>> decode_level(std::string_view bytes);

// What a record did to one figure: its outcome, and each cell that it changed, in order.
struct AuditRow {
    OutcomeKind outcome = OutcomeKind::applied;
    struct Change {
        Kind kind;
        Month month;
        // Nothing: no row; a row without value: an erased month.
        std::optional<std::optional<Decimal>> before;
        std::optional<std::optional<Decimal>> after;

        friend bool operator==(const Change&, const Change&) = default;
    };
    std::vector<Change> changes;
};
std::string encode_audit(const AuditRow& row);
std::optional<AuditRow> decode_audit(std::string_view bytes);

// What was decided about a record; its sequence is in the key.
std::string encode_record_row(const RecordRow& row);
std::optional<RecordRow> decode_record_row(std::string_view bytes, Sequence sequence);

std::string encode_head(const Head& head);
std::optional<Head> decode_head(std::string_view bytes);

// Big-endian integers, as keys have them.
void append_u16(std::string& out, std::uint16_t value);
void append_u32(std::string& out, std::uint32_t value);
void append_u64(std::string& out, std::uint64_t value);
std::uint64_t read_u64(std::string_view eight_bytes);

}  // namespace domain::codec
