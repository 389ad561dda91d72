// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>

#include "tests/vectors/pilote/verdict.hpp"

namespace tests::vectors::pilote {

// Judges a case of REAL: published inputs are folded and the figures compared with what was
// published. Errors: throws if the product does not apply an event.
Verdict judge_published_case(const boost::json::object& of);

}  // namespace tests::vectors::pilote
