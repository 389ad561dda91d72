// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <bitset>
#include <compare>
#include <cstdint>
#include <span>
#include <string_view>

#include "domain/error.hpp"

namespace domain {

// The three levels of reporting (PILOTE: maille NAT, REG, DEPT).
enum class Level : std::uint8_t { nation, region, department };
constexpr std::size_t level_count = 3;
constexpr std::array<Level, level_count> all_levels{Level::nation, Level::region,
                                                    Level::department};

// "nation", "region", "department".
std::string_view name_of(Level level);
// Errors: level-unknown.
Result<Level> parse_level(std::string_view text);

// One of the 120 territories: the nation, 18 regions, 101 departments, in this order and by code
// within a level. The list is part of engine 1: an index never changes its meaning.
// Source: INSEE, Code officiel géographique 2026, via Etalab; Licence Ouverte 2.0.
class Territory {
public:
    static constexpr std::size_t count = 120;

    // Reads "NAT-FR", "REG-53", "DEPT-2A" and the aliases "FRANCE", "R53", "D2A".
    // Errors: territory-unknown.
    static Result<Territory> parse(std::string_view text);
    // `index` < count.
    static constexpr Territory from_index(std::uint8_t index) { return Territory{index}; }
    static constexpr Territory nation() { return Territory{0}; }

    constexpr std::uint8_t index() const { return index_; }
    Level level() const;
    // "REG-53".
    std::string_view id() const;
    // The zone id of PILOTE's files: "R53".
    std::string_view zone() const;
    // The INSEE code: "53".
    std::string_view code() const;
    std::string_view name() const;
    // The region of a department, the nation of a region; the nation is its own parent.
    Territory parent() const;
    // The departments of a region, the regions of the nation, in order; none of a department.
    std::span<const Territory> children() const;

    friend constexpr auto operator<=>(const Territory&, const Territory&) = default;

private:
    explicit constexpr Territory(std::uint8_t index) : index_(index) {}

    std::uint8_t index_;
};

// Every territory of a level, in order.
std::span<const Territory> territories_of(Level level);

// The attribution that shows wherever the names are shown.
constexpr std::string_view territories_source =
    "Source : INSEE, Code officiel géographique 2026, via Etalab; Licence Ouverte 2.0";
// Name of this list, in `log.opened`.
constexpr std::string_view territories_name = "insee-cog-2026-120";
// One line "id;parent;name" and a line feed for each territory, in order: what its digest is over.
std::string territories_text();

using TerritorySet = std::bitset<Territory::count>;

}  // namespace domain
