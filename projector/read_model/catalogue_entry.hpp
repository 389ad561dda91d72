// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "domain/definition.hpp"
#include "domain/event.hpp"
#include "platform/result.hpp"

namespace projector::read_model {

using Definition = std::variant<domain::PolicyDefinition, domain::IndicatorDefinition>;

// The definition of a policy or indicator in force, as the catalogue topic has it under the key
// key_of() (docs/events.md §4). Of two entries of one log the one of the higher sequence counts.
struct CatalogueEntry {
    std::string log_id;
    std::uint32_t engine = 0;
    // Where it was defined so.
    domain::Sequence sequence = 0;
    Definition definition;
};

// How far the catalogue reaches: everything before `next` is in it. Under catalogue_position_key.
struct CataloguePosition {
    std::string log_id;
    std::uint32_t engine = 0;
    domain::Sequence next = 0;
};

inline constexpr std::string_view catalogue_position_key = "_position";

using CatalogueRow = std::variant<CatalogueEntry, CataloguePosition>;

// "CH-012", "IND-0034".
std::string key_of(const Definition& definition);

// The value of one row, JSON on one line.
std::string encode(const CatalogueEntry& entry);
std::string encode(const CataloguePosition& position);

// Errors: corrupt (not what encode() writes, or of another id than `key`).
platform::Result<CatalogueRow> decode_catalogue_row(std::string_view key, std::string_view value);

}  // namespace projector::read_model
