// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "cli/remote.hpp"
#include "domain/codec/json.hpp"
#include "domain/definition.hpp"
#include "platform/result.hpp"

namespace cli {

struct Definitions {
    std::vector<domain::PolicyDefinition> policies;
    std::vector<domain::IndicatorDefinition> indicators;
};

// A definition in force, and the position of the event that made it so.
template <class Definition>
struct KnownDefinition {
    Definition definition;
    std::string defined;
};

// What a server shows of its catalogue: hidden indicators are not in it.
struct KnownCatalogue {
    std::map<domain::PolicyId, KnownDefinition<domain::PolicyDefinition>> policies;
    std::map<domain::IndicatorId, KnownDefinition<domain::IndicatorDefinition>> indicators;
    std::string position;
};

// Errors: as Remote::get_json(); corrupt (a definition that this software does not read).
platform::Result<KnownCatalogue> read_catalogue(Remote& remote);

// Reads one definition, a list of them, {"rows":[…]} as the catalogue answers, or one on each line
// (NDJSON), in the form of docs/api.md; "defined" is passed over.
// Errors: invalid (says where).
platform::Result<Definitions> parse_definitions(const std::string& text);

struct DefinitionReport {
    std::size_t unchanged = 0;
    // One for each event sent.
    std::vector<Receipt> receipts;

    std::size_t applied() const;
};

// Sends the definitions that are not in force already, policies first. The id of an event is made
// of its content and of what it replaces: the same definition sent again is a duplicate, one that
// returns to an earlier state is not. The definitions of `wanted` in `known` count as in force.
// Errors: as Remote::submit_events().
platform::Result<DefinitionReport> send_definitions(Remote& remote, const std::string& source,
                                                    const Definitions& wanted,
                                                    const KnownCatalogue& known);

// A structured-mode CloudEvent of JSON `data`.
std::string cloud_event(const domain::Identity& identity, std::string_view type,
                        std::string_view data);

}  // namespace cli
