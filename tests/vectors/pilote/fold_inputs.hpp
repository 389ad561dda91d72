// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "tests/support/folded_log.hpp"

namespace tests::vectors::pilote {

// A measure of a case, in PILOTE's words.
struct Measure {
    // Time of its import: equal ones are one event.
    std::string imported;
    std::string indicator;
    std::string zone;
    std::string date;
    std::string type;
    std::string value;
};

// Folds the definitions and then the measures of `inputs`, each event as the JSON that a caller
// would send. Errors: throws if the product does not apply one of them.
void fold_inputs(const boost::json::object& inputs, support::FoldedLog& log);

// Folds the definition of an event. Errors: throws if it is not applied.
void fold_definition(std::string_view type, const boost::json::object& definition,
                     support::FoldedLog& log);

// Folds measures, one event for each import time, in order of time. Errors: throws if one is not
// applied.
void fold_measures(const std::vector<Measure>& measures, support::FoldedLog& log);

// The measures of `inputs`.
std::vector<Measure> measures_of(const boost::json::object& inputs);

}  // namespace tests::vectors::pilote
