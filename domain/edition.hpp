// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/measure.hpp"
#include "domain/month.hpp"
#include "domain/sha256.hpp"
#include "domain/territory.hpp"

namespace domain {

constexpr std::size_t edition_name_characters_max = 40;
constexpr std::size_t edition_title_characters_max = 200;
constexpr std::size_t edition_tables_max = 5'000;
constexpr std::size_t edition_exclusions_max = 1'000;

// What is left out of an edition, and why: an indicator, or one territory of it.
struct EditionExclusion {
    IndicatorId indicator;
    std::optional<Territory> territory;
    std::string reason;

    bool covers(IndicatorId id, Territory where) const {
        return id == indicator && (!territory || *territory == where);
    }
};

// The SHA-256 of the table of one indicator, as it is downloaded.
struct EditionTable {
    IndicatorId indicator;
    Sha256 digest{};
};

// A manifest: a state of the log that is frozen, and what was published of it.
struct EditionPublished {
    // Of a file name: a-z, 0-9 and hyphens, such as "2024-t3".
    std::string name;
    std::string title;
    // The last record that it stands for.
    Sequence position = 0;
    // The root of the Merkle tree of the records up to there.
    Sha256 root{};
    std::uint32_t engine = 0;
    // The day that counts as today.
    Date on;
    // By indicator, each once.
    std::vector<EditionTable> tables;
    std::vector<EditionExclusion> exclusions;
    // Whether a later change of a month that it shows needs a reason.
    bool change_needs_reason = false;

    bool excludes(IndicatorId id, Territory where) const;
    // Nothing where there is no table of the indicator.
    const EditionTable* table_of(IndicatorId id) const;
};

}  // namespace domain
