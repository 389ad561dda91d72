// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "tests/vectors/pilote/verdict.hpp"

namespace tests::vectors::pilote {

// Judges a case of SEL, AGG, VAC, VIG, VC, TA, CH or FR: its definitions and measures are folded,
// then the figures are compared. Errors: throws if the product does not apply an event.
Verdict judge_fold_case(std::string_view table, const boost::json::object& of);

}  // namespace tests::vectors::pilote
