// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/event.hpp"
#include "domain/fold/changes.hpp"
#include "domain/measure.hpp"

// The families of the read model and their keys, byte for byte as docs/events.md says. Keys are
// ordered so that a prefix scan is the query; versions are in the key, newest first.
namespace projector::read_model {

namespace family {
enum Family : std::size_t {
    records,    // sequence -> decision and record
    event_ids,  // source, id, sequence -> content hash
    times,      // time -> last sequence
    catalogue,  // policy or indicator, ~sequence -> definition
    measures,   // indicator, territory, kind, date, ~sequence -> valid row
    withdrawn,  // sequence taken back -> sequence that took it back
    values,     // indicator, territory, kind, month, ~sequence -> cell
    states,     // indicator, territory, ~sequence -> state
    levels,     // indicator, level, ~sequence -> last month
    audit,      // indicator, territory, sequence -> outcome, cells before and after
    tiles,      // level, tile -> its nodes of the Merkle tree; entries at level 0
    index,      // kind of term, term, sequence -> nothing
    revisions,  // indicator, territory, kind, month, ~sequence -> nothing
    meta        // name -> value
};
}  // namespace family

// In the order of the enumeration.
const std::vector<std::string>& family_names();

// Rises when a row changes its bytes: an older folder is then refused and rebuilt.
constexpr std::string_view format = "3";

// What a record can be found by. Part of keys: a kind never changes its number.
enum class TermKind : std::uint8_t {
    policy,     // of the indicators it names or changes, as defined then; or defined by it
    indicator,  // named or changed by it, or defined by it
    territory,  // named by a row, also by one that it takes back
    actor,
    source,
    type,
    outcome  // other than applied
};

struct Term {
    TermKind kind;
    // Its bytes in keys: see the functions below.
    std::string bytes;

    friend auto operator<=>(const Term&, const Term&) = default;
};

// A longer text is not found by.
constexpr std::size_t term_bytes_max = domain::identity_bytes_max;

Term policy_term(domain::PolicyId id);
Term indicator_term(domain::IndicatorId id);
Term territory_term(domain::Territory territory);
Term outcome_term(domain::OutcomeKind kind);
// Of an actor, a source or a type.
Term text_term(TermKind kind, std::string_view text);

namespace key {

std::string sequence(domain::Sequence sequence);
// Everything that is known under an identity.
std::string identity(const domain::Identity& identity);
std::string time(domain::Instant time);
std::string policy(domain::PolicyId id);
std::string indicator(domain::IndicatorId id);

// Prefixes of `measures` and `values`, `states`, `levels`.
std::string column(domain::IndicatorId indicator, domain::Territory territory, domain::Kind kind);
std::string day(domain::IndicatorId indicator, domain::Territory territory, domain::Kind kind,
                domain::Date date);
std::string month(domain::IndicatorId indicator, domain::Territory territory, domain::Kind kind,
                  domain::Month month);
std::string state(domain::IndicatorId indicator, domain::Territory territory);
std::string level(domain::IndicatorId indicator, domain::Level level);
// A row of `audit`.
std::string audit(const domain::FigureId& figure, domain::Sequence sequence);
// A tile (domain/merkle/tile.hpp).
std::string tile(unsigned level, std::uint64_t index);
// Prefix of `index`.
std::string term(const Term& term);

// `cell` followed by the version that is valid from `since` on.
std::string version(std::string cell, domain::Sequence since);
constexpr std::size_t version_bytes = 8;
// The inverse, of a whole key.
domain::Sequence since(std::string_view versioned);

// The first key after all that start with `prefix`.
std::string after(std::string prefix);

}  // namespace key

}  // namespace projector::read_model
