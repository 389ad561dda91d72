// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/definition.hpp"
#include "domain/edition.hpp"
#include "domain/instant.hpp"
#include "domain/measure.hpp"

namespace domain {

// The highest engine that this software can be (DESIGN §7).
constexpr std::uint32_t engine_max = 1;

// Limits that the fold judges; part of the engine.
constexpr std::size_t event_bytes_max = 896 * 1024;
constexpr std::size_t rows_max = 5'000;
constexpr std::size_t reason_characters_max = 500;
constexpr std::size_t identity_bytes_max = 512;

// Who an event is, for ever: `source` + `id`.
struct Identity {
    std::string source;
    std::string id;

    friend auto operator<=>(const Identity&, const Identity&) = default;
};

// SHA-256 of the canonical content of an event (docs/events.md).
using ContentHash = std::array<std::uint8_t, 32>;

struct LogOpened {
    std::string log_id;
    std::uint32_t engine = 0;
    std::string territories;
    std::string territories_sha256;
};

struct EngineRaised {
    std::uint32_t engine = 0;
};

struct MeasureRow {
    IndicatorId indicator;
    Territory territory;
    Kind kind;
    Date date;
    std::optional<Decimal> value;
    // The revision that the caller believes this month to have.
    std::optional<Sequence> expected_revision;
};

struct MeasuresReported {
    std::vector<MeasureRow> rows;
    std::optional<Identity> corrects;
    std::optional<std::string> reason;
    std::optional<std::string> file_sha256;
};

struct MeasuresWithdrawn {
    Identity of;
    std::optional<std::string> reason;
};

using EventData = std::variant<LogOpened, EngineRaised, PolicyDefinition, IndicatorDefinition,
                               MeasuresReported, MeasuresWithdrawn, EditionPublished>;

// The types of engine 1.
namespace event_type {
constexpr std::string_view log_opened = "fr.barometre.log.opened.v1";
constexpr std::string_view engine_raised = "fr.barometre.engine.raised.v1";
constexpr std::string_view policy_defined = "fr.barometre.policy.defined.v1";
constexpr std::string_view indicator_defined = "fr.barometre.indicator.defined.v1";
constexpr std::string_view measures_reported = "fr.barometre.measures.reported.v1";
constexpr std::string_view measures_withdrawn = "fr.barometre.measures.withdrawn.v1";
constexpr std::string_view edition_published = "fr.barometre.edition.published.v1";
}  // namespace event_type

// What became of a record, decided in log order and the same on every replay.
enum class OutcomeKind : std::uint8_t { applied, duplicate, conflict, rejected };

// "applied", "duplicate", "conflict", "rejected".
std::string_view name_of(OutcomeKind kind);

struct Outcome {
    OutcomeKind kind = OutcomeKind::applied;
    // Stable code of a conflict or rejection, empty else; where, and why in English.
    std::string reason;
    std::string pointer;
    std::string detail;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace domain
