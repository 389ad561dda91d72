// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <utility>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/answers.hpp"

namespace tests::vectors {

// An event of measures and the time at which it was recorded.
struct Import {
    std::string recorded;
    std::string event;
};

// What one line of a scenario file gives to a Baromètre, ready to be sent.
// Source: vectors/differential.md §1, §6.
struct Scenario {
    std::string id;
    // The day that counts as today.
    std::string as_of;
    // What is asked afterwards.
    Catalogue catalogue;
    std::vector<std::string> hidden_indicators;
    // Policies, then indicators.
    std::vector<std::string> definitions;
    // In order of their time.
    std::vector<Import> imports;
};

// Reads the inputs of a scenario. Errors: invalid (not a line as differential.md describes it).
platform::Result<Scenario> read_scenario(const boost::json::value& line);

}  // namespace tests::vectors
