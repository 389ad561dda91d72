// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/event.hpp"
#include "domain/rules/state.hpp"

namespace domain {

// What the fold knows of the log as a whole.
struct Head {
    std::string log_id;
    std::uint32_t engine = 0;
    // Whether a live record was seen: after it no record can be loaded.
    bool live = false;
    // Time of the last record; never decreases.
    Instant time;
    // Sequence of the next record.
    Sequence next = 0;

    friend bool operator==(const Head&, const Head&) = default;
};

// How a record came: told apart by `receivedtime` (DESIGN §5).
enum class Arrival : std::uint8_t { neither, live, loaded };

// One record and what became of it.
struct RecordRow {
    Sequence sequence = 0;
    Instant time;
    Arrival arrival = Arrival::neither;
    Outcome outcome;
    // Missing where the record could not be decoded.
    std::optional<Identity> identity;
    ContentHash content{};
    std::string type;
};

// What the baromètre shows of one indicator in one territory.
struct FigureId {
    IndicatorId indicator;
    Territory territory;

    friend auto operator<=>(const FigureId&, const FigureId&) = default;
};

struct DayChange {
    IndicatorId indicator;
    Territory territory;
    Kind kind;
    DayEntry entry;
};

struct CellChange {
    IndicatorId indicator;
    Territory territory;
    Kind kind;
    Month month;
    // Nothing: there is no row any more.
    std::optional<Cell> cell;
    // What was there; nothing where there was no row.
    std::optional<Cell> before;
};

struct StateChange {
    IndicatorId indicator;
    Territory territory;
    rules::State state;
};

struct LevelChange {
    IndicatorId indicator;
    Level level;
    // The last month in which a territory of the level has an actual value.
    std::optional<Month> last;
};

// Everything that one record changes, to be stored as a whole or not at all. Only rows that
// differ from those before are listed.
struct Changes {
    Head head;
    RecordRow record;
    // The figures that the rows of a record of measures name, each once, ascending, whatever its
    // outcome; none of a duplicate.
    std::vector<FigureId> named;
    // Who sent it, as ingest wrote down (`authid`); empty where it is not told.
    std::string actor;
    std::vector<DayChange> days;
    // The event whose rows were taken back.
    std::optional<Sequence> withdrawn;
    std::vector<CellChange> cells;
    std::vector<StateChange> states;
    std::vector<LevelChange> levels;
    std::optional<PolicyDefinition> policy;
    std::optional<IndicatorDefinition> indicator;
};

}  // namespace domain
